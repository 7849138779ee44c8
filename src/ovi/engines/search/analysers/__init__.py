"""Which search keys does a written word have, so that its inflected and compound forms meet?

Finnish goes through libvoikko where the system has it (base forms and compound parts), else through the table of
our own words and Snowball; Swedish and English go through Snowball stems. Voikko brings nearly all inflected forms to
their base form, Snowball alone little more than half, so each analyser says its name.
"""

from __future__ import annotations

from ovi.engines.search.analysers.snowball import ALGORITHMS, SnowballAnalyser
from ovi.engines.search.analysers.table import TableAnalyser
from ovi.engines.search.analysers.voikko import VoikkoAnalyser
from ovi.engines.search.analysers.words import MAX_WORD, Analyser, Keys, Word, all_words, fold, telling, tokens

__all__ = [
    "MAX_WORD",
    "Analyser",
    "Keys",
    "SnowballAnalyser",
    "TableAnalyser",
    "VoikkoAnalyser",
    "Word",
    "all_words",
    "analyser_for",
    "fold",
    "telling",
    "tokens",
]


def analyser_for(language: str, *, voikko: bool = True) -> Analyser:
    """The best analyser that this machine has for a language; `voikko=False` takes the table for Finnish."""
    if language not in ALGORITHMS:
        raise ValueError(f"no analyser for language {language!r}; there is one for {', '.join(ALGORITHMS)}")
    if language != "fi":
        return SnowballAnalyser(language)
    if voikko:
        try:
            return VoikkoAnalyser()
        except Exception:  # noqa: BLE001, S110 - libvoikko raises OSError or its own errors; each means "not here"
            pass
    return TableAnalyser()
