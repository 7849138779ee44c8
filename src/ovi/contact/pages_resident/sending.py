"""How is a message sent? All answers once more, with what was kept if something stands in the way."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from ovi.contact import contact_words as words
from ovi.contact import queries
from ovi.contact.actions import Wishes, receive
from ovi.contact.drafts import Draft, drafted
from ovi.contact.floods import seconds_until, turn_of
from ovi.contact.forms import SendForm, TypedForm
from ovi.contact.models import Contact
from ovi.contact.pages_resident.flow import (
    CONTACT,
    Flow,
    closure_of,
    first_missing,
    must_sign_in,
    raw_answers,
    rights_of,
    service_asked,
    valid_answers,
)
from ovi.contact.states import ReplyBy
from ovi.design.shapes import Row, Section
from ovi.directory.service_lines import line_name
from ovi.foundation.refusals import Refused
from ovi.people.policies import helping, require_act_for
from ovi.people.signed_in import actor_of, keeps_text
from ovi.plumbing import clock

CHANGED = gettext_noop(
    "Your earlier message was already sent. What you wrote after it is kept: send it as a new message."
)
_STOPPED = ("contact.closed.state", "permission.on_behalf")  # told on the page, which keeps all that was written


@keeps_text
@sensitive_post_parameters()
@drafted
def contact_check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """All answers once more. The page carries them itself, so that an expired session loses nothing."""
    if request.method == "POST":
        return _send(request, draft)
    if away := must_sign_in(request, draft, CONTACT, "contact_check"):
        return away
    if missing := first_missing(request, CONTACT, draft.answers):
        return redirect(missing)
    if "idempotency_key" not in (draft.row.answers if draft.row else {}):
        draft.keep()
    return _check_page(request, draft, draft.answers)


def _check_page(
    request: HttpRequest, draft: Draft, answers: Mapping[str, Any], *, refused: Refused | None = None
) -> HttpResponse:
    context = {
        "typed": TypedForm(request.POST if request.method == "POST" else None) if helping(actor_of(request)) else None,
        "sections": _sections(request, draft, answers),
        "hidden": hidden_of(CONTACT, answers),
        "back": reverse(CONTACT.steps(answers)[-1]),
        "closure": closure_of(answers),
        "refused": _(refused.message) if refused and refused.code != "contact.closed.state" else "",
        "right_ended": refused is not None and refused.code == "permission.on_behalf",
        "drop": reverse(CONTACT.drop),
    }
    status = 200 if request.method != "POST" else 422 if refused is None else 409
    return render(request, "contact/check.html", context, status=status)


def hidden_of(flow: Flow, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every answer as a hidden field, with the key that makes one contact of many submits."""
    fields = [name for step in flow.steps(answers) for name in flow.forms[step].base_fields]
    pairs = []
    for name in dict.fromkeys([*fields, "service", "idempotency_key"]):
        value = answers.get(name) or ""
        pairs += [(name, str(one)) for one in value] if isinstance(value, list) else [(name, _plain(value))]
    return pairs


def _plain(value: Any) -> str:
    return "on" if value is True else str(value)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    sending = SendForm(request.POST)
    if not sending.is_valid():
        return redirect("contact_new")
    given = sending.cleaned_data
    posted: dict[str, Any] = {}
    for name in CONTACT.forms:
        posted |= raw_answers(request, CONTACT, name)
    posted |= {"service": given["service"], "idempotency_key": str(given["idempotency_key"])}
    sent, changed = sent_before(given["idempotency_key"], posted)
    if changed:
        posted["idempotency_key"] = str(uuid.uuid4())
    with draft.kept_unless_sent(posted, again=sent and not changed):
        return _through(request, draft, posted, sent=sent, changed=changed)


def _through(
    request: HttpRequest, draft: Draft, posted: Mapping[str, Any], *, sent: bool, changed: bool
) -> HttpResponse:
    """To the receipt; or to what stands in the way, with everything kept."""
    if away := must_sign_in(request, draft, CONTACT, "contact_check"):
        return away
    missing, answers = valid_answers(request, CONTACT, posted)
    if missing:
        return _right_ended(request, draft, posted) or redirect(missing)
    if helping(actor_of(request)) and not TypedForm(request.POST).is_valid():
        return _check_page(request, draft, posted)
    if changed:
        return _check_page(request, draft, posted, refused=Refused(CHANGED, code="contact.changed"))
    turn = turn_of(request, "contacts", kept=draft.answers.get("turn"))
    if not sent and seconds_until(turn):
        draft.keep(turn=turn)
        return wait_page(request, turn, then="contact_check")
    try:
        contact = _received(request, draft, posted, answers)
    except Refused as refused:
        if refused.code not in _STOPPED:
            raise
        return _check_page(request, draft, posted, refused=refused)
    draft.sent()
    return redirect("contact_sent", contact.number)


def sent_before(key: uuid.UUID, posted: Mapping[str, Any]) -> tuple[bool, bool]:
    """Has this form been sent already; and with other words, as from an older page or another device?"""
    earlier = queries.words_sent(key)
    return earlier is not None, earlier is not None and earlier.strip() != str(posted["own_words"]).strip()


def _right_ended(request: HttpRequest, draft: Draft, posted: Mapping[str, Any]) -> HttpResponse | None:
    """The right to act for the person has ended while the message was written: said, with all of it kept."""
    chosen = str(posted.get("for_person") or "")
    if not chosen.isdigit() or first_missing(request, CONTACT, {**posted, "for_whom": "self"}):
        return None
    try:
        require_act_for(actor_of(request), int(chosen), today=clock.today())
    except Refused as refused:
        return _check_page(request, draft, posted, refused=refused)
    return None


def wait_page(request: HttpRequest, turn: float, *, then: str) -> HttpResponse:
    """Very many messages come from this connection: this one has its turn in a while, and everything is kept."""
    seconds = seconds_until(turn)
    response = render(request, "contact/wait.html", {"seconds": seconds, "then": reverse(then)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _received(request: HttpRequest, draft: Draft, posted: Mapping[str, Any], answers: Mapping[str, Any]) -> Contact:
    safe = tuple(answers.get("safe") or ())
    return receive(
        idempotency_key=uuid.UUID(posted["idempotency_key"]),
        own_words=answers["own_words"],
        service_line=answers["service_line"],
        service_id=posted["service"],
        language=get_language() or "fi",
        reply_by=answers["reply_by"],
        reply_to=answers["reply_email"] or answers["reply_to"],
        for_person_id=int(answers["for_person"]) if answers.get("for_person") else None,
        wishes=Wishes(
            reply_when=answers.get("reply_when") or "",
            interpreter_language=answers.get("interpreter_language") or "",
            private="private" in safe,
            safe=safe,
            safe_words=answers.get("safe_words") or "",
        ),
        draft_key=draft.key,
        typed_by=request.POST.get("typed_by", ""),
        by=actor_of(request),
        now=clock.now(),
    )


def _sections(request: HttpRequest, draft: Draft, answers: Mapping[str, Any]) -> list[Section]:
    ways = {one.value: said for one, said in words.WAYS.items()}
    service = service_asked(answers.get("service"))
    address = {ReplyBy.EMAIL: "reply_email", ReplyBy.PHONE: "reply_to", ReplyBy.SMS: "reply_to"}
    to = answers.get(address.get(answers["reply_by"], ""), "")
    files = ", ".join(file.name for file in draft.files())
    rows = [
        Row(_("Whose matter"), _whose(request, answers), reverse("contact_new")),
        Row(_("Your matter"), answers["own_words"], reverse("contact_words")),
        Row(_("Files"), files or _("None"), reverse("contact_files")),
        Row(_("Service"), service.name if service else line_name(answers["service_line"]), reverse("contact_line")),
        Row(_("Answer"), f"{ways[answers['reply_by']]}\n{to}".strip(), reverse("contact_reply")),
    ]
    if answers.get("more"):
        rows += _wishes(answers)
    return [Section(_("Your answers"), rows)]


def _whose(request: HttpRequest, answers: Mapping[str, Any]) -> str:
    chosen = str(answers.get("for_person") or "")
    if not chosen or answers.get("for_whom") == "self":
        return _("My own matter")
    right = next((one for one in rights_of(request) if str(one.person_id) == chosen), None)
    return words.right_said(right) if right else _("Somebody for whom you can no longer act")


def _wishes(answers: Mapping[str, Any]) -> list[Row]:
    change = reverse("contact_wishes")
    safe = [str(words.SAFE[one]) for one in answers.get("safe") or () if one in words.SAFE]
    told = [
        (_("When to reach you"), answers.get("reply_when") or ""),
        (_("Interpreter"), str(words.INTERPRETED.get(str(answers.get("interpreter_language") or ""), ""))),
        (_("Safe contact"), "\n".join([*safe, answers.get("safe_words") or ""]).strip()),
    ]
    return [Row(label, value or _("Nothing said"), change) for label, value in told]
