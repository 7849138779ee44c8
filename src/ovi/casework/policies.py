"""May this person see or change this case?

A *permission* asks what kind of worker may do a thing at all (a role, declared below). A *policy* asks about this
worker and this case: the register they work in, and a *relation* that the rows prove (own unit answers, offered to
us, own client, opened in an emergency or on a ground). A nurse may hold `casework.assess` and still be stopped by the
wall between the registers. Child protection has a secrecy of its own inside the social register: who has no relation
of their own to such a matter is answered as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_noop

from ovi.casework.models import Case
from ovi.casework.states import LINES_OF, Ground
from ovi.contact.models import Contact
from ovi.contact.queries import shown_to_client, shown_to_representatives
from ovi.directory.policies import manages_unit
from ovi.foundation.identifiers import mask_hetu
from ovi.foundation.refusals import Fault, Refused
from ovi.law.vocabulary import Register, ServiceLine
from ovi.people.policies import helping, may_act_for
from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.permissions import permission
from ovi.plumbing.relations import Relation, proved, relation

_CARE = (Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE)

OPEN = permission("casework.open", "Open a case for a contact that has arrived", Role.SYSTEM)
WORKLIST = permission("casework.worklist", "See the worklist of one's own units", *_CARE)
READ = permission("casework.read", "Open a case of one's own unit and register", *_CARE)
TAKE = permission("casework.take", "Take a case to answer for it, or give it back to the unit", *_CARE)
ASSESS = permission("casework.assess", "Assess a need", *_CARE)
NOTE = permission("casework.note", "Note what has happened in a case and correct its date", *_CARE)
HAND_OVER = permission("casework.hand_over", "Offer a case to another unit, accept or decline an offer", *_CARE)
MATCH = permission("casework.match", "Say whom a notification concerns", Role.SOCIAL_WORKER)
OPEN_TO_CLIENT = permission(
    "casework.open_to_client", "Let the client see a matter that began with a notification", Role.SOCIAL_WORKER
)
CLOSE = permission("casework.close", "Close a case with its reason", *_CARE)
GOALS = permission("casework.goals", "Set a client's goals, run a path and mark its steps", *_CARE)
CASELOAD = permission("casework.caseload", "See caseloads: one's own, and a manager the unit's", *_CARE, Role.MANAGER)
OPEN_EXCEPTIONALLY = permission(
    "casework.open_exceptionally", "Open a person's matters in an emergency or on a named ground", *_CARE
)
OBSERVE_KANTA = permission("casework.observe_kanta", "Note what Kanta says of the client's permits", *_CARE)
REVIEW_OPENINGS = permission(
    "casework.review_openings", "Review openings made in an emergency or on a ground", Role.MANAGER, Role.OPERATOR
)
SHORTEST_REASON = 20
ASSIGN = permission("casework.assign", "Give a case of the unit to a worker of the unit", *_CARE, Role.MANAGER)
WAITING = permission("casework.waiting", "Record why a client waits, beside the time limit", *_CARE)
ESCALATE = permission("casework.escalate", "Raise a case to the managers of its unit", *_CARE)
ATTENTION = permission(
    "casework.attention",
    "See and answer what is raised to the managers of a unit, and offers nobody answers",
    Role.MANAGER,
)
CALL = permission("casework.call", "Call back those who wait for a call from one's own unit", *_CARE)
CALL_FIGURES = permission("casework.call_figures", "See how many were called back in time, by unit", Role.MANAGER)
WARN = permission(
    "casework.warn", "Tell managers that nobody answers an offer, and a client that a limit has passed", Role.SYSTEM
)


@dataclass(frozen=True, slots=True)
class CaseScope:
    """What a policy needs to know of a case. `opened_on`: the ground of the viewer's own running opening, if any.

    `own_worker_ids`: whose own client the person is in the case's register and service, and who covers for them today.
    Reading looks them up (queries.case_view); a locked case leaves it empty, since its own unit acts.
    """

    register: str
    unit_id: int
    offered_to_id: int | None = None
    owner_id: int | None = None
    service_line: str = ""
    opened_on: str = ""
    own_worker_ids: frozenset[int] = frozenset()


def _in_register(actor: Actor, scope: CaseScope) -> bool:
    return within_wall(actor, scope.register)


UNIT = relation(
    "case", "One's own unit answers for the matter, in the register of one's own work", of="case",
    prove=lambda actor, scope: _in_register(actor, scope) and scope.unit_id in actor.units,
)  # fmt: skip
OFFERED = relation(
    "offered", "The matter is offered to one's own unit and waits for its answer", of="case",
    prove=lambda actor, scope: _in_register(actor, scope) and scope.offered_to_id in actor.units,
)  # fmt: skip
OWN_CLIENT = relation(
    "own_client", "One is the person's own worker or covers for them, in the same register", of="case",
    prove=lambda actor, scope: _in_register(actor, scope)
    and scope.service_line != ServiceLine.CHILD_PROTECTION
    and actor.professional_id in scope.own_worker_ids,
)  # fmt: skip
EMERGENCY = relation(
    "emergency", "Opened in an emergency with a reason, for a short time, reading only; reviewed afterwards", of="case",
    own=False, prove=lambda actor, scope: _opened(actor, scope, (Ground.EMERGENCY,)),
)  # fmt: skip
ON_GROUND = relation(
    "ground", "Opened across the wall on a named ground, for a short time, reading only; reviewed afterwards",
    of="case", own=False, prove=lambda actor, scope: _opened(actor, scope, set(Ground) - {Ground.EMERGENCY}),
)  # fmt: skip

SEARCHED = relation(
    "match", "One's own unit looks for the person whom a notification to it concerns", of="search", own=False,
    prove=lambda actor, scope: MATCH.held_by(actor) and UNIT.prove(actor, scope),
)  # fmt: skip
LISTED = relation(
    "own_list", "The person is on a list of one's own unit, in the register of one's own work", of="list", own=False,
    prove=lambda actor, one: may_see_names(actor, unit_id=one.unit_id, register=one.register),
)  # fmt: skip


def _opened(actor: Actor, scope: CaseScope, grounds: Collection[str]) -> bool:
    """A running opening. Child protection opens so only to those who work in the social register anyhow."""
    secret = scope.service_line == ServiceLine.CHILD_PROTECTION and not _in_register(actor, scope)
    return scope.opened_on in grounds and not secret


def within_wall(actor: Actor, register: str) -> bool:
    """Does the actor's own work lie in this register? Another one needs a named ground (design §5.5)."""
    return register in actor.registers


def may_open(actor: Actor, scope: CaseScope) -> bool:
    """May the actor read the case: is there a relation that the rows prove?"""
    return proved("case", actor, scope) is not None


def may_see_notifier(relation_code: str) -> bool:
    """Who notified child protection is known to those who work with the matter; no opening shows it."""
    return relation_code in (UNIT.code, OFFERED.code)


def require_case_access(actor: Actor, scope: CaseScope) -> Relation:
    """The relation on which the actor may read this case; Refused where there is none."""
    READ.require(actor)
    if found := proved("case", actor, scope):
        return found
    if scope.service_line == ServiceLine.CHILD_PROTECTION:
        raise Refused("There is no such matter. Open it from the worklist.", code="case.missing")
    if not within_wall(actor, scope.register):
        raise Refused(
            "This matter belongs to another register. It opens only with the client's permit or a ground in the law.",
            code="case.wall",
        )
    raise Refused(
        "This matter belongs to another unit. Ask that unit to hand it over if it belongs to you.",
        code="case.not_yours",
    )


def require_own_unit(actor: Actor, scope: CaseScope) -> None:
    """Raise Refused unless the actor may read the case and their own unit answers for it now."""
    require_case_access(actor, scope)
    if scope.unit_id not in actor.units:
        raise Refused(
            "Another unit still answers for this matter. Accept the hand-over first.",
            code="case.not_yours",
        )


def require_reason(reason: str) -> str:
    """The reason, trimmed; Refused where it is too short for a reviewer to weigh."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("Write the reason so that a reviewer understands it.", code="opening.reason")
    return reason.strip()


def require_receiver_keeps_secret(service_line: str, unit_lines: Collection[str]) -> None:
    """Raise Refused where a child-protection matter would go to a unit that does not do child protection."""
    if service_line == ServiceLine.CHILD_PROTECTION and service_line not in unit_lines:
        raise Refused("Only a unit of child protection can receive this matter.", code="hand_over.unit")


def require_free_or_own(actor: Actor, scope: CaseScope) -> None:
    """Raise Refused where a colleague owns the case: two people must not decide on it past each other."""
    if scope.owner_id not in (None, actor.professional_id):
        raise Refused(
            "A colleague has taken this matter. Ask them, or return it to the unit's list and take it yourself.",
            code="case.owner.state",
        )


def manages(actor: Actor, unit_id: int) -> bool:
    """Does the actor manage this unit? A manager without a unit of their own manages the whole county."""
    return actor.has(Role.MANAGER) and (not actor.units or unit_id in actor.units)


def require_manages(actor: Actor, unit_id: int) -> None:
    """Raise Refused unless the actor manages the unit."""
    if not manages(actor, unit_id):
        raise Refused("This is for the managers of the unit that has the matter.", code="case.not_yours")


def require_professional(actor: Actor) -> int:
    """The actor's own professional row; Refused for an account that is nobody's worker."""
    if actor.professional_id is None:
        raise Refused(
            "Your account is not joined to a professional. Ask your manager to add your profession to it.",
            code="permission.professional",
        )
    return actor.professional_id


def require_line_of_register(register: str, service_line: str, *, current: str) -> None:
    """Raise Refused for a service line that this register does not hold; the line a case has it may keep."""
    if service_line not in lines_of(register, current=current):
        raise Refused(
            "This service belongs to another register. Ask the client to make contact there, or with their permit "
            "make the contact for them; this matter stays in its own register.",
            code="case.register",
        )


def lines_of(register: str, *, current: str | None = None) -> tuple[ServiceLine, ...]:
    """The service lines that a case of this register may have, its current one always among them."""
    lines = LINES_OF[Register(register)]
    return lines if current is None or current in lines else (ServiceLine(current), *lines)


OWN_WORKER = permission("casework.own_worker", "Name a client's own worker or team in a case of one's own unit", *_CARE)
LISTS = permission("casework.lists", "See the patient and client lists of one's own units", *_CARE, Role.MANAGER)
MANAGE_LISTS = permission(
    "casework.manage_lists", "Move a list, set its size and arrange cover for an absence", *_CARE, Role.MANAGER
)
TEAM_MEETING = permission("casework.team_meeting", "Put a case on a team's meeting list and mark it handled", *_CARE)
EDIT_MEMBERS = permission("casework.edit_members", "Add members to a team and end their work in it", Role.MANAGER)


def may_see_list(actor: Actor, unit_id: int) -> bool:
    """The size and weight of a list: its own unit's workers, and who manages the unit."""
    return LISTS.held_by(actor) and (unit_id in actor.units or manages_unit(actor, unit_id))


def may_see_names(actor: Actor, *, unit_id: int, register: str) -> bool:
    """The clients of a list by name: who works in its unit and register. A manager as such sees numbers only."""
    return LISTS.held_by(actor) and unit_id in actor.units and within_wall(actor, register)


def require_list(actor: Actor, unit_id: int) -> None:
    """Raise Refused unless the list belongs to a unit of the actor's."""
    LISTS.require(actor)
    if not may_see_list(actor, unit_id):
        raise Refused("This list belongs to another unit. Ask its manager.", code="list.not_yours")


def may_manage_list(actor: Actor, *, unit_id: int, professional_id: int | None) -> bool:
    """Who may move, cap and cover a list: the unit's manager, and the worker whose own list it is."""
    own = professional_id is not None and professional_id == actor.professional_id
    return MANAGE_LISTS.held_by(actor) and (own or manages_unit(actor, unit_id))


def require_manages_list(actor: Actor, *, unit_id: int, professional_id: int | None) -> None:
    """Raise Refused unless the list is the actor's to manage."""
    MANAGE_LISTS.require(actor)
    if not may_manage_list(actor, unit_id=unit_id, professional_id=professional_id):
        raise Refused("Only the unit's manager or the worker themself can change this list.", code="list.not_yours")


TRAY = permission("casework.tray", "Pick services for a client from the tray and keep lists of services", *_CARE)
OWN_TAKE_UP = permission("casework.own_take_up", "Tell what came of a service picked for oneself", Role.RESIDENT)


def require_list_of_unit(actor: Actor, unit_id: int) -> None:
    """Raise Refused unless the saved list is kept by a unit of the actor's."""
    TRAY.require(actor)
    if unit_id not in actor.units:
        raise Refused(
            "Another unit keeps this list. Make a copy of it for your own unit and change the copy.",
            code="saved_list.not_yours",
        )


def require_no_identity(**texts: str) -> None:
    """Raise Refused where a text holds something like a personal identity code; `texts` by the field's name."""
    if found := [name for name, text in texts.items() if mask_hetu(text) != text]:
        raise Refused(_IDENTITY, code="tray.identity", faults=[Fault(name, _IDENTITY) for name in found])


_IDENTITY = gettext_noop("Take the personal identity code out of the text. Write nothing that tells who somebody is.")


def require_own_case(by: Actor, case: Case | None, *, today: date, writes: bool = False) -> Case:
    """The case if it is the actor's own, or of one they act for; others', hidden and missing ones get one answer."""
    if case is None or not case.shown_to_client or not _reaches(by, case, today, writes):
        raise Refused(
            "This page shows only your own matters. Check that you are signed in as yourself, or go to My matters.",
            code="case.not_yours",
        )
    return case


def _reaches(by: Actor, case: Case, today: date, writes: bool) -> bool:
    """Oneself; who made the contact for the person; or who acts for them in what is not the person's own secret.

    Who sits beside the person reaches what the person sees of the helper's own registers, and nothing of their own.
    """
    if (whose := helping(by)) is not None:
        within = case.register in whose.registers and case.service_line != ServiceLine.CHILD_PROTECTION
        own = Contact.objects.filter(shown_to_client(), pk=case.contact_id)
        return within and case.person_id == whose.person_id and own.exists()
    if case.person_id is None or by.person_id is None:
        return False
    contact = Contact.objects.filter(shown_to_client(), pk=case.contact_id)
    if case.person_id != by.person_id:
        if not may_act_for(by, case.person_id, today=today, register=case.register, writing=writes):
            return False
        contact = contact.filter(shown_to_representatives() | Q(made_by=by.person_id))
    return contact.exists()
