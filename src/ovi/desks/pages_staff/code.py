"""How does somebody without e-identification get a code to their matter? Shown once, printed or posted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from ovi.casework.actions import give_code
from ovi.casework.models import Case
from ovi.contact.policies import LOG_CONTACT, WRITTEN_DOWN
from ovi.contact.queries import sender_of
from ovi.contact.states import CodeWay
from ovi.desks.call_papers import code_paper
from ovi.desks.forms_code import CodeForm
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown


@sensitive_post_parameters()
def code_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who the person is and how the code reaches them; then the code, once, or the paper with it."""
    case = _case(request, pk)
    sender = sender_of(case.contact_id, now=clock.now())
    if sender is None or not sender.logged:
        raise Http404(_("There is no such matter."))
    posted = request.POST if request.method == "POST" else None
    earlier = case.contact.code.made_at.isoformat() if hasattr(case.contact, "code") else ""
    form = CodeForm(posted, checked=case.contact.identity_check, after=earlier)
    code = _given(form, request, pk) if form.is_bound and form.is_valid() else ""
    if not code:
        context = {"form": form, "case": case, "number": case.contact.number, "until": sender.code_until,
                   "mine": case.unit_id in actor_of(request).units}  # fmt: skip
        return render(request, "desks/staff/code.html", context, status=422 if form.is_bound else 200)
    if form.cleaned_data["way"] == CodeWay.PAPER:
        response = code_paper(
            number=case.contact.number, code=code, language=case.contact.language, large=form.cleaned_data["large"]
        )
    else:
        context = {
            "code": code if form.cleaned_data["way"] == CodeWay.TOLD else "",
            "case": case,
            "number": case.contact.number,
            "mine": case.unit_id in actor_of(request).units,
        }
        response = render(request, "desks/staff/code_given.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _case(request: HttpRequest, pk: int) -> Case:
    """The case, for who wrote the contact down and for the unit that answers; what is shown goes to the log."""
    actor = actor_of(request)
    LOG_CONTACT.require(actor)
    case = Case.objects.select_related("contact__code", "person").filter(pk=pk).first()
    if case is None:
        raise Http404(_("There is no such matter."))
    if not WRITTEN_DOWN.prove(actor, case.contact):
        opened_case(request, pk, page="code")
    elif case.person is not None:
        access.note(request, page="code", shown=[Shown(case.person.subject_key, WRITTEN_DOWN.code, "case", str(pk))])
    return case


def _given(form: CodeForm, request: HttpRequest, pk: int) -> str:
    """The code; empty where something is wrong, which then stands beside its field."""
    try:
        return give_code(case_id=pk, order=form.order(), by=actor_of(request), now=clock.now())
    except Refused as refused:
        if refused.code != "code.faulty":
            raise
        for fault in refused.faults:
            form.add_error(fault.where, _(fault.what))
        return ""
