"""Does every shipped definition over rows count as the slow reference does, whatever the facts?"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from ovi.engines.facts.store import read_manifest
from ovi.engines.indicators.definition import OverRows
from ovi.engines.indicators.expressions import compiled
from ovi.engines.indicators.finishing import finished
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import open_snapshot
from tests.examples import examples

from . import twin_rows
from .facts_kit import DEFINITIONS, snapshot
from .some_facts import facts

PERIOD = Period.parse("2025-12..2026-02")
OVER_ROWS = [one for one in DEFINITIONS.values() if isinstance(one, OverRows)]
quick = settings(max_examples=examples(5), deadline=None)


def figures(definition, row):
    """What the twin counts, read from a result."""
    if definition.kind == "standardised":
        return (row.numerator, pytest.approx(row.extra["expected"], abs=0.051))
    beside = row.extra.get("beside", {}) if definition.kind == "share_marked" else None
    if definition.kind == "mean_of" and definition.beside_share:
        beside = pytest.approx(row.extra[definition.beside_share.name], abs=0.0011)
    if definition.kind == "debt":
        beside = row.extra["sustainable"]
    return row.numerator, row.denominator, row.n, beside


def grouping(definition, which):
    """A few groupings, so that a query is compiled once: none, one after another, or the group that splits rows."""
    names = definition.stratifiers
    if definition.kind == "standardised":
        return ["municipality"]
    if which == "split":
        return ["vulnerable_group"] if "vulnerable_group" in names else [names[-1]]
    return [] if which == "none" else [names[(len(definition.id) + place) % len(names)] for place in (0, 1)]


@pytest.mark.parametrize("which", ["none", "two", "split"])
@given(made=facts())
@quick
def test_every_definition_over_rows(which, made):
    with tempfile.TemporaryDirectory() as folder:
        at = snapshot(Path(folder), **made)
        with open_snapshot("duckdb", at, read_manifest(at), PERIOD, OVER_ROWS) as backend:
            slow = twin_rows.Facts(made, PERIOD.months())
            for definition in OVER_ROWS:
                by = tuple(dict.fromkeys(grouping(definition, which)))
                found = backend.rows(compiled(definition, ("month", *by), "duckdb"))
                rows = finished(definition, found, ("month", *by), "", "duckdb")
                got = {(row.month, *row.strata.values()): tuple(figures(definition, row)) for row in rows}
                assert got == twin_rows.counted(definition, slow, list(by)), definition.id
