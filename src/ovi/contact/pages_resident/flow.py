"""How does a form of several pages go on? Each page keeps what was written, goes on, back or to the files, and asks
for the sign-in only when somebody must be known; with or without a name it is the same machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ovi.contact import queries
from ovi.contact.drafts import COOKIE, NAMELESS_COOKIE, Draft
from ovi.contact.forms import CONTACT_STEPS, NAMELESS_STEPS, StepForm, without_unseen
from ovi.contact.policies import require_write_contact
from ovi.contact.states import ReplyBy
from ovi.directory import queries as directory
from ovi.directory.queries import Closure, ServiceCard
from ovi.directory.queries.nameless import nameless_services
from ovi.people.policies import helping
from ovi.people.queries import RepresentationView, representations_of
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import clock

_RAW_MAX = 20_000  # of one answer on its way into a draft; the form says what is too long


@dataclass(frozen=True, slots=True)
class Flow:
    """One form. `known_from`: the pages that ask who one is; `left_out`: which questions these answers do not have."""

    cookie: str
    forms: Mapping[str, type[StepForm]]
    known_from: frozenset[str]
    check: str
    files: str
    drop: str
    left_out: Callable[[Mapping[str, Any]], set[str]]

    def steps(self, answers: Mapping[str, Any]) -> list[str]:
        """The questions that these answers have, in order."""
        out = self.left_out(answers)
        return [name for name in self.forms if name not in out]


def _left_out(answers: Mapping[str, Any]) -> set[str]:
    out = set() if answers.get("for_whom") in ("child", "other") else {"contact_whom"}
    return out if answers.get("more") else out | {"contact_wishes"}


CONTACT = Flow(
    COOKIE, CONTACT_STEPS, frozenset({"contact_whom", "contact_reply", "contact_wishes", "contact_check"}),
    "contact_check", "contact_files", "contact_drop", _left_out,
)  # fmt: skip
NAMELESS = Flow(
    NAMELESS_COOKIE, NAMELESS_STEPS, frozenset(), "nameless_check", "nameless_files", "nameless_drop",
    lambda answers: set(),
)  # fmt: skip


def form_of(request: HttpRequest, flow: Flow, name: str, answers: Mapping[str, Any], data: Any = None) -> StepForm:
    """The form of a page: bound to `data`, or showing the answers so far."""
    initial = None if data is not None else {**_known(request, name), **{k: v for k, v in answers.items() if v != ""}}
    nameless = nameless_services() if name == "nameless_new" else ()
    whose = helping(actor_of(request))
    # By which rights one acts is asked only where one acts for somebody.
    rights = rights_of(request) if name == "contact_whom" or answers.get("for_person") else ()
    return flow.forms[name](
        data, answers=answers, rights=rights, nameless=nameless, registers=whose.registers if whose else None,
        initial=initial,
    )  # fmt: skip


def _known(request: HttpRequest, name: str) -> dict[str, Any]:
    """What we know already and offer: the number to call, and whom one has chosen to act for."""
    actor = actor_of(request)
    if name == "contact_reply":
        return {"reply_to": queries.phone_of(actor)}
    acting = actor.on_behalf
    if acting is None:
        return {}
    if helping(actor):
        return {"for_whom": "self"}
    return {"for_whom": "child" if acting.ground == "guardian" else "other", "for_person": str(acting.person_id)}


def rights_of(request: HttpRequest) -> tuple[RepresentationView, ...]:
    """By which rights the signed-in person may act for others; asked once a request."""
    found: tuple[RepresentationView, ...] | None = getattr(request, "ovi_rights", None)
    if found is None:
        actor = actor_of(request)
        known = actor.person_id is not None and helping(actor) is None
        found = (
            representations_of(actor.person_id or 0, today=clock.today(), sign_in_id=actor.sign_in_id) if known else ()
        )
        request.ovi_rights = found  # type: ignore[attr-defined]
    return found


def first_missing(request: HttpRequest, flow: Flow, answers: Mapping[str, Any], *, before: str = "") -> str:
    """The first question that lacks a good answer; none of them is jumped over."""
    return valid_answers(request, flow, answers, before=before)[0]


def valid_answers(
    request: HttpRequest, flow: Flow, answers: Mapping[str, Any], *, before: str = ""
) -> tuple[str, dict[str, Any]]:
    """The first question that lacks a good answer, if any; and the good answers, cleaned, up to it."""
    good: dict[str, Any] = {}
    for name in flow.steps(answers):
        if name == before:
            break
        form = form_of(request, flow, name, answers, answers)
        if not form.is_valid():
            return name, good
        good |= form.cleaned_data
    return "", good


def asked(request: HttpRequest, draft: Draft, flow: Flow, name: str) -> HttpResponse:
    """One page: shown, kept while typing, answered and onward, or back; nothing written is ever dropped."""
    if request.method == "POST":
        return _answered(request, draft, flow, name)
    if away := must_sign_in(request, draft, flow, name):
        return away
    return page(request, draft, flow, name, form_of(request, flow, name, draft.answers))


def _answered(request: HttpRequest, draft: Draft, flow: Flow, name: str) -> HttpResponse:
    do, raw = request.POST.get("do", ""), raw_answers(request, flow, name)
    if do == "keep":
        draft.keep(**raw)
        return HttpResponse(status=204)
    if away := must_sign_in(request, draft, flow, name):
        draft.keep(**raw)
        return away
    answers = {**draft.answers, **raw}
    if do in ("back", "files"):
        draft.keep(**raw)
        return redirect(_before(flow, answers, name) if do == "back" else flow.files)
    form = form_of(request, flow, name, answers, request.POST)
    if not form.is_valid():
        draft.keep(**raw)
        return page(request, draft, flow, name, form)
    draft.keep(**{**form.cleaned_data, **_forgotten(form.cleaned_data)})
    return redirect(_next(request, flow, draft.answers, name))


def raw_answers(request: HttpRequest, flow: Flow, name: str) -> dict[str, Any]:
    """What was typed into the page's fields, good or not, without what cannot be stored."""
    found: dict[str, Any] = {}
    for field, kind in flow.forms[name].base_fields.items():
        if hasattr(kind, "choices") and kind.widget.allow_multiple_selected:
            found[field] = [without_unseen(one)[:100] for one in request.POST.getlist(field)[:50]]
        else:
            found[field] = without_unseen(request.POST.get(field, ""))[:_RAW_MAX]
    return found


def _forgotten(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is wiped when somebody changes their mind: for whom, and the wishes no longer told."""
    wiped: dict[str, Any] = {}
    if given.get("for_whom") == "self":
        wiped["for_person"] = ""
    if given.get("more") is False:
        wiped |= {"reply_when": "", "interpreter_language": "", "safe": [], "safe_words": ""}
    return wiped


def _next(request: HttpRequest, flow: Flow, answers: Mapping[str, Any], name: str) -> str:
    """The next page; after a question that was asked again from the check page, that one if nothing is missing."""
    if name == "contact_whom" and answers.get("for_person") == "none":
        return "contact_for_other"
    order = flow.steps(answers)
    after = order[order.index(name) + 1 :] if name in order else order
    if after[:1] == ["contact_line"] and answers.get("service"):
        after = after[1:]
    return after[0] if after else flow.check


def _before(flow: Flow, answers: Mapping[str, Any], name: str) -> str:
    order = flow.steps(answers)
    place = order.index(name) if name in order else len(order)
    return order[place - 1] if place else "front"


def must_sign_in(request: HttpRequest, draft: Draft, flow: Flow, name: str) -> HttpResponse | None:
    """The way to the sign-in, where the page needs to know who one is, or the draft is a signed-in person's."""
    if name not in flow.known_from and not draft.locked:
        return None
    if away := sign_in_first(request, then=reverse(name)):
        return away
    require_write_contact(actor_of(request))
    return None


def page(request: HttpRequest, draft: Draft, flow: Flow, name: str, form: StepForm) -> HttpResponse:
    answers = draft.answers
    order = flow.steps(answers)
    chosen = service_asked(answers.get("service")) if flow is CONTACT else None
    context = {
        "form": form,
        "step": name,
        "labels": [*(labels()[one] for one in order), pgettext("step", "Check")],
        "current": order.index(name) + 1 if name in order else 1,
        "first": bool(order) and order[0] == name,
        "files": draft.files(),
        "closure": closure_of(answers, answer=ReplyBy.PHONE if name == "contact_reply" else ""),
        "service": chosen.name if chosen and order[0] == name else None,
        "begun": bool(answers.get("own_words")),
        "kept_at": draft.row.kept_at if draft.row and not draft.locked else None,
        "drop": reverse(flow.drop),
        "nameless": flow is NAMELESS,
        "unseen_rights": [one.name for one in rights_of(request) if not one.may_act] if name == "contact_whom" else [],
    }
    return render(request, "contact/step.html", context, status=422 if form.is_bound else 200)


def labels() -> dict[str, str]:
    """What each step is called in the line of steps."""
    return {
        "contact_new": _("Whose matter"),
        "contact_whom": _("Who"),
        "contact_words": _("Your matter"),
        "contact_line": _("Service"),
        "contact_reply": _("Answer"),
        "contact_wishes": _("Wishes"),
        "nameless_new": _("Whom you ask"),
        "nameless_words": _("Your matter"),
    }


def closure_of(answers: Mapping[str, Any], *, answer: str = "") -> Closure | None:
    """What keeps the message from being sent now: told on every step, before the person writes more.

    Where the way of answering is asked, a closed call-back is told before it is chosen.
    """
    line = answers.get("service_line") or ""
    return queries.closed_for(line, answer or answers.get("reply_by") or "", now=clock.now())


def service_asked(pk: object) -> ServiceCard | None:
    """The service that somebody means, if one may write to it."""
    text = str(pk or "")
    return directory.contactable_service(int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else None
