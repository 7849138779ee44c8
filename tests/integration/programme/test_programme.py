"""The programme's promises: five goals as written, measured now by the newest run, judged by its own rule."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from ovi.programme.queries import programme, progress, standing_of
from tests.integration.performance.conftest import facts_in, figures  # noqa: F401
from tests.integration.performance.data import SmallCounty, signed_in
from tests.integration.performance.test_pages import _address, _text

PHRASES = {
    "oral_3m": ("Kunnat, joissa suunterveydenhuollon kiireetön hoitoon pääsy 3kk tai alle", 0.80, 1.0, 1.0),
    "mental_substance_t3": ("Päihde- ja mielenterveyspalvelut T3 7 vrk tai alle", 0.87, 1.0, 1.0),
    "doctor_7d": ("Lääkärit, avosairaanhoitoon pääsy 7 vrk tai alle", 0.90, 1.0, 1.0),
    "nurse_7d": ("Sairaanhoitajat, terveydenhoitajat, avosairaanhoitoon pääsy 7 vrk tai alle", 1.0, 1.0, 1.0),
    "physio_7d": ("Fysioterapeutit, kuntoutus, hoitoon pääsy 7 vrk tai alle", 0.80, 0.9, 1.0),
}


@pytest.fixture
def county(db, facts_in):  # noqa: F811
    """Doctor visits of February 2026: Tampere 14 of 20 within 7 days, Akaa 5 of 13; nothing of it is small."""
    made, day = SmallCounty(), date(2026, 2, 2)
    for code, waits in (("837", [3] * 14 + [9] * 6), ("020", [7] * 5 + [8] * 8)):
        for waited in waits:
            made.need(code, day, waited)
    return made


def _doctor():
    found = programme("pirkanmaa")
    return found, next(goal for goal in found.goals if goal.id == "doctor_7d")


def test_the_five_goals_are_those_that_were_written():
    found = {
        goal.id: (goal.phrase, goal.baseline, goal.target_low, goal.target_high)
        for goal in programme("pirkanmaa").goals
    }
    assert found == PHRASES
    assert {(goal.baseline_on, goal.target_on) for goal in programme("pirkanmaa").goals} == {("2023-05", "2023-12")}


def test_a_goal_is_measured_as_the_share_of_municipalities(figures):  # noqa: F811
    from ovi.performance.queries import newest_run

    found = {one.goal.id: one for one in progress(programme("pirkanmaa"), newest_run())}
    doctor = found["doctor_7d"]
    assert doctor.now.month == "2026-02"
    assert (doctor.now.holding.holding, doctor.now.holding.measured) == (1, 2)
    assert abs(doctor.now.beside.value - 19 / 33) < 1e-12
    assert doctor.standing.code == "not_reached"
    assert len(doctor.months) == 25
    assert found["oral_3m"].standing.code == "not_measured"


def test_the_page_shows_goal_value_reading_and_the_way_back(figures):  # noqa: F811
    page = signed_in(Role.PROGRAMME_OFFICE).get(_address("programme"))
    html, text = page.content.decode(), _text(page)
    for phrase, *_ in PHRASES.values():
        assert phrase in text
    assert "90–100 % (12/2023)" in text  # a range stays a range
    assert re.search(r"Nyt \(2/2026\) 50 % 1 kunnassa 2 arvioidusta", text)
    assert "57,6 %" in text  # the clients' share beside it
    assert "Ei toteudu kunnissa: Akaa" in text
    assert _address("indicator", indicator="access_doctor_7d") in html
    assert figures.snapshot.snapshot_id in html
    cases = _address("indicator_cases", indicator="access_doctor_7d")
    assert cases not in html  # the programme office sees figures, not cases
    assert cases in signed_in(Role.MANAGER).get(_address("programme")).content.decode()


def test_the_file_holds_every_goal_and_month(figures):  # noqa: F811
    file = signed_in(Role.PROGRAMME_OFFICE).get(_address("programme"), {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 5 * 25
    (doctor,) = [row for row in rows if (row["goal"], row["month"]) == ("doctor_7d", "2026-02")]
    assert (doctor["holding"], doctor["measured"], doctor["share_of_municipalities"]) == ("1", "2", "0,5")
    assert (doctor["clients_n"], doctor["standing"]) == ("33", "not_reached")


def test_a_county_that_has_set_nothing_says_so(figures, settings, monkeypatch):  # noqa: F811
    from ovi.plumbing.settings import settings as read

    monkeypatch.setattr(
        "ovi.programme.pages_manager.settings", lambda: read().model_copy(update={"county": "ita_uusimaa"})
    )
    text = _text(signed_in(Role.PROGRAMME_OFFICE).get(_address("programme")))
    assert "Ei asetettu" in text
    assert "lähtötasoa tai tavoitetta ei ole asetettu" in text
    assert "Nyt (2/2026) 50 %" in text  # measured all the same
    assert programme("nowhere") is None


@pytest.mark.parametrize(
    ("month", "value", "code", "near"),
    [
        ("2023-06", None, "not_measured", False),
        ("2023-06", 1.00, "reached", False),
        ("2023-05", 0.90, "on_track", False),
        ("2023-09", 0.95, "behind", False),  # the line stands at 0.90 + 0.10 · 4/7 = 0.957
        ("2023-09", 0.96, "on_track", True),
        ("2023-12", 0.99, "behind", True),
        ("2024-01", 0.96, "not_reached", True),
        ("2024-01", 0.94, "not_reached", False),
        ("2026-02", 1.00, "reached", False),
    ],
)
def test_standing_follows_the_rule(month, value, code, near):
    found, goal = _doctor()
    standing = standing_of(goal, found.standing, month=month, value=value)
    assert (standing.code, standing.near) == (code, near)


def test_a_range_is_reached_at_its_lower_end():
    found = programme("pirkanmaa")
    physio = next(goal for goal in found.goals if goal.id == "physio_7d")
    assert standing_of(physio, found.standing, month="2026-02", value=0.9).code == "reached"
    assert standing_of(physio, found.standing, month="2026-02", value=0.89).code == "not_reached"


def test_a_broken_programme_is_refused_with_every_fault(tmp_path, monkeypatch):
    folder = tmp_path / "counties" / "x"
    folder.mkdir(parents=True)
    (folder / "programme.yaml").write_text("id: x\ncounty: x\ngoals: []\nsurprise: 1\n", encoding="utf-8")
    monkeypatch.setenv("OVI_DEFINITIONS", str(tmp_path))
    with pytest.raises(Refused) as refused:
        programme("x")
    where = " ".join(fault.where for fault in refused.value.faults)
    assert {"names", "standing", "reading", "surprise"} <= set(re.findall(r"\w+", where))
