"""Who waits now, where limits run out, and the half-yearly list of social limits: counted on paper, told without
giving small counts away."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils.translation import override

from ovi.casework.models import Case, CaseClock
from ovi.foundation.calendar import HELSINKI
from ovi.performance.queries import early_warnings, lateness, open_queue
from ovi.performance.queries.deadlines import K, deadlines, half_year, published
from ovi.plumbing import clock
from ovi.plumbing.actor import Role
from tests.integration.performance.data import SmallCounty, signed_in
from tests.integration.performance.test_pages import _text

TODAY = date(2026, 3, 3)


@pytest.fixture
def made(db):
    return SmallCounty()


def waiting(made, code, due_in, **more):
    """A case that waits, whose one limit runs out in so many days."""
    case = made.need(code, TODAY - timedelta(days=30), None, **more)
    case.clocks.update(due_on=TODAY + timedelta(days=due_in))
    Case.objects.filter(pk=case.pk).update(next_due_on=TODAY + timedelta(days=due_in))
    return case


def test_the_queue_by_unit_and_area_and_nobody_hidden_is_placed(made):
    waiting(made, "837", -1)
    waiting(made, "837", 40)
    waiting(made, "020", -1, non_disclosure=True)
    units = {line.group: line for line in open_queue(today=TODAY, by="unit").lines}
    areas = {line.group: line for line in open_queue(today=TODAY, by="municipality").lines}
    assert (units["station-837"].breached, units["station-837"].open) == (1, 1)
    assert {code: line.cases for code, line in areas.items()} == {"837": 2, "": 1}


def test_early_warnings_count_each_case_in_one_column(made):
    for due_in in (-5, 0, 2, 3, 7, 8, 14, 15):
        waiting(made, "837", due_in)
    booked = waiting(made, "837", 5)
    Case.objects.filter(pk=booked.pk).update(next_event_at=datetime(2026, 3, 8, 12, tzinfo=HELSINKI))
    (one,) = early_warnings(today=TODAY)
    assert (one.unit, one.service_line, one.overdue, one.due, one.booked) == (
        "station-837", "primary_care", 1, (2, 3, 2), 1,
    )  # fmt: skip


def test_lateness_by_recorded_reason_never_hides_a_late_case(made):
    waiting(made, "837", -3)
    chosen = waiting(made, "837", -3)
    Case.objects.filter(pk=chosen.pk).update(wait_reason="patient_choice")
    late = made.need("837", TODAY - timedelta(days=60), 20, lawful=14)
    in_time = made.need("837", TODAY - timedelta(days=60), 10, lawful=14)
    assert late.clocks.get().stopped_on > late.clocks.get().due_on
    assert in_time.clocks.get().stopped_on <= in_time.clocks.get().due_on
    found = {one.reason: (one.waiting, one.served_late) for one in lateness(today=TODAY)}
    assert found == {"": (1, 1), "patient_choice": (1, 0)}


def test_the_page_opens_for_a_manager_in_three_languages_and_as_a_file(made):
    waiting(made, "837", -1)
    client = signed_in(Role.MANAGER)
    for language in ("fi", "sv", "en"):
        with override(language):
            for by in ("service_line", "unit", "municipality", "nonsense"):
                assert client.get(reverse("open_queue"), {"by": by}).status_code == 200
    file = client.get(reverse("open_queue"), {"by": "unit", "format": "csv"}).content.decode("utf-8-sig")
    assert "Tampereen sote-asema" in file or "Tampere" in file
    assert signed_in(Role.NURSE).get(reverse("open_queue")).status_code == 403


# --- half-yearly list


@pytest.mark.parametrize(
    ("day", "back", "since", "until"),
    [
        (date(2026, 1, 1), 0, date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 6, 30), 0, date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 7, 1), 0, date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 3, 3), 1, date(2025, 7, 1), date(2026, 1, 1)),
        (date(2026, 3, 3), 3, date(2024, 7, 1), date(2025, 1, 1)),
    ],
)
def test_half_years(day, back, since, until):
    assert half_year(day, back=back) == (since, until)


def test_no_small_count_can_be_worked_out_of_a_published_row():
    """The attack: every true (in_time, late, waiting) that fits what is told. No small one may be the only fit."""
    told: dict[object, set[tuple[int, int, int]]] = {}
    for counts in product(range(13), repeat=3):
        row = published("R", *counts, unlimited=0, median=None)
        told.setdefault((row.due, row.in_time, row.missed, row.late, row.waiting, row.low, row.high), set()).add(counts)
    whole = (fits for fits in told.values() if all(sum(counts) <= 12 for counts in fits))
    for fits in whole:
        for kind in (lambda c: c[0], lambda c: c[1], lambda c: c[2], lambda c: c[1] + c[2], sum):
            values = {kind(counts) for counts in fits}
            assert len(values) > 1 or not 0 < values.pop() < K, fits


def test_what_is_told_is_true():
    row = published("R", 20, 6, 7, unlimited=3, median=4)
    assert (row.due, row.in_time, row.missed, row.late, row.waiting, row.unlimited) == (33, 20, 13, 6, 7, None)
    joined = published("R", 20, 6, 2, unlimited=0, median=4)
    assert (joined.due, joined.in_time, joined.missed, joined.late, joined.waiting) == (28, 20, 8, None, None)
    few_late = published("R", 20, 2, 1, unlimited=0, median=4)
    assert (few_late.due, few_late.in_time, few_late.low, few_late.high) == (23, None, 19, 22)
    assert published("R", 2, 1, 0, unlimited=0, median=4).due is None


def social(made, *, due, stopped, rule="SHL-START-7", closed=False):
    case = made.need("837", due - timedelta(days=10), None, lawful=None)
    Case.objects.filter(pk=case.pk).update(register="social_welfare", sector="social", service_line="elderly_services")
    if closed:
        Case.objects.filter(pk=case.pk).update(state="closed", closed_at=clock.now(), close_reason="client_withdrew")
    CaseClock.objects.create(
        case=case, rule_id=rule, legal_ref="36 §", rule_valid_from=date(2015, 4, 1), law_version="x", status="verified",
        start_kind="contact", starts_on=due - timedelta(days=10), stop_kind="assessment_started", due_on=due,
        stopped_on=stopped,
    )  # fmt: skip


def test_the_list_counts_by_the_due_day(made):
    due = date(2026, 2, 2)
    for _ in range(7):
        social(made, due=due, stopped=due)
    for late in range(1, 7):
        social(made, due=due, stopped=due + timedelta(days=late))
    for _ in range(5):
        social(made, due=due, stopped=None)
    social(made, due=due, stopped=None, closed=True)  # neither kept nor missed
    social(made, due=date(2025, 12, 31), stopped=None)  # of the half-year before
    social(made, due=date(2026, 3, 9), stopped=None)  # not yet due
    since, until = half_year(TODAY)
    (row,) = deadlines(since=since, until=until, today=TODAY)
    assert (row.due, row.in_time, row.late, row.waiting) == (18, 7, 6, 5)
    assert row.median_days_late == 6


def test_the_page_tells_it_in_three_languages_and_as_open_data(made):
    for _ in range(6):
        social(made, due=date(2026, 2, 2), stopped=date(2026, 2, 2))
    social(made, due=date(2026, 2, 2), stopped=date(2026, 2, 9))
    client = signed_in(Role.MANAGER)
    address = {}
    for language in ("fi", "sv", "en"):
        with override(language):
            address[language] = reverse("social_deadlines")
            assert client.get(address[language], {"from": "2026-01-01"}).status_code == 200
    page = _text(client.get(address["fi"], {"from": "2026-01-01"}))
    assert "1–6" in page
    text = client.get(address["fi"], {"from": "2026-01-01", "format": "csv"}).content.decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["rule_id"], row["due"], row["in_time"], row["missed"]) == ("SHL-START-7", "7", "", "")
    assert "Yksikään määräaika" in _text(client.get(address["fi"], {"from": "2024-01-01"}))
    assert client.get(address["fi"], {"from": "'; drop"}).status_code == 200
    assert signed_in(Role.NURSE).get(address["fi"]).status_code == 403
