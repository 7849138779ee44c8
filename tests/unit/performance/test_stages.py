"""Does the monthly paper tell the stages from contact to care, with the queue beside, as counted by hand?"""

from __future__ import annotations

import pytest

from ovi.design.pdf import Heading, Paragraph, Table
from ovi.engines.facts.store import read_manifest
from ovi.performance.papers.stages import stage_blocks, stages_of
from ovi.performance.papers.words import words
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, clocks, day, needs, snapshot

MONTH = "2026-02"


def _facts(root):
    """Twenty seen in February after 2 days, ten after 10; six have waited since the first day of it."""
    seen = [{"contact_day": day("2026-02-02"), "assessed_day": day("2026-02-02"),
             "first_event_day": day("2026-02-02") + wait} for wait in [2] * 20 + [10] * 10]  # fmt: skip
    still = [{"contact_day": day("2026-02-01"), "assessed_day": day("2026-02-01"), "first_event_day": None,
              "first_event_licensed": None, "first_event_profession": None, "first_event_mode": None}] * 6  # fmt: skip
    rows = needs(seen + still)
    contact = {"rule_id": "PHC-CONTACT", "start_kind": "contact", "stop_kind": "assessed"}
    clock = [{**contact, "need_key": row["need_key"], "start_day": row["contact_day"], "due_day": row["contact_day"],
              "stop_day": row["assessed_day"] + (7 if place < 9 else 0)} for place, row in enumerate(rows)]  # fmt: skip
    return snapshot(root, need=rows, clock=clocks(clock))


@pytest.fixture
def told(tmp_path):
    def _told(language="en", *, queue_known=True):
        folder = _facts(tmp_path)
        stages = stages_of(DEFINITIONS, folder, read_manifest(folder), MONTH, queue_known=queue_known, elsewhere="")
        return list(stage_blocks(stages, words(language)))

    return _told


def _tables(blocks):
    return {block.caption: block for block in blocks if isinstance(block, Table)}


def test_each_stage_limit_and_band_is_counted(told):
    tables = _tables(told())
    steps = {row[0]: row[1:4] for row in tables["The stages, Feb 2026"].rows}
    assert steps["Assessment of need on the day of contact"] == ("75%", "27", "36")
    assert steps["Seen by a doctor within 7 days"] == ("66.7%", "20", "30")
    assert steps["Waits for outpatient primary care (14 days)"] == ("100%", "30", "30")
    (rule,) = tables["Each lawful limit that fell due, Feb 2026"].rows
    assert rule[0].endswith("(PHC-CONTACT)")
    assert rule[1:] == ("75%", "27", "36")
    waits = {row[0]: row[1:] for row in tables["Waits for outpatient primary care, Feb 2026"].rows}
    assert waits["1–3"] == ("20", "0")
    assert waits["8–14"] == ("10", "0")
    assert waits["15–30"] == ("0", "6")
    assert waits["over 180"] == ("0", "0")


def test_a_queue_that_nobody_knows_has_no_column(told):
    waits = _tables(told(queue_known=False))["Waits for outpatient primary care, Feb 2026"]
    assert len(waits.head) == 2
    assert all(len(row) == 2 for row in waits.rows)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_it_speaks_the_countys_languages(told, language):
    blocks = told(language)
    english = told("en")
    texts = [block.text for block in blocks if isinstance(block, Heading | Paragraph)]
    assert not set(texts) & {block.text for block in english if isinstance(block, Heading | Paragraph)}
    assert not set(_tables(blocks)) & set(_tables(english))


def test_without_needs_nothing_is_told(tmp_path):
    folder = snapshot(tmp_path, need=[], clock=[])
    stages = stages_of(DEFINITIONS, folder, read_manifest(folder), MONTH, queue_known=False, elsewhere="")
    assert list(stage_blocks(stages, words("en"))) == []
