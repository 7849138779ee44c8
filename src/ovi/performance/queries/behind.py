"""Which cases lie behind a figure? The needs of one indicator and month that did not come within the limit.

Read from the cases as they are now, so the list may differ from a figure computed from an earlier snapshot.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from ovi.engines.indicators.definition import ShareWithin

MOST = 500


@dataclass(frozen=True, slots=True)
class CaseBehind:
    """One case that came late: its number, never a name."""

    case_id: int
    number: str
    subject_key: UUID | None
    register: str
    service_line: str
    unit: str  # empty where a non-disclosure order hides the place
    assessed_on: date
    due_on: date
    first_event_on: date


_SQL = """
with event as (
  select distinct on (e.case_id) e.case_id, e.started_at, e.profession, e.licensed, e.mode
  from encounters_encounter e
  where not e.no_show and e.case_id in (
    select case_id from encounters_encounter where started_at >= %(from)s and started_at < %(to)s)
  order by e.case_id, e.licensed desc, e.started_at, e.id),
need as (
  select c.id, c.unit_id, t.number, p.subject_key, c.register, c.service_line,
    case when p.non_disclosure then '' else u.slug end as unit, c.sector, c.urgency,
    case event.profession when 'dental_hygienist' then 'oral_hygienist' else event.profession end as profession,
    event.licensed, event.mode,
    case when p.non_disclosure then null else p.municipality_id end as municipality,
    (c.assessed_at at time zone 'Europe/Helsinki')::date as assessed_on,
    (event.started_at at time zone 'Europe/Helsinki')::date as event_on,
    lawful.due_on as lawful_on, lawful.case_id is not null as covered
  from event
  join casework_case c on c.id = event.case_id
  join contact_contact t on t.id = c.contact_id
  join directory_unit u on u.id = c.unit_id
  left join people_person p on p.id = c.person_id
  left join (select case_id, min(due_on) as due_on from casework_caseclock
             where start_kind = 'assessed' and stop_kind = 'care_event' and replaced_at is null
             group by case_id) lawful
    on lawful.case_id = c.id),
judged as (
  select need.*, case when %(clock)s::bool then lawful_on when %(months)s::int is not null
      then (assessed_on + make_interval(months => %(months)s::int))::date else assessed_on + %(days)s::int end as due_on
  from need
  where (%(lines)s::text[] = '{}' or service_line = any(%(lines)s::text[]))
    and (%(professions)s::text[] = '{}' or profession = any(%(professions)s::text[]))
    and (not %(covered)s::bool or covered) and (%(urgency)s = '' or urgency = %(urgency)s)
    and (%(licensed)s::bool is null or licensed = %(licensed)s) and mode <> all(%(not_modes)s)
    and (%(municipality)s = '' or municipality = %(municipality)s) and (%(unit)s = '' or unit = %(unit)s)
    and (%(units)s::bigint[] is null or unit_id = any(%(units)s))
    and event_on >= %(first)s::date and event_on < (%(first)s::date + interval '1 month')::date
    and assessed_on <= event_on)
select id, number, subject_key, register, service_line, unit, assessed_on, due_on, event_on
from judged where event_on > due_on order by event_on - due_on desc, number limit %(most)s
"""


def cases_behind(
    definition: ShareWithin,
    *,
    month: str,
    units: Collection[int] | None,
    municipality: str = "",
    unit: str = "",
) -> tuple[CaseBehind, ...]:
    """The cases whose first care event in `month` came after the limit, latest first, at most MOST. One query."""
    first = date.fromisoformat(f"{month}-01")
    chosen, limit = definition.population, definition.limit
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                # A day's margin for Helsinki time; the exact month is judged by the local day.
                "from": date.fromordinal(first.toordinal() - 1),
                "to": date.fromordinal(first.toordinal() + 33),
                "first": first,
                "clock": limit.clock is not None,
                "months": limit.months,
                "days": limit.days,
                "lines": list(chosen.service_lines),
                "professions": list(chosen.professions),
                "covered": chosen.covered_classes == ("covered",),
                "urgency": chosen.urgency or "",
                "licensed": chosen.licensed,
                "not_modes": list(chosen.not_modes),
                "municipality": municipality,
                "unit": unit,
                "units": None if units is None else sorted(units),
                "most": MOST,
            },
        )
        return tuple(CaseBehind(*row) for row in cursor.fetchall())
