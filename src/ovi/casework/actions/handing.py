"""How does a case move to another unit? It is offered, and stays with the sender until the receiver accepts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.assigning import forget_new
from ovi.casework.actions.rows import locked, open_offer, require_open, scope_of, write_audit
from ovi.casework.actions.telling import tell_client
from ovi.casework.models import Case, Escalation, HandOver
from ovi.casework.policies import (
    HAND_OVER,
    WARN,
    require_case_access,
    require_free_or_own,
    require_own_unit,
    require_professional,
    require_receiver_keeps_secret,
)
from ovi.casework.states import HAND_OVER_TRANSITIONS, EscalationState, HandOverState
from ovi.directory.models import Unit
from ovi.foundation.refusals import Refused
from ovi.people.states import NotifyKind
from ovi.plumbing.actor import Actor


@transaction.atomic
def hand_over(*, case_id: int, to_unit_id: int, reason: str, by: Actor, now: datetime) -> HandOver:
    """Offer the case to another unit of the same register, with the reason the receiver reads."""
    HAND_OVER.require(by)
    me = require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    require_open(case)
    require_free_or_own(by, scope)
    unit = Unit.objects.filter(pk=to_unit_id).first()
    if unit is None or unit.pk == case.unit_id:
        raise Refused("Choose another unit than the one that has the matter now.", code="hand_over.unit")
    if unit.register != case.register:
        raise Refused(
            "That unit keeps another register. A matter crosses over only with the client's permit or a ground in "
            "the law; the client can make contact there.",
            code="case.wall",
        )
    require_receiver_keeps_secret(case.service_line, unit.service_lines)
    if not reason.strip():
        raise Refused("Write why the matter belongs to the other unit.", code="hand_over.reason")
    if open_offer(case):
        raise Refused(
            "The matter has already been offered to a unit. Withdraw that offer first.", code="hand_over.state"
        )
    offer = HandOver.objects.create(
        case=case,
        from_unit_id=case.unit_id,
        to_unit=unit,
        by_professional_id=me,
        state=HandOverState.OFFERED,
        reason=reason.strip(),
        offered_at=now,
    )
    write_audit("hand_over_offered", case, by=by, now=now, from_unit=case.unit_id, to_unit=unit.pk)
    return offer


@transaction.atomic
def accept_hand_over(*, case_id: int, by: Actor, now: datetime) -> Case:
    """The receiving unit takes the case; who accepts becomes its owner."""
    HAND_OVER.require(by)
    me = require_professional(by)
    case, offer = _offered(case_id, by)
    if offer.to_unit_id not in by.units:
        raise Refused("Only the unit that the matter is offered to can accept it.", code="hand_over.not_yours")
    _answer(offer, HandOverState.ACCEPTED, now)
    case.unit_id, case.owner_id, case.hand_overs = offer.to_unit_id, me, case.hand_overs + 1
    case.save(update_fields=["unit", "owner", "hand_overs"])
    forget_new(case, now)
    # What was raised to the managers goes along: it is now for those who answer for the case.
    Escalation.objects.filter(case=case, state=EscalationState.RAISED).update(unit_id=case.unit_id)
    write_audit("hand_over_accepted", case, by=by, now=now, from_unit=offer.from_unit_id, to_unit=offer.to_unit_id)
    tell_client(case, NotifyKind.HAND_OVER_RESIDENT, about=("hand_over", offer.pk), by=by, now=now)
    return case


@transaction.atomic
def decline_hand_over(*, case_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """The receiver says no, and why. The case stays where it was; the sender reads the reason."""
    HAND_OVER.require(by)
    require_professional(by)
    case, offer = _offered(case_id, by)
    if offer.to_unit_id not in by.units:
        raise Refused("Only the unit that the matter is offered to can decline it.", code="hand_over.not_yours")
    if not reason.strip():
        raise Refused(
            "Write why the matter does not belong to your unit: the sender reads it.", code="hand_over.reason"
        )
    offer.answer = reason.strip()
    _answer(offer, HandOverState.DECLINED, now)
    write_audit("hand_over_declined", case, by=by, now=now, from_unit=offer.from_unit_id, to_unit=offer.to_unit_id)
    return case


@transaction.atomic
def withdraw_hand_over(*, case_id: int, by: Actor, now: datetime) -> Case:
    """The sender takes the offer back; nobody need say why."""
    HAND_OVER.require(by)
    require_professional(by)
    case, offer = _offered(case_id, by)
    if offer.from_unit_id not in by.units:
        raise Refused("Only the unit that offered the matter can withdraw the offer.", code="hand_over.not_yours")
    _answer(offer, HandOverState.WITHDRAWN, now)
    write_audit("hand_over_withdrawn", case, by=by, now=now, from_unit=offer.from_unit_id, to_unit=offer.to_unit_id)
    return case


@transaction.atomic
def warn_of_silence(*, hand_over_id: int, by: Actor, now: datetime) -> bool:
    """Mark an offer that nobody has answered in time, once; False if it has been answered or marked meanwhile."""
    WARN.require(by)
    offers = HandOver.objects.select_for_update(of=("self",)).filter(
        pk=hand_over_id, state=HandOverState.OFFERED, warned_at=None
    )
    offer = offers.select_related("case__person").first()
    if offer is None:
        return False
    offer.warned_at = now
    offer.save(update_fields=["warned_at"])
    units = {"from_unit": offer.from_unit_id, "to_unit": offer.to_unit_id}
    write_audit("hand_over_unanswered", offer.case, by=by, now=now, **units)
    return True


def _offered(case_id: int, by: Actor) -> tuple[Case, HandOver]:
    case = locked(case_id)
    require_case_access(by, scope_of(case))
    require_open(case)
    offer = open_offer(case)
    if offer is None:
        raise Refused("The offer has already been answered. See the matter for who has it now.", code="hand_over.state")
    return case, offer


def _answer(offer: HandOver, state: HandOverState, now: datetime) -> None:
    if state not in HAND_OVER_TRANSITIONS[HandOverState(offer.state)]:
        raise Refused("The offer has already been answered. See the matter for who has it now.", code="hand_over.state")
    offer.state, offer.answered_at = state, now
    offer.save(update_fields=["state", "answered_at", "answer"])
