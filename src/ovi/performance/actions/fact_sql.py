# ruff: noqa: S608 - only our own fragments are put together here; nothing comes from outside
"""Which operational rows become which facts? One statement per table, in the shapes of engines.facts.tables.

Keys leave the database as its own and are made pseudonyms in `extracting`, so that the secret never enters SQL.
What hangs on a case is asked block by block of case numbers: `{first}` to `{past}`, the last not included.
"""

from __future__ import annotations


def _day(instant: str) -> str:
    """The Helsinki day of an instant as a day number."""
    return f"(({instant} at time zone 'Europe/Helsinki')::date - date '1970-01-01')"


def _minute(instant: str) -> str:
    local = f"({instant} at time zone 'Europe/Helsinki')"
    return f"(extract(hour from {local}) * 60 + extract(minute from {local}))::int"


def _number(on: str) -> str:
    return f"({on} - date '1970-01-01')"


# The facts speak the national words; these are the room's own codes that differ.
def _profession(column: str) -> str:
    return f"case {column} when 'dental_hygienist' then 'oral_hygienist' else {column} end"


_CHANNEL = "case t.channel when 'desk' then 'walk_in' else t.channel end"

# The first event by a licensed professional; while there is none, the first by anybody (tables.py, first_event_day).
_FIRST_EVENT = """
select distinct on (case_id) case_id, started_at, profession, licensed, mode from encounters_encounter
where not no_show and case_id >= {first} and case_id < {past} order by case_id, licensed desc, started_at, id
"""
_FIRST_BOOKING = """
select distinct on (a.case_id) a.case_id, a.booked_at, lower(s.during) as begins_at
from booking_appointment a join booking_slot s on s.id = a.slot_id
where a.case_id >= {first} and a.case_id < {past} order by a.case_id, a.booked_at, a.id
"""
# What the law covers was decided when the clocks were started; here it is only read.
_COVERED = """
select distinct case_id from casework_caseclock
where start_kind = 'assessed' and stop_kind = 'care_event' and replaced_at is null
  and case_id >= {first} and case_id < {past}
"""

NEED = f"""
with event as materialized ({_FIRST_EVENT}), booked as materialized ({_FIRST_BOOKING}),
covered as materialized ({_COVERED})
select c.id as need_key, p.subject_key as person_key,
  extract(year from p.birth_date)::int as birth_year,
  extract(year from age((coalesce(c.assessed_at, c.contact_at) at time zone 'Europe/Helsinki')::date,
                        p.birth_date))::int as age_at_start,
  case when p.non_disclosure then null else p.municipality_id end as municipality,
  case when p.non_disclosure then null else nullif(p.postal_code, '') end as postal_code,
  coalesce(p.language, t.language) as language, p.interpreter_language <> '' as interpreter,
  concat_ws(' ', case when c.needs_special_support then 'needs_special_support' end,
    case when coalesce(c.highest_care_allowance, p.highest_care_allowance) then 'highest_care_allowance' end)
    as vulnerable_groups,
  c.register, c.sector, c.service_line,
  case when covered.case_id is not null then 'covered' when s.id is null then null
       when s.plan_based then 'plan_based' when s.certificate_only then 'certificate_only'
       when s.preventive then 'preventive'
       when c.sector = 'health' and not s.general_medicine then 'not_general_medicine'
       else 'not_applicable' end as covered_class,
  {_CHANNEL} as channel,
  {_day("c.contact_at")} as contact_day, {_minute("c.contact_at")} as contact_minute,
  {_day("c.assessed_at")} as assessed_day, {_minute("c.assessed_at")} as assessed_minute,
  nullif(c.urgency, '') as urgency,
  {_day("booked.booked_at")} as booked_day, {_day("booked.begins_at")} as booked_for_day,
  {_day("event.started_at")} as first_event_day,
  {_profession("event.profession")} as first_event_profession,
  event.licensed as first_event_licensed, event.mode as first_event_mode, u.slug as unit,
  case when c.closed_at is not null then c.close_reason = 'resolved_at_first_contact' end as resolved_at_first_contact,
  {_day("c.closed_at")} as closed_day, nullif(c.wait_reason, '') as wait_reason, nullif(c.segment, '') as segment,
  c.hand_overs
from casework_case c
join contact_contact t on t.id = c.contact_id
join directory_unit u on u.id = c.unit_id
left join people_person p on p.id = c.person_id
left join casework_assessment s on s.case_id = c.id
left join event on event.case_id = c.id
left join booked on booked.case_id = c.id
left join covered on covered.case_id = c.id
where c.id >= {{first}} and c.id < {{past}} order by c.id
"""

# A weekend contact answered at once stops before its clock starts; as whole days that is the starting day.
CLOCK = f"""
select k.case_id as need_key, k.rule_id,
  case when k.cancelled_on is not null then 'cancelled' when k.stopped_on is not null then 'stopped'
       when c.closed_at is not null then 'cancelled'
       else 'running' end as status,
  k.start_kind, {_number("k.starts_on")} as start_day, {_number("k.due_on")} as due_day,
  {_number("greatest(k.stopped_on, case when k.stopped_on is not null then k.starts_on end)")} as stop_day, k.stop_kind
from casework_caseclock k join casework_case c on c.id = k.case_id
where k.replaced_at is null and k.case_id >= {{first}} and k.case_id < {{past}} order by k.id
"""

ENCOUNTER = f"""
select e.case_id as need_key, p.subject_key as person_key, {_day("e.started_at")} as day, u.slug as unit,
  c.service_line, {_profession("e.profession")} as profession, w.key as professional_key, e.mode,
  e.minutes, e.no_show, e.planned
from encounters_encounter e
join casework_case c on c.id = e.case_id
join directory_unit u on u.id = e.unit_id
join people_professional w on w.id = e.professional_id
left join people_person p on p.id = e.person_id
where e.case_id >= {{first}} and e.case_id < {{past}} order by e.id
"""

# A professional-week without free times keeps one row whose slot_day is null: the book was open, and full.
SLOT = f"""
select {_number("m.measured_on")} as measured_day, u.slug as unit, {_profession("m.profession")} as profession,
  w.key as professional_key, {_number("free.day::date")} as slot_day, 'non_urgent' as urgency, 'general' as bookable
from booking_supplymeasurement m
join directory_unit u on u.id = m.unit_id
join people_professional w on w.id = m.professional_id
left join lateral jsonb_array_elements_text(m.free_on) as free(day) on true
order by m.id, free.day
"""

UNIT = """
select slug as unit, municipality_id as municipality, service_lines[1] as service_line from directory_unit order by slug
"""

TRAY_PICK = f"""
select k.case_id as need_key, s.source || ':' || s.source_id as service_id, {_day("k.picked_at")} as picked_day,
  u.slug as unit, k.service_line, nullif(k.take_up, '') as take_up,
  case k.take_up when 'went' then true when '' then null when 'take_up_unknown' then null else false end as taken_up,
  {_day("k.told_at")} as taken_up_day
from casework_traypick k
join casework_case c on c.id = k.case_id
join directory_unit u on u.id = c.unit_id
join directory_service s on s.id = k.service_id
where k.revoked_at is null and k.case_id >= {{first}} and k.case_id < {{past}} order by k.id
"""

# A professional of a unit is a post that is held, read on the first day of each month. Vacancies, absences and
# planned minutes are not kept in any room yet, so they stay null: nobody may read them as "none".
POST = f"""
select w.key as post_key, {_number("month.day::date")} as day, u.slug as unit,
  {_profession("w.profession")} as profession, w.key as holder_key
from people_professional w join directory_unit u on u.id = w.unit_id
join generate_series(date '{{since}}', date '{{until}}', interval '1 month') as month(day)
  on w.valid_from <= month.day::date and (w.valid_to is null or w.valid_to > month.day::date)
order by w.id, month.day
"""

# What hangs on a case, and what does not.
BY_CASE = {"need": NEED, "clock": CLOCK, "encounter": ENCOUNTER, "tray_pick": TRAY_PICK}
WHOLE = {"slot": SLOT, "unit": UNIT, "post": POST}

# Has a block of cases changed? A version of a row has a place and a maker of its own (ctid, xmin), and a changed row
# is a new version; so a sum over them is a mark of what is there. Core functions only, since PostgreSQL 14.
_VERSION = "hashtidextended({0}.ctid, {0}.xmin::text::bigint)"


def _marked(alias: str, tables: str, case: str) -> str:
    version = _VERSION.format(alias)
    return f"select {case} / {{size}} as block, hashint8extended({case}, {version}) as version from {tables}"


_CASES, _CLOCKS = "casework_case c", "casework_caseclock k"
_SOURCES = {
    "case": _marked("c", _CASES, "c.id"),
    "contact": _marked("t", f"{_CASES} join contact_contact t on t.id = c.contact_id", "c.id"),
    "person": _marked("p", f"{_CASES} join people_person p on p.id = c.person_id", "c.id"),
    "assessment": _marked("s", "casework_assessment s", "s.case_id"),
    "clock": _marked("k", _CLOCKS, "k.case_id"),
    "event": _marked("e", "encounters_encounter e", "e.case_id"),
    "appointment": _marked("a", "booking_appointment a", "a.case_id"),
    "slot": _marked("s", "booking_appointment a join booking_slot s on s.id = a.slot_id", "a.case_id"),
    "pick": _marked("k", "casework_traypick k", "k.case_id"),
}
MARKS = "\nunion all\n".join(
    f"select '{name}', block, count(*), sum(version::numeric) from ({source}) as marked group by block"
    for name, source in _SOURCES.items()
)
# Which sources each table reads.
READS = {
    "need": ("case", "contact", "person", "assessment", "clock", "event", "appointment", "slot"),
    "clock": ("case", "clock"),
    "encounter": ("case", "person", "event"),
    "tray_pick": ("case", "pick"),
}
# Few rows, read by many: any change in them renews every block.
COMMON_MARK = f"""
select sum({_VERSION.format("u")}::numeric) from directory_unit u
union all select sum({_VERSION.format("w")}::numeric) from people_professional w
"""
