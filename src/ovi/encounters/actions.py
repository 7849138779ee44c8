"""How is an encounter recorded? Once, by the professional who gave it, after it took place."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.casework import actions as casework
from ovi.casework.models import Case
from ovi.casework.policies import require_professional
from ovi.encounters.models import Encounter
from ovi.encounters.policies import RECORD
from ovi.encounters.states import DOCTORS, Mode
from ovi.foundation.refusals import Fault, Refused
from ovi.people.models import Professional
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

LONGEST_MINUTES = 600


@transaction.atomic
def record(
    *,
    case_id: int,
    professional_id: int,
    started_at: datetime,
    mode: Mode,
    minutes: int,
    planned: bool,
    no_show: bool,
    note: str,
    idempotency_key: UUID,
    by: Actor,
    now: datetime,
    doctor_needed: bool = False,
    begins_service: bool = True,
) -> Encounter:
    """Store the encounter and note it on the case. The same key again gives the encounter already stored.

    `doctor_needed`: it was found that a doctor is needed too. `begins_service`: in social welfare, whether the
    service that was agreed on began with it.
    """
    RECORD.require(by)
    if professional_id != require_professional(by):
        raise Refused("You can record only what you have given yourself.", code="encounter.not_yours")
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise Refused("There is no such matter. Open it from the worklist.", code="case.missing")
    if stored := Encounter.objects.filter(idempotency_key=idempotency_key).first():
        return _same(stored, case, professional_id)
    _require_sound(case, started_at, minutes, now)
    me = Professional.objects.get(pk=professional_id)
    casework.note_event(
        case_id=case.pk,
        at=started_at,
        licensed=me.licensed,
        no_show=no_show,
        by=by,
        now=now,
        doctor=me.profession in DOCTORS,
        doctor_needed=doctor_needed,
        begins_service=begins_service,
    )
    encounter = Encounter.objects.create(
        idempotency_key=idempotency_key,
        case=case,
        person_id=case.person_id,
        unit_id=case.unit_id,
        professional=me,
        profession=me.profession,
        licensed=me.licensed,
        mode=mode,
        started_at=started_at,
        minutes=minutes,
        planned=planned,
        no_show=no_show,
        note=note,
    )
    _write_audit(encounter, case, by=by, now=now)
    return encounter


def _same(stored: Encounter, case: Case, professional_id: int) -> Encounter:
    """The stored encounter, if the repeated key comes from the same hand; a key is no way into another's record."""
    if stored.case_id != case.pk or stored.professional_id != professional_id:
        raise Refused("This form has already been used. Open the page again.", code="encounter.state")
    return stored


def _require_sound(case: Case, started_at: datetime, minutes: int, now: datetime) -> None:
    """Refuse times that cannot be, all of them at once."""
    faults = []
    if started_at > now:
        faults.append(
            Fault("started_at", gettext_noop("The encounter is in the future. Record it when it has taken place."))
        )
    if started_at < case.contact_at.replace(second=0, microsecond=0):  # people tell minutes, not seconds
        faults.append(
            Fault("started_at", gettext_noop("The encounter is before the contact. Check the date and time."))
        )
    if not 0 <= minutes <= LONGEST_MINUTES:
        faults.append(Fault("minutes", gettext_noop("Give the length in minutes, from 0 to 600.")))
    if faults:
        raise Refused("The encounter was not recorded. Correct these points.", code="encounter.input", faults=faults)


def _write_audit(encounter: Encounter, case: Case, *, by: Actor, now: datetime) -> None:
    audit.record(
        "encounters.recorded",
        by=by,
        now=now,
        object_kind="encounter",
        object_id=encounter.pk,
        subject_key=case.person.subject_key if case.person else None,
        case=case.pk,
        mode=encounter.mode,
        no_show=encounter.no_show,
    )
