"""How does a young person ask without saying who they are? Whom, what, check, and a code to come back by."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from ovi.contact import queries
from ovi.contact.actions import code_of, open_by_code, receive_nameless
from ovi.contact.drafts import NAMELESS_COOKIE, SENT_COOKIE, Draft, drafted, set_signed, signed_text
from ovi.contact.floods import seconds_until, turn_of
from ovi.contact.forms import SendForm
from ovi.contact.models import Contact
from ovi.contact.pages_resident.attaching import files_page
from ovi.contact.pages_resident.flow import NAMELESS, asked, closure_of, first_missing, raw_answers
from ovi.contact.pages_resident.receipt import arrived_said
from ovi.contact.pages_resident.sending import CHANGED, hidden_of, sent_before, wait_page
from ovi.contact.receipt_paper import paper_of
from ovi.design.shapes import Row, Section
from ovi.directory.queries.nameless import nameless_service, nameless_services
from ovi.directory.service_lines import line_name
from ovi.foundation.refusals import Refused
from ovi.plumbing import clock

_SEEN_SECONDS = 600  # so long the page with the code can be seen again in the browser that sent
_nameless = partial(drafted, cookie=NAMELESS_COOKIE)


@sensitive_post_parameters()
@_nameless
def nameless_new(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Whom does one ask? With ?service= the one whose page one comes from is chosen."""
    wanted = request.GET.get("service", "")
    marked = {str(one.id) for one in nameless_services()} if wanted and request.method == "GET" else set()
    if wanted in marked:
        draft.keep(service=wanted)
    return asked(request, draft, NAMELESS, "nameless_new")


@sensitive_post_parameters()
@_nameless
def nameless_words(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What is it about?"""
    return asked(request, draft, NAMELESS, "nameless_words")


@_nameless
def nameless_files(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Pictures and papers, if any."""
    return files_page(request, draft, NAMELESS)


@sensitive_post_parameters()
@_nameless
def nameless_check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What was written, once more; then it is sent."""
    if request.method == "POST":
        return _send(request, draft)
    if missing := first_missing(request, NAMELESS, draft.answers):
        return redirect(missing)
    return _check_page(request, draft, draft.answers)


def _check_page(
    request: HttpRequest, draft: Draft, answers: dict[str, Any], *, refused: Refused | None = None
) -> HttpResponse:
    service = nameless_service(int(answers["service"]))
    line = service.service_line if service else ""
    files = ", ".join(file.name for file in draft.files())
    rows = [
        Row(_("Whom you ask"), service.name if service else "", reverse("nameless_new")),
        Row(_("Your matter"), answers["own_words"], reverse("nameless_words")),
        Row(_("Files"), files or _("None"), reverse("nameless_files")),
    ]
    context = {
        "sections": [Section(_("Your answers"), rows)],
        "hidden": hidden_of(NAMELESS, answers),
        "back": reverse("nameless_words"),
        "closure": closure_of({**answers, "service_line": line}),
        "refused": _(refused.message) if refused and refused.code != "contact.closed.state" else "",
        "drop": reverse("nameless_drop"),
        "nameless": True,
    }
    return render(request, "contact/check.html", context, status=409 if refused else 200)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    sending = SendForm(request.POST)
    if not sending.is_valid():
        return redirect("nameless_new")
    key = sending.cleaned_data["idempotency_key"]
    posted: dict[str, Any] = {"idempotency_key": str(key)}
    for name in NAMELESS.forms:
        posted |= raw_answers(request, NAMELESS, name)
    sent, changed = sent_before(key, posted)
    if changed:
        posted["idempotency_key"] = str(uuid.uuid4())
    elif sent and _sent_keys(request)[1:] == [str(key)]:  # the receipt was on its way when the net went
        draft.sent()
        return redirect("nameless_sent")
    with draft.kept_unless_sent(posted, again=sent and not changed):
        return _through(request, draft, posted, sent=sent, changed=changed)


def _through(request: HttpRequest, draft: Draft, posted: dict[str, Any], *, sent: bool, changed: bool) -> HttpResponse:
    """To the receipt; or to what stands in the way, with everything kept."""
    key = uuid.UUID(posted["idempotency_key"])
    if missing := first_missing(request, NAMELESS, posted):
        return redirect(missing)
    if changed:
        return _check_page(request, draft, posted, refused=Refused(CHANGED, code="contact.changed"))
    turn = turn_of(request, "contacts", kept=draft.answers.get("turn"))
    if not sent and seconds_until(turn):
        draft.keep(turn=turn)
        return wait_page(request, turn, then="nameless_check")
    try:
        receive_nameless(
            idempotency_key=key,
            own_words=posted["own_words"],
            service_id=int(posted["service"]),
            language=get_language() or "fi",
            draft_key=draft.key,
            now=clock.now(),
        )
    except Refused as refused:
        if refused.code != "contact.closed.state":
            raise
        return _check_page(request, draft, posted, refused=refused)
    draft.sent()
    response = redirect("nameless_sent")
    set_signed(response, SENT_COOKIE, f"{draft.key}:{key}", max_age=_SEEN_SECONDS)
    return response


@require_GET
def nameless_sent(request: HttpRequest) -> HttpResponse:
    """The receipt with the code: for ten minutes in the browser that sent, then never again."""
    code, contact = _just_sent(request)
    response: HttpResponse
    if contact is None:
        response = redirect("code_enter")
    elif request.GET.get("format") == "pdf":
        paper = paper_of(queries.receipt_of(contact), large=request.GET.get("large") == "1", now=clock.now(), code=code)
        response = HttpResponse(paper, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{contact.number}.pdf"'
    else:
        found = queries.receipt_of(contact)
        context = {
            "receipt": found,
            "code": code,
            "arrived": arrived_said(found.arrived_at),
            "today": clock.today(),
            "service": found.service if found.service.fi else line_name(found.service_line),
            "expires_at": contact.code.expires_at,
        }
        response = render(request, "contact/nameless_sent.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _just_sent(request: HttpRequest) -> tuple[str, Contact | None]:
    keys = _sent_keys(request)
    if len(keys) != 2:
        return "", None
    code = code_of(draft_key=uuid.UUID(keys[0]), idempotency_key=uuid.UUID(keys[1]))
    try:
        return code, open_by_code(code=code, now=clock.now())
    except Refused:
        return "", None


def _sent_keys(request: HttpRequest) -> list[str]:
    """The key of the draft and of the form that this browser has just sent."""
    return signed_text(request, SENT_COOKIE, max_age=_SEEN_SECONDS).split(":")


@require_POST
@_nameless
def nameless_drop(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Given up; nothing of it is kept."""
    draft.drop()
    return redirect("front")
