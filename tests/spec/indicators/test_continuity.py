"""Continuity of care, as counted: each client's own index, then the mean, doctors and nurses apart."""

from __future__ import annotations

import pytest

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, day, snapshot

PERIOD = Period.parse("2026-12")


def visits(*counts, person="p1", profession="doctor", **others):
    """So many visits to a first, a second, … professional."""
    row = {"person_key": person, "profession": profession, "mode": "R10", "service_line": "primary_care"}
    return [
        {**row, "day": day("2026-05-04"), "professional_key": f"{profession}{number}", **others}
        for number, count in enumerate(counts)
        for _ in range(count)
    ]


def measured(tmp_path, indicator, rows, by=()):
    folder = snapshot(tmp_path, encounter=rows, need=[])
    return run([DEFINITIONS[indicator]], folder, PERIOD, ["month", *by], publish=False)


@pytest.mark.parametrize(
    ("counts", "coc", "upc"),
    [
        ((4,), 1, 1),
        ((3, 1), 0.5, 0.75),
        ((2, 2), 1 / 3, 0.5),
        ((1, 1, 1, 1), 0, 0.25),
        ((5, 3, 2), 28 / 90, 0.5),
    ],
)
def test_the_index_of_one_client(tmp_path, counts, coc, upc):
    (one,) = measured(tmp_path, "continuity_coc", visits(*counts))
    assert one.value == pytest.approx(coc, abs=1e-6)
    (one,) = measured(tmp_path, "continuity_upc", visits(*counts))
    assert one.value == pytest.approx(upc, abs=1e-6)


def test_clients_weigh_alike_and_two_visits_say_nothing(tmp_path):
    rows = visits(4) + visits(1, 1, 1, 1, person="p2") + visits(2, person="p3")
    (one,) = measured(tmp_path, "continuity_coc", rows)
    assert (one.value, one.n) == (0.5, 2)


def test_doctors_and_nurses_are_apart_and_public_health_nurses_are_nurses(tmp_path):
    rows = visits(3) + visits(1, 1, profession="nurse") + visits(2, profession="public_health_nurse")
    found = measured(tmp_path, "continuity_upc", rows, ["profession"])
    assert {row.strata["profession"]: row.value for row in found} == {"doctor": 1, "nurse": 0.5}


def test_visits_without_a_professionals_identity_are_left_out_and_told(tmp_path):
    rows = visits(3, 1) + visits(1, professional_key=None)
    (one,) = measured(tmp_path, "continuity_coc", rows)
    assert (one.value, one.extra["missing_provider_share"]) == (0.5, 0.2)


def test_consultations_no_shows_and_other_services_are_no_visits_of_the_client(tmp_path):
    odd = visits(5, mode="R60") + visits(5, no_show=True) + visits(5, service_line="oral_health")
    assert measured(tmp_path, "continuity_coc", odd) == []
