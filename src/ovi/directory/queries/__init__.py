"""What does the directory know about services, units, teams and opening? Plain values for pages and other rooms."""

from ovi.directory.queries.opening import (
    Closure,
    UnitInfoView,
    channel_closed,
    closures_ahead,
    closures_now,
    unit_info,
    unit_info_history,
    unit_infos,
)
from ovi.directory.queries.services import (
    Place,
    ServiceCard,
    ServiceInFull,
    cards,
    catalogue_fingerprint,
    contactable_lines,
    contactable_service,
    in_order,
    named_units,
    names_of_own,
    service,
    units_of,
)
from ovi.directory.queries.teams import TeamScope, TeamView, expert_teams_for, team, team_scope, teams
from ovi.directory.queries.texts import trilingual

__all__ = [
    "Closure",
    "Place",
    "ServiceCard",
    "ServiceInFull",
    "TeamScope",
    "TeamView",
    "UnitInfoView",
    "cards",
    "catalogue_fingerprint",
    "channel_closed",
    "closures_ahead",
    "closures_now",
    "contactable_lines",
    "contactable_service",
    "expert_teams_for",
    "in_order",
    "named_units",
    "names_of_own",
    "service",
    "team",
    "team_scope",
    "teams",
    "trilingual",
    "unit_info",
    "unit_info_history",
    "unit_infos",
    "units_of",
]
