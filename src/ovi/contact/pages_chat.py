"""How does a client chat? With forms alone; a script only fetches what is new and sends without leaving the page.

A nameless chat is held by the browser's session; a named one by the account, so that one can come back from another
device. Every poll asks for what came after a line's number, so that nothing is missed and nothing comes twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ovi.contact import queries
from ovi.contact.actions import begin_chat, come_back, end_as_client, note_client, say_as_client
from ovi.contact.chat_words import CHAT_STEPS, PROFESSIONS
from ovi.contact.forms import CHAT_QUESTIONS, BeginChatForm, SayForm
from ovi.contact.models.chat import TEXT_MAX
from ovi.contact.policies import require_chat, require_own_chat
from ovi.contact.queries import ChatView, DeskNow
from ovi.contact.states import ChatState
from ovi.foundation.refusals import Refused
from ovi.people.models import Account
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown

_SEEN_EVERY = timedelta(seconds=15)
_HELD = "chats"  # in the session: the keys of nameless chats


@require_GET
def chats_page(request: HttpRequest) -> HttpResponse:
    """Which chats are there, which are open now, and how many wait."""
    now, user = clock.now(), request.user
    mine = queries.own_open_chats(user.pk) if user.is_authenticated else []
    held = [view for key in _held(request) if (view := queries.chat_view(key)) and view.state != ChatState.ENDED]
    mine += [(one.key, one.unit) for one in held]
    context = {"desks": queries.desks_now(now=now), "mine": mine, "now": now, "today": clock.today()}
    return render(request, "contact/chat/chats.html", context)


def chat_begin(request: HttpRequest, unit: str) -> HttpResponse:
    """The questions before the chat; then one waits. Closed: when it opens, and what to do meanwhile."""
    unit_id, now = queries.unit_of_slug(unit), clock.now()
    desk = queries.desk_now(unit_id, now=now) if unit_id else None
    if desk is None:
        raise Http404(_("This unit has no chat."))
    if not desk.anonymous and (away := sign_in_first(request, then=request.path)):
        return away
    actor = actor_of(request)
    require_chat(actor, anonymous_allowed=desk.anonymous)
    running = queries.own_open_chat(actor, unit_id=desk.unit_id)
    if running and request.method != "POST":
        return redirect("chat", running)
    if request.method != "POST":
        form = BeginChatForm(desk=desk)
        return _question(request, desk, form, form.questions[0])
    form = BeginChatForm(request.POST, desk=desk)
    if (asked_next := _asked_next(request, desk, form)) is not None:
        return asked_next
    try:
        chat = begin_chat(unit_id=desk.unit_id, asked=form.asked(), key=form.cleaned_data["key"], by=actor, now=now)
    except Refused as refused:
        if refused.code != "chat.closed.state":
            raise
        form.add_error(None, _(refused.message))
        return _question(request, desk, form, form.questions[0])  # where the text is in sight
    _hold(request, chat.key, named=chat.account_id is not None)
    return redirect("chat", chat.key)


def _asked_next(request: HttpRequest, desk: DeskNow, form: BeginChatForm) -> HttpResponse | None:
    """The question before, the same again with what is wrong in it, or the next; None when the last is answered."""
    question = request.POST.get("question", "")
    question = question if question in form.questions else form.questions[-1]
    kept = BeginChatForm(desk=desk, kept=request.POST.dict())
    if request.POST.get("do") == "back":
        return _question(request, desk, kept, kept.beside(question, -1))
    if wrong := form.wrong_until(question):
        return _question(request, desk, form, wrong)
    if question != form.questions[-1]:
        return _question(request, desk, kept, kept.beside(question, 1))
    return None if form.is_valid() else _question(request, desk, kept, question)


def _question(request: HttpRequest, desk: DeskNow, form: BeginChatForm, question: str) -> HttpResponse:
    """One question a page; what has been answered goes along in the page itself, so that nothing is lost."""
    place = form.questions.index(question)
    context = {
        "desk": desk,
        "form": form,
        "field": form[question],
        "others": [form[name] for name in CHAT_QUESTIONS if name != question],
        "question": question,
        "labels": [CHAT_STEPS[name] for name in form.questions],
        "current": place + 1,
        "first": place == 0,
        "last": place == len(form.questions) - 1,
        "estimate": queries.chat_estimate(desk.unit_id, place=desk.waiting + 1, now=clock.now()),
        "today": clock.today(),
    }
    return render(request, "contact/chat/begin.html", context, status=422 if form.errors else 200)


def chat(request: HttpRequest, key: UUID) -> HttpResponse:
    """The whole chat; what is typed is kept through a refresh, and through every fault."""
    view = _own(request, key)
    now, faults, text, say_key = clock.now(), [], request.POST.get("text", ""), str(uuid4())
    if request.method == "POST":
        asked = request.POST.get("do", "say")
        by = actor_of(request)
        if asked == "end":
            end_as_client(chat_id=view.id, by=by, now=now)
            return redirect("chat", key)
        if asked == "back":
            come_back(chat_id=view.id, by=by, now=now)
            return redirect("chat", key)
        if asked == "say":
            faults = _say(request, view)
            if not faults:
                return _said(request, view)
            say_key = request.POST.get("key", say_key)
    view = queries.chat_view(key) or view
    note_client(chat_id=view.id, read=view.last_seq, now=now)
    _note(request, view)
    context = {"faults": faults, "text": text, "say_key": say_key, "limit": TEXT_MAX, **_status(view)}
    status = 422 if faults else 200
    if faults and _by_script(request):
        return JsonResponse({"faults": faults}, status=status)
    return render(request, "contact/chat/chat.html", {**context, "today": clock.today()}, status=status)


@require_GET
def chat_lines(request: HttpRequest, key: UUID) -> HttpResponse:
    """What has come since a line, for the script: at most four statements when nothing has."""
    since = since_of(request)
    return _answer(request, _own(request, key, since=since), since)


def _answer(request: HttpRequest, view: ChatView, since: int) -> HttpResponse:
    """The new lines with how the chat stands."""
    now, read = clock.now(), min(since, view.last_seq)
    # How exactly presence is known: a write at each poll would be a write too many.
    if read > view.client_read or now - view.client_seen_at > _SEEN_EVERY:
        note_client(chat_id=view.id, read=read, now=now)
    if view.lines:
        _note(request, view)
    unchanged = not view.lines and request.GET.get("place") == str(view.place)
    return lines_answer(
        view, own_side="client", status_template="" if unchanged else "contact/chat/status.html",
        **({} if unchanged else _status(view)),
    )  # fmt: skip


def lines_answer(view: ChatView, *, own_side: str, status_template: str, **more: Any) -> JsonResponse:
    """The lines after `since` as a page shows them, the number of the last of them, and the status if it is new."""
    context = {"lines": view.lines, "own_side": own_side, "today": clock.today(), **more}
    return JsonResponse(
        {
            "since": view.lines[-1].seq if view.lines else None,
            "lines": [
                {"seq": one.seq, "key": one.key, "html": render_to_string("contact/chat/line.html",
                                                                          {**context, "line": one})}
                for one in view.lines
            ],
            "status": render_to_string(status_template, context) if status_template else None,
            "place": view.place,
            "ended": view.state == ChatState.ENDED,
        }
    )  # fmt: skip


def since_of(request: HttpRequest) -> int:
    """After which line; nonsense means from the beginning."""
    asked = request.GET.get("since", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0


def _say(request: HttpRequest, view: ChatView) -> list[str]:
    """Say it, or what is wrong with it."""
    form = SayForm(request.POST)
    if not form.is_valid():
        return [str(one) for errors in form.errors.values() for one in errors]
    given = form.cleaned_data
    try:
        say_as_client(
            chat_id=view.id, text=given["text"].strip(), key=given["key"], by=actor_of(request), now=clock.now()
        )
    except Refused as refused:
        return [_(refused.message)]
    return []


def _said(request: HttpRequest, view: ChatView) -> HttpResponse:
    """To the script at once what has come since its last line, its own line among it; to a form the page again."""
    if not _by_script(request):
        return redirect(f"{reverse('chat', args=[view.key])}#write")
    since = since_of(request)
    return _answer(request, _own(request, view.key, since=since), since)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _own(request: HttpRequest, key: UUID, *, since: int = 0) -> ChatView:
    """The chat, if it is the reader's. Asks only for the account, not for its roles: a poll must stay light."""
    user = request.user
    account_id = user.pk if isinstance(user, Account) and user.is_active else None
    found = queries.chat_view(key, since=since)
    return require_own_chat(found, account_id=account_id, holds_key=key in _held(request))


def _note(request: HttpRequest, view: ChatView) -> None:
    """One's own data is logged as anybody's; a nameless chat has nobody to log."""
    if view.subject_key is not None:
        access.note(request, page="chat", shown=[Shown(view.subject_key, "own_matter", "chat", str(view.id))])


def _held(request: HttpRequest) -> list[UUID]:
    return [UUID(one) for one in request.session.get(_HELD, [])]


def _hold(request: HttpRequest, key: UUID, *, named: bool) -> None:
    kept = request.session.get(_HELD, [])
    if not named and str(key) not in kept:
        request.session[_HELD] = [*kept, str(key)][-10:]


def _status(view: ChatView) -> dict[str, Any]:
    """How the chat stands, for the client."""
    waiting = view.state == ChatState.WAITING
    estimate = queries.chat_estimate(view.unit_id, place=view.place, now=clock.now()) if waiting else None
    return {
        "chat": view,
        "estimate": estimate,
        "profession": PROFESSIONS.get(view.profession, ""),
        "named": view.account_id is not None,
    }
