"""Can a unit's manager publish hours and texts, take them back, and close a channel, and only what is theirs?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.directory import actions
from ovi.directory.channel_names import CHANNEL_NAMES
from ovi.directory.expert_teams import expert_presets
from ovi.directory.models import ChannelClosure, UnitInfo
from ovi.directory.opening_hours import Exceptional, Hours, day_faults, read_day, said_day, same_days
from ovi.directory.queries import channel_closed, expert_teams_for, team, unit_info, unit_infos
from ovi.directory.queries.opening import UnitInfoView
from ovi.directory.states import ServiceChannel
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.plumbing import settings as settings_module
from ovi.plumbing.models import AuditEvent
from tests.examples import examples
from tests.integration.casework.lists_for_tests import make_station, manager
from tests.integration.people_for_tests import TODAY, acting

SHUT, OPENS = timedelta(hours=-1), timedelta(hours=3)


def _content(**change):
    week = ((((8 * 60, 11 * 60), (12 * 60, 15 * 60 + 30)),) * 5) + ((), ())
    content = UnitInfoView(
        0, "03 123 4567", "Koivukuja 1", Trilingual("Remontti", "Renovering"), Hours({"phone": week})
    )
    return replace(content, **change)


def _close(now, *, by, **change):
    fields = {
        "channel": "contact_form", "unit_id": None, "service_line": "primary_care", "closes_at": now + SHUT,
        "opens_at": now + OPENS, "message": Trilingual("Huolto", "Service"), "instead": Trilingual("Soita", "Ring"),
    } | change  # fmt: skip
    return actions.close_channel(**fields, by=by, now=now)


def test_hours_are_read_as_people_write_them():
    assert read_day("8–11, 12.00-15.30") == ((480, 660), (720, 930))
    assert read_day(" ") == ()
    assert read_day("aamulla") is None
    assert read_day("8-15.75") is None
    assert said_day(((480, 660), (720, 930))) == "8–11, 12–15.30"
    assert [fault.where for fault in day_faults(((900, 480),), "ma")] == ["ma"]
    assert len(day_faults(((480, 660), (600, 700)), "ma")) == 1
    assert len(day_faults(((480, 25 * 60),), "ma")) == 1
    assert same_days([((1, 2),)] * 5 + [(), ((1, 2),)]) == [(0, 4, ((1, 2),)), (6, 6, ((1, 2),))]


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=4))
def test_hours_come_back_as_they_were_written(spans):
    assert read_day(said_day(tuple(spans))) == tuple(spans)
    faulty = bool(day_faults(spans, "x"))
    taken = [minute for start, end in spans for minute in range(start, end)]
    assert faulty == (len(taken) != len(set(taken)) or any(end <= start for start, end in spans))


def test_an_exception_takes_the_place_of_the_week():
    hours = Hours({"phone": (((480, 900),),) * 7}, (Exceptional(date(2026, 12, 24), "phone", ()),))
    assert hours.on("phone", date(2026, 12, 24)) == ()
    assert hours.on("phone", date(2026, 12, 23)) == ((480, 900),)
    assert hours.on("desk", date(2026, 12, 23)) == ()
    assert Hours.of_json(hours.as_json()) == hours


@pytest.mark.django_db
def test_publishing_makes_a_version_and_undo_makes_another(now):
    station = make_station(now)
    unit = station.county.station
    actions.publish_unit_info(unit_id=unit.pk, content=_content(), based_on=0, by=station.manager, now=now)
    second = _content(phone="03 999 0000", notice=Trilingual())
    actions.publish_unit_info(unit_id=unit.pk, content=second, based_on=1, by=station.manager, now=now)
    unit.refresh_from_db()
    assert unit.phone == "03 999 0000"
    actions.restore_unit_info(unit_id=unit.pk, version=1, by=station.manager, now=now)
    info = unit_info(unit)
    assert (info.version, info.restored_from, info.phone, info.notice.fi) == (3, 1, "03 123 4567", "Remontti")
    assert info.hours == _content().hours
    assert AuditEvent.objects.filter(action="directory.unit_published").count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        UnitInfo.objects.update(phone="1")  # versions are only ever added


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"hours": Hours({"phone": (((900, 480),),) + ((),) * 6})}, "unit_info.input"),
        ({"hours": Hours({"phone": (((480, 700), (600, 800)),) + ((),) * 6})}, "unit_info.input"),
        ({"hours": Hours({"notification": ((),) * 7})}, "unit_info.input"),
        ({"hours": Hours({}, (Exceptional(TODAY, "phone", ()),) * 2)}, "unit_info.input"),
        ({"phone": "1" * 31}, "unit_info.input"),
        ({"notice": Trilingual("a\x00b")}, "unit_info.input"),
    ],
)
def test_faulty_hours_and_texts_are_refused_whole(now, change, code):
    station = make_station(now)
    with pytest.raises(Refused) as refused:
        actions.publish_unit_info(
            unit_id=station.county.station.pk, content=_content(**change), based_on=0, by=station.manager, now=now
        )
    assert refused.value.code == code
    assert refused.value.faults
    assert unit_infos([station.county.station.pk]) == {}


@pytest.mark.django_db
def test_a_bilingual_county_publishes_in_both_languages_or_neither(now, monkeypatch):
    station = make_station(now)
    given = {"unit_id": station.county.station.pk, "based_on": 0, "by": station.manager, "now": now}
    monkeypatch.setattr(
        "ovi.directory.actions.unit_infos.settings",
        lambda: settings_module.settings().model_copy(update={"county": "ita_uusimaa"}),
    )
    with pytest.raises(Refused) as refused:
        actions.publish_unit_info(content=_content(notice=Trilingual("Vain suomeksi")), **given)
    assert [fault.where for fault in refused.value.faults] == ["notice_sv"]
    actions.publish_unit_info(content=_content(), **given)


@pytest.mark.django_db
def test_only_the_units_own_manager_edits_and_nobody_overwrites_another(now):
    station = make_station(now)
    unit = station.county.station
    other = acting(manager(station.county.other_station))
    for by in (other, station.nurse):
        with pytest.raises(Refused) as refused:
            actions.publish_unit_info(unit_id=unit.pk, content=_content(), based_on=0, by=by, now=now)
        assert refused.value.code in ("directory.not_yours", "permission.directory.edit_unit")
    actions.publish_unit_info(unit_id=unit.pk, content=_content(), based_on=0, by=acting(manager()), now=now)
    with pytest.raises(Refused) as refused:
        actions.publish_unit_info(unit_id=unit.pk, content=_content(), based_on=0, by=station.manager, now=now)
    assert refused.value.code == "unit_info.state"


@pytest.mark.django_db
def test_a_closed_form_opens_by_itself_and_only_for_its_line(now):
    make_station(now)
    _close(now, by=acting(manager()))
    form = ServiceChannel.CONTACT_FORM
    assert channel_closed(form, service_line="primary_care", now=now).message.fi == "Huolto"
    assert channel_closed(form, service_line="oral_health", now=now) is None
    assert channel_closed(form, service_line="primary_care", now=now + OPENS) is None
    assert channel_closed(form, service_line="primary_care", now=now + 2 * SHUT) is None


@pytest.mark.django_db
def test_notifications_and_child_protection_never_close(now):
    make_station(now)
    boss = acting(manager())
    with pytest.raises(Refused):
        _close(now, by=boss, channel="notification")
    with pytest.raises(Refused):
        _close(now, by=boss, service_line="child_protection")
    _close(now, by=boss, service_line="")
    assert channel_closed("contact_form", service_line="child_protection", now=now) is None
    assert channel_closed("contact_form", service_line="oral_health", now=now) is not None
    assert channel_closed("notification", now=now) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        ChannelClosure.objects.update(channel="notification")


@pytest.mark.django_db
def test_who_may_close_what_and_open_it_early(now):
    station = make_station(now)
    unit = station.county.station.pk
    with pytest.raises(Refused) as refused:
        _close(now, by=station.manager)  # the whole county is not one unit's
    assert refused.value.code == "directory.not_yours"
    with pytest.raises(Refused) as refused:
        _close(now, by=station.manager, unit_id=unit)  # nor can a unit close the form
    assert refused.value.code == "channel.input"
    row = _close(now, by=station.manager, channel="phone", unit_id=unit, service_line="")
    assert channel_closed("phone", unit_id=unit, now=now) is not None
    assert channel_closed("phone", unit_id=station.county.other_station.pk, now=now) is None
    actions.open_channel(closure_id=row.pk, by=station.manager, now=now)
    assert channel_closed("phone", unit_id=unit, now=now) is None
    with pytest.raises(Refused) as refused:
        actions.open_channel(closure_id=row.pk, by=station.manager, now=now)
    assert refused.value.code == "channel.state"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"opens_at": datetime(2026, 3, 3, 5, tzinfo=UTC)},
        {"message": Trilingual("", "Service")},
        {"message": Trilingual("x" * 601)},
        {"service_line": "astrology"},
        {"channel": "pigeon"},
        {"opens_at": datetime(2027, 3, 3, tzinfo=UTC)},
    ],
)
def test_a_closure_that_cannot_be_is_refused(now, change):
    make_station(now)
    with pytest.raises(Refused) as refused:
        _close(now, by=acting(manager()), **change)
    assert refused.value.faults
    assert not ChannelClosure.objects.exists()


@pytest.mark.django_db
def test_an_expert_team_by_preset_knows_its_name_and_who_may_ask(now):
    station = make_station(now)
    given = {"municipalities": [], "valid_from": TODAY, "by": acting(manager()), "now": now, "name": Trilingual()}
    row = actions.save_team(
        kind="expert", preset="substance_and_mental_health", unit_id=station.county.station.pk, **given
    )
    assert team(row.pk).name.fi == "Päihde- ja mielenterveyspalvelujen asiantuntijatiimi"
    assert [one.id for one in expert_teams_for(station.nurse, today=TODAY)] == [row.pk]
    with pytest.raises(Refused):  # foster care keeps the social welfare register
        actions.save_team(kind="expert", preset="foster_care", unit_id=station.county.station.pk, **given)
    office = actions.save_team(kind="expert", preset="foster_care", unit_id=station.county.office.pk, **given)
    assert office.pk not in [one.id for one in expert_teams_for(station.nurse, today=TODAY)]


def test_presets_and_channel_names_are_whole():
    assert {one.code for one in expert_presets()} == {
        "disability_services", "legal_and_supervision", "substance_and_mental_health", "foster_care",
    }  # fmt: skip
    assert all(one.name.fi and one.name.sv and one.name.en and one.consulted_by for one in expert_presets())
    assert set(CHANNEL_NAMES) == set(ServiceChannel)
