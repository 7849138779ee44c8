"""What a client, a guardian and a proxy are told of the log: everything, less what the law lets be withheld."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ovi.foundation.refusals import Refused
from ovi.people.actions import end_log_limit, limit_log
from ovi.people.states import LogLimitKind, LogReader
from ovi.people.view_log import view_log
from ovi.plumbing import access
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make

REASON = "Kertominen vaarantaisi asiakkaan turvallisuuden kotona."


@pytest.fixture
def family(db, now):
    county = make.make_county()
    nurse = make.acting(make.worker(county.station, Role.NURSE))
    child = make.person(county.tampere, born=date(2012, 1, 1))
    for number in ("1", "2"):
        shown = [Shown(child.subject_key, "case", "case", number)]
        access.write(page="case", shown=shown, by=nurse, now=now - timedelta(hours=int(number)))
    return child, nurse


def told(child, reader, now, secret=()):
    views = view_log(child, reader=reader, secret=secret, own_account_id=None, since=now - timedelta(days=700), now=now)
    return sorted(one.object_id for one in views)


def test_the_client_is_told_everything_until_a_professional_decides_with_a_reason(family, now):
    child, nurse = family
    assert told(child, LogReader.SELF, now) == ["1", "2"]
    with pytest.raises(Refused):
        limit_log(person=child, kind=LogLimitKind.DANGER, reason="vaara", by=nurse, now=now)
    row = limit_log(person=child, kind=LogLimitKind.DANGER, reason=REASON, by=nurse, now=now,
                    object_kind="case", object_id="1")  # fmt: skip
    assert told(child, LogReader.SELF, now) == ["2"]
    end_log_limit(limit_id=row.pk, person=child, by=nurse, now=now)
    assert told(child, LogReader.SELF, now) == ["1", "2"]


def test_a_guardian_sees_an_older_childs_log_only_when_it_is_judged_so_and_not_forbidden(family, now):
    child, nurse = family
    assert told(child, LogReader.GUARDIAN, now) == []
    limit_log(person=child, kind=LogLimitKind.OPEN_TO_GUARDIAN, reason=REASON, by=nurse, now=now)
    assert told(child, LogReader.GUARDIAN, now) == ["1", "2"]
    limit_log(person=child, kind=LogLimitKind.FORBIDDEN_BY_MINOR, reason=REASON, by=nurse, now=now,
              object_kind="case", object_id="2")  # fmt: skip
    assert told(child, LogReader.GUARDIAN, now) == ["1"]
    assert told(child, LogReader.SELF, now) == ["1", "2"]


@pytest.mark.parametrize(("born", "count"), [(date(2020, 1, 1), 2), (date(2014, 3, 3), 0), (date(1990, 1, 1), 0)])
def test_a_guardian_sees_a_small_childs_log_and_never_an_adults(family, now, born, count):
    child, _ = family
    child.birth_date = born
    child.save()
    assert len(told(child, LogReader.GUARDIAN, now)) == count


@pytest.mark.parametrize("reader", [LogReader.GUARDIAN, LogReader.PROXY])
def test_child_protection_is_told_to_no_guardian_or_proxy(family, now, reader):
    child, _ = family
    child.birth_date = date(2020, 1, 1)
    assert told(child, reader, now, secret={("case", "1")}) == ["2"]
    assert told(child, LogReader.SELF, now, secret={("case", "1")}) == ["1", "2"]


def test_who_only_runs_the_system_decides_nothing(family, now):
    child, _ = family
    operator = make.acting(make.worker(make.Unit.objects.first(), Role.OPERATOR))
    with pytest.raises(Refused):
        limit_log(person=child, kind=LogLimitKind.DANGER, reason=REASON, by=operator, now=now)
