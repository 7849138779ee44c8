"""How are persons made from encounters? Counted by month, then over the twelve months that end with each month.

Persons are counted, never shown: nothing here leaves as a list, and nothing flows back to the care of one client
(toisiolaki 552/2019 section 41).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set
from typing import Any

import ibis

from ovi.engines.indicators.conditions import all_of
from ovi.engines.indicators.definition import Condition
from ovi.engines.indicators.definition.sources import AGE_GROUPS, SERVICE_GROUPS
from ovi.engines.indicators.tables import table

MILLION = 1_000_000
_CONTACTLESS = ("R60", "R71", "R72")
_ABOUT = ("municipality", "county", "language", "age_group")
_NURSES = {"public_health_nurse": "nurse"}


def priced(encounters: Any) -> Any:
    """Encounters with `cents`: the unit cost in force on their day; null where there is none."""
    cost = table("unit_cost")
    in_order = ibis.window(group_by="unit_cost_id", order_by="valid_from_day")
    prices = cost.select(
        _id="unit_cost_id", _from="valid_from_day", cents="cents", _until=cost.valid_from_day.lead().over(in_order)
    )
    day = encounters.day
    in_force = (day >= prices["_from"]) & (day < prices["_until"]).fill_null(True)
    return encounters.left_join(prices, [encounters.unit_cost_id == prices["_id"], in_force])


def realised(of: Sequence[Condition]) -> Any:
    """Encounters with a known person that took place with the client, and meet `of`."""
    seen = table("encounter")
    with_client = seen["mode"].isnull() | seen["mode"].notin(_CONTACTLESS)
    return seen.filter(seen.person_key.notnull() & ~seen.no_show.fill_null(False) & with_client & all_of(seen, of))


def _with_month(seen: Any) -> Any:
    days = table("calendar").select(_day="day", of_month="month")
    return seen.inner_join(days, seen.day == days["_day"])


def person_rows(of: Sequence[Condition], wanted: Set[str]) -> Any:
    """One row a person and window (source person_year)."""
    costed = bool({"cents", "cost_place"} & set(wanted))
    seen = _with_month(realised(of))
    seen = priced(seen) if costed else seen
    primary = (seen.service_line == "primary_care").fill_null(False)
    clinical = seen.profession.isin(("doctor", "nurse", "public_health_nurse")).fill_null(False)
    seen = seen.mutate(_group=_service_group(seen.service_line), _clinical=(primary & clinical).cast("int64"))
    sums = {"contacts": seen.count(), "doctor_nurse_contacts": seen["_clinical"].sum()}
    if costed:
        sums["cents"] = seen.cents.sum()
    monthly = seen.group_by(["person_key", "_group", "of_month"]).aggregate(**sums)
    rows = _windowed(monthly)
    yearly = rows.group_by(["person_key", "month"]).aggregate(
        service_groups=rows["_group"].nunique(), **{name: rows[name].sum() for name in sums}
    )
    if "urgent_needs" in wanted:
        yearly = _with_urgent(yearly)
    if "cost_place" in wanted:
        yearly = _with_cost_place(yearly)
    return _with_about(yearly, wanted)


def _service_group(line: Any) -> Any:
    return ibis.cases(*((line == code, group) for code, group in SERVICE_GROUPS.items()), else_=ibis.null("string"))


def _windowed(monthly: Any) -> Any:
    """Monthly rows in each window that holds their month."""
    twelve = table("twelve").rename(_of_month="of_month")
    return monthly.inner_join(twelve, monthly.of_month == twelve["_of_month"])


def _with_urgent(persons: Any) -> Any:
    need = table("need").filter(lambda t: (t.urgency == "urgent") & t.person_key.notnull())
    days = table("calendar").select(_day="day", of_month="month")
    need = need.inner_join(days, need.contact_day == days["_day"])
    monthly = _windowed(need.group_by(["person_key", "of_month"]).aggregate(urgent=need.count()))
    yearly = monthly.group_by(_person="person_key", _month="month").aggregate(urgent_needs=monthly.urgent.sum())
    joined = persons.left_join(yearly, (persons.person_key == yearly["_person"]) & (persons.month == yearly["_month"]))
    return joined.mutate(urgent_needs=joined.urgent_needs.fill_null(0))


def _with_cost_place(persons: Any) -> Any:
    """How many of a thousand clients of the window cost more, cut; ties stand in the order of their pseudonyms."""
    dearest = ibis.window(group_by="month", order_by=[ibis.desc("_cost"), "person_key"])
    persons = persons.mutate(_cost=persons.cents.fill_null(0))
    before = ibis.row_number().over(dearest)
    everyone = persons.count().over(ibis.window(group_by="month"))
    persons = persons.mutate(_before=before.cast("int64"), _everyone=everyone.cast("int64"))
    return persons.mutate(cost_place=(persons["_before"] * 1000) // persons["_everyone"])


def _with_about(persons: Any, wanted: Set[str]) -> Any:
    """Where the person lives, and what language and age they have, by their latest need."""
    if not set(wanted) & set(_ABOUT):
        return persons
    need = table("need").filter(lambda t: t.person_key.notnull())
    latest = ibis.window(group_by="person_key", order_by=[ibis.desc(need.contact_day.fill_null(-1)), "need_key"])
    need = need.mutate(_place=ibis.row_number().over(latest)).filter(lambda t: t["_place"] == 0)
    about = need.select(_key="person_key", municipality="municipality", county="county", language="language",
                        _born="birth_year")  # fmt: skip
    joined = persons.left_join(about, persons.person_key == about["_key"])
    age = joined.month.left(4).cast("int32") - joined["_born"]
    groups = [(age >= first, name) for first, name in reversed(AGE_GROUPS)]
    return joined.mutate(age_group=ibis.cases(*groups, else_=ibis.null("string")))


def continuity_rows(of: Sequence[Condition], wanted: Set[str]) -> Any:
    """One row a person, profession and window (source continuity); indices in millionths, cut."""
    persons = ibis.table(_COUNTED, name=counted_name(of))
    visits = persons.visits
    pairs = ibis.ifelse(visits >= 2, visits * (visits - 1), ibis.null("int64"))
    some = ibis.ifelse(visits >= 1, visits, ibis.null("int64"))
    persons = persons.mutate(
        missing_visits=persons.all_visits - visits,
        coc=((persons.squares - visits) * MILLION) // pairs,
        upc=(persons.most * MILLION) // some,
    )
    return _with_about(persons, wanted)


_COUNTED = {
    "person_key": "string", "profession": "string", "month": "string", "visits": "int64", "all_visits": "int64",
    "squares": "int64", "most": "int64",
}  # fmt: skip


def counted_name(of: Sequence[Condition]) -> str:
    """The table of visits counted by person, profession and window, made of the encounters that meet `of`.

    It is no fact: an engine has it as the view `counted_visits` or made by the kernel (cube/visits.py).
    """
    written = repr([one.model_dump(mode="json") for one in of])
    return f"visits_{hashlib.sha256(written.encode()).hexdigest()[:12]}"


def counted_visits(of: Sequence[Condition]) -> Any:
    """Visits of each person and profession in each window: with a known professional, all, the squares and the most."""
    seen = _with_month(by_profession(of))
    keys = ["person_key", "profession", "professional_key"]
    windows = _windowed(seen.group_by([*keys, "of_month"]).aggregate(visits=seen.count()))
    by_professional = windows.group_by([*keys, "month"]).aggregate(n=windows.visits.sum().cast("int64"))
    known = ibis.ifelse(by_professional.professional_key.notnull(), by_professional.n, 0)
    by_professional = by_professional.mutate(_n=known, _square=known * known)
    persons = by_professional.group_by(["person_key", "profession", "month"]).aggregate(
        visits=by_professional["_n"].sum().cast("int64"),
        all_visits=by_professional.n.sum().cast("int64"),
        squares=by_professional["_square"].sum().cast("int64"),
        most=by_professional["_n"].max().cast("int64"),
    )
    return persons.select(list(_COUNTED))


def by_profession(of: Sequence[Condition]) -> Any:
    """The encounters that continuity counts; public-health nurses as nurses."""
    seen = realised(of)
    return seen.mutate(profession=seen.profession.substitute(_NURSES))


def visits_seen(of: Sequence[Condition], days: tuple[int, int]) -> Any:
    """What the kernel counts: those encounters on the days from the first to before the last."""
    seen = by_profession(of)
    return seen.filter((seen.day >= days[0]) & (seen.day < days[1])).select(
        "person_key", "profession", "professional_key", "day"
    )
