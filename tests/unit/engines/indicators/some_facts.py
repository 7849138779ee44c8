"""What facts may there be? Small random snapshots in which every table and every odd value occurs."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ovi.engines.facts import codes

from .facts_kit import day

FIRST, LAST = day("2025-01-15"), day("2026-04-10")
LINES = [*codes.SERVICE_LINES, None]
MODES = ["R10", "R20", "R52", "R56", "R80", "R60", "R71", "R50", None]
PROFESSIONS = ["doctor", "nurse", "public_health_nurse", "physiotherapist", "weaver", None]
PLACES = ["837", "604", "020", None]


def often(values: list[Any], one: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, one, one, one])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy | strategy


@st.composite
def facts(draw: Any, most: int = 14) -> dict[str, list[dict[str, Any]]]:
    need = [draw(_needs(number)) for number in range(draw(st.integers(0, most)))]
    keys = [one["need_key"] for one in need]
    encounter = [draw(_encounters(keys)) for _ in range(draw(st.integers(0, 2 * most)))]
    clock, seen = [], set()
    for _ in range(draw(st.integers(0, most)) if keys else 0):
        one = draw(_clocks(keys))
        if (key := (one["need_key"], one["rule_id"], one["start_day"])) not in seen:
            seen.add(key)
            clock.append(one)
    costs = {(c["unit_cost_id"], c["valid_from_day"]): c for c in draw(st.lists(_costs(), max_size=4))}
    picks = {(p["need_key"], p["service_id"]): p for p in draw(st.lists(_picks(keys or ["x"]), max_size=4))}
    people = [
        {"municipality": place, "age": age, "year": year, "people": draw(st.integers(0, 50))}
        for place in ("837", "604") for age in (3, 15, 30, 50, 70, 80, 90) for year in (2024, 2025)
    ]  # fmt: skip
    people += [{"municipality": "837", "postal_code": "33100", "age": 30, "year": 2025, "people": 7}]
    people += [{"municipality": "837", "age": None, "year": 2025, "people": 9}]
    return {"need": need, "clock": clock, "encounter": encounter, "unit_cost": list(costs.values()),
            "tray_pick": list(picks.values()), "population": draw(st.sampled_from([people, people, []]))}  # fmt: skip


@st.composite
def _needs(draw: Any, number: int) -> dict[str, Any]:
    contact = draw(maybe(st.integers(FIRST, LAST)))
    after = st.sampled_from([0, 0, 1, 6, 7, 8, 20, 100])
    start = contact if contact is not None else FIRST
    seen = draw(maybe(after.map(lambda n: start + n)))
    return {
        "need_key": f"n{number:02d}",
        "person_key": draw(often([None, "p1", "p2"], "p3")),
        "birth_year": draw(often([None, 1930, 2022], 1980)),
        "age_at_start": draw(st.sampled_from([None, 0, 6, 7, 22, 23, 64, 65, 84, 85, 101])),
        "municipality": draw(often(PLACES, "837")),
        "county": draw(often([None], "pirkanmaa")),
        "language": draw(often([None, "sv"], "fi")),
        "vulnerable_groups": draw(st.sampled_from([None, [], ["immigrants"], ["immigrants", "paperless"]])),
        "sector": draw(often([None, "social"], "health")),
        "service_line": draw(often(LINES, "primary_care")),
        "covered_class": draw(often([None, "preventive"], "covered")),
        "channel": draw(often([None, "web"], "callback")),
        "contact_day": contact,
        "contact_minute": draw(st.sampled_from([None, 480, 500])),
        "assessed_day": draw(maybe(after.map(lambda n: start + n))),
        "urgency": draw(often([None, "urgent"], "non_urgent")),
        "first_event_day": seen,
        "first_event_profession": draw(st.sampled_from(PROFESSIONS)),
        "first_event_licensed": None if seen is None else draw(st.booleans()),
        "first_event_mode": draw(st.sampled_from(MODES)),
        "unit": draw(often([None, "B"], "A")),
        "resolved_at_first_contact": draw(st.sampled_from([None, True, True, False])),
        "closed_day": draw(maybe(after.map(lambda n: start + n))),
        "segment": draw(often([None], "network")),
        "hand_overs": draw(st.sampled_from([None, 0, 1, 3])),
    }


@st.composite
def _encounters(draw: Any, keys: list[str]) -> dict[str, Any]:
    return {
        "need_key": draw(st.sampled_from([None, "gone", *keys, *keys])),
        "person_key": draw(often([None, "p1", "p2"], "p3")),
        "day": draw(st.integers(FIRST, LAST)),
        "unit": draw(often([None, "B"], "A")),
        "service_line": draw(often(LINES, "primary_care")),
        "profession": draw(often(PROFESSIONS, "nurse")),
        "professional_key": draw(often([None, "d1"], "d2")),
        "mode": draw(often(MODES, "R10")),
        "unit_cost_id": draw(st.sampled_from([None, "c1", "c1", "c2", "c3"])),
        "no_show": draw(often([None, True], False)),
    }


@st.composite
def _clocks(draw: Any, keys: list[str]) -> dict[str, Any]:
    start = draw(st.integers(FIRST, LAST))
    return {
        "need_key": draw(st.sampled_from([*keys, "gone"])),
        "rule_id": draw(often(["SHL-45", "PHC-3M-ADULT"], "PHC-CONTACT")),
        "status": draw(st.sampled_from(["running", "stopped", "cancelled", None])),
        "start_kind": "contact",
        "stop_kind": "assessed",
        "start_day": start,
        "due_day": draw(maybe(st.sampled_from([0, 7, 8, 14, 60]).map(lambda n: start + n))),
        "stop_day": draw(maybe(st.sampled_from([0, 7, 8, 15, 61]).map(lambda n: start + n))),
    }


@st.composite
def _costs(draw: Any) -> dict[str, Any]:
    return {
        "unit_cost_id": draw(st.sampled_from(["c1", "c1", "c2"])),
        "cents": draw(st.sampled_from([0, 1250, 9999])),
        "valid_from_day": draw(st.sampled_from([FIRST - 100, FIRST + 100, FIRST + 300])),
        "source": "made up",
    }


@st.composite
def _picks(draw: Any, keys: list[str]) -> dict[str, Any]:
    picked = draw(st.integers(FIRST, LAST))
    return {
        "need_key": draw(st.sampled_from(keys)),
        "service_id": draw(st.sampled_from(["s1", "s2"])),
        "picked_day": picked,
        "unit": "A",
        "service_line": draw(st.sampled_from(LINES)),
        "taken_up": draw(st.sampled_from([None, True, False])),
    }
