"""Where are lists, teams, units' own pages and the channel switch? Joined into the staff's urls."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks.pages_staff import lists, near, teams, unit_settings
from ovi.desks.pages_staff.opening import signed_in

TEAM: dict[str, Any] = {"team": True}

urlpatterns = [
    path(pgettext_lazy("url", "work/lists/"), signed_in(lists.lists_page), name="lists"),
    path(pgettext_lazy("url", "work/lists/worker/<int:pk>/"), signed_in(lists.list_page), name="list_worker"),
    path(pgettext_lazy("url", "work/lists/team/<int:pk>/"), signed_in(lists.list_page), TEAM, name="list_team"),
    path(pgettext_lazy("url", "work/lists/worker/<int:pk>/set/"), signed_in(lists.list_set), name="list_set_worker"),
    path(pgettext_lazy("url", "work/lists/team/<int:pk>/set/"), signed_in(lists.list_set), TEAM, name="list_set_team"),
    path(pgettext_lazy("url", "work/lists/worker/<int:pk>/move/"), signed_in(lists.list_move), name="list_move_worker"),
    path(
        pgettext_lazy("url", "work/lists/team/<int:pk>/move/"), signed_in(lists.list_move), TEAM, name="list_move_team"
    ),
    path(pgettext_lazy("url", "work/lists/worker/<int:pk>/cover/"), signed_in(lists.cover_add), name="cover_add"),
    path(pgettext_lazy("url", "work/cover/<int:pk>/end/"), signed_in(lists.cover_end), name="cover_end"),
    path(pgettext_lazy("url", "work/teams/new/"), signed_in(teams.team_edit), name="team_new"),
    path(pgettext_lazy("url", "work/teams/<int:pk>/"), signed_in(teams.team_page), name="team"),
    path(pgettext_lazy("url", "work/teams/<int:pk>/edit/"), signed_in(teams.team_edit), name="team_edit"),
    path(pgettext_lazy("url", "work/teams/<int:pk>/member/"), signed_in(teams.member_add), name="member_add"),
    path(pgettext_lazy("url", "work/members/<int:pk>/end/"), signed_in(teams.member_end), name="member_end"),
    path(
        pgettext_lazy("url", "work/meeting/<int:pk>/handled/"), signed_in(teams.meeting_handled), name="meeting_handled"
    ),
    path(pgettext_lazy("url", "work/units/"), signed_in(unit_settings.units_page), name="unit_settings_all"),
    path(pgettext_lazy("url", "work/units/<int:pk>/"), signed_in(unit_settings.unit_page), name="unit_settings"),
    path(
        pgettext_lazy("url", "work/units/<int:pk>/restore/<int:version>/"),
        signed_in(unit_settings.unit_restore),
        name="unit_restore",
    ),
    path(pgettext_lazy("url", "work/channels/"), signed_in(unit_settings.channels_page), name="channels"),
    path(
        pgettext_lazy("url", "work/channels/<int:pk>/open/"), signed_in(unit_settings.channel_open), name="channel_open"
    ),
    path(pgettext_lazy("url", "work/near/"), signed_in(near.near_page), name="near_plan"),
    path(pgettext_lazy("url", "work/near/new/"), signed_in(near.near_edit), name="near_new"),
    path(pgettext_lazy("url", "work/near/<int:pk>/"), signed_in(near.near_edit), name="near_edit"),
    path(pgettext_lazy("url", "work/near/<int:pk>/stops/"), signed_in(near.near_stops), name="near_stops"),
    path(pgettext_lazy("url", "work/near/stops/<int:pk>/"), signed_in(near.near_stop), name="near_stop"),
]
