# ruff: noqa: S608 - only our own fragments are put together here; nothing comes from outside
"""What must hold of the rows, whoever wrote them? Named SQL checks, for the invented county's test and `ovi doctor`.

Each check selects the rows that break it; none should. They say what the constraints of the tables cannot: order in
time across tables, clocks that stop where they must, history that ends in the present.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: a code, what must hold in words, and the rows that break it (their ids in the first column)."""

    code: str
    holds: str
    broken: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A check that does not hold: how many rows break it, and one of them."""

    check: Check
    rows: int
    example: str


# Each kind of moment of a case as it is now held true.
_MOMENT = (
    "select m.id, m.case_id, m.kind, m.at from casework_casemoment m where not exists "
    "(select 1 from casework_casemoment n where n.supersedes_id = m.id)"
)

CHECKS: tuple[Check, ...] = (
    Check(
        "contact_has_case",
        "Every contact that is in a case has one.",
        "select c.id from contact_contact c left join casework_case k on k.contact_id = c.id "
        "where (c.state = 'in_case') <> (k.id is not null)",
    ),
    Check(
        "case_follows_contact",
        "A case has its contact's person, register and time of arrival, and is opened after it.",
        "select k.id from casework_case k join contact_contact c on c.id = k.contact_id "
        "where k.person_id is distinct from c.person_id or k.register <> c.register "
        "or k.contact_at <> c.arrived_at or k.opened_at < c.arrived_at",
    ),
    Check(
        "case_in_order",
        "A case is assessed, served and closed in that order; the talk of student welfare may come before.",
        "select id from casework_case where assessed_at < contact_at or closed_at < opened_at "
        "or closed_at < assessed_at or closed_at < first_event_at "
        "or (first_event_at < assessed_at and register = 'patient')",
    ),
    Check(
        "assessment_of_case",
        "A case has an assessment exactly when it is past open, at the same time and of the same line and urgency.",
        "select k.id from casework_case k left join casework_assessment a on a.case_id = k.id "
        "where (k.state <> 'open') <> (a.id is not null) or a.register <> k.register "
        "or (a.id is not null and (a.at <> k.assessed_at or a.service_line <> k.service_line "
        "or a.urgency <> k.urgency))",
    ),
    Check(
        "register_of_unit",
        "A case lies in a unit that keeps its register.",
        "select k.id from casework_case k join directory_unit u on u.id = k.unit_id where u.register <> k.register",
    ),
    Check(
        "service_state",
        "A case is in service, or closed as served, only after a realised encounter or a noted start of service.",
        "select k.id from casework_case k left join (select case_id, min(at) as first from (select case_id, "
        "started_at as at from encounters_encounter where not no_show union all select m.case_id, m.at from "
        f"({_MOMENT}) m where m.kind in ('service_started', 'treatment_started')) s group by case_id) e "
        "on e.case_id = k.id where k.first_event_at is distinct from e.first "
        "or ((k.state = 'in_service' or k.close_reason = 'service_given') and e.first is null) "
        "or (k.state = 'assessed' and e.first is not null and k.register = 'patient')",
    ),
    Check(
        "encounter_in_order",
        "An encounter follows the assessment and comes before the case is closed.",
        "select e.id from encounters_encounter e join casework_case k on k.id = e.case_id "
        "where k.assessed_at is null or e.started_at < k.assessed_at or e.started_at > k.closed_at",
    ),
    Check(
        "encounter_of_professional",
        "An encounter carries its professional's profession and licence, and its case's person.",
        "select e.id from encounters_encounter e join people_professional p on p.id = e.professional_id "
        "join casework_case k on k.id = e.case_id where e.profession <> p.profession or e.licensed <> p.licensed "
        "or e.person_id is distinct from k.person_id",
    ),
    Check(
        "clock_stopped_by_assessment",
        "A clock that an assessment stops is stopped on its day, or on the day when it was noted to have begun.",
        "select t.id from casework_caseclock t join casework_case k on k.id = t.case_id "
        f"left join ({_MOMENT}) m on m.case_id = t.case_id and m.kind = t.stop_kind "
        "where t.replaced_at is null and t.stop_kind in ('assessed', 'assessment_started', 'assessment_completed') "
        "and t.stopped_on is distinct from (coalesce(m.at, k.assessed_at) at time zone 'Europe/Helsinki')::date",
    ),
    Check(
        "clock_stopped_by_care",
        "A clock to the first care event is stopped on the day of the first realised one by a licensed professional.",
        "select t.id from casework_caseclock t left join (select case_id, min(started_at) as first "
        "from encounters_encounter where licensed and not no_show group by case_id) e on e.case_id = t.case_id "
        "where t.replaced_at is null and t.stop_kind = 'care_event' and t.start_kind <> 'visit' "
        "and t.stopped_on is distinct from (e.first at time zone 'Europe/Helsinki')::date",
    ),
    Check(
        "clock_stopped_by_moment",
        "A clock that a noted moment stops is stopped on its day, and not before it is noted.",
        "select t.id from casework_caseclock t "
        f"left join ({_MOMENT}) m on m.case_id = t.case_id and m.kind = t.stop_kind "
        "where t.replaced_at is null "
        "and t.stop_kind in ('treatment_started', 'decided', 'service_started') "
        "and t.stopped_on is distinct from (m.at at time zone 'Europe/Helsinki')::date",
    ),
    Check(
        "clock_started_by_moment",
        "A clock that a noted moment starts is never without it.",
        "select t.id from casework_caseclock t "
        f"left join ({_MOMENT}) m on m.case_id = t.case_id and m.kind = t.start_kind "
        "where t.replaced_at is null and m.id is null "
        "and t.start_kind in ('referral_arrived', 'need_established', 'visit', 'application_complete', 'decided')",
    ),
    Check(
        "clock_in_order",
        "A clock is due on or after the day it starts, and starts on or after the contact's day.",
        "select t.id from casework_caseclock t join casework_case k on k.id = t.case_id "
        "where t.due_on < t.starts_on or t.starts_on < (k.contact_at at time zone 'Europe/Helsinki')::date",
    ),
    Check(
        "next_due_on",
        "An open case carries the earliest due day of its running clocks, a closed one none.",
        "select k.id from casework_case k left join (select case_id, min(due_on) as first from casework_caseclock "
        "where stopped_on is null and replaced_at is null group by case_id) t on t.case_id = k.id "
        "where k.next_due_on is distinct from case when k.state = 'closed' then null else t.first end",
    ),
    Check(
        "next_event_at",
        "An open case carries the time of its next booked appointment, a closed one none.",
        "select k.id from casework_case k left join (select a.case_id, min(lower(s.during)) as first "
        "from booking_appointment a join booking_slot s on s.id = a.slot_id where a.state = 'booked' "
        "group by a.case_id) b on b.case_id = k.id where k.state <> 'closed' and k.next_event_at is not null "
        "and k.next_event_at is distinct from b.first or k.state = 'closed' and k.next_event_at is not null",
    ),
    Check(
        "appointment_in_order",
        "An appointment is booked after the assessment and before its time; what is over has ended.",
        "select a.id from booking_appointment a join booking_slot s on s.id = a.slot_id "
        "join casework_case k on k.id = a.case_id where a.booked_at < k.assessed_at "
        "or a.booked_at > lower(s.during) or (a.state = 'booked') <> (a.ended_at is null)",
    ),
    Check(
        "hand_over_in_order",
        "A hand-over is between units of one register, is answered after it is offered, and counts when accepted.",
        "select h.id from casework_handover h join directory_unit f on f.id = h.from_unit_id "
        "join directory_unit t on t.id = h.to_unit_id where f.register <> t.register or f.id = t.id "
        "or h.answered_at < h.offered_at or (h.state = 'offered') <> (h.answered_at is null)",
    ),
    Check(
        "hand_overs_counted",
        "A case counts its accepted hand-overs.",
        "select k.id from casework_case k left join (select case_id, count(*) as n from casework_handover "
        "where state = 'accepted' group by case_id) h on h.case_id = k.id where k.hand_overs <> coalesce(h.n, 0)",
    ),
    Check(
        "case_history",
        "The newest row of a case's history is the case as it is; the first is its opening.",
        "select k.id from casework_case k left join lateral (select * from casework_caseevent e "
        "where e.pgh_obj_id = k.id order by e.pgh_id desc limit 1) e on true "
        "where (e.state, e.unit_id, e.service_line, e.urgency, e.hand_overs, e.close_reason, e.wait_reason, "
        "e.segment) is distinct from (k.state, k.unit_id, k.service_line, k.urgency, k.hand_overs, k.close_reason, "
        "k.wait_reason, k.segment) or e.owner_id is distinct from k.owner_id "
        "or e.assessed_at is distinct from k.assessed_at or e.first_event_at is distinct from k.first_event_at "
        "or e.closed_at is distinct from k.closed_at",
    ),
    Check(
        "contact_history",
        "A contact's history begins as received and ends as it is.",
        "select c.id from contact_contact c left join lateral (select array_agg(e.state order by e.pgh_id) as states "
        "from contact_contactevent e where e.pgh_obj_id = c.id) h on true "
        "where h.states is null or h.states[1] <> 'received' or h.states[cardinality(h.states)] <> c.state",
    ),
    Check(
        "history_states_in_order",
        "The states in a case's history never go back.",
        "select distinct id from (select pgh_obj_id as id, array_position(array['open','assessed','in_service',"
        "'closed'], state::text) as now, lag(array_position(array['open','assessed','in_service','closed'], "
        "state::text)) over (partition by pgh_obj_id order by pgh_id) as before, pgh_created_at as at, "
        "lag(pgh_created_at) over (partition by pgh_obj_id order by pgh_id) as earlier from casework_caseevent) s "
        "where now < before or at < earlier",
    ),
    Check(
        "audit_of_contact",
        "Every contact and every closed case has its audit row.",
        "select c.id from contact_contact c where not exists (select 1 from plumbing_auditevent a "
        "where a.object_kind = 'contact' and a.object_id = c.id::text) "
        "union all select k.id from casework_case k where k.state = 'closed' and not exists "
        "(select 1 from plumbing_auditevent a where a.object_kind = 'case' and a.object_id = k.id::text "
        "and a.action = 'casework.closed')",
    ),
)


def broken() -> Iterator[Broken]:
    """The checks that do not hold; nothing when all is well. One query a check."""
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(f"select count(*), min(id)::text from ({check.broken}) as broken(id)")
            rows, example = cursor.fetchone()
            if rows:
                yield Broken(check, rows, example)
