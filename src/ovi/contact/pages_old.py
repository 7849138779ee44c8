"""How does a resident make contact? One question a page, answers checked before sending, a receipt at the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ovi.contact import queries
from ovi.contact.actions import receive
from ovi.contact.drafts import draft, drop, keep
from ovi.contact.forms import ForWhomForm, LineForm, ReplyForm, SendForm, WordsForm
from ovi.contact.policies import require_make_contact
from ovi.contact.states import ReplyBy
from ovi.design.shapes import Row, Section
from ovi.directory import queries as directory
from ovi.directory.queries import Closure
from ovi.directory.service_lines import line_name
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of, shown_own, sign_in_first
from ovi.plumbing import access, clock

_ANSWERS = ("own_words", "service_line", "reply_by", "reply_to")
# step, its form, the page after it
_STEPS: tuple[tuple[str, type[forms.Form]], ...] = (
    ("contact_new", ForWhomForm),
    ("contact_words", WordsForm),
    ("contact_line", LineForm),
    ("contact_reply", ReplyForm),
)


def _step(request: HttpRequest, name: str, *, initial: dict[str, Any] | None = None) -> tuple[forms.Form, bool]:
    """The form of a step, filled from the draft; True when a good answer has just been given and kept."""
    form_class = dict(_STEPS)[name]
    if request.method != "POST":
        return form_class(initial={**(initial or {}), **draft(request)}), False
    form = form_class(request.POST)
    if not form.is_valid():
        return form, False
    keep(request, **form.cleaned_data)
    return form, True


def _page(request: HttpRequest, name: str, form: forms.Form, **more: Any) -> HttpResponse:
    labels = [_("Whose matter"), _("Your matter"), _("Service"), _("Answer"), _("Check")]
    names = [step for step, _form in _STEPS]
    number = names.index(name)
    context = {
        "form": form,
        "labels": labels,
        "current": number + 1,
        "back": reverse(names[number - 1]) if number else reverse("front"),
        "closure": _closure(request, answer=ReplyBy.PHONE if name == "contact_reply" else ""),
        **more,
    }
    return render(request, "contact/step.html", context, status=422 if form.is_bound else 200)


def _closure(request: HttpRequest, *, answer: str = "") -> Closure | None:
    """What keeps the message from being sent now: told on every step, before the person writes more.

    Where the way of answering is asked, a closed call-back is told before it is chosen.
    """
    kept = draft(request)
    reply_by = answer or kept.get("reply_by") or ""
    return queries.closed_for(kept.get("service_line") or "", reply_by, now=clock.now())


def contact_new(request: HttpRequest) -> HttpResponse:
    """For whom? With ?service= the service asked for is taken along."""
    asked = request.GET.get("service", "")
    if request.method == "GET" and asked.isascii() and asked.isdigit() and len(asked) < 19:
        _take_service(request, int(asked))
    form, answered = _step(request, "contact_new")
    if not answered:
        return _page(request, "contact_new", form, service=_service_name(request))
    return redirect("contact_words" if form.cleaned_data["for_whom"] == "self" else "contact_for_other")


def _take_service(request: HttpRequest, pk: int) -> None:
    if found := directory.contactable_service(pk):
        keep(request, service=pk, service_line=found.service_line)


def _service_name(request: HttpRequest) -> Any:
    pk = draft(request).get("service")
    found = directory.contactable_service(pk) if pk else None
    return found.name if found else None


@require_GET
def contact_for_other(request: HttpRequest) -> HttpResponse:
    """For somebody else one calls, for now: said plainly, with the number."""
    return render(request, "contact/for_other.html")


def contact_words(request: HttpRequest) -> HttpResponse:
    """What is it about, in own words?"""
    form, answered = _step(request, "contact_words")
    if not answered:
        return _page(request, "contact_words", form)
    known = draft(request).get("service")
    return redirect("contact_reply" if known else "contact_line")


def contact_line(request: HttpRequest) -> HttpResponse:
    """Which service is closest?"""
    form, answered = _step(request, "contact_line")
    if not answered:
        return _page(request, "contact_line", form)
    kept = draft(request)
    pk = kept.get("service")
    service = directory.contactable_service(pk) if pk else None
    if service and service.service_line != kept["service_line"]:
        keep(request, service=None)  # the person has changed their mind about the service
    return redirect("contact_reply")


def contact_reply(request: HttpRequest) -> HttpResponse:
    """How may we answer? From here on one must be signed in; what was written waits in the draft."""
    if away := _sign_in_first(request, "contact_reply"):
        return away
    form, answered = _step(request, "contact_reply", initial={"reply_to": queries.phone_of(actor_of(request))})
    return redirect("contact_check") if answered else _page(request, "contact_reply", form)


def contact_check(request: HttpRequest) -> HttpResponse:
    """All answers once more. The page carries them itself, so that an expired session loses nothing."""
    if request.method == "POST":
        return _send(request)
    if away := _sign_in_first(request, "contact_check"):
        return away
    kept = draft(request)
    if missing := _first_missing(kept):
        return redirect(missing)
    return _check_page(request, kept)


def _check_page(request: HttpRequest, kept: dict[str, Any], *, status: int = 200) -> HttpResponse:
    hidden = {name: kept.get(name) or "" for name in (*_ANSWERS, "service", "idempotency_key")}
    sections = _sections(request, kept)
    context = {"sections": sections, "hidden": hidden, "back": reverse("contact_reply"), "closure": _closure(request)}
    return render(request, "contact/check.html", context, status=status)


def _send(request: HttpRequest) -> HttpResponse:
    sending = SendForm(request.POST)
    given = {name: request.POST.get(name, "") for name in _ANSWERS}
    if not sending.is_valid():
        return redirect("contact_new")
    keep(request, **given, **{**sending.cleaned_data, "idempotency_key": str(sending.cleaned_data["idempotency_key"])})
    if away := _sign_in_first(request, "contact_check"):
        return away
    if missing := _first_missing(draft(request)):
        return redirect(missing)
    answers: dict[str, str] = {}
    for form_class in (WordsForm, LineForm, ReplyForm):
        form = form_class(request.POST)
        form.is_valid()
        answers |= form.cleaned_data
    try:
        contact = receive(
            **answers,
            idempotency_key=sending.cleaned_data["idempotency_key"],
            service_id=sending.cleaned_data["service"],
            language=get_language() or "fi",
            by=actor_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        if refused.code != "contact.closed.state":
            raise
        return _check_page(request, draft(request), status=409)
    drop(request)
    return redirect("contact_sent", contact.number)


def _first_missing(kept: dict[str, Any]) -> str:
    """The step whose answer is missing or no longer good."""
    for name, form_class in _STEPS[1:]:
        if not form_class(kept).is_valid():
            return name
    return ""


def _sections(request: HttpRequest, kept: dict[str, Any]) -> list[Section]:
    ways = dict(ReplyForm.base_fields["reply_by"].choices)  # type: ignore[attr-defined]
    service = _service_name(request)
    reply = str(ways[kept["reply_by"]])
    rows = [
        Row(_("Whose matter"), _("My own matter"), reverse("contact_new")),
        Row(_("Your matter"), kept["own_words"], reverse("contact_words")),
        Row(_("Service"), service or line_name(kept["service_line"]), reverse("contact_line")),
        Row(_("Answer"), f"{reply}\n{kept['reply_to']}".strip(), reverse("contact_reply")),
    ]
    return [Section(_("Your answers"), rows)]


def _sign_in_first(request: HttpRequest, step: str) -> HttpResponse | None:
    if away := sign_in_first(request, then=reverse(step)):
        return away
    require_make_contact(actor_of(request))
    return None


@require_GET
def contact_sent(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt: arrival time, number, what happens next and by when."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor = actor_of(request)
    found = queries.receipt(number, by=actor)
    access.note(request, page="receipt", shown=[shown_own(actor, "contact", number)])
    context = {
        "receipt": found,
        "today": clock.today(),
        "service": found.service if found.service.fi else line_name(found.service_line),
        "by_phone": found.reply_by == ReplyBy.PHONE,
        "by_letter": found.reply_by == ReplyBy.LETTER,
    }
    return render(request, "contact/sent.html", context)


@require_GET
def help_now(request: HttpRequest) -> HttpResponse:
    """The same numbers for everyone who pressed "I need help now"; nothing is asked or judged."""
    return render(request, "contact/help_now.html")


@require_POST
def contact_drop(request: HttpRequest) -> HttpResponse:
    """The person gives the draft up; nothing of it is kept."""
    drop(request)
    return redirect("front")
