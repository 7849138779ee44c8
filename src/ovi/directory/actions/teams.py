"""How is a team set up or changed? Its kind, unit and area; who works in it is casework's matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.directory.expert_teams import ExpertPreset, expert_presets
from ovi.directory.models import Municipality, Team, Unit
from ovi.directory.policies import EDIT_TEAM, require_manages_unit
from ovi.directory.states import TeamKind
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import Trilingual
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


@transaction.atomic
def save_team(
    *,
    team_id: int | None = None,
    kind: str,
    preset: str = "",
    unit_id: int,
    name: Trilingual,
    municipalities: Sequence[str] = (),
    postal_codes: Sequence[str] = (),
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    now: datetime,
) -> Team:
    """Set up a team, or change one. An expert team by preset takes the preset's name and askers where none is given."""
    EDIT_TEAM.require(by)
    require_manages_unit(by, unit_id)
    row = Team(kind=kind) if team_id is None else Team.objects.select_for_update().filter(pk=team_id).first()
    if row is None:
        raise Refused("There is no such team.", code="team.missing")
    if team_id is not None:
        require_manages_unit(by, row.unit_id)
    known = next((one for one in expert_presets() if one.code == preset), None)
    name = name if name.fi.strip() or known is None else known.name
    places = list(Municipality.objects.filter(code__in=municipalities))
    faults = _faults(kind, preset, known, unit_id, name, len(places), len(set(municipalities)), postal_codes)
    if valid_to is not None and valid_to <= valid_from:
        faults.append(Fault("valid_to", _ORDER))
    if faults:
        raise Refused("The team was not saved. Correct these points.", code="team.input", faults=faults)
    row.kind, row.preset, row.unit_id = kind, preset, unit_id
    row.name_fi, row.name_sv, row.name_en = name.fi.strip(), name.sv.strip(), name.en.strip()
    row.postal_codes = sorted(set(postal_codes))
    row.consulted_by = list(known.consulted_by) if known else []
    row.valid_from, row.valid_to = valid_from, valid_to
    row.save()
    row.municipalities.set(places)
    audit.record("directory.team_saved", by=by, now=now, object_kind="team", object_id=row.pk, kind=kind, unit=unit_id)
    return row


def _faults(
    kind: str, preset: str, known: ExpertPreset | None, unit_id: int, name: Trilingual, found: int, asked: int,
    postal_codes: Sequence[str],
) -> list[Fault]:  # fmt: skip
    faults = []
    if kind not in set(TeamKind) or (kind == TeamKind.EXPERT) != (known is not None):
        faults.append(Fault("preset" if kind == TeamKind.EXPERT or preset else "kind", _KIND))
    if not name.fi.strip() or max(len(name.fi), len(name.sv), len(name.en)) > 200:
        faults.append(Fault("name_fi", _NAME))
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or (known is not None and known.register != unit.register):
        faults.append(Fault("unit", _UNIT))
    if found != asked or (kind == TeamKind.AREA and not found):
        faults.append(Fault("municipalities", _AREA))
    if any(not re.fullmatch(r"[0-9]{5}", code) for code in postal_codes):
        faults.append(Fault("postal_codes", _POSTAL))
    return faults


_KIND = gettext_noop("Choose an area team, or an expert team and its field.")
_NAME = gettext_noop("Give the team a name, at most 200 characters.")
_UNIT = gettext_noop("Choose a unit that keeps the register of the team's field.")
_AREA = gettext_noop("Choose the municipalities that the team serves.")
_POSTAL = gettext_noop("A postal code has five digits. Separate several with a comma.")
_ORDER = gettext_noop("The team ends before it begins. Check the dates.")
