"""What are own workers, teams and channels called on pages? One word for each value (a test keeps them whole)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ovi.casework.states import OwnKind
from ovi.directory.channel_names import CHANNEL_NAMES
from ovi.directory.states import NearKind, TeamKind

OWN_KINDS: dict[str, Any] = {
    OwnKind.WORKER: _("Own worker"),
    OwnKind.NURSE: _("Own nurse"),
    OwnKind.DOCTOR: _("Own doctor"),
    OwnKind.CASE_MANAGER: _("Case manager"),
    OwnKind.TEAM: _("Own team"),
}
TEAM_KINDS: dict[str, Any] = {TeamKind.AREA: _("Area team"), TeamKind.EXPERT: _("Expert team")}
NEAR_KINDS: dict[str, Any] = {NearKind.FIXED: _("In one place"), NearKind.MOBILE: _("Moves from place to place")}
CHANNELS = CHANNEL_NAMES
