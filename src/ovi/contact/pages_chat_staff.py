"""How does a professional answer chats: the unit's board, several clients at once, hand-over, and the unit's rules?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ovi.contact import actions, queries
from ovi.contact.chat_words import FOR_WHOM
from ovi.contact.forms import DeskForm, OfferChatForm, SayForm
from ovi.contact.models import ChatDesk
from ovi.contact.models.chat import TEXT_MAX
from ovi.contact.pages_chat import by_script, lines_answer, nothing_new, since_of
from ovi.contact.policies import CHAT, CHAT_DESK, require_answer_chat
from ovi.contact.queries import BoardRow, ChatPulse, ChatView, board
from ovi.contact.states import ChatState
from ovi.directory.models import Unit
from ovi.directory.policies import manages_unit
from ovi.directory.queries import trilingual
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor


@require_GET
def chat_board(request: HttpRequest) -> HttpResponse:
    """Who waits and who is talked with; for the script the list alone."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor = actor_of(request)
    CHAT.require(actor)
    context = _board(request, actor)
    if by_script(request):
        return JsonResponse({"html": render_to_string("contact/chat/board_list.html", context, request=request)})
    return render(request, "contact/chat/board.html", context)


@require_POST
def chat_next(request: HttpRequest) -> HttpResponse:
    """Take the one who has waited longest."""
    chat = actions.take_next(by=actor_of(request), now=clock.now())
    return redirect("chat_staff", chat.key)


def chat_staff(request: HttpRequest, key: UUID) -> HttpResponse:
    """One chat beside the board; every button is a form of its own, and what is typed is kept through faults."""
    if away := sign_in_first(request, then=request.path):
        return away
    pulse, actor = _unit_chat(request, key), actor_of(request)
    faults: list[str] = []
    if request.method == "POST" and request.POST.get("do", "say") == "say":
        faults = _say(request, pulse)
        if not faults:
            return _said(request, key)
        if by_script(request):
            return JsonResponse({"faults": faults}, status=422)
    view = _whole(request, key)
    offer = OfferChatForm(
        request.POST if request.POST.get("do") == "offer" else None, colleagues=_colleagues(view, actor)
    )
    if request.method == "POST":
        asked = request.POST.get("do", "say")
        if asked == "offer":
            if offer.is_valid():
                to = offer.cleaned_data["to"]
                actions.offer_chat(chat_id=view.id, to_professional_id=to, by=actor, now=clock.now())
                return redirect("chat_staff", key)
        elif asked in _DO:
            _DO[asked](chat_id=view.id, by=actor, now=clock.now())
            return redirect("chat_staff", key)
    actions.note_unit(chat_id=view.id, read=view.last_seq, by=actor)
    context = {
        **_board(request, actor, current=key),
        **_status(view, actor),
        "mark": _mark(pulse),
        "offer": offer,
        "faults": faults,
        "text": request.POST.get("text", ""),
        "say_key": request.POST.get("key") or str(uuid4()),
        "limit": TEXT_MAX,
        "line": line_name(view.service_line),
        "for_whom": FOR_WHOM[view.for_whom],
    }
    return render(request, "contact/chat/chat_staff.html", context, status=422 if faults or offer.errors else 200)


_DO: dict[str, Callable[..., object]] = {
    "take": actions.take_chat,
    "withdraw": actions.withdraw_chat_offer,
    "return": actions.return_chat,
    "end": actions.end_chat,
}


@require_GET
def chat_staff_lines(request: HttpRequest, key: UUID) -> HttpResponse:
    """What has come since a line, for the script."""
    if away := sign_in_first(request, then=request.path):
        return away
    return _answer(request, _unit_chat(request, key), since_of(request))


def _answer(request: HttpRequest, pulse: ChatPulse, since: int) -> HttpResponse:
    actor = actor_of(request)
    if since > pulse.unit_read and pulse.professional_id == actor.professional_id:
        actions.note_unit(chat_id=pulse.id, read=min(since, pulse.last_seq), by=actor)
    mark = _mark(pulse)
    if nothing_new(request, pulse, since, mark):
        return HttpResponse(status=204)
    view = _whole(request, pulse.key, since=since)
    return lines_answer(
        view, mark=mark, own_side="unit", status_template="contact/chat/status_staff.html", **_status(view, actor)
    )


def _mark(pulse: ChatPulse) -> str:
    """All that the professional is shown of how the chat stands, in short."""
    read = int(pulse.client_read >= pulse.last_seq)
    return f"{pulse.place}.{pulse.professional_id or 0}.{pulse.offered_to_id or 0}.{read}.{_away(pulse)}"


def _away(chat: ChatPulse | ChatView) -> int:
    """For how many whole minutes nothing has been heard of the client's page."""
    return int((clock.now() - chat.client_seen_at).total_seconds() // 60)


def _unit_chat(request: HttpRequest, key: UUID) -> ChatPulse:
    """How the chat of the actor's unit stands; nobody else's is opened."""
    return require_answer_chat(actor_of(request), queries.chat_pulse(key))


def _whole(request: HttpRequest, key: UUID, *, since: int = 0) -> ChatView:
    """The chat with its lines; what is shown of the client goes to the access log."""
    view = require_answer_chat(actor_of(request), queries.chat_view(key, since=since))
    if view.subject_key is not None and view.lines:
        access.note(request, page="chat", shown=[Shown(view.subject_key, "chat", "chat", str(view.id))])
        request.ovi_unit = view.unit.fi  # type: ignore[attr-defined]
    return view


def _say(request: HttpRequest, pulse: ChatPulse) -> list[str]:
    form = SayForm(request.POST)
    if not form.is_valid():
        return [str(one) for errors in form.errors.values() for one in errors]
    given = form.cleaned_data
    try:
        actions.say_as_unit(
            chat_id=pulse.id, text=given["text"].strip(), key=given["key"], by=actor_of(request), now=clock.now()
        )
    except Refused as refused:
        return [_(refused.message)]
    return []


def _said(request: HttpRequest, key: UUID) -> HttpResponse:
    if not by_script(request):
        return redirect(f"{reverse('chat_staff', args=[key])}#write")
    return _answer(request, _unit_chat(request, key), since_of(request))


def _colleagues(view: ChatView, actor: Actor) -> list[tuple[int, str]]:
    rows = queries.chat_colleagues(view.unit_id, today=helsinki_date(clock.now()))
    return [(pk, name) for pk, name in rows.values_list("pk", "name") if pk != actor.professional_id]


def _status(view: ChatView, actor: Actor) -> dict[str, Any]:
    """How the chat stands, for the professional."""
    mine = view.state == ChatState.ACTIVE and view.professional_id == actor.professional_id
    return {
        "chat": view,
        "mine": mine,
        "offered_to_me": view.offered_to_id is not None and view.offered_to_id == actor.professional_id,
        "away_minutes": _away(view),
        "today": helsinki_date(clock.now()),
    }


def _board(request: HttpRequest, actor: Actor, *, current: UUID | None = None) -> dict[str, Any]:
    """The board's rows by what they are; everybody who is named is in the access log."""
    now = clock.now()
    rows = board(actor)
    shown = [Shown(one.subject_key, "chat", "chat", str(one.id)) for one in rows if one.subject_key]
    access.note(request, page="chat_board", shown=shown)

    def told(one: BoardRow) -> dict[str, Any]:
        return {
            "it": one,
            "line": line_name(one.service_line),
            "waited": int((now - one.queued_at).total_seconds() // 60),
            "away": int((now - one.client_seen_at).total_seconds() // 60),
            "current": one.key == current,
        }

    return {
        "board_mine": [told(one) for one in rows if one.mine or one.offered_to_me],
        "board_waiting": [told(one) for one in rows if one.state == ChatState.WAITING],
        "board_others": [told(one) for one in rows if one.state == ChatState.ACTIVE and not one.mine
                   and not one.offered_to_me],
        "board_today": helsinki_date(now),
    }  # fmt: skip


def chat_desks(request: HttpRequest) -> HttpResponse:
    """The chats of the units that one manages, and their rules."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor = actor_of(request)
    CHAT_DESK.require(actor)
    sent = DeskForm(request.POST) if request.method == "POST" else None
    if sent is not None and sent.is_valid():
        given = dict(sent.cleaned_data)
        actions.set_desk(unit_id=given.pop("unit"), by=actor, now=clock.now(), **given)
        return redirect("chat_desks")
    units = [one for one in Unit.objects.order_by("sort_fi", "id") if manages_unit(actor, one.pk)]
    if not units:
        raise Http404(_("You manage no unit."))
    desks = ChatDesk.objects.in_bulk([one.pk for one in units])
    asked = request.GET.get("unit") or (sent.data.get("unit") if sent else "")
    chosen = next((one for one in units if str(one.pk) == asked), None)
    form = sent or (_desk_form(chosen, desks.get(chosen.pk)) if chosen else None)
    rows = [(one, trilingual(one, "name"), desks.get(one.pk)) for one in units]
    context = {
        "rows": sorted(rows, key=lambda row: row[2] is None),
        "form": form,
        "chosen": trilingual(chosen, "name") if chosen else None,
    }
    return render(request, "contact/chat/desks.html", context, status=422 if form and form.errors else 200)


def _desk_form(unit: Unit, desk: ChatDesk | None) -> DeskForm:
    kept = desk or ChatDesk(unit=unit)
    return DeskForm(
        initial={"unit": unit.pk, "is_open": kept.is_open, "anonymous": kept.anonymous,
                 "return_minutes": kept.return_minutes}
    )  # fmt: skip
