"""How fast is search with place and opening hours among 50 000 services, and what does the index cost?

The services are those of bench/search_quality.py given at places over Finland: each with its place's name in its name,
its own sentence in the text, a coordinate, and one of forty weeks of hours. The questions are the development sets.
Each is asked from a place, within 30 km, of what is open then (one part nearest first). Beside ours in the same run and
on the same texts, asked the same: SQLite FTS5 and PostgreSQL full text, each with columns for place and hours.

    OVI_SHARED=../shared python bench/search_speed.py [services]      default 50 000; adds its table to bench/RESULTS.md
    … 50000 --ours                                                   without the peers, which take minutes
"""

from __future__ import annotations

import gc
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]

from bench.__main__ import record  # noqa: E402
from bench.measure import Row, percentile  # noqa: E402
from bench.search_peers import Fts5, Postgres  # noqa: E402
from bench.search_quality import LANGUAGES, ROOT, SHARED, catalogue, meets, questions  # noqa: E402
from ovi.directory.classifications import service_class_codes  # noqa: E402
from ovi.engines.search import CLASS_FACET, Document, Lexicon, Near, SearchIndex  # noqa: E402
from ovi.foundation.calendar import HELSINKI  # noqa: E402
from ovi.foundation.definitions import definitions_root  # noqa: E402

SERVICES = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
ASKED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday at half past eleven in Finland
WITHIN_KM = 30.0
ROUNDS = 4
TOWNS = (
    (60.17, 24.94), (61.50, 23.76), (60.45, 22.27), (65.01, 25.47), (62.24, 25.75), (62.89, 27.68), (60.98, 25.66),
    (63.10, 21.62), (60.87, 26.70), (62.60, 29.76), (66.50, 25.73), (61.13, 21.51), (60.39, 25.66), (61.00, 24.46),
)  # fmt: skip
SAID = {
    "fi": "Palvelua annetaan paikassa {} {}.",
    "sv": "Servicen ges i {} {}.",
    "en": "The service is given at {} {}.",
}


def services(count: int) -> list[Document]:
    """`count` services: description × place, in an order that depends on nothing but the seed."""
    dice = random.Random(8)
    described = catalogue()
    weeks = [_week(dice) for _ in range(40)]
    made = []
    for number in range(count):
        one, town = described[number % len(described)], dice.randrange(len(TOWNS))
        place = f"paikka{dice.randrange(4000)}"
        texts = {
            lang: {**one.texts[lang], "name": f"{one.texts[lang]['name']}, {place}",
                   "body": f"{one.texts[lang]['body']} {SAID[lang].format(place, number)}"}
            for lang in LANGUAGES if one.texts[lang]["name"]
        }  # fmt: skip
        lat, lon = TOWNS[town]
        point = (lat + dice.gauss(0, 0.15), lon + dice.gauss(0, 0.3))
        facets = {CLASS_FACET: one.facets[CLASS_FACET], "municipality": [str(town)]}
        made.append(Document(f"{one.id}/{number}", texts, facets, "", [point], dice.choice(weeks)))
    return made


def _week(dice: random.Random) -> list[tuple[int, int]]:
    """The spans of seven days: office hours, a few evenings, a few always open."""
    opens, closes = (
        (0, 24) if dice.random() < 0.1 else (dice.choice((7, 8, 9, 10, 12)), dice.choice((13, 15, 16, 18, 20)))
    )
    days = [ASKED_AT.astimezone(HELSINKI).replace(hour=0, minute=0) + timedelta(days=ahead) for ahead in range(7)]
    open_days = [day for day in days if day.weekday() < dice.choice((5, 5, 5, 7))]
    return [(int(day.timestamp()) // 60 + opens * 60, int(day.timestamp()) // 60 + closes * 60) for day in open_days]


def resident_mb() -> float:
    with Path("/proc/self/status").open() as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


Asked = Callable[[str, str, tuple[float, float]], Sequence[str]]


def measured(
    what: str, ask: Asked, asked: Sequence[tuple[str, str, frozenset[str]]], note: str, goal: str = "",
    rounds: int = ROUNDS,
) -> Row:  # fmt: skip
    """Latency over all questions and rounds, and how often the first five held a right service."""
    taken, right = [], 0
    for turn in range(rounds + 1):
        for number, (text, language, wanted) in enumerate(asked):
            here = TOWNS[number % len(TOWNS)]
            start = time.perf_counter()
            found = ask(text, language, here)
            if turn:  # the first round warms caches and is not counted
                taken.append((time.perf_counter() - start) * 1000)
            else:
                right += any(meets(code, wanted) for id_ in found[:5] for code in CLASSES[id_.rsplit("/", 1)[0]])
    taken.sort()
    spread = f"p95 {percentile(taken, 0.95):.1f}, p99 {percentile(taken, 0.99):.1f}, most {taken[-1]:.1f} ms"
    note = f"success@5 {right / len(asked):.2f} on {len(asked)} questions; {note}"
    return Row(what, f"{percentile(taken, 0.5):.1f} ms", spread, len(taken), goal, note)


CLASSES = {one.id: frozenset(one.facets[CLASS_FACET]) for one in catalogue()}


def main() -> None:
    sets = [SHARED / "search" / "queries_dev.tsv", ROOT / "bench" / "queries" / "dev.tsv"]
    held = frozenset().union(*CLASSES.values())
    asked = [
        (one.text, one.language, one.wanted)
        for path in sets for one in questions(path) if any(meets(code, one.wanted) for code in held)
    ]  # fmt: skip
    documents = services(SERVICES)
    lexicon = Lexicon.load(definitions_root() / "lexicon", service_class_codes())
    gc.collect()
    before, start = resident_mb(), time.perf_counter()
    index = SearchIndex.build(documents, lexicon=lexicon)
    built = time.perf_counter() - start
    rows = [
        Row(f"index of {SERVICES} services, built", f"{built:.1f} s", "", 1, "≤ 30 s with Voikko",
            f"{index.analyser_name('fi')}; memory {resident_mb() - before:.0f} MB beside the texts' {before:.0f} MB"),
    ]  # fmt: skip

    def ours(near: bool, open_: bool, nearest: bool = False) -> Asked:
        return lambda text, language, here: [
            hit.id for hit in index.search(
                text, language, 10, near=Near(*here, WITHIN_KM, nearest) if near else None,
                open_at=ASKED_AT if open_ else None,
            ).hits
        ]  # fmt: skip

    def with_reasons(text: str, language: str, here: tuple[float, float]) -> list[str]:
        found = index.search(text, language, 10, near=Near(*here, WITHIN_KM), open_at=ASKED_AT).hits
        return [hit.id for hit in found if hit.why is not None]

    goal = "p95 ≤ 15 ms, p99 ≤ 40 ms"
    rows += [
        measured("ours: search", ours(False, False), asked, "whole country"),
        measured("ours: search + geo + open now", ours(True, True), asked, f"within {WITHIN_KM:.0f} km", goal),
        measured("ours: the same with reasons of ten hits", with_reasons, asked, "as a page shows", goal),
        measured("ours: nearest first, open now", ours(True, True, True), asked, "", goal),
    ]
    open_ids = {d.id for d in documents if any(a <= ASKED_AT.timestamp() // 60 < b for a, b in d.open)}
    for peer in () if "--ours" in sys.argv else (Fts5, Postgres):
        start = time.perf_counter()
        engine = peer(documents, open_ids)
        note = f"built in {time.perf_counter() - start:.0f} s"
        rows.append(measured(f"peer: {engine.name}, search + geo + open now", _near(engine), asked, note, rounds=1))
    rows.append(Row("memory of the whole run", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"))
    record("search", rows)


def _near(engine: Fts5 | Postgres) -> Asked:
    return lambda text, language, here: engine.ask_near(text, language, here, WITHIN_KM)


if __name__ == "__main__":
    main()
