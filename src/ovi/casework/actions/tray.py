"""How is a service picked for a client, taken back, and what came of it? Dated, by whom, and audited."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.actions.telling import may_hear, tell_client
from ovi.casework.models import Case, TrayPick
from ovi.casework.policies import (
    OWN_TAKE_UP,
    TRAY,
    require_no_identity,
    require_own_unit,
    require_professional,
)
from ovi.casework.states import TakeUp
from ovi.contact.models import Contact
from ovi.contact.queries import shown_to_client
from ovi.directory.models import Service
from ovi.directory.states import ServiceState
from ovi.foundation.refusals import Refused
from ovi.people.models import Notice
from ovi.people.states import NotifyKind
from ovi.plumbing.actor import Actor

REASON_MAX = 500


@transaction.atomic
def pick_service(*, case_id: int, service_id: int, reason: str, by: Actor, now: datetime) -> TrayPick:
    """Pick a service with the reason that the client reads. The same pick sent twice is one pick."""
    case, me = _own(case_id, by)
    require_open(case)
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason or len(reason) > REASON_MAX:
        raise Refused("Write in a sentence or two why this service suits the client.", code="tray.reason")
    require_no_identity(reason=reason)
    if not Service.objects.filter(pk=service_id, state=ServiceState.ACTIVE).exists():
        raise Refused("This service is no longer offered. Search for another one.", code="tray.service")
    if there := TrayPick.objects.filter(case=case, service=service_id, revoked_at=None).first():
        if there.reason == reason:
            return there
        raise Refused(
            "This service has already been picked for the client. Take the old pick back to give a new reason.",
            code="tray.picked.state",
        )
    pick = TrayPick.objects.create(
        case=case, service_id=service_id, reason=reason, service_line=case.service_line, picked_at=now, picked_by_id=me
    )
    write_audit("tray_picked", case, by=by, now=now, pick=pick.pk, service=service_id)
    return pick


@transaction.atomic
def revoke_pick(*, case_id: int, pick_id: int, by: Actor, now: datetime) -> TrayPick:
    """Take a pick back: the client no longer sees it. Taking it back twice changes nothing."""
    case, me = _own(case_id, by)
    require_open(case)
    pick = _pick(case, pick_id)
    if pick.revoked_at is None:
        pick.revoked_at, pick.revoked_by_id = now, me
        pick.save(update_fields=["revoked_at", "revoked_by"])
        write_audit("tray_revoked", case, by=by, now=now, pick=pick.pk)
    return pick


@transaction.atomic
def restore_pick(*, case_id: int, pick_id: int, by: Actor, now: datetime) -> TrayPick:
    """Undo a taking back."""
    case, _me = _own(case_id, by)
    require_open(case)
    pick = _pick(case, pick_id)
    if pick.revoked_at is None:
        return pick
    if TrayPick.objects.filter(case=case, service=pick.service_id, revoked_at=None).exists():
        raise Refused("This service has meanwhile been picked anew.", code="tray.picked.state")
    pick.revoked_at, pick.revoked_by = None, None
    pick.save(update_fields=["revoked_at", "revoked_by"])
    write_audit("tray_restored", case, by=by, now=now, pick=pick.pk)
    return pick


@transaction.atomic
def tell_of_picks(*, case_id: int, by: Actor, now: datetime) -> list[Notice]:
    """Tell the client that services have been picked, by the way they allow; for the same picks once."""
    case, _me = _own(case_id, by)
    picks = list(TrayPick.objects.filter(case=case, revoked_at=None).order_by("pk").values_list("pk", flat=True))
    if not picks:
        raise Refused("Nothing has been picked yet.", code="tray.none")
    if not may_hear(case):
        raise Refused(
            "The client does not see this matter in My matters. Give the picks on paper or by telephone.",
            code="tray.unseen",
        )
    told = tell_client(
        case, NotifyKind.SERVICES_PICKED, about=("case", case.pk), occasion=f"picks {picks}", by=by, now=now
    )
    write_audit("tray_told", case, by=by, now=now, notices=[one.pk for one in told])
    return told


@transaction.atomic
def mark_take_up(*, case_id: int, pick_id: int, take_up: TakeUp | None, by: Actor, now: datetime) -> TrayPick:
    """A professional writes what came of a pick, also after the matter has closed; None takes the answer back."""
    case, _me = _own(case_id, by)
    return _tell(case, pick_id, take_up, by=by, now=now, by_client=False)


@transaction.atomic
def tell_take_up(*, case_id: int, pick_id: int, take_up: TakeUp | None, by: Actor, now: datetime) -> TrayPick:
    """The client tells what came of a pick of their own matter; None takes the answer back."""
    OWN_TAKE_UP.require(by)
    case = Case.objects.select_for_update().filter(pk=case_id, person_id=by.person_id or 0).first()
    if case is None or not Contact.objects.filter(shown_to_client(), pk=case.contact_id).exists():
        raise Refused(
            "This page shows only your own matters. Check that you are signed in as yourself, or go to My matters.",
            code="case.not_yours",
        )
    return _tell(case, pick_id, take_up, by=by, now=now, by_client=True)


def _own(case_id: int, by: Actor) -> tuple[Case, int]:
    """The locked case of the actor's own unit, and the actor's professional row."""
    TRAY.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    return case, me


def _pick(case: Case, pick_id: int) -> TrayPick:
    pick = TrayPick.objects.filter(case=case, pk=pick_id).first()
    if pick is None:
        raise Refused("There is no such pick in this matter. Open the matter again.", code="tray.missing")
    return pick


def _tell(case: Case, pick_id: int, take_up: TakeUp | None, *, by: Actor, now: datetime, by_client: bool) -> TrayPick:
    pick = _pick(case, pick_id)
    if pick.revoked_at is not None:
        raise Refused("This pick has been taken back.", code="tray.revoked.state")
    if pick.take_up == (take_up or ""):
        return pick
    pick.take_up = take_up or ""
    pick.told_at, pick.told_by_client = (now, by_client) if take_up else (None, None)
    pick.save(update_fields=["take_up", "told_at", "told_by_client"])
    write_audit("take_up_told", case, by=by, now=now, pick=pick.pk, take_up=pick.take_up)
    return pick
