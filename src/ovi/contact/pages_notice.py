"""How does one notify of a worry about somebody else? One question a page, no account asked or written down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from ovi.contact import notice_words as words
from ovi.contact.actions import notify
from ovi.contact.floods import seconds_until, turn_of
from ovi.contact.forms import STEP_FORMS, NoticeForm, SendForm, notice_from
from ovi.contact.models import Contact
from ovi.contact.notice_drafts import Draft, drafted
from ovi.contact.policies import RECORD_NOTIFICATION
from ovi.contact.states import Channel, NoticeKind, NotifierKind
from ovi.design.shapes import Row, Section
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock

_SALT = "ovi.notice.receipt"
_FREE = 20  # from one connection in ten minutes, before each waits for its turn


def _recorder(request: HttpRequest) -> bool:
    """Is this a worker who writes down what somebody tells?"""
    return RECORD_NOTIFICATION.held_by(actor_of(request))


def _steps(answers: dict[str, Any]) -> list[str]:
    """The questions that this notification has, in order."""
    left_out = set()
    if answers.get("notifier_kind") == NotifierKind.ANONYMOUS:
        left_out.add("notice_you")
    if answers.get("kind") == NoticeKind.WITH_FAMILY:
        left_out.add("notice_knows")
    return [name for name in STEP_FORMS if name not in left_out]


def _form(request: HttpRequest, name: str, answers: dict[str, Any], data: Any = None) -> NoticeForm:
    return STEP_FORMS[name](
        data, answers=answers, today=clock.today(), recorder=_recorder(request), initial=None if data else answers
    )


def _first_missing(request: HttpRequest, answers: dict[str, Any], *, before: str = "") -> str:
    """The first question that lacks a good answer; asked in order, so that none is jumped over."""
    for name in _steps(answers):
        if name == before:
            return ""
        if not _form(request, name, answers, answers).is_valid():
            return name
    return ""


def _asked(request: HttpRequest, draft: Draft, name: str) -> HttpResponse:
    """The page of one question: shown, or answered and onward."""
    answers = draft.answers
    if name not in _steps(answers):
        return redirect("notice_check")
    if missing := _first_missing(request, answers, before=name):
        return redirect(missing)
    form = _form(request, name, answers, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        draft.keep(**form.cleaned_data, **_forgotten(form.cleaned_data))
        return redirect(_first_missing(request, draft.answers) or "notice_check")
    return _page(request, form, name, answers)


def _forgotten(given: dict[str, Any]) -> dict[str, str]:
    """What is wiped from the draft when somebody changes their mind about who they are."""
    match given.get("notifier_kind"):
        case NotifierKind.ANONYMOUS:
            return dict.fromkeys((*STEP_FORMS["notice_you"].base_fields, "subject_henkilotunnus"), "")
        case NotifierKind.PRIVATE:
            return dict.fromkeys(("notifier_organisation", "subject_henkilotunnus"), "")
    return {}


def _page(request: HttpRequest, form: NoticeForm, name: str, answers: dict[str, Any]) -> HttpResponse:
    steps, kind = _steps(answers), answers.get("kind", "")
    number = steps.index(name)
    labels = {
        "notice_new": pgettext("step", "Whom"),
        "notice_who": _("Notifier"),
        "notice_you": _("Contact details"),
        "notice_about": _("About whom"),
        "notice_knows": _("Do they know"),
        "notice_worry": _("The worry"),
    }
    headings = {"notice_you": _("How can we reach you?"), "notice_about": words.WHOM.get(kind, "")}
    if _recorder(request):
        headings["notice_you"] = _("Who is the notifier and how can we reach them?")
    context = {
        "form": form,
        "step": name,
        "heading": headings.get(name) or next(iter(form.visible_fields())).label,
        "one_field": len(form.visible_fields()) == 1,
        "labels": [*(labels[one] for one in steps), pgettext("step", "Check")],
        "current": number + 1,
        "back": reverse(steps[number - 1]) if number else reverse("front"),
        "kinds": [(words.KINDS[one], words.FRAMES[one], words.LAWS[one]) for one in NoticeKind] if not number else [],
        "frame": words.FRAMES.get(kind, ""),
        "law": words.LAWS.get(kind, ""),
        "together": kind == NoticeKind.WITH_FAMILY,
        "recorder": _recorder(request),
        "begun": bool(kind),
    }
    return render(request, "contact/notice_step.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@drafted
def notice_step(request: HttpRequest, draft: Draft, name: str) -> HttpResponse:
    """One question of six: whom, as whom, how to be reached, about whom, do they know, what worries."""
    return _asked(request, draft, name)


@sensitive_post_parameters()
@drafted
def notice_check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """All answers once more; the page carries them, so that a second press or an expired draft loses nothing."""
    if request.method == "POST":
        return _send(request, draft)
    answers = draft.answers
    if missing := _first_missing(request, answers):
        return redirect(missing)
    asked = ["idempotency_key", *(field for name in _steps(answers) for field in _form(request, name, answers).fields)]
    hidden = {name: answers.get(name, "") for name in asked}
    context = {"sections": _sections(request, answers), "hidden": hidden, "back": reverse("notice_worry")}
    return render(request, "contact/notice_check.html", context)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    sending = SendForm(request.POST)
    if not sending.is_valid():
        return redirect("notice_new")
    posted = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    if missing := _first_missing(request, posted):
        draft.keep(**posted)
        return redirect(missing)
    turn = turn_of(request, "notices", kept=draft.answers.get("turn"), free=_FREE)
    if (seconds := seconds_until(turn)) and not _recorder(request):
        draft.keep(**posted, turn=turn)
        return render(request, "contact/notice_flood.html", {"seconds": seconds}, status=429)
    answers: dict[str, Any] = {}
    for name in _steps(posted):
        form = _form(request, name, posted, posted)
        form.is_valid()
        answers |= form.cleaned_data
    contact = notify(
        idempotency_key=sending.cleaned_data["idempotency_key"],
        notice=notice_from(answers),
        language=get_language() or "fi",
        channel=answers.get("channel") or Channel.WEB,
        by=actor_of(request),
        now=clock.now(),
    )
    draft.drop()
    return redirect("notice_sent", _receipt(contact, answers))


def _signer() -> signing.Signer:
    """Without a time of its own: the same notification has the same receipt however often it is sent."""
    return signing.Signer(salt=_SALT)


def _receipt(contact: Contact, answers: dict[str, Any]) -> str:
    """The receipt itself, signed: shown from the address alone, so that nothing ties the browser to the row."""
    told = [contact.number, contact.arrived_at.isoformat(), answers["kind"], answers["notifier_kind"]]
    return _signer().sign_object(told)


@require_GET
def notice_sent(request: HttpRequest, receipt: str) -> HttpResponse:
    """Number, time and what happens next. There is no way from here to the matter itself."""
    try:
        number, arrived_at, kind, notifier_kind = _signer().unsign_object(receipt)
    except (signing.BadSignature, ValueError) as error:
        raise Http404(_("There is no such receipt.")) from error
    context = {
        "number": number,
        "arrived_at": datetime.fromisoformat(arrived_at),
        "child": kind in (NoticeKind.CHILD_PROTECTION, NoticeKind.UNBORN_CHILD),
        "together": kind == NoticeKind.WITH_FAMILY,
        "by_duty": notifier_kind == NotifierKind.DUTY_BOUND,
        "nameless": notifier_kind == NotifierKind.ANONYMOUS,
        "recorder": _recorder(request),
    }
    response = render(request, "contact/notice_sent.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@drafted
def notice_drop(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Leave, and forget what was written."""
    draft.drop()
    return redirect("front")


def _sections(request: HttpRequest, answers: dict[str, Any]) -> list[Section]:
    """The answers in words under what they are about, each with the way back to its question."""
    groups = {
        _("The worry"): ("notice_new", "notice_worry"),
        _("Notifier"): ("notice_who", "notice_you"),
        _("About whom"): ("notice_about", "notice_knows"),
    }
    asked = _steps(answers)
    return [
        Section(heading, [row for name in names if name in asked for row in _rows(request, name, answers)])
        for heading, names in groups.items()
    ]


def _rows(request: HttpRequest, name: str, answers: dict[str, Any]) -> list[Row]:
    form = _form(request, name, answers, answers)
    form.is_valid()
    said = [(one, _said(form, one.name)) for one in form.visible_fields()]
    return [Row(str(one.label), value, reverse(name)) for one, value in said if value or one.field.required]


def _said(form: NoticeForm, field: str) -> str:
    value = form.cleaned_data[field]
    choices = dict(getattr(form.fields[field], "choices", ()))
    if field == "subject_birth_date" and value:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(choices.get(value, "")) if choices and value else str(value)
