"""Do the pages of lists, teams, a unit's own texts and channels open, act and keep their walls?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ovi.casework import actions as casework
from ovi.casework.models import Cover, ListSetting, MeetingItem, OwnWorker, TeamMember
from ovi.casework.states import OwnKind
from ovi.desks import list_words
from ovi.directory.models import ChannelClosure, Team, UnitInfo
from ovi.directory.states import TeamKind
from ovi.people.models import Account, Membership
from ovi.plumbing.actor import Role
from ovi.plumbing.models import AccessSubject
from tests.integration.casework.lists_for_tests import case_of, make_station, manager, of, on_list
from tests.integration.desks_staff.conftest import signed_in
from tests.integration.people_for_tests import TODAY, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(db, now):
    return make_station(now)


def browser(actor):
    return signed_in(Account.objects.get(pk=actor.account_id))


def test_words_are_whole():
    assert set(list_words.OWN_KINDS) == set(OwnKind)
    assert set(list_words.TEAM_KINDS) == set(TeamKind)


def test_a_worker_sees_names_and_the_log_knows_it(station, now):
    (case,) = on_list(station, station.nurse, now, 1)
    page = browser(station.nurse).get(reverse("list_worker", args=[station.nurse.professional_id]))
    assert case.person.last_name in page.content.decode()
    seen = AccessSubject.objects.get()
    assert (seen.subject_key, seen.relation) == (case.person.subject_key, "own_list")


def test_a_manager_sees_numbers_and_no_names(station, now):
    (case,) = on_list(station, station.nurse, now, 1)
    client = browser(station.manager)
    for url in (reverse("lists"), reverse("list_worker", args=[station.nurse.professional_id])):
        page = client.get(url)
        assert page.status_code == 200
        assert case.person.last_name not in page.content.decode()
    assert not AccessSubject.objects.exists()


def test_a_list_moves_by_preview_and_confirmation(station, now):
    on_list(station, station.nurse, now, 3)
    client = browser(station.manager)
    url = reverse("list_move_worker", args=[station.nurse.professional_id])
    form = {
        "target": f"w{station.other_nurse.professional_id}", "from_on": TODAY.isoformat(), "open_cases": "yes",
        "reason": "Jää eläkkeelle",
    }  # fmt: skip
    seen = client.post(url, form)
    assert seen.context["seen"].clients == 3
    assert OwnWorker.objects.filter(professional_id=station.nurse.professional_id, valid_to=None).count() == 3
    stale = client.post(url, form | {"expected": "2"})
    assert stale.status_code == 422
    assert client.post(url, form | {"expected": "3"}).status_code == 302
    assert OwnWorker.objects.filter(professional_id=station.other_nurse.professional_id).count() == 3
    assert client.post(url, {}).status_code == 422


def test_chosen_clients_move_alone(station, now):
    on_list(station, station.nurse, now, 3)
    chosen = OwnWorker.objects.order_by("pk").first()
    client = browser(station.nurse)
    url = reverse("list_move_worker", args=[station.nurse.professional_id])
    assert client.get(url, {"rows": [chosen.pk, "x"]}).context["chosen"] == [chosen.pk]
    form = {
        "target": f"w{station.other_nurse.professional_id}", "from_on": TODAY.isoformat(), "open_cases": "no",
        "reason": "Lähempänä", "rows": [chosen.pk], "expected": "1",
    }  # fmt: skip
    assert client.post(url, form).status_code == 302
    assert OwnWorker.objects.filter(professional_id=station.other_nurse.professional_id).count() == 1


def test_settings_and_cover_are_saved_and_ended(station, now):
    client, me = browser(station.manager), station.nurse.professional_id
    client.post(reverse("list_set_worker", args=[me]), {"cap": "40"})
    assert (ListSetting.objects.get().cap, ListSetting.objects.get().open_to_new) == (40, False)
    days = {"cover-from_on": TODAY.isoformat(), "cover-to_on": (TODAY + timedelta(days=3)).isoformat()}
    other = station.other_nurse.professional_id
    assert client.post(reverse("cover_add", args=[me]), {**days, "cover-substitute": other}).status_code == 302
    page = client.get(reverse("list_worker", args=[me]))
    assert "sijaisena" in page.content.decode()
    assert client.post(reverse("cover_add", args=[me]), {}).status_code == 400
    client.post(reverse("cover_end", args=[Cover.objects.get().pk]))
    assert not Cover.objects.exists()


def test_an_own_nurse_is_named_on_the_case_and_suggested(station, now):
    case = case_of(station, now)
    client = browser(station.nurse)
    form = {
        "kind": "own_nurse", "holder": f"w{station.other_nurse.professional_id}", "from_on": TODAY.isoformat(),
        "agreed": "on",
    }  # fmt: skip
    assert client.get(reverse("own", args=[case.pk])).status_code == 200
    assert client.post(reverse("own", args=[case.pk]), form | {"kind": "own_doctor"}).status_code == 422
    assert client.post(reverse("own", args=[case.pk]), form).status_code == 302
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    assert "Omahoitaja" in page
    assert station.other_nurse.name in page
    client.post(reverse("own_end", args=[case.pk, OwnWorker.objects.get().pk]), {"reason": "Erehdys"})
    assert not OwnWorker.objects.exists()


def test_a_team_is_set_up_manned_and_meets(station, now):
    case = case_of(station, now)
    boss, nurse = browser(station.manager), browser(station.nurse)
    unit = station.county.station.pk
    form = {"preset": "area:", "unit": unit, "name_fi": "Pohjoinen", "valid_from": TODAY.isoformat()}
    assert boss.get(reverse("team_new")).status_code == 200
    assert boss.post(reverse("team_new"), form).status_code == 422  # an area team has an area
    assert boss.post(reverse("team_new"), form | {"municipalities": ["837"]}).status_code == 302
    made = Team.objects.get(name_fi="Pohjoinen")
    assert boss.get(reverse("team_edit", args=[made.pk])).status_code == 200
    boss.post(reverse("member_add", args=[made.pk]), {"member-professional": station.doctor.professional_id})
    member = TeamMember.objects.get()
    meeting = {"team": made.pk, "meeting_on": TODAY.isoformat(), "reason": "Monta palvelua"}
    assert nurse.post(reverse("case_meeting", args=[case.pk]), meeting | {"reason": ""}).status_code == 422
    assert nurse.post(reverse("case_meeting", args=[case.pk]), meeting).status_code == 302
    page = nurse.get(reverse("team", args=[made.pk])).content.decode()
    assert "Monta palvelua" in page
    assert "Monta palvelua" not in boss.get(reverse("team", args=[made.pk])).content.decode()
    nurse.post(reverse("meeting_handled", args=[MeetingItem.objects.get().pk]))
    assert MeetingItem.objects.get().handled_at == now
    boss.post(reverse("member_end", args=[member.pk]))
    assert not TeamMember.objects.exists()


def test_a_unit_is_previewed_published_and_taken_back(station):
    client, pk = browser(station.manager), station.county.station.pk
    url = reverse("unit_settings", args=[pk])
    assert client.get(reverse("unit_settings_all")).status_code == 302
    form = {"based_on": "0", "phone": "03 123 4567", "phone-0": "8–15.30", "notice_fi": "Remontti",
            "on-0": "24.12.2026", "channel-0": "phone"}  # fmt: skip
    seen = client.post(url, form | {"preview": "1"}).content.decode()
    assert "8–15.30" in seen
    assert not UnitInfo.objects.exists()
    for wrong in ({"phone-0": "15–8"}, {"phone-0": "8–12, 11–15"}, {"phone-0": "aamu"}, {"channel-0": ""}):
        assert client.post(url, form | wrong | {"publish": "1"}).status_code == 422
    assert client.post(url, form | {"publish": "1"}).status_code == 302
    assert client.post(url, form | {"publish": "1"}).status_code == 422  # somebody edited an older version
    assert client.post(url, form | {"publish": "1", "based_on": "1", "phone": "1"}).status_code == 302
    client.post(reverse("unit_restore", args=[pk, 1]))
    assert UnitInfo.objects.order_by("-version").first().phone == "03 123 4567"
    other = signed_in(manager(station.county.other_station))
    assert other.get(url).status_code == 403


def test_a_channel_is_closed_shown_to_staff_and_opened(station, now):
    boss, nurse = signed_in(manager()), browser(station.nurse)
    form = {
        "channel": "contact_form", "unit": "", "service_line": "", "closes_on": TODAY.isoformat(),
        "closes_time": "08:00",
        "opens_on": TODAY.isoformat(), "opens_time": "16:00", "message_fi": "Huoltokatko", "instead_fi": "Soita",
    }  # fmt: skip
    assert boss.post(reverse("channels"), form | {"opens_time": "07:00"}).status_code == 422
    assert boss.post(reverse("channels"), form).status_code == 302
    assert "Huoltokatko" in nurse.get(reverse("worklist")).content.decode()
    assert nurse.get(reverse("channels")).status_code == 403
    assert "Huoltokatko" in boss.get(reverse("channels")).content.decode()
    boss.post(reverse("channel_open", args=[ChannelClosure.objects.get().pk]))
    assert "Huoltokatko" not in nurse.get(reverse("worklist")).content.decode()


def test_pages_of_others_are_refused(station, now):
    receiver = signed_in(worker(station.county.other_station, Role.NURSE))
    on_list(station, station.nurse, now, 1)
    for url in (
        reverse("list_worker", args=[station.nurse.professional_id]),
        reverse("list_move_worker", args=[station.nurse.professional_id]),
        reverse("team", args=[station.team.pk]),
    ):
        assert receiver.get(url).status_code == 403
    assert receiver.get(reverse("list_worker", args=[999999])).status_code == 404


def test_a_resident_sees_own_nurse_and_who_stands_in(station, now):
    case = case_of(station, now)
    casework.name_own(case_id=case.pk, kind="own_nurse", of=of(station.nurse), from_on=TODAY, by=station.nurse, now=now)
    casework.arrange_cover(
        absent_id=station.nurse.professional_id, substitute_id=station.other_nurse.professional_id, from_on=TODAY,
        to_on=TODAY + timedelta(days=2), by=station.manager, now=now,
    )  # fmt: skip
    account = Account.objects.create_user("asukas", name="Aino", person=case.person)
    Membership.objects.create(account=account, role=Role.RESIDENT, unit=None, valid_from=date(2020, 1, 1))
    page = signed_in(account).get(reverse("my_matters")).content.decode()
    assert f"{station.nurse.name}, sijaisena {station.other_nurse.name}" in page
