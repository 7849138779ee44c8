"""How often does a plain-language question find a right service among the first five?

Runs the 60 development queries of the shared data against the 458 national general descriptions, per
language and pipeline, without Django. A query counts only if some description has one of its classes
("judged"); it succeeds if one of the first five hits has one. Measured in the same run: plain words without
analysis, and stems. The queries are a development set: figures on them are not a promise.

    OVI_SHARED=../shared python bench/search_quality.py
"""

from __future__ import annotations

import csv
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from ovi.engines.search import Document, Lexicon, SearchIndex  # noqa: E402
from ovi.engines.search.analysers import Analyser, Keys, analyser_for  # noqa: E402
from ovi.exchange.importers.ptv_shapes import CatalogueItem, read_general_descriptions  # noqa: E402
from ovi.foundation.definitions import definitions_root  # noqa: E402
from ovi.foundation.text import LANGUAGES  # noqa: E402

SHARED = Path(os.environ.get("OVI_SHARED", "../shared")) / "data"


class PlainWords:
    """The baseline: a word is its own and only key."""

    splits_compounds = True
    name = "plain words"

    def __init__(self, language: str) -> None:
        self.language = language

    def keys(self, word: str) -> Keys:
        return Keys((word,))

    def suggest(self, word: str) -> tuple[str, ...]:
        return ()


def document(item: CatalogueItem) -> Document:
    terms = {"fi": " ".join(term.label for term in item.ontology)}
    texts = {
        lang: {
            "name": getattr(item.name, lang),
            "terms": terms.get(lang, ""),
            "summary": getattr(item.summary, lang),
            "body": getattr(item.description, lang),
        }
        for lang in LANGUAGES
        if getattr(item.name, lang)
    }
    return Document(item.source_id, texts, group=item.name.in_("fi"))


def score(index: SearchIndex, queries: list[dict[str, str]], classes: dict[str, frozenset[str]]) -> tuple[int, ...]:
    first = five = nothing = 0
    for query in queries:
        wanted = set(query["expected_classes"].split(","))
        hits = index.search(query["query"], query["lang"], 5).hits
        right = [any(_meets(code, wanted) for code in classes[hit.id]) for hit in hits]
        first += right[:1] == [True]
        five += any(right)
        nothing += not hits
    return first, five, nothing


def _meets(code: str, wanted: set[str]) -> bool:
    return code in wanted or code.split(".")[0] in wanted


def main() -> None:
    items, faults = read_general_descriptions((SHARED / "ptv" / "general_descriptions.json").read_bytes())
    classes = {item.source_id: frozenset(item.service_classes) for item in items}
    held = frozenset().union(*classes.values())
    with (SHARED / "search" / "queries_dev.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    judged = [r for r in rows if any(_meets(c, set(r["expected_classes"].split(","))) for c in held)]
    lexicon = Lexicon.load(definitions_root() / "lexicon" / "everyday_terms.yaml")
    ours: dict[str, Analyser] = {lang: analyser_for(lang) for lang in LANGUAGES}
    stems: dict[str, Analyser] = {lang: analyser_for(lang, voikko=False) for lang in LANGUAGES}
    plain: dict[str, Analyser] = {lang: PlainWords(lang) for lang in LANGUAGES}
    runs = [
        ("plain words", plain, None),
        ("stems", stems, None),
        ("stems + lexicon", stems, lexicon),
        ("ours", ours, None),
        ("ours + lexicon", ours, lexicon),
    ]
    print(f"{len(items)} descriptions, {len(faults)} refused; {len(rows)} queries, {len(judged)} judged")
    print(
        f"{'pipeline':<18}{'lang':<6}{'analyser':<14}{'n':>4}{'S@1':>7}{'S@5':>7}{'zero':>6}{'build s':>9}{'ms/q':>7}"
    )
    for name, analysers, words in runs:
        start = time.perf_counter()
        index = SearchIndex.build(map(document, items), lexicon=words, analysers=analysers)
        built = time.perf_counter() - start
        for lang in LANGUAGES:
            asked = [row for row in judged if row["lang"] == lang]
            start = time.perf_counter()
            first, five, nothing = score(index, asked, classes)
            each = (time.perf_counter() - start) / len(asked) * 1000
            n = len(asked)
            print(
                f"{name:<18}{lang:<6}{analysers[lang].name:<14}{n:>4}{first / n:>7.2f}{five / n:>7.2f}"
                f"{nothing:>6}{built:>9.2f}{each:>7.1f}"
            )


if __name__ == "__main__":
    main()
