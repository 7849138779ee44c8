"""Sixteen workers hand cases over at once, some are killed with -9 in the middle: no case is lost or in two places."""

from __future__ import annotations

import time

from django.db.models import Count

from ovi.casework.models import Case, CaseClock, HandOver
from ovi.plumbing.actor import Role
from tests.deep.hand_over_worker import start
from tests.integration import people_for_tests as make

WORKERS, KILLED, CASES, SECONDS = 16, 4, 40, 25


def test_no_case_is_lost_when_workers_are_killed(committed_db, now):
    county = make.make_county()
    third = make.unit(county.station.organisation, county.nokia, "Kolmas asema", "patient", ["primary_care"])
    for unit in (county.station, county.other_station, third):
        make.worker(unit, Role.NURSE)
    for _ in range(CASES):
        make.opened(make.person(county.tampere), now)
    clocks = list(CaseClock.objects.order_by("id").values())
    running = [start(SECONDS, seed) for seed in range(WORKERS)]
    deadline = time.monotonic() + 120
    while HandOver.objects.filter(state="accepted").count() < 50:  # they are at work
        assert time.monotonic() < deadline, "no worker got to work"
        time.sleep(0.2)
    for victim in running[:KILLED]:
        victim.kill()
        time.sleep(0.3)
    told = [one.communicate(timeout=180)[0] for one in running]
    finished = [int(text) for one, text in zip(running, told, strict=True) if one.returncode == 0]
    assert len(finished) == WORKERS - KILLED
    assert Case.objects.count() == CASES
    accepted = dict(HandOver.objects.filter(state="accepted").values_list("case").annotate(n=Count("id")))
    for case in Case.objects.all():
        moves = HandOver.objects.filter(case=case, state="accepted").order_by("answered_at", "id")
        at = county.station.pk
        for move in moves:
            assert move.from_unit_id == at, "a hand-over left from where the case was not"
            at = move.to_unit_id
        assert case.unit_id == at, "the case is not where its last hand-over took it"
        assert case.hand_overs == accepted.get(case.pk, 0)
        assert case.owner is None or case.owner.unit_id == case.unit_id
        assert HandOver.objects.filter(case=case, state="offered").exclude(from_unit=case.unit_id).count() == 0
    assert sum(accepted.values()) >= sum(finished), "what a worker was told is done is not there"
    assert list(CaseClock.objects.order_by("id").values()) == clocks
