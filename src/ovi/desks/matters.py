"""How do a resident's own matters stand? One statement for the list, one for a matter, from several rooms' rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from ovi.booking.models import Appointment
from ovi.casework.models import Case, CaseClock, CaseLink, HandOver, TrayPick
from ovi.casework.queries import queue_place, rank_columns
from ovi.casework.states import CaseState, HandOverState
from ovi.contact.queries import awaits, unread_by_client
from ovi.contact.states import ContactState, ThreadState
from ovi.desks.privacy import hides_place, readable_cases, readable_contacts
from ovi.directory.queries import trilingual
from ovi.encounters.models import Encounter
from ovi.foundation.refusals import Refused
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.law import Law, StandingState, load_law, standing_between
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class OwnClock:
    """One lawful limit of the matter. `standing` is a code of design.standings; `due_on` None: no number in the law."""

    name: Trilingual
    reference: Trilingual
    starts_on: date
    start: str
    due_on: date | None
    stopped_on: date | None
    stop: str
    standing: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done in the matter, or is booked. `what` is a code that the page has words for."""

    at: datetime
    what: str
    by: str = ""
    unit: Trilingual = Trilingual()


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter as the person it concerns sees it. `place`: (rank by due date, of how many) in its queue.

    `noticed`: somebody else notified, and a worker has opened the matter; the words are not the person's to read.
    """

    id: int
    number: str
    state: CaseState
    service_line: str
    service: Trilingual
    unit: Trilingual
    unit_id: int
    unit_phone: str
    arrived_at: datetime
    assessed_at: datetime | None
    closed_at: datetime | None
    close_reason: str
    next_event_at: datetime | None
    own_words: str
    contact_id: int
    channel: str
    awaits_client: bool
    awaits_unit: bool
    unread: bool
    picks: int
    noticed: bool
    place: tuple[int, int] | None
    clocks: tuple[OwnClock, ...]
    happenings: tuple[Happening, ...] = ()

    @property
    def running(self) -> OwnClock | None:
        """The limit that runs out next."""
        open_clocks = [clock for clock in self.clocks if clock.stopped_on is None]
        dated = [clock for clock in open_clocks if clock.due_on]
        return min(dated, key=lambda clock: str(clock.due_on)) if dated else next(iter(open_clocks), None)


@dataclass(frozen=True, slots=True)
class JustArrived:
    """A contact for which the case is still being opened (seconds, as a rule)."""

    number: str
    arrived_at: datetime
    service_line: str


def matters_of(by: Actor, *, today: date) -> list[Matter]:
    """The matters of the actor, or of whom they act for: open ones first, newest first. One query, two for another."""
    rows = sorted(_cases(by).order_by("-contact_at"), key=lambda row: _closed(row))
    law, hidden = load_law(), hides_place(by)
    return [_placed(_matter(row, law, today), hidden) for row in rows]


def _placed(matter: Matter, hidden: bool) -> Matter:
    """Without any place, where a non-disclosure order hides it from who acts for the person."""
    if not hidden:
        return matter
    happenings = tuple(replace(one, unit=Trilingual(), by="") for one in matter.happenings)
    return replace(matter, unit=Trilingual(), unit_phone="", happenings=happenings)


def just_arrived(by: Actor) -> list[JustArrived]:
    """Contacts without a case yet. One query."""
    rows = readable_contacts(by).filter(state=ContactState.RECEIVED, case=None).order_by("-arrived_at")
    return [JustArrived(*row) for row in rows.values_list("number", "arrived_at", "service_line")]


def own_matter(pk: int, *, by: Actor, today: date) -> Matter:
    """The actor's own matter with what has happened; others' and missing ones get the same refusal. One query."""
    row = _cases(by, in_full=True).filter(pk=pk).first()
    if row is None:
        raise Refused(
            "This page shows only your own matters. Check that you are signed in as yourself, or go to My matters.",
            code="case.not_yours",
        )
    return _placed(_matter(row, load_law(), today, in_full=True), hides_place(by))


def _closed(row: Case) -> bool:
    return row.state == CaseState.CLOSED


def _cases(by: Actor, *, in_full: bool = False) -> QuerySet[Case]:
    mine = OuterRef("pk")
    clocks = CaseClock.objects.filter(case=mine).order_by("starts_on", "pk")
    fields = ("rule_id", "legal_ref", "rule_valid_from", "start_kind", "starts_on", "stop_kind", "due_on", "stopped_on")
    bulky = [f"contact__service__{name}_{lang}" for name in ("description", "how", "keywords") for lang in LANGUAGES]
    found = (
        readable_cases(by)
        .select_related("contact__service", "contact__opened", "unit")
        .defer("contact__service__raw", *bulky)
    )
    found = found.annotate(
        clock_rows=ArraySubquery(clocks.values(row=JSONObject(**{name: name for name in fields}))),
        **rank_columns(),
        by_worker=Exists(CaseLink.objects.filter(to_case=mine)),
        awaits_client=awaits(ThreadState.AWAITS_CLIENT),
        awaits_unit=awaits(ThreadState.AWAITS_UNIT),
        unread=unread_by_client(),
        picked=_picks(mine),
    )
    return found.annotate(**_parts(mine)) if in_full else found


def _picks(mine: OuterRef) -> Coalesce:
    """How many services a professional has picked that still stand."""
    standing = TrayPick.objects.filter(case=mine, revoked_at=None).order_by().values("case")
    return Coalesce(Subquery(standing.annotate(n=Count("pk")).values("n")), 0)


def _parts(mine: OuterRef) -> dict[str, Any]:
    """What has happened, as arrays beside the case: one statement instead of four."""
    times = Appointment.objects.filter(case=mine).order_by("booked_at")
    starts = Func(F("slot__during"), function="lower")
    met = Encounter.objects.filter(case=mine).order_by("started_at")
    passed = HandOver.objects.filter(case=mine, state=HandOverState.ACCEPTED).order_by("answered_at")
    names = {f"name_{lang}": f"to_unit__name_{lang}" for lang in ("fi", "sv", "en")}
    return {
        "times": ArraySubquery(
            times.values(row=JSONObject(state="state", booked_at="booked_at", at=starts, by="slot__professional__name"))
        ),
        "met": ArraySubquery(
            met.values(row=JSONObject(at="started_at", no_show="no_show", by="professional__name", mode="mode"))
        ),
        "passed": ArraySubquery(passed.values(row=JSONObject(at="answered_at", **names))),
    }


def _matter(row: Any, law: Law, today: date, *, in_full: bool = False) -> Matter:
    service, noticed = row.contact.service, _noticed(row)
    return Matter(
        id=row.pk,
        number=row.contact.number,
        state=CaseState(row.state),
        service_line=row.service_line,
        service=trilingual(service, "name") if service else Trilingual(),
        unit=trilingual(row.unit, "name"),
        unit_id=row.unit_id,
        unit_phone=row.unit.phone,
        arrived_at=row.contact_at,
        assessed_at=row.assessed_at,
        closed_at=row.closed_at,
        close_reason=row.close_reason,
        next_event_at=row.next_event_at,
        # The cause that a notifier or a worker wrote is no word of the client's.
        own_words="" if noticed or row.by_worker else row.contact.own_words,
        contact_id=row.contact_id,
        channel=row.contact.channel,
        awaits_client=row.awaits_client,
        awaits_unit=row.awaits_unit,
        unread=row.unread,
        picks=row.picked,
        noticed=noticed,
        place=queue_place(row),
        clocks=tuple(_clock(one, law, today) for one in row.clock_rows),
        happenings=tuple(_happenings(row)) if in_full else (),
    )


def _noticed(row: Any) -> bool:
    """Only a notification is ever opened to the client by a worker."""
    return getattr(row.contact, "opened", None) is not None


def _clock(row: Mapping[str, Any], law: Law, today: date) -> OwnClock:
    starts_on, due_on, stopped_on = (_day(row[name]) for name in ("starts_on", "due_on", "stopped_on"))
    assert starts_on is not None  # noqa: S101 - the column is not null
    name, reference = _words(row, law)
    return OwnClock(
        name=name,
        reference=reference,
        starts_on=starts_on,
        start=row["start_kind"],
        due_on=due_on,
        stopped_on=stopped_on,
        stop=row["stop_kind"],
        standing=_standing(starts_on, due_on, stopped_on, today),
    )


def _words(row: Mapping[str, Any], law: Law) -> tuple[Trilingual, Trilingual]:
    """The rule's name and reference by the row that the case follows; what the case itself keeps, if that is gone."""
    for rule in law.rules:
        for dated in rule.rows if rule.id == row["rule_id"] else ():
            if dated.valid_from.isoformat() == row["rule_valid_from"]:
                return dated.names, rule.reference(dated)
    return Trilingual(fi=row["rule_id"]), Trilingual(fi=row["legal_ref"])


def _standing(starts_on: date, due_on: date | None, stopped_on: date | None, today: date) -> str:
    if due_on is None:
        return "no_limit"
    state = standing_between(starts_on, due_on, stopped_on=stopped_on, today=max(today, stopped_on or today)).state
    if stopped_on is not None:
        return "done_late" if state is StandingState.BREACHED else "done_in_time"
    return {StandingState.BREACHED: "overdue", StandingState.AT_RISK: "due_soon"}.get(state, "in_time")


def _happenings(row: Any) -> list[Happening]:
    found = [Happening(row.contact_at, "pending" if _noticed(row) else "arrived", unit=trilingual(row.unit, "name"))]
    if row.assessed_at:
        found.append(Happening(row.assessed_at, "assessed"))
    for one in row.times:
        found.append(Happening(_instant(one["booked_at"]), "booked", by=one["by"]))
        if one["state"] == "booked":
            found.append(Happening(_instant(one["at"]), "appointment", by=one["by"]))
    if row.next_event_at and not any(one.at == row.next_event_at for one in found):
        found.append(Happening(row.next_event_at, "appointment"))
    for one in row.met:
        found.append(Happening(_instant(one["at"]), "missed" if one["no_show"] else "met", by=one["by"]))
    for one in row.passed:
        names = Trilingual(one["name_fi"], one["name_sv"], one["name_en"])
        found.append(Happening(_instant(one["at"]), "handed_over", unit=names))
    if row.closed_at:
        found.append(Happening(row.closed_at, "closed"))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value)
