"""How does a worker help a person side by side, and write down who may act for whom?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ovi.foundation.refusals import Refused
from ovi.people import acting, words
from ovi.people.actions import Right, record_representation, start_help
from ovi.people.models import Person
from ovi.people.policies import HELP, RECORD_REPRESENTATION
from ovi.people.queries import found_people, person_with_code
from ovi.people.rights_forms import HelpForm, RightForm
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.people.states import RepresentationKind, RepresentationScope, RepresentationSource
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.settings import settings


@require_http_methods(["GET", "HEAD", "POST"])
def help_start(request: HttpRequest) -> HttpResponse:
    """Say whom you help and how you know them; the half hour begins at the press."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor = actor_of(request)
    HELP.require(actor)
    if request.method != "POST":
        return _help_page(request, HelpForm())
    form = HelpForm(request.POST)
    person = _found(form) if form.is_valid() else None
    if person is None:
        return _help_page(request, form, status=422)
    row = start_help(person=person, check_made=form.cleaned_data["check_made"], by=actor, now=clock.now())
    acting.act_for(request, acting.HELP, row.pk)
    access.note(request, page="help", shown=[Shown(person.subject_key, "help", "person", "")], purpose="assisted")
    return redirect("my_matters")


def _found(form: HelpForm) -> Person | None:
    """The one person meant; a fault on the form where there is none, or more than one."""
    given: dict[str, Any] = form.cleaned_data
    if given["henkilotunnus"]:
        person = person_with_code(given["henkilotunnus"])
        if person is None:
            form.add_error(
                "henkilotunnus", _("Nobody here has this identity code. Register the person by logging a contact.")
            )
        return person
    found = found_people(last_name=given["last_name"], birth_date=given["birth_date"])
    if len(found) == 1:
        return Person.objects.get(subject_key=found[0].subject_key)
    form.add_error(
        "last_name",
        _("Several people have this name and date of birth. Use the identity code.") if found
        else _("Nobody here has this name and date of birth."),
    )  # fmt: skip
    return None


def _help_page(request: HttpRequest, form: HelpForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "minutes": settings().help_minutes}
    return render(request, "people/help_start.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def right_new(request: HttpRequest) -> HttpResponse:
    """Write down a right that a paper proves."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor, now = actor_of(request), clock.now()
    RECORD_REPRESENTATION.require(actor)
    form = RightForm(request.POST) if request.method == "POST" else RightForm()
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/right_new.html", {"form": form}, status=422 if form.errors else 200)
    given = form.cleaned_data
    people = {name: person_with_code(given[name]) for name in ("represented", "representative")}
    for name, person in people.items():
        if person is None:
            form.add_error(name, _("Nobody here has this identity code. Register the person by logging a contact."))
    represented, representative = people["represented"], people["representative"]
    if represented is None or representative is None:
        return render(request, "people/right_new.html", {"form": form}, status=422)
    right = Right(
        kind=RepresentationKind(given["kind"]), source=RepresentationSource(given["source"]),
        scope=RepresentationScope(given["scope"]), valid_from=clock.today(), valid_to=given["valid_to"],
        reference=given["reference"],
    )  # fmt: skip
    try:
        row = record_representation(
            represented=represented, representative=representative, right=right, by=actor, now=now
        )
    except Refused as refused:
        for fault in refused.faults:
            form.add_error(fault.where if fault.where in form.fields else None, _(fault.what))
        return render(request, "people/right_new.html", {"form": form}, status=422)
    shown = [
        Shown(one.subject_key, "representation", "representation", str(row.pk)) for one in (represented, representative)
    ]
    access.note(request, page="right", shown=shown)
    context = {
        "represented": represented.full_name,
        "representative": representative.full_name,
        "row": row,
        "kind": words.KINDS[row.kind],
        "scope": words.SCOPES[row.scope],
        "again": reverse("right_new"),
    }
    return render(request, "people/right_done.html", context)
