"""Competences: who may write them down, for whom, and on which days they hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent
from ovi.site.cli import main
from ovi.staffing.actions import end_competence, record_competence
from ovi.staffing.definitions import caseload_caps, competence_kinds
from ovi.staffing.models import Competence
from ovi.staffing.queries import caps_on, competence_name, holders, holds
from tests.integration import people_for_tests as make

TODAY = make.TODAY
CODE = "tule_direct_access"


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def nurse(county):
    return make.acting(make.worker(county.station, Role.NURSE))


def record(nurse, now, *, by=None, **changes):
    given = {"professional_id": nurse.professional_id, "code": CODE, "valid_from": TODAY, "valid_to": None,
             "source": "todistus", **changes}  # fmt: skip
    return record_competence(by=by or system("test"), now=now, **given)


def refused(*args, **given):
    with pytest.raises(Refused) as found, transaction.atomic():
        record(*args, **given)
    return found.value.code


def test_a_competence_holds_from_its_first_day_until_its_end(nurse, county, now):
    record(nurse, now, valid_to=TODAY + timedelta(days=10))
    days = {-1: False, 0: True, 9: True, 10: False}
    for day, held in days.items():
        on = TODAY + timedelta(days=day)
        assert holds(nurse.professional_id, CODE, today=on) is held
        assert bool(holders(CODE, units=[county.station.pk], today=on)) is held
    assert not holds(nurse.professional_id, "ipc", today=TODAY)
    assert not holders(CODE, units=[county.other_station.pk], today=TODAY)


def test_it_is_refused_whole(nurse, now):
    assert refused(nurse, now, code="flying") == "competence.unknown"
    assert refused(nurse, now, valid_to=TODAY) == "competence.period"
    assert refused(nurse, now, source=" ") == "competence.source"
    assert refused(nurse, now, professional_id=0) == "competence.professional"
    record(nurse, now)
    assert refused(nurse, now) == "competence.once"
    assert Competence.objects.count() == 1


def test_a_manager_writes_of_their_own_units_and_a_nurse_of_nobody(nurse, county, now):
    own = make.acting(make.worker(county.station, Role.MANAGER))
    other = make.acting(make.worker(county.other_station, Role.MANAGER))
    assert refused(nurse, now, by=nurse) == "permission.staffing.competence"
    assert refused(nurse, now, by=other) == "competence.not_yours"
    record(nurse, now, by=own)
    assert AuditEvent.objects.get(action="staffing.competence_recorded").details == {"code": CODE}


def test_it_is_ended_and_never_erased(nurse, now):
    record(nurse, now, valid_from=TODAY - timedelta(days=100))
    given = {"professional_id": nurse.professional_id, "code": CODE, "by": system("test"), "now": now}
    assert end_competence(**given) == 1
    assert end_competence(**given) == 0
    assert holds(nurse.professional_id, CODE, today=TODAY - timedelta(days=1))
    assert not holds(nurse.professional_id, CODE, today=TODAY)


def test_the_commands_record_and_end(county, capsys):
    account = make.worker(county.station, Role.NURSE)
    add = ["competence", "add", account.username, CODE, "--from", "2026-01-01", "--source", "todistus"]
    assert main(add) == 0
    assert Competence.objects.get().valid_from == date(2026, 1, 1)
    assert main(["competence", "end", account.username, CODE]) == 0
    assert Competence.objects.get().valid_to is not None
    assert main(["competence", "add", "nobody", *add[3:]]) != 0


def test_the_shipped_files_are_whole():
    assert competence_name(CODE).sv
    assert competence_name("gone").fi == "gone"
    assert set(competence_kinds()) >= {CODE, "ipc"}
    assert all(cap.source and cap.section for cap in caseload_caps())


def test_a_broken_file_is_told_by_line(monkeypatch, tmp_path):
    (tmp_path / "staffing").mkdir()
    text = (definitions_root() / "staffing" / "caseload_caps.yaml").read_text(encoding="utf-8")
    (tmp_path / "staffing" / "caseload_caps.yaml").write_text(text.replace("amount: 30", "amount: none"))
    monkeypatch.setattr("ovi.staffing.definitions.definitions_root", lambda: tmp_path)
    with pytest.raises(Refused) as found:
        caps_on(TODAY)
    line = int(found.value.faults[0].where.rsplit(":", 1)[1])
    assert "amount: 30" in text.splitlines()[line - 1]
    with pytest.raises(Refused, match="missing"):
        competence_kinds()
