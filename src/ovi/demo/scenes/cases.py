"""What have the practice accounts done with their cases: paths, waiting, offers, requests, notices, corrections?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ovi.casework import actions
from ovi.casework.models import Case, CaseMoment
from ovi.casework.pathways import load_pathways
from ovi.casework.states import CaseState, EmergencyPurpose, MomentKind, WaitReason
from ovi.contact.actions import Notice, notify
from ovi.demo.scenes.stage import Stage, running_path_of
from ovi.directory.models import Unit
from ovi.foundation.calendar import HELSINKI
from ovi.law.vocabulary import Register
from ovi.plumbing.actor import ANONYMOUS, system


def follow_path(stage: Stage, row: dict[str, Any]) -> None:
    """A goal in the client's words, the path that serves it, and the steps done; the rest is due or overdue by now."""
    by, begun = stage.actor(row), stage.at(row["ago"], 10, 30)
    case = stage.case(by, before=begun, line=row["line"])
    if case is None:
        return
    template = load_pathways().paths[row["template"]]
    actions.set_goal(case_id=case.pk, own_words=row["goal"], worded=row["worded"], by=by, now=begun)
    actions.start_path(
        case_id=case.pk, template_id=template.id, version=template.version,
        ticked=[one.id for one in template.entry], by=by, now=begun,
    )  # fmt: skip
    gated = {one.id for one in template.steps if one.competence}
    for step in running_path_of(case).steps.exclude(code__in=[*row["done"], *gated]):
        actions.assign_step(
            case_id=case.pk, step_id=step.pk, carrier_id=by.professional_id, due_on=step.due_on, by=by, now=begun
        )  # fmt: skip
    for number, step in enumerate(running_path_of(case).steps.filter(code__in=row["done"]).order_by("position")):
        now = stage.at(max(row["ago"] - 2 - number, 1), 11)
        actions.mark_done(
            case_id=case.pk, step_id=step.pk, done_on=now.astimezone(HELSINKI).date(), by=by, now=now
        )  # fmt: skip


def wait(stage: Stage, row: dict[str, Any]) -> None:
    """A reason for waiting on a case of one's own."""
    by, now = stage.actor(row), stage.at(row["ago"], 9, 20)
    if case := stage.case(by, before=now, wait_reason="", first_event_at=None):
        actions.set_wait_reason(
            case_id=case.pk, reason=WaitReason(row["reason"]), from_on=now.date(), note=row["note"], by=by, now=now
        )


def raise_and_offer(stage: Stage) -> None:
    """One past its limit is raised to the managers, one offered and not answered, one given to the nurse."""
    escalation, offer, given = (stage.spec[name] for name in ("escalation", "offer", "assignment"))
    by = stage.actor(escalation)
    if case := stage.overdue(by):
        now = stage.at(escalation["ago"], 14)
        actions.escalate(case_id=case.pk, reason=escalation["reason"], by=by, now=now)
    now = stage.at(offer["ago"], 12, 40)
    if case := stage.case(by, before=now):
        actions.hand_over(case_id=case.pk, to_unit_id=_another(case), reason=offer["reason"], by=by, now=now)
    manager, to = stage.account("demo-manager"), stage.account(given["to"])
    new = Case.objects.filter(
        unit__in=to.units, state=CaseState.OPEN, owner=None, contact_at__lt=stage.at(given["ago"])
    )
    if case := new.exclude(pk__in=stage.taken).order_by("contact_at").first():
        stage.taken.add(case.pk)
        actions.assign(
            case_id=case.pk, to_professional_id=to.professional_id or 0, reason=given["reason"], by=manager,
            now=stage.at(given["ago"], 15),
        )  # fmt: skip


def _another(case: Case) -> int:
    """Another unit that serves the same line."""
    units = Unit.objects.filter(register=case.register, service_lines__contains=[case.service_line])
    return int(units.exclude(pk=case.unit_id).order_by("pk").values_list("pk", flat=True)[0])


def notice(stage: Stage, row: dict[str, Any], number: int) -> None:
    """A notification by the web, which its case answers for; whom it concerns nobody has matched yet."""
    told = {name: value for name, value in row.items() if name not in ("ago", "hour")}
    now = stage.at(row["ago"], row["hour"])
    home = stage.home["child_protection"].municipality_id
    contact = notify(
        idempotency_key=stage.key(f"notice {number}"), notice=Notice(municipality=home, **told), language="fi",
        by=ANONYMOUS, now=now,
    )  # fmt: skip
    actions.open_case(contact_id=contact.pk, by=system("reception"), now=now)


def link_and_correct(stage: Stage) -> None:
    """An assessment for child protection out of family social work, and a decision whose date was noted wrongly."""
    linked, correction = stage.spec["linked"], stage.spec["correction"]
    by, now = stage.account(linked["who"]), stage.at(linked["ago"], 15, 20)
    born_after = stage.today - timedelta(days=17 * 365)
    if case := stage.case(by, before=now, line=linked["line"], person__birth_date__gt=born_after):
        actions.open_child_protection(
            case_id=case.pk, about=linked["about"], is_client=True, idempotency_key=stage.key("linked"), by=by, now=now
        )
    noted, true = stage.at(correction["noted_ago"], 9), stage.at(correction["true_ago"], 9)
    if case := stage.case(by, before=true, line=correction["line"]):
        kind = MomentKind.DECIDED
        if not CaseMoment.objects.filter(case=case, kind=kind).exists():
            actions.note_moment(case_id=case.pk, kind=kind, at=noted, by=by, now=noted)
        actions.correct_moment(
            case_id=case.pk, kind=kind, at=true, reason=correction["reason"], by=by,
            now=stage.at(correction["noted_ago"] - 1, 9),
        )  # fmt: skip


def open_in_need(stage: Stage) -> None:
    """The doctor breaks the glass to a client of social services; nobody has reviewed it yet."""
    row = stage.spec["opening"]
    rows = Case.objects.filter(register=Register.SOCIAL_WELFARE, unit=stage.home["social_office"])
    found = rows.exclude(state=CaseState.CLOSED).exclude(person=None).order_by("pk").select_related("person").first()
    if found is not None and found.person is not None:
        actions.open_in_emergency(
            person=found.person, purpose=EmergencyPurpose.CARE, reason=row["reason"], by=stage.account(row["who"]),
            now=stage.at(row["ago"], 21, 40),
        )  # fmt: skip
