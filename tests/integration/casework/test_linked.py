"""A child-protection assessment opened beside another matter stays behind its own wall, unseen by the family."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from ovi.casework import actions
from ovi.casework.models import CaseLink
from ovi.casework.queries import case_view, links_of
from ovi.desks.matters import matters_of, own_matter
from ovi.foundation.refusals import Refused
from ovi.people.queries import actor_for
from ovi.people.states import Profession
from ovi.plumbing.actor import AssuranceLevel, Role
from tests.integration import people_for_tests as make
from tests.integration.casework.needs_for_tests import clocks, need, on, opened


def linked(case, by, now, **given):
    given = {"about": "Huoli lapsesta.", "is_client": False, "idempotency_key": uuid4(), **given}
    return actions.open_child_protection(case_id=case.pk, by=by, now=now, **given)


def test_a_linked_child_protection_assessment_is_a_case_behind_its_own_wall(county, lines, now):
    family, protection = lines["family_social_work"], lines["child_protection"]
    child = make.person(county.tampere, born=date(2016, 1, 1))
    case = make.opened(child, now, line="family_social_work", register="social_welfare")
    key = uuid4()
    link = linked(case, family, on(5), is_client=True, idempotency_key=key)
    assert linked(case, family, on(5), is_client=True, idempotency_key=key) == link
    opened_case = link.to_case
    assert (opened_case.person, opened_case.service_line) == (child, "child_protection")
    # Pending on Thursday 5 March: 6, 9, 10, 11, 12, 13, 16.
    assert clocks(opened_case)["LSL-26-7"] == (date(2026, 3, 5), date(2026, 3, 16), None)
    colleague = make.acting(make.worker(case.unit, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))
    seen = [(one.case_id, one.opened_here) for one in links_of(case.pk, by=family)]
    assert seen == [(None, True)], "that there is one, and no way in"
    assert links_of(case.pk, by=colleague) == ()
    assert [one.opened_here for one in links_of(opened_case.pk, by=protection)] == [False]
    for who in (family, colleague):
        with pytest.raises(Refused):
            case_view(opened_case.pk, by=who, today=on(6).date())
    later = make.opened(child, on(9), line="family_social_work", register="social_welfare")
    earlier = case_view(later.pk, by=family, today=on(9).date()).earlier
    assert [one.case_id for one in earlier] == [case.pk], "not even that there has been one"


def test_the_family_sees_nothing_of_it_until_a_worker_of_the_unit_decides(county, lines, now):
    family, protection = lines["family_social_work"], lines["child_protection"]
    child = make.person(county.tampere, born=date(2016, 1, 1))
    case = make.opened(child, now, line="family_social_work", register="social_welfare")
    secret = linked(case, family, on(5), is_client=True).to_case
    today = on(6).date()
    account = make.Account.objects.create_user("lapsi", name="Lapsi", person=child)
    own = replace(actor_for(account, today=today), level=AssuranceLevel.SUBSTANTIAL)
    assert [one.id for one in matters_of(own, today=today)] == [case.pk]
    with pytest.raises(Refused):
        own_matter(secret.pk, by=own, today=today)
    with pytest.raises(Refused):
        actions.show_to_client(case_id=secret.pk, shown=True, by=family, now=on(6))
    actions.show_to_client(case_id=secret.pk, shown=True, by=protection, now=on(6))
    assert own_matter(secret.pk, by=own, today=today).own_words == "", "the worker's cause is not told"
    assert len(matters_of(own, today=today)) == 2


@pytest.mark.parametrize(
    ("line", "given", "code"),
    [
        ("social_assistance", {}, "link.line"),
        ("family_social_work", {"about": " "}, "link.about"),
        ("family_social_work", {"is_client": True}, "link.age"),
    ],
)
def test_a_link_that_cannot_be_is_refused(county, lines, now, line, given, code):
    case = opened(county, now, line)
    with pytest.raises(Refused) as refused:
        linked(case, lines[line], on(5), **given)
    assert refused.value.code == code
    assert not CaseLink.objects.exists()


def test_what_becomes_child_protection_by_its_assessment_is_hidden_too(county, lines, now):
    worker = lines["family_social_work"]
    case = opened(county, now, "family_social_work")
    assert case.shown_to_client
    actions.assess(case_id=case.pk, assessed=need("child_protection"), note="", by=worker, now=on(4))
    case.refresh_from_db()
    assert not case.shown_to_client
