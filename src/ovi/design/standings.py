"""How is each standing of a deadline or goal shown: which colour, which icon, which word?

Never colour alone: icon and word always go along.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Standing:
    tone: str
    icon: str
    label: Promise | str


STANDINGS: dict[str, Standing] = {
    # deadlines
    "overdue": Standing("danger", "error", _("Overdue")),
    "due_soon": Standing("warning", "warning", _("Due soon")),
    "in_time": Standing("info", "clock", _("In time")),
    "done_in_time": Standing("success", "checkmark-circle", _("Done in time")),
    "done_late": Standing("neutral", "warning", _("Done late")),
    "no_limit": Standing("neutral", "clock", _("No time limit")),
    # goals
    "reached": Standing("success", "checkmark-circle", _("Reached")),
    "on_track": Standing("info", "up", _("On track")),
    "at_risk": Standing("warning", "warning", _("At risk")),
    "not_reached": Standing("danger", "error", _("Not reached")),
    "no_data": Standing("neutral", "no-data", _("No data")),
}
