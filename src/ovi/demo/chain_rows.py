"""Which rows do the needs make: contacts, cases, assessments, clocks, hand-overs, bookings, encounters?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ovi.casework.states import BEGINS_SERVICE, CaseState, HandOverState
from ovi.contact.states import ContactState
from ovi.demo.assessing import HAND_OVER_ACCEPTED, HAND_OVER_DECLINED, HAND_OVER_OFFERED
from ovi.demo.axis import DAY, MINUTE, NEVER, Ints, to_utc
from ovi.demo.closing import REASONS
from ovi.demo.columns import Tables, dates, ids, moments, named, numbered, table, taken
from ovi.demo.draws import Rng, uuids
from ovi.demo.needs import CHANNELS
from ovi.demo.noted import SUPPORT
from ovi.demo.patterns import demo_file
from ovi.demo.picks import pick_table
from ovi.demo.supply import free_slots, measurements
from ovi.demo.visits import CANCELLED, COMING, GIVEN, MISSED, SLOT_MINUTES
from ovi.demo.world import World
from ovi.foundation.text import LANGUAGES

_HAND_OVER = {
    HAND_OVER_OFFERED: HandOverState.OFFERED,
    HAND_OVER_ACCEPTED: HandOverState.ACCEPTED,
    HAND_OVER_DECLINED: HandOverState.DECLINED,
}
_APPOINTMENT = {GIVEN: "attended", MISSED: "no_show", CANCELLED: "cancelled", COMING: "booked"}
WAIT_REASONS = ("", "dna", "patient_choice")
URGENCIES = ("", "urgent", "non_urgent")


def chain_tables(rng: Rng, world: World) -> Tables:
    """The tables in the order of their foreign keys."""
    contact = _contacts(rng, world)
    slots, appointments = _bookings(rng, world)
    return {
        "contact_contact": table(contact),
        "casework_case": table(case_columns(world)),
        "casework_assessment": _assessments(world),
        "casework_caseclock": _clocks(world),
        "casework_casemoment": _moments(world),
        "casework_handover": _hand_overs(world),
        "casework_waitperiod": _wait_periods(world),
        "casework_traypick": pick_table(world.picks, world.line_names, world.needs.line, world.owner),
        "booking_slot": slots,
        "booking_appointment": appointments,
        "encounters_encounter": _encounters(rng, world),
        "booking_supplymeasurement": measurements(rng, world),
    }


def _contacts(rng: Rng, world: World) -> dict[str, Any]:
    needs, people, size = world.needs, world.residents, len(world.needs)
    registers = [line.register_ for line in world.patterns.lines.table.values()]
    sectors = [line.sector for line in world.patterns.lines.table.values()]
    phones = taken(people.phones, needs.person).to_pylist()
    by_phone = rng.random(size) < world.patterns.contacts.reply_by_phone.value
    reply_by = ["phone" if call and phone else "my_matters" for call, phone in zip(by_phone, phones, strict=True)]
    return {
        "id": numbered(size),
        "number": numbers(world),
        "idempotency_key": uuids(rng, size),
        "state": ContactState.IN_CASE.value,
        "channel": named(CHANNELS, needs.channel),
        "person_id": needs.person + 1,
        "service_id": _services(rng, world),
        "service_line": named(world.line_names, needs.contact_line),
        "sector": named(sectors, needs.contact_line),
        "register": named(registers, needs.contact_line),
        "own_words": list(world.texts),
        "language": [one if one in LANGUAGES else "fi" for one in taken(people.languages, needs.person).to_pylist()],
        "reply_by": reply_by,
        "reply_to": [phone if by == "phone" else "" for phone, by in zip(phones, reply_by, strict=True)],
        "arrived_at": moments(needs.contact),
    }


def numbers(world: World) -> list[str]:
    """The contacts' numbers, in the form that a contact by the web gets."""
    years = (world.needs.contact // 86_400).astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    return [f"OVI-{year}-{one:06d}" for one, year in enumerate(years.tolist(), start=1)]


def _services(rng: Rng, world: World) -> pa.Array:
    """A service of the catalogue for contacts of its line, where it has one; a told need names the line only."""
    line = world.needs.contact_line
    out = np.zeros(len(line), dtype=np.int64)
    for index, name in enumerate(world.line_names):
        if known := world.services.get(name):
            mask = (line == index) & (world.needs.story < 0)
            out[mask] = np.array(known)[rng.integers(0, len(known), int(mask.sum()))]
    return ids(out)


def case_columns(world: World) -> dict[str, Any]:
    """Every column of the cases as they stand at the year's end."""
    needs, assessed, ended, size = world.needs, world.assessed, world.ended, len(world.needs)
    done = assessed.at < NEVER
    line = np.where(done, needs.line, needs.contact_line)
    lines = list(world.patterns.lines.table.values())
    state = np.where(ended.closed < NEVER, 3, np.where(ended.first_visit < NEVER, 2, np.where(done, 1, 0)))
    wait = np.where(ended.missed, 1, np.where(ended.cancelled, 2, 0))
    return {
        "id": numbered(size),
        "contact_id": numbered(size),
        "person_id": needs.person + 1,
        "state": named([one.value for one in CaseState], state),
        "register": named([one.register_ for one in lines], line),
        "sector": named([one.sector for one in lines], line),
        "service_line": named(world.line_names, line),
        "unit_id": world.unit,
        "owner_id": ids(world.owner),
        "urgency": named(URGENCIES, np.where(assessed.began < NEVER, np.where(assessed.urgent, 1, 2), 0)),
        "contact_at": moments(needs.contact),
        "opened_at": moments(world.opened),
        "assessed_at": moments(assessed.at),
        "first_event_at": moments(ended.first_visit),
        "closed_at": moments(ended.closed),
        "close_reason": named(REASONS, ended.reason),
        "wait_reason": named(WAIT_REASONS, wait),
        "segment": named(list(world.patterns.lines.segments.weights), ended.segment),
        "hand_overs": (assessed.hand_over == HAND_OVER_ACCEPTED).astype(np.int64),
        "next_due_on": dates(world.next_due),
        "next_event_at": moments(np.where(ended.closed < NEVER, NEVER, ended.next_event)),
        **_found_out(world),
    }


def _found_out(world: World) -> dict[str, Any]:
    """What the worker found out when the assessment began."""
    begun = pa.array(world.assessed.began < NEVER)
    return {
        "needs_special_support": pc.if_else(begun, pc.if_else(pa.array(world.noted.special_support), True, None), None),
        "specialty": named(["", SUPPORT], world.noted.support.astype(np.int64)),
    }


def _assessments(world: World) -> pa.Table:
    assessed = world.assessed
    which = np.flatnonzero(assessed.at < NEVER)
    found = assessed.where(which)
    registers = [line.register_ for line in world.patterns.lines.table.values()]
    register = taken(registers, world.needs.line[which])
    # What only the care guarantee asks is answered in the patient register and nowhere else.
    health = pc.equal(register, "patient")

    def asked(answer: Any) -> pa.Array:
        return pc.if_else(health, answer, None)

    return table(
        {
            "id": numbered(len(which)),
            "case_id": which + 1,
            "professional_id": found.assessor,
            "at": moments(found.at),
            "register": register,
            "care_reason": asked(named(list(world.patterns.lines.care_reasons.health), found.care_reason)),
            "urgency": named(URGENCIES, np.where(found.urgent, 1, 2)),
            "service_line": named(world.line_names, world.needs.line[which]),
            "general_medicine": asked(pa.array(found.general_medicine)),
            "plan_based": asked(pa.array(found.plan_based)),
            "certificate_only": asked(pa.array(found.certificate_only)),
            "preventive": asked(pa.array(found.preventive)),
            "note": "",
        }
    )


def _clocks(world: World) -> pa.Table:
    rows = world.running
    return table(
        {
            "id": numbered(len(rows)),
            "case_id": [one.need + 1 for one in rows],
            "rule_id": [one.clock.rule_id for one in rows],
            "legal_ref": [one.clock.legal_ref for one in rows],
            "rule_valid_from": [one.clock.valid_from for one in rows],
            "law_version": [one.clock.version for one in rows],
            "status": [one.clock.status.value for one in rows],
            "start_kind": [one.clock.start.value for one in rows],
            "starts_on": [one.clock.starts_on for one in rows],
            "stop_kind": [one.clock.stop.value for one in rows],
            "due_on": pa.array([one.clock.due_on for one in rows], pa.date32()),
            "stopped_on": pa.array([one.stopped_on for one in rows], pa.date32()),
            "cancelled_on": pa.array([one.cancelled_on for one in rows], pa.date32()),
        }
    )


def _moments(world: World) -> pa.Table:
    """Every noted moment, in the order of the kinds; noted when it happened or when the need was first judged."""
    needs, kinds, times, by = [], [], [], []
    for kind, at in world.noted.at.items():
        which = np.flatnonzero(at < NEVER)
        begins = kind in BEGINS_SERVICE
        needs.append(which)
        kinds += [kind.value] * len(which)
        times.append(at[which])
        by.append((world.ended.treating if begins else world.assessed.assessor)[which])
    need, at = np.concatenate(needs), np.concatenate(times)
    return table(
        {
            "id": numbered(len(need)),
            "case_id": need + 1,
            "kind": pa.array(kinds, pa.string()),
            "at": moments(at),
            "by_id": ids(np.concatenate(by)),
            "noted_at": moments(np.maximum(at, world.assessed.began[need])),
            "note": pa.repeat("", len(need)),
        }
    )


def _hand_overs(world: World) -> pa.Table:
    which = np.flatnonzero(world.assessed.hand_over > 0)
    found, said = world.assessed.where(which), demo_file("scenes.yaml")["hand_over_reasons"]
    states = found.hand_over.tolist()
    return table(
        {
            "id": numbered(len(which)),
            "case_id": which + 1,
            "from_unit_id": world.needs.first_unit[which],
            "to_unit_id": found.hand_over_to,
            "by_professional_id": found.assessor,
            "state": [_HAND_OVER[one].value for one in states],
            "reason": [said["declined" if one == HAND_OVER_DECLINED else "accepted"] for one in states],
            "offered_at": moments(found.offered),
            "answered_at": moments(found.answered),
            "answer": [said["answer"] if one == HAND_OVER_DECLINED else "" for one in states],
        }
    )


def _wait_periods(world: World) -> pa.Table:
    """Since a time was missed or cancelled the client waits for that reason, until the first care or the close."""
    lost, ended = first_lost(world), world.ended
    which = np.flatnonzero((ended.missed | ended.cancelled) & (lost < NEVER))
    until = np.maximum(np.minimum(ended.first_visit, ended.closed), lost)[which]
    reason, notes = np.where(ended.missed, 0, 1)[which], demo_file("scenes.yaml")["wait_notes"]
    return table(
        {
            "id": numbered(len(which)),
            "case_id": which + 1,
            "reason": named(WAIT_REASONS[1:], reason),
            "from_on": dates(lost[which] // DAY),
            "ended_on": dates(np.where(until < NEVER, until // DAY, NEVER)),
            "by_professional_id": world.owner[which],
            "note": named([notes[one] for one in WAIT_REASONS[1:]], reason),
            "recorded_at": moments(lost[which]),
        }
    )


def first_lost(world: World) -> Ints:
    """When each case first had a time missed or cancelled: then the reason for waiting is written down."""
    visits = world.visits
    out = np.full(len(world.needs), NEVER, dtype=np.int64)
    for outcome, when in ((MISSED, visits.start), (CANCELLED, visits.cancelled)):
        mask = visits.outcome == outcome
        np.minimum.at(out, visits.need[mask], when[mask])
    return out


def _bookings(rng: Rng, world: World) -> tuple[pa.Table, pa.Table]:
    """One slot and one appointment for each booked visit; after them the free slots of the coming weeks."""
    booked = world.visits.where(world.visits.booked < NEVER)
    free_by, free_start = free_slots(rng, world)
    professional, start = np.r_[booked.professional, free_by], np.r_[booked.start, free_start]
    units = np.array([0, *(one.unit for one in world.staffed.professionals)])
    slots = table(
        {
            "id": numbered(len(start)),
            "professional_id": professional,
            "unit_id": units[professional],
            "during": _ranges(start),
            "urgency": "non_urgent",
            "general": [True] * len(start),
        }
    )
    ended = np.select([booked.outcome == GIVEN, booked.outcome == MISSED], [booked.start] * 2, booked.cancelled)
    state = [_APPOINTMENT[one] for one in booked.outcome.tolist()]
    appointments = table(
        {
            "id": numbered(len(booked.need)),
            "case_id": booked.need + 1,
            "slot_id": numbered(len(booked.need)),
            "state": state,
            "booked_at": moments(booked.booked),
            "ended_at": moments(ended),
        }
    )
    return slots, appointments


def _ranges(start: Ints) -> list[str]:
    begin = to_utc(start)
    first, last = (np.datetime_as_string(one.astype("datetime64[s]")) for one in (begin, begin + SLOT_MINUTES * MINUTE))
    return [f"[{one}Z,{other}Z)" for one, other in zip(first.tolist(), last.tolist(), strict=True)]


def _encounters(rng: Rng, world: World) -> pa.Table:
    """Given visits, and missed ones of no length."""
    mask = (world.visits.outcome == GIVEN) | (world.visits.outcome == MISSED)
    found = world.visits.where(mask)
    missed = found.outcome == MISSED
    units = np.array([0, *(one.unit for one in world.staffed.professionals)])
    return table(
        {
            "id": numbered(len(found.need)),
            "idempotency_key": uuids(rng, len(found.need)),
            "case_id": found.need + 1,
            "person_id": world.needs.person[found.need] + 1,
            "unit_id": units[found.professional],
            "professional_id": found.professional,
            "profession": named(world.professions(), found.professional),
            "licensed": world.licensed()[found.professional],
            "mode": named(list(world.patterns.lines.minutes.by_mode), found.mode),
            "started_at": moments(found.start),
            "minutes": np.where(missed, 0, world.minutes[mask]),
            "planned": found.planned,
            "no_show": missed,
            "note": "",
        }
    )
