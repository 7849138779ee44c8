"""What would a patient person with a pencil count of any rows? Plain lists and loops; it shares no code."""

from __future__ import annotations

import calendar as plain_calendar
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

EPOCH = date(1970, 1, 1)
Rows = list[dict[str, Any]]
GROUPS = [(85, "85+"), (75, "75-84"), (65, "65-74"), (45, "45-64"), (23, "23-44"), (7, "7-22"), (0, "0-6")]
SECTORS = {
    "primary": "primary_care oral_health rehabilitation maternity_child school_health lifestyle_guidance",
    "student": "student_welfare", "specialised": "specialised_care", "mind": "mental_health substance_services",
    "adult_social": "adult_social_work social_assistance", "child": "family_social_work child_protection",
    "disability": "disability_services", "home": "home_care elderly_services",
}  # fmt: skip
SECTOR_OF = {line: sector for sector, lines in SECTORS.items() for line in lines.split()}


def month_of(day: int) -> str:
    return (EPOCH + timedelta(days=day)).strftime("%Y-%m")


def month_end(month: str) -> int:
    year, number = map(int, month.split("-"))
    return (date(year, number, plain_calendar.monthrange(year, number)[1]) - EPOCH).days


def twelve(month: str) -> set[str]:
    year, number = map(int, month.split("-"))
    found = set()
    for _ in range(12):
        found.add(f"{year}-{number:02d}")
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return found


def age_group(age: int | None) -> str | None:
    return next((name for first, name in GROUPS if age is not None and age >= first), None)


class Facts:
    """The tables, and the rows of each source as the definitions see them."""

    def __init__(self, tables: dict[str, Rows], months: list[str]) -> None:
        self.tables, self.months = tables, months
        self.needs = {need["need_key"]: need for need in tables["need"]}

    def cents(self, encounter: dict) -> int | None:
        prices = [
            cost for cost in self.tables["unit_cost"]
            if cost["unit_cost_id"] == encounter.get("unit_cost_id") and cost["valid_from_day"] <= encounter["day"]
        ]  # fmt: skip
        return max(prices, key=lambda cost: cost["valid_from_day"])["cents"] if prices else None

    def need(self, split: bool) -> Rows:
        rows = []
        for need in self.tables["need"]:
            seen = [e for e in self.tables["encounter"] if e["need_key"] == need["need_key"] and not e.get("no_show")]
            costs = [self.cents(e) for e in seen]
            later = [
                (other["contact_day"], other.get("contact_minute") if other.get("contact_minute") is not None else -1,
                 other["need_key"])
                for other in self.tables["need"]
                if need.get("person_key") is not None and other.get("person_key") == need["person_key"]
                and other.get("service_line") == need.get("service_line") and other.get("contact_day") is not None
            ]  # fmt: skip
            minute = need.get("contact_minute") if need.get("contact_minute") is not None else -1
            after = sorted(one for one in later if one > (need.get("contact_day") or 0, minute, need["need_key"]))
            rows.append({
                **need,
                "age_group": age_group(need.get("age_at_start")),
                "picked": any(pick["need_key"] == need["need_key"] for pick in self.tables["tray_pick"]),
                "next_contact_days": after[0][0] - need["contact_day"]
                if after and need.get("contact_day") is not None else None,
                "cents": sum(costs) if costs and None not in costs else None,
            })  # fmt: skip
        return self.split(rows) if split else rows

    def split(self, rows: Rows) -> Rows:
        return [
            {**row, "vulnerable_group": group} for row in rows for group in (row.get("vulnerable_groups") or ["none"])
        ]

    def encounter(self, split: bool) -> Rows:
        return self.with_need([{**e, "cents": self.cents(e)} for e in self.tables["encounter"]], split)

    def clock(self, split: bool) -> Rows:
        return self.with_need(self.tables["clock"], split)

    def with_need(self, rows: Rows, split: bool) -> Rows:
        out = []
        for row in rows:
            need = self.needs.get(row.get("need_key"), {})
            whole = {**need, "age_group": age_group(need.get("age_at_start")), **row}
            groups = (need.get("vulnerable_groups") or ["none"]) if need else [None]
            out += [{**whole, "vulnerable_group": group} for group in (groups if split else groups[:1])]
        return out

    def tray_pick(self, split: bool) -> Rows:
        return self.tables["tray_pick"]

    def open_need(self, split: bool) -> Rows:
        rows = []
        for month in self.months:
            end = month_end(month)
            for need in self.tables["need"]:
                made, closed = need.get("contact_day"), need.get("closed_day")
                if made is None or made > end or (closed is not None and closed <= end):
                    continue
                if need.get("resolved_at_first_contact"):
                    continue
                seen = need.get("first_event_day")
                rows.append({
                    **need, "month": month, "age_group": age_group(need.get("age_at_start")),
                    "served": seen is not None and seen <= end and need.get("first_event_licensed") is True,
                    "standing": self.standing(need, end),
                })  # fmt: skip
        return self.split(rows) if split else rows

    def standing(self, need: dict, end: int) -> str:
        due = []
        for clock in self.tables["clock"]:
            running = clock["start_day"] <= end and (clock.get("stop_day") is None or clock["stop_day"] > end)
            dead = clock.get("status") == "cancelled" and need.get("closed_day") is None
            if clock["need_key"] == need["need_key"] and running and not dead and clock.get("due_day") is not None:
                due.append(clock["due_day"])
        if not due:
            return "no_limit"
        return "overdue" if min(due) < end else "near" if min(due) <= end + 7 else "in_time"

    def realised(self, of: Any) -> Rows:
        return [
            e for e in self.tables["encounter"]
            if e.get("person_key") is not None and not e.get("no_show")
            and e.get("mode") not in ("R60", "R71", "R72") and holds(e, of)
        ]  # fmt: skip

    def about(self, person: str, month: str) -> dict:
        needs = [need for need in self.tables["need"] if need.get("person_key") == person]
        if not needs:
            return {}
        first = min(
            needs, key=lambda n: (-(n["contact_day"] if n.get("contact_day") is not None else -1), n["need_key"])
        )
        born = first.get("birth_year")
        age = None if born is None else int(month[:4]) - born
        return {name: first.get(name) for name in ("municipality", "county", "language")} | {
            "age_group": age_group(age)
        }

    def person_year(self, split: bool, of: Any = ()) -> Rows:
        rows = []
        for month in self.months:
            window, people = twelve(month), defaultdict(list)
            for encounter in self.realised(of):
                if month_of(encounter["day"]) in window:
                    people[encounter["person_key"]].append(encounter)
            found = [self.person(person, seen, month, window) for person, seen in people.items()]
            dearest = sorted(found, key=lambda row: (-(row["cents"] or 0), row["person_key"]))
            rows += [{**row, "cost_place": place * 1000 // len(dearest)} for place, row in enumerate(dearest)]
        return rows

    def person(self, person: str, seen: Rows, month: str, window: set[str]) -> dict:
        costs = [cost for e in seen if (cost := self.cents(e)) is not None]
        clinical = ("doctor", "nurse", "public_health_nurse")
        urgent = [
            n for n in self.tables["need"]
            if n.get("person_key") == person and n.get("urgency") == "urgent"
            and n.get("contact_day") is not None and month_of(n["contact_day"]) in window
        ]  # fmt: skip
        return {
            "month": month, "person_key": person, **self.about(person, month), "contacts": len(seen),
            "doctor_nurse_contacts": sum(
                e.get("service_line") == "primary_care" and e.get("profession") in clinical for e in seen),
            "service_groups": len({SECTOR_OF[e["service_line"]] for e in seen if e.get("service_line") in SECTOR_OF}),
            "urgent_needs": len(urgent), "cents": sum(costs) if costs else None,
        }  # fmt: skip

    def continuity(self, split: bool, of: Any = ()) -> Rows:
        rows = []
        for month in self.months:
            visits = defaultdict(list)
            for e in self.realised(of):
                if month_of(e["day"]) in twelve(month):
                    kind = "nurse" if e.get("profession") == "public_health_nurse" else e.get("profession")
                    visits[(e["person_key"], kind)].append(e.get("professional_key"))
            for (person, kind), keys in visits.items():
                known = [key for key in keys if key is not None]
                counts = [known.count(key) for key in set(known)]
                n = len(known)
                coc = Fraction(sum(c * c for c in counts) - n, n * (n - 1)) if n >= 2 else None
                rows.append({
                    "month": month, "person_key": person, "profession": kind, **self.about(person, month),
                    "visits": n, "missing_visits": len(keys) - n, "all_visits": len(keys),
                    "coc": None if coc is None else int(coc * 1_000_000),
                    "upc": int(Fraction(max(counts), n) * 1_000_000) if n else None,
                })  # fmt: skip
        return rows


def holds(row: dict, where: Any) -> bool:
    return all(_test(row, one) for one in where)


def _test(row: dict, one: Any) -> bool:
    value = row.get(one.column)
    if one.known is not None:
        return (value is not None) == one.known
    if one.none_of is not None:
        return value not in one.none_of
    if value is None:
        return False
    if one.by is not None:
        return row.get(one.by) is not None and value <= row[one.by]
    if one.at_least is not None:
        return value >= one.at_least
    if one.at_most is not None:
        return value <= one.at_most
    return value in one.one_of


def counted(definition: Any, facts: Facts, by: list[str]) -> dict[tuple, tuple]:
    """{(month, strata…): what the kind counts}"""
    if definition.kind == "standardised":
        return standardised(definition, facts)
    cells: dict[tuple, Rows] = defaultdict(list)
    for month, row in _rows(definition, facts, "vulnerable_group" in by):
        stratum = tuple(row.get(definition.made_from.stratifiers[name]) for name in by)
        cells[(month, *stratum)].append(row)
    made = {cell: _COUNT[definition.kind](definition, rows, facts, cell, by) for cell, rows in cells.items()}
    return {cell: found for cell, found in made.items() if found is not None}


def _rows(definition: Any, facts: Facts, split: bool) -> list[tuple[str, dict]]:
    more = {"of": definition.of} if definition.rows in ("person_year", "continuity") else {}
    rows = getattr(facts, definition.rows)(split, **more)
    out = []
    for row in rows:
        day = row.get(definition.day) if definition.day else None
        month = row["month"] if definition.day is None else None if day is None else month_of(day)
        if month in facts.months and holds(row, definition.where):
            out.append((month, row))
    return out


def _share(definition: Any, rows: Rows, *_: Any) -> tuple:
    judged = [row for row in rows if holds(row, definition.judged)]
    hits = definition.any_of
    marked = [
        row for row in judged
        if (any(holds(row, hit.where) for hit in hits) if hits else holds(row, definition.counted))
    ]  # fmt: skip
    weigh = (lambda some: sum(row[definition.weight] or 0 for row in some)) if definition.weight else len
    beside = {
        one.name: weigh([row for row in judged if holds(row, one.where)])
        for one in (*definition.any_of, *definition.beside)
    }
    return weigh(marked), weigh(judged), len(judged), beside


def _mean(definition: Any, rows: Rows, *_: Any) -> tuple | None:
    known = [row for row in rows if holds(row, definition.judged) and row.get(definition.value) is not None]
    if not known:
        return None
    beside = None
    if definition.beside_share:
        whole = sum(row[definition.beside_share.whole] for row in rows)
        beside = round(sum(row[definition.beside_share.part] for row in rows) / whole, 3)
    return sum(row[definition.value] for row in known), len(known), len(known), beside


def _count(_definition: Any, rows: Rows, *_: Any) -> tuple:
    return len(rows), len(rows), len(rows), None


def _debt(definition: Any, rows: Rows, facts: Facts, cell: tuple, by: list[str]) -> tuple:
    month, *stratum = cell
    arrived = 0
    for need in facts.need("vulnerable_group" in by):
        same = [need.get(definition.made_from.stratifiers[name]) for name in by] == stratum
        if same and need.get("contact_day") is not None and month_of(need["contact_day"]) in twelve(month):
            arrived += holds(need, definition.arrivals)
    sustainable = int(Fraction(arrived * definition.limit_days, 365 * definition.waits_per_limit))
    return max(0, len(rows) - sustainable), len(rows), len(rows), sustainable


_COUNT = {"share_marked": _share, "mean_of": _mean, "count_of": _count, "debt": _debt}


def standardised(definition: Any, facts: Facts) -> dict[tuple, tuple]:
    """{(month, municipality): (observed, expected)}"""
    newest = max((row["year"] for row in facts.tables["population"]), default=0)
    people: dict[tuple, int] = defaultdict(int)
    for row in facts.tables["population"]:
        whole = row.get("postal_code") is None and row.get("language") is None
        if row["year"] == newest and whole and row.get("age") is not None:
            people[(row["municipality"], age_group(row["age"]))] += row["people"]
    out = {}
    for month in facts.months:
        events: dict[tuple, int] = defaultdict(int)
        for found, row in _rows(definition, facts, split=False):
            cell = (row.get("municipality"), row.get("age_group"))
            if found == month and cell in people:
                events[cell] += 1
        for place in {place for place, _ in people}:
            expected = Fraction(0)
            for (where, group), some in people.items():
                if where == place:
                    everybody = sum(n for (_, other), n in people.items() if other == group)
                    happened = sum(n for (_, other), n in events.items() if other == group)
                    expected += Fraction(some * happened, everybody) if everybody else 0
            out[(month, place)] = (sum(n for (where, _), n in events.items() if where == place), float(expected))
    return out
