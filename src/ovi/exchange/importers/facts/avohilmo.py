# ruff: noqa: S608 - names and codes come from a checked definitions file and are quoted
"""What does an AvoHILMO record say in the words of the facts? Typed rows with their faults, then need and encounter.

A record is a chain: contact, assessment (HTA), booking, visit. Each record gives one need; a record with a visit gives
an encounter too. Source: knowledge of the register's field names and codes in definitions/codes/avohilmo.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ovi.engines.facts import codes
from ovi.engines.facts.days import day_number
from ovi.exchange.importers.facts import sql_parts as sql
from ovi.exchange.importers.facts.code_tables import Code, CodeTables
from ovi.exchange.importers.facts.staging import WRONG_HETU
from ovi.foundation.refusals import Fault, Refused

# Without these there is no record; without the others less can be said, and the report names what.
NEEDED = ("id", "unit")
_MOMENTS = ("contact", "assessed", "booked", "visit")  # what happened: not in the future
_ALSO = ("booked_for", "cancelled", "visit_end", "updated")
HASHED = {"person": b"person", "professional": b"professional"}
_COMPARED = (
    ("assessed_before_contact", "assessed", "contact"), ("visit_before_contact", "visit", "contact"),
    ("booked_before_contact", "booked", "contact"), ("booked_for_before_booking", "booked_for", "booked"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """Which column of the extract gives each field of ours; a field without one is null throughout."""

    given: Mapping[str, str]
    absent: tuple[str, ...]
    ignored: tuple[str, ...]

    @property
    def keep(self) -> dict[str, str]:
        """Theirs → ours."""
        return {theirs: ours for ours, theirs in self.given.items()}


def shape_of(columns: Iterable[str], tables: CodeTables, file: str) -> Shape:
    """The shape of a main table; refused when it is no AvoHILMO-shaped one, with the columns that are missing."""
    there = {one.upper(): one for one in columns}
    given = {
        ours: there[name]
        for ours, names in tables.columns.items()
        for name in [next((one for one in names if one in there), "")]
        if name
    }
    lacking = [ours for ours in NEEDED if ours not in given]
    if not any(ours in given for ours in _MOMENTS):
        lacking += ["contact"]
    if lacking:
        faults = [Fault(f"{file}, column {' or '.join(tables.columns[one])}", "is missing.") for one in lacking]
        message = (
            f"{file} is no AvoHILMO-shaped table: columns are missing. Use a mapping file (--mapping) for files of "
            "another shape."
        )
        raise Refused(message, code="facts.not_avohilmo", faults=faults)
    absent = tuple(tables.columns[ours][0] for ours in tables.columns if ours not in given)
    ignored = tuple(one for one in columns if one not in given.values())
    return Shape(given, absent, ignored)


def main_table(columns: Iterable[str], tables: CodeTables) -> bool:
    """Is it the main table, by its columns?"""
    there = {one.upper() for one in columns}
    return any(name in there for ours in _MOMENTS for name in tables.columns[ours])


def side_table(columns: Iterable[str], tables: CodeTables) -> str | None:
    """Which side table is it? None: none that is known."""
    there = {one.upper() for one in columns}
    if not there.issuperset({tables.columns["id"][0], "JARJESTYS"}):
        return None
    return next((name for name, one in tables.side_tables.items() if one.column in there), None)


def typed(shape: Shape, tables: CodeTables, today: date, staged: str) -> str:
    """A query: every record with its moments, its fields, and the list of what is wrong with it."""
    fields = {ours: ours if ours in shape.given else "null::varchar" for ours in tables.columns}
    moments = [one for one in (*_MOMENTS, *_ALSO) if one in shape.given]
    named = ", ".join(f"{value} as {ours}" for ours, value in fields.items())
    read = "".join(
        f", {sql.instant(one) if one in moments else 'null::timestamp'} as {one}_at" for one in (*_MOMENTS, *_ALSO)
    )
    born = "born_day" if "person" in shape.given else "null::int"
    by_birth = f"coalesce(nullif({born}, {WRONG_HETU}), {sql.day(sql.instant('birth'))})"
    if "birth" not in shape.given:
        by_birth = f"nullif({born}, {WRONG_HETU})"
    found = sql.faults(_row_faults(shape, tables, today, moments))
    return f"""
    with given as (select file, line, {named}, {born} as hetu_day, {by_birth} as born_on
                   from {staged}),
    read as (select * replace (case when born_on >= {_oldest(today)} then born_on end as born_on){read} from given)
    select *, {found} as faults from read
    """


def _oldest(today: date) -> int:
    """The earliest birth that is believed: nobody has lived to 125."""
    return day_number(date(today.year - 125, 1, 1))


def _row_faults(shape: Shape, tables: CodeTables, today: date, moments: list[str]) -> Iterable[str]:
    column = {ours: shape.given.get(ours, names[0]) for ours, names in tables.columns.items()}
    yield sql.fault("no_id", column["id"], "''", "id is null")
    yield sql.fault("nothing_happened", "", "''", " and ".join(f"{one} is null" for one in _MOMENTS))
    for one in moments:
        year = f"year({one}_at) not between {sql.FIRST_YEAR} and {sql.LAST_YEAR}"
        yield sql.fault("unreadable_time", column[one], one, f"{one} is not null and {one}_at is null")
        yield sql.fault("impossible_year", column[one], one, year)
        if one in _MOMENTS:
            late = f"{one}_at::date > date '{today}' and year({one}_at) <= {sql.LAST_YEAR}"
            yield sql.fault("in_future", column[one], one, late)
    first = f"least({', '.join(f'{one}_at' for one in _MOMENTS)})"
    yield sql.fault("before_birth", column["birth"], f"strftime({first}, '%d.%m.%Y')", f"{sql.day(first)} < born_on")
    for code, later, earlier in _COMPARED:
        if later in moments and earlier in moments:
            # By the day: the minute of a contact that was written down afterwards is often later than the answer.
            wrong = f"{later}_at::date < {earlier}_at::date"
            yield sql.fault(code, column[later], f"{later} || ' < ' || {earlier}", wrong)
    yield sql.fault(
        "ends_before_start", column["visit_end"], "visit_end",
        "visit_end_at < visit_at or date_diff('minute', visit_at, visit_end_at) > 1440",
    )  # fmt: skip
    yield sql.fault("wrong_hetu", column["person"], "''", f"hetu_day = {WRONG_HETU}")
    if "birth" in shape.given:
        born = f"coalesce({sql.day(sql.instant('birth'))}, -1000000)"
        unread = f"birth is not null and {born} < {_oldest(today)}"
        yield sql.fault("unreadable_birth", column["birth"], "birth", unread)
    yield sql.fault("no_person", column["person"], "''", "person is null")
    yield sql.fault("no_unit", column["unit"], "''", "unit is null")
    yield sql.fault(
        "wrong_municipality", column["municipality"], "municipality", "not regexp_full_match(municipality, '[0-9]{3}')"
    )
    yield sql.fault(
        "wrong_postal_code", column["postal_code"], "postal_code", "not regexp_full_match(postal_code, '[0-9]{5}')"
    )
    yield from _code_faults(column, tables)


def _code_faults(column: Mapping[str, str], tables: CodeTables) -> Iterable[str]:
    known: dict[str, Iterable[str]] = {
        "hta_urgency": _codes(tables.urgencies), "visit_urgency": _codes(tables.urgencies),
        "hta_kind": _codes(tables.covered_classes), "visit_kind": _codes(tables.covered_classes),
        "visit_service": _codes(tables.services), "booked_service": _codes(tables.services),
        "visit_mode": (*codes.MODES, *_codes(tables.modes)),
        "visit_class": _codes(tables.profession_classes),
    }  # fmt: skip
    if tables.assessment_results:
        known["hta_result"] = _codes(tables.assessment_results)
    if tables.cancel_reasons:
        known["cancel_reason"] = _codes(tables.cancel_reasons)
    for ours, words in known.items():
        listed = ", ".join(sql.quoted(one) for one in words)
        yield sql.fault("unknown_code", column[ours], ours, f"{ours} not in ({listed})")
    rights = ", ".join(sql.quoted(one) for one in _codes(tables.profession_rights))
    yield sql.fault(
        "unknown_code", column["visit_right"], "visit_right", f"visit_class is null and visit_right not in ({rights})"
    )


def _codes(rows: Iterable[Code]) -> tuple[str, ...]:
    return tuple(one.code for one in rows)


def _map(column: str, rows: Iterable[Code]) -> str:
    return sql.one_of(column, ((one.code, one.facts) for one in rows))


def _licensed(tables: CodeTables) -> str:
    def told(column: str, rows: Iterable[Code]) -> str:
        yes = ", ".join(sql.quoted(one.code) for one in rows if one.licensed) or "null"
        no = ", ".join(sql.quoted(one.code) for one in rows if one.licensed is False) or "null"
        return f"case when {column} in ({yes}) then true when {column} in ({no}) then false end"

    by_class, by_right = told("visit_class", tables.profession_classes), told("visit_right", tables.profession_rights)
    return f"coalesce({by_class}, {by_right})"


def _profession(tables: CodeTables) -> str:
    by_class, by_right = _map("visit_class", tables.profession_classes), _map("visit_right", tables.profession_rights)
    return f"coalesce({by_class}, {by_right})"


def _service_line(tables: CodeTables) -> str:
    return _map("coalesce(visit_service, booked_service)", tables.services)


def need(tables: CodeTables, county: str | None, good: str) -> str:
    """The query of the table `need` over good records."""
    resolved = [one.code for one in tables.assessment_results if one.facts == "resolved"]
    known = ", ".join(sql.quoted(one) for one in _codes(tables.assessment_results))
    ended = ", ".join(sql.quoted(one) for one in resolved)
    answered = f"case when hta_result in ({ended}) then true when hta_result in ({known}) then false end"
    event = "visit_at is not null"
    reference = "coalesce(assessed_at, contact_at, visit_at, booked_at)::date"
    birth = "(date '1970-01-01' + born_on)"
    return f"""
    select id as need_key, person as person_key, year({birth})::smallint as birth_year,
      case when {birth} <= {reference} then date_sub('year', {birth}, {reference})::smallint end as age_at_start,
      {_digits("municipality", 3)} as municipality, {_digits("postal_code", 5)} as postal_code,
      {sql.quoted(county) if county else "null::varchar"} as county, lower(language) as language,
      'patient' as register, 'health' as sector, {_service_line(tables)} as service_line,
      {_map("coalesce(hta_kind, visit_kind)", tables.covered_classes)} as covered_class,
      {sql.day("contact_at")} as contact_day, {sql.minute("contact_at", "contact")} as contact_minute,
      {sql.day("assessed_at")} as assessed_day, {sql.minute("assessed_at", "assessed")} as assessed_minute,
      {_map("coalesce(hta_urgency, visit_urgency)", tables.urgencies)} as urgency,
      {sql.day("booked_at")} as booked_day, {sql.day("booked_for_at")} as booked_for_day,
      {sql.day("visit_at")} as first_event_day,
      case when {event} then {_profession(tables)} end as first_event_profession,
      case when {event} then {_licensed(tables)} end as first_event_licensed,
      case when {event} then {_map("visit_mode", tables.modes)} end as first_event_mode, unit,
      {answered if known and ended else "null::boolean"} as resolved_at_first_contact
    from {good} order by file, line
    """


def encounter(tables: CodeTables, good: str, reasons: str | None, today: date) -> str:
    """The query of the table `encounter`: visits that took place, and booked ones that the client missed.

    `reasons`: the table of record ids that have a reason coded; None: the extract has none, so it is not known.
    """
    missed = ", ".join(sql.quoted(one.code) for one in tables.cancel_reasons if one.facts == "no_show") or "null"
    no_show = f"visit_at is null and booked_for_at is not null and cancel_reason in ({missed})"
    length = "date_diff('minute', visit_at, visit_end_at)"
    minutes = f"case when {length} between 0 and 1440 then {length}::smallint end"
    day = f"coalesce({sql.day('visit_at')}, {sql.day('booked_for_at')})"
    reason = f"visit_at is not null and id in (select id from {reasons})" if reasons else "null::boolean"
    return f"""
    select id as need_key, person as person_key, {day} as day, unit, {_service_line(tables)} as service_line,
      {_profession(tables)} as profession, professional as professional_key,
      {_map("visit_mode", tables.modes)} as mode, {minutes} as minutes, {no_show} as no_show,
      {reason} as reason_coded
    from {good} where visit_at is not null or ({no_show} and {day} <= {day_number(today)}) order by file, line
    """


def _digits(column: str, count: int) -> str:
    return f"case when regexp_full_match({column}, '[0-9]{{{count}}}') then {column} end"
