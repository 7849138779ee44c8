"""Which messages wait for us, and what do we write to the client?"""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ovi.casework import actions
from ovi.casework.policies import require_own_unit
from ovi.casework.queries import CaseView, message_list
from ovi.casework.queries.messages import PAGE_SIZE, SHOWN
from ovi.casework.states import CaseState
from ovi.contact.actions import note_read
from ovi.contact.message_templates import templates_for
from ovi.contact.policies import MESSAGE
from ovi.contact.queries import drafts_of, file_of, follows, threads_of
from ovi.contact.states import Side, ThreadEnd
from ovi.design.dates import page_language
from ovi.desks import message_words as words
from ovi.desks.forms_messages import EndThreadForm, UnitMessageForm, sent_with
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.opening import opened_case
from ovi.desks.threads import asked_thread, by_script, told_threads, uploads_of
from ovi.directory.queries import unit_infos
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.text import LANGUAGES
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.county import county
from ovi.plumbing.files import download
from ovi.plumbing.settings import settings


def messages_page(request: HttpRequest) -> HttpResponse:
    """The unit's list of messages, the longest waiting first; those of closed matters too."""
    actor = actor_of(request)
    MESSAGE.require(actor)
    asked, page = request.GET.get("shown", ""), request.GET.get("page", "")
    found = message_list(
        actor, shown=asked if asked in SHOWN else "us", page=int(page) if page.isdecimal() and len(page) < 7 else 1
    )
    shown = [Shown(one.subject_key, "worklist", "case", str(one.case_id)) for one in found.rows if one.subject_key]
    access.note(request, page="messages", shown=shown)
    context = {
        "found": found,
        "rows": [(one, line_name(one.service_line)) for one in found.rows],
        "lists": [(code, label, code == found.shown) for code, label in words.LISTS.items()],
        "page": Paginator(range(found.total), PAGE_SIZE).page(found.page),
        "today": helsinki_date(clock.now()),
    }
    return render(request, "desks/staff/messages.html", context)


def case_messages(request: HttpRequest, pk: int) -> HttpResponse:
    """The threads of a matter with what is written next; each button of the form does its own thing."""
    view = _opened(request, pk)
    threads = threads_of(view.contact_id, side=Side.UNIT)
    note_read(contact_id=view.contact_id, side=Side.UNIT, now=clock.now())
    thread = asked_thread(request, threads)
    actor = actor_of(request)
    draft = drafts_of(view.contact_id, account_id=actor.own_account()).get(thread.id if thread else None)
    form = UnitMessageForm(
        request.POST if request.method == "POST" else None,
        templates=templates_for(view.register), new=thread is None, draft=draft,
    )  # fmt: skip
    if request.method == "POST" and (done := _do(request, view, form, thread.id if thread else None)):
        return done
    earlier, later = follows(view.number)
    context = {
        "view": view,
        "form": form,
        "draft": draft,
        "threads": told_threads(threads, words.UNIT_TURNS, chosen=thread),
        "chosen": thread,
        "end_form": EndThreadForm(auto_id="end-%s"),
        "ends": words.THREAD_ENDS,
        "writable": view.shown_to_client and view.subject_key is not None,
        "closed_case": view.state == CaseState.CLOSED,
        "earlier": earlier,
        "later": later,
        "today": helsinki_date(clock.now()),
        **case_words(view),
    }
    return render(request, "desks/staff/case_messages.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, pk: int) -> CaseView:
    actor = actor_of(request)
    MESSAGE.require(actor)
    view = opened_case(request, pk, page="case_messages")
    require_own_unit(actor, view.scope)
    return view


def _do(request: HttpRequest, view: CaseView, form: UnitMessageForm, thread_id: int | None) -> HttpResponse | None:
    """What the pressed button asks for; None where the page is shown again with the form."""
    actor, now, asked = actor_of(request), clock.now(), request.POST.get("do", "send")
    if asked == "draft":
        text, subject = request.POST.get("text", ""), request.POST.get("subject", "")
        actions.keep_message_draft(
            case_id=view.id, thread_id=thread_id, subject=subject, text=text, side=Side.UNIT, by=actor, now=now
        )
        return HttpResponse(status=204) if by_script(request) else _back(view.id, thread_id)
    if asked == "template":
        if one := form.chosen():
            form.put_template(one, one.filled(_language(view), _values(view, actor.name)))
        form.errors.clear()
        return None
    if not form.is_valid():
        return None
    wants = bool(form.cleaned_data["wants_answer"])

    def send() -> None:
        made = actions.write_to_client(
            case_id=view.id, thread_id=thread_id, subject=form.cleaned_data.get("subject", ""),
            words=form.words(wants_answer=wants, files=uploads_of(request)), by=actor, now=now,
        )  # fmt: skip
        sent_to.append(made.thread_id)

    sent_to: list[int] = []
    return _back(view.id, sent_to[0]) if sent_with(form, send) else None


def _values(view: CaseView, writer: str) -> dict[str, str]:
    """What ready texts are filled with. A non-disclosure order names no unit, and gives the county's number."""
    info = None if view.non_disclosure else unit_infos([view.unit_id]).get(view.unit_id)
    language = _language(view)
    return {
        "worker": writer,
        "unit": "" if view.non_disclosure else view.unit.in_(language),
        "phone": (info.phone if info else "") or county(settings().county).contact_phone.number,
        "number": view.number,
    }


def _language(view: CaseView) -> str:
    """The client's own, where the ready texts have it; else the page's."""
    return view.language if view.language in LANGUAGES else page_language()


def _back(pk: int, thread_id: int | None) -> HttpResponse:
    return redirect(f"{reverse('case_messages', args=[pk])}?t={thread_id or 'new'}#write")


@require_GET
def message_file(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """A file that came with a message, as a download."""
    view = _opened(request, pk)
    found = file_of(view.contact_id, key)
    if found is None:
        raise Http404
    shown = [Shown(view.subject_key, view.relation, "case", str(pk))] if view.subject_key else []
    return download(request, found, page="case_messages", shown=shown)


@require_POST
def messages_close(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """Close a thread."""
    MESSAGE.require(actor_of(request))
    form = EndThreadForm(request.POST)
    if form.is_valid():
        reason = ThreadEnd(form.cleaned_data["reason"])
        actions.close_messages(case_id=pk, thread_id=thread, reason=reason, by=actor_of(request), now=clock.now())
    return _back(pk, thread)


@require_POST
def messages_reopen(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """Take a closing back."""
    actions.reopen_messages(case_id=pk, thread_id=thread, by=actor_of(request), now=clock.now())
    return _back(pk, thread)
