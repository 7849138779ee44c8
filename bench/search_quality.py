"""How often does a plain-language question find a right service among the first five?

Runs sets of judged questions against the product's own catalogue together with the 458 national general descriptions,
as the product indexes them, per set, analyser and language, without and with the everyday-term lexicon. A question
counts only if some service has one of its classes ("judged"); it succeeds if one of the first hits has one. Beside
ours in the same run: plain words without analysis, SQLite FTS5 and PostgreSQL's `finnish`, `swedish` and `english`
full text, each asked as kindly as it allows (any word, names weigh most).

    OVI_SHARED=../shared python bench/search_quality.py              development sets: may be worked with
    OVI_SHARED=../shared python bench/search_quality.py --held-out   kept apart: only for a frozen version
    … --misses                                                       also what failed (never of the held-out set)
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("OVI_MODE", "test")
os.environ.setdefault("OVI_VAR", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")

import django  # noqa: E402

django.setup()

from bench.search_peers import Fts5, Peer, Postgres  # noqa: E402
from ovi.directory.classifications import service_class_codes  # noqa: E402
from ovi.directory.incoming import IncomingService, from_own_catalogue  # noqa: E402
from ovi.directory.models import Service  # noqa: E402
from ovi.directory.own_catalogue import own_services  # noqa: E402
from ovi.directory.searchable import texts  # noqa: E402
from ovi.directory.states import ServiceSource  # noqa: E402
from ovi.engines.search import CLASS_FACET, Document, Lexicon, SearchIndex  # noqa: E402
from ovi.engines.search.analysers import Analyser, Keys, SnowballAnalyser, analyser_for  # noqa: E402
from ovi.exchange.importers.ptv import incoming  # noqa: E402
from ovi.exchange.importers.ptv_shapes import read_general_descriptions  # noqa: E402
from ovi.foundation.definitions import definitions_root  # noqa: E402
from ovi.foundation.text import LANGUAGES  # noqa: E402

SHARED = Path(os.environ.get("OVI_SHARED", "../shared")) / "data"
DEEP = 10  # hits looked at for the reciprocal rank

Ask = Callable[[str, str], Sequence[str]]  # (question, language) → ids, best first


class PlainWords:
    """The baseline: a word is its own and only key."""

    splits_compounds = True
    name, edition = "plain words", ""

    def __init__(self, language: str) -> None:
        self.language = language

    def keys(self, word: str) -> Keys:
        return Keys((word,))

    def suggest(self, word: str) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    language: str
    text: str
    kind: str
    wanted: frozenset[str]


def catalogue() -> list[Document]:
    """The product's services and the national descriptions, as the product indexes them."""
    items, _ = read_general_descriptions((SHARED / "ptv" / "general_descriptions.json").read_bytes())
    own = [_document(ServiceSource.OWN, from_own_catalogue(service)) for service in own_services()]
    return own + [_document(ServiceSource.PTV, incoming(item)) for item in items]


def _document(source: ServiceSource, one: IncomingService) -> Document:
    row = Service(source=source, service_line=one.service_line, service_classes=list(one.service_classes))
    for lang in LANGUAGES:
        setattr(row, f"keywords_{lang}", list(one.keywords.get(lang, ())))
        for name in ("name", "summary", "description", "how"):
            setattr(row, f"{name}_{lang}", getattr(getattr(one, name), lang))
    group = f"ptv {one.name.fi.casefold()}" if source == ServiceSource.PTV else ""
    fields = {lang: texts(row, lang) for lang in LANGUAGES}
    return Document(f"{source}:{one.source_id}", fields, {CLASS_FACET: one.service_classes}, group)


def questions(path: Path) -> list[Question]:
    with path.open(encoding="utf-8") as file:
        return [
            Question(r["id"], r["lang"], r["query"], r["kind"], frozenset(r["expected_classes"].split(",")))
            for r in csv.DictReader(file, delimiter="\t")
        ]


def meets(code: str, wanted: frozenset[str]) -> bool:
    return code in wanted or code.split(".")[0] in wanted


@dataclass(slots=True)
class Score:
    asked: int = 0
    first: int = 0
    five: int = 0
    rank: float = 0.0
    nothing: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        n = max(1, self.asked)
        return (
            f"{self.asked:>4}{self.first / n:>7.2f}{self.five / n:>7.2f}{self.rank / n:>7.2f}"
            f"{self.nothing / n:>7.1%}{self.seconds / n * 1000:>7.1f}"
        )


def score(ask: Ask, asked: Sequence[Question], classes: dict[str, frozenset[str]], misses: list[str]) -> Score:
    made = Score(len(asked))
    for one in asked:
        start = time.perf_counter()
        found = ask(one.text, one.language)
        made.seconds += time.perf_counter() - start
        right = [any(meets(code, one.wanted) for code in classes[id_]) for id_ in found]
        made.first += right[:1] == [True]
        made.five += any(right[:5])
        made.rank += next((1 / place for place, good in enumerate(right, start=1) if good), 0.0)
        made.nothing += not found
        if not any(right[:5]):
            misses.append(f"    {one.id} {one.kind}: {one.text}  ({','.join(sorted(one.wanted))})")
    return made


def runs(documents: list[Document]) -> Iterator[tuple[str, dict[str, str], Ask]]:
    """(pipeline, analyser's name by language, how it is asked)."""
    lexicon = Lexicon.load(definitions_root() / "lexicon", service_class_codes())
    table: dict[str, Analyser] = {lang: analyser_for(lang, voikko=False) for lang in LANGUAGES}
    plain: dict[str, Analyser] = {lang: PlainWords(lang) for lang in LANGUAGES}
    stems: dict[str, Analyser] = {lang: SnowballAnalyser(lang) for lang in LANGUAGES}
    best: dict[str, Analyser] = {lang: analyser_for(lang) for lang in LANGUAGES}
    for name, analysers, words in (
        ("plain words", plain, None), ("stems", stems, None), ("table", table, None), ("voikko", best, None),
        ("stems + lexicon", stems, lexicon), ("table + lexicon", table, lexicon), ("voikko + lexicon", best, lexicon),
    ):  # fmt: skip
        index = SearchIndex.build(documents, lexicon=words, analysers=analysers)
        yield name, {lang: one.name for lang, one in analysers.items()}, _asker(index)
    peers: list[Peer] = [Fts5(documents), Postgres(documents)]
    for peer in peers:
        yield peer.name, dict.fromkeys(LANGUAGES, peer.analysis), peer.ask


def _asker(index: SearchIndex) -> Ask:
    return lambda text, language: [hit.id for hit in index.search(text, language, DEEP).hits]


def main() -> None:
    documents = catalogue()
    classes = {one.id: frozenset(one.facets[CLASS_FACET]) for one in documents}
    held = frozenset().union(*classes.values())
    paths = [SHARED / "search" / "queries_dev.tsv", ROOT / "bench" / "queries" / "dev.tsv"]
    if "--held-out" in sys.argv:
        paths = [ROOT / "bench" / "queries" / "held_out.tsv"]
    sets = {path.stem: questions(path) for path in paths}
    print(f"{len(documents)} services and descriptions")
    print(
        f"{'set':<13}{'pipeline':<18}{'lang':<5}{'analysis':<13}{'n':>4}{'S@1':>7}{'S@5':>7}{'MRR':>7}{'zero':>7}{'ms':>7}"
    )
    for pipeline, names, ask in runs(documents):
        for name, asked in sets.items():
            judged = [one for one in asked if any(meets(code, one.wanted) for code in held)]
            for lang in LANGUAGES:
                misses: list[str] = []
                made = score(ask, [one for one in judged if one.language == lang], classes, misses)
                print(f"{name:<13}{pipeline:<18}{lang:<5}{names[lang]:<13}{made}", flush=True)
                if "--misses" in sys.argv and "--held-out" not in sys.argv and pipeline == "voikko + lexicon":
                    print("\n".join(misses))


if __name__ == "__main__":
    main()
