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
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from ovi.contact import queries
from ovi.contact.actions import begin_chat, come_back, end_as_client, note_client, say_as_client
from ovi.contact.chat_words import CHAT_STEPS, PROFESSIONS
from ovi.contact.floods import seconds_until, turn_of
from ovi.contact.forms import CHAT_QUESTIONS, BeginChatForm, SayForm
from ovi.contact.models.chat import TEXT_MAX
from ovi.contact.policies import require_chat, require_own_chat
from ovi.contact.queries import ChatPulse, ChatView, DeskNow
from ovi.contact.states import ChatState
from ovi.foundation.refusals import Refused
from ovi.people.models import Account
from ovi.people.policies import require_act_for
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown

_SEEN_EVERY = timedelta(seconds=15)
_HELD = "chats"  # in the session: the keys of nameless chats
_TURNS = "chat_turns"  # in the session: when each message that waits has its turn


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
    if wait := _seconds_to_wait(request, form.cleaned_data["key"]):
        form.add_error(None, _slowly(wait))
        response = _question(request, desk, form, form.questions[0], status=429)  # where the text is in sight
        response.headers["Retry-After"] = str(wait)
        return response
    try:
        chat = begin_chat(unit_id=desk.unit_id, asked=form.asked(), key=form.cleaned_data["key"], by=actor, now=now)
    except Refused as refused:
        if refused.code != "chat.closed.state":
            raise
        form.add_error(None, _(refused.message))
        return _question(request, desk, form, form.questions[0])  # where the text is in sight
    _hold(request, chat.key, named=chat.account_id is not None)
    return redirect("chat", chat.key)


def _seconds_to_wait(request: HttpRequest, key: UUID) -> int:
    """Who chats without a name waits their turn where very many begin from one connection; pressing again is no other
    message, and who is signed in has one chat with a unit at a time anyway."""
    if request.user.is_authenticated:
        return 0
    kept = request.session.get(_TURNS, {})
    turn = turn_of(request, "chats", kept=kept.get(str(key)))
    if wait := seconds_until(turn):
        request.session[_TURNS] = {**kept, str(key): turn}
    return wait


def _slowly(seconds: int) -> str:
    return ngettext(
        "Very many messages are coming from your connection just now, for example from your school or library. "
        "Your message is kept and has its turn in %(n)s second.",
        "Very many messages are coming from your connection just now, for example from your school or library. "
        "Your message is kept and has its turn in %(n)s seconds.",
        seconds,
    ) % {"n": seconds}


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


def _question(
    request: HttpRequest, desk: DeskNow, form: BeginChatForm, question: str, *, status: int = 0
) -> HttpResponse:
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
    return render(request, "contact/chat/begin.html", context, status=status or (422 if form.errors else 200))


def chat(request: HttpRequest, key: UUID) -> HttpResponse:
    """The whole chat; what is typed is kept through a refresh, and through every fault."""
    pulse = _own(request, key)
    now, faults, text, say_key = clock.now(), [], request.POST.get("text", ""), str(uuid4())
    if request.method == "POST":
        asked = request.POST.get("do", "say")
        by = actor_of(request)
        if asked == "end":
            end_as_client(chat_id=pulse.id, by=by, now=now)
            return redirect("chat", key)
        if asked == "back":
            come_back(chat_id=pulse.id, by=by, now=now)
            return redirect("chat", key)
        if asked == "say":
            faults = _say(request, pulse)
            if not faults:
                return _said(request, key)
            say_key = request.POST.get("key", say_key)
    view = _whole(key)
    note_client(chat_id=view.id, read=view.last_seq, now=now)
    _note(request, view)
    context = {"faults": faults, "text": text, "say_key": say_key, "limit": TEXT_MAX, **_status(view)}
    context["mark"] = f"{view.place}.{view.offered_to_id or 0}"
    status = 422 if faults else 200
    if faults and by_script(request):
        return JsonResponse({"faults": faults}, status=status)
    return render(request, "contact/chat/chat.html", {**context, "today": clock.today()}, status=status)


@require_GET
def chat_lines(request: HttpRequest, key: UUID) -> HttpResponse:
    """What has come since a line, for the script. One statement and no page when nothing has."""
    return _answer(request, _own(request, key), since_of(request))


def _answer(request: HttpRequest, pulse: ChatPulse, since: int) -> HttpResponse:
    """The new lines with how the chat stands; nothing where nothing is new."""
    now, read = clock.now(), min(since, pulse.last_seq)
    # How exactly presence is known: a write at each poll would be a write too many.
    if read > pulse.client_read or now - pulse.client_seen_at > _SEEN_EVERY:
        note_client(chat_id=pulse.id, read=read, now=now)
    mark = f"{pulse.place}.{pulse.offered_to_id or 0}"
    if nothing_new(request, pulse, since, mark):
        return HttpResponse(status=204)
    view = _whole(pulse.key, since=since)
    if view.lines:
        _note(request, view)
    return lines_answer(view, mark=mark, own_side="client", status_template="contact/chat/status.html", **_status(view))


def nothing_new(request: HttpRequest, pulse: ChatPulse, since: int, mark: str) -> bool:
    """Has the page every line, and says what it shows how the chat stands? `mark` is that, as the page was given it."""
    return since >= pulse.last_seq and request.GET.get("mark") == mark


def _whole(key: UUID, *, since: int = 0) -> ChatView:
    """The chat with its lines; whose it is has been asked."""
    view = queries.chat_view(key, since=since)
    if view is None:
        raise Http404
    return view


def lines_answer(view: ChatView, *, mark: str, own_side: str, status_template: str, **more: Any) -> JsonResponse:
    """The lines after `since` as a page shows them, the number of the last of them, and how the chat stands."""
    context = {"lines": view.lines, "own_side": own_side, "today": clock.today(), **more}
    return JsonResponse(
        {
            "since": view.lines[-1].seq if view.lines else None,
            "lines": [
                {"seq": one.seq, "key": one.key, "html": render_to_string("contact/chat/line.html",
                                                                          {**context, "line": one})}
                for one in view.lines
            ],
            "status": render_to_string(status_template, context),
            "mark": mark,
            "ended": view.state == ChatState.ENDED,
        }
    )  # fmt: skip


def since_of(request: HttpRequest) -> int:
    """After which line; nonsense means from the beginning."""
    asked = request.GET.get("since", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0


def _say(request: HttpRequest, pulse: ChatPulse) -> list[str]:
    """Say it, or what is wrong with it."""
    form = SayForm(request.POST)
    if not form.is_valid():
        return [str(one) for errors in form.errors.values() for one in errors]
    given = form.cleaned_data
    try:
        say_as_client(
            chat_id=pulse.id, text=given["text"].strip(), key=given["key"], by=actor_of(request), now=clock.now()
        )
    except Refused as refused:
        return [_(refused.message)]
    return []


def _said(request: HttpRequest, key: UUID) -> HttpResponse:
    """To the script at once what has come since its last line, its own line among it; to a form the page again."""
    if not by_script(request):
        return redirect(f"{reverse('chat', args=[key])}#write")
    return _answer(request, _own(request, key), since_of(request))


def by_script(request: HttpRequest) -> bool:
    """Does the page's script ask, which wants no page?"""
    return request.headers.get("X-Requested-With") == "fetch"


def _own(request: HttpRequest, key: UUID) -> ChatPulse:
    """The chat, if it is the reader's. Asks only for the account, not for its roles: a poll must stay light.

    Who chats for another does so only as long as the right lasts: one withdrawn in the middle ends it at once.
    """
    user = request.user
    account_id, me = (user.pk, user.person_id) if isinstance(user, Account) and user.is_active else (None, None)
    # A named chat is held by its account alone: the session's list is looked at only where nobody is named.
    found = queries.chat_pulse(key)
    held = found is not None and found.account_id is None and key in _held(request)
    pulse = require_own_chat(found, account_id=account_id, holds_key=held)
    if pulse.person_id not in (None, me):
        require_act_for(actor_of(request), pulse.person_id or 0, today=clock.today(), register=pulse.register)
    return pulse


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
