"""What have we and the resident written to each other, and how do they say that it did not help?"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ovi.casework import actions
from ovi.contact.actions import note_read
from ovi.contact.models import Contact
from ovi.contact.queries import chat_of_contact, drafts_of, file_of, follows, threads_of
from ovi.contact.states import Side
from ovi.desks import message_words as words
from ovi.desks.forms_messages import MessageForm, sent_with
from ovi.desks.matters import Matter, own_matter
from ovi.desks.privacy import require_words, shown_matter
from ovi.desks.threads import asked_thread, by_script, told_threads, uploads_of
from ovi.directory.service_lines import line_name
from ovi.people.policies import helping
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import access, clock
from ovi.plumbing.files import download


def own_messages(request: HttpRequest, pk: int) -> HttpResponse:
    """The threads of one's own matter with what one writes next."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor, found = actor_of(request), _own(request, pk)
    threads = threads_of(found.contact_id, side=Side.CLIENT)
    note_read(contact_id=found.contact_id, side=Side.CLIENT, now=clock.now())
    thread = asked_thread(request, threads)
    draft = drafts_of(found.contact_id, account_id=actor.own_account()).get(thread.id if thread else None)
    posted = request.POST if request.method == "POST" else None
    form = MessageForm(posted, new=thread is None, draft=draft, beside=helping(actor) is not None)
    if request.method == "POST" and (done := _do(request, pk, form, thread.id if thread else None)):
        return done
    context = {
        "matter": found,
        "name": found.service if found.service.fi else line_name(found.service_line),
        "form": form,
        "draft": draft,
        "threads": told_threads(threads, words.CLIENT_TURNS, chosen=thread),
        "chosen": thread,
        "whose": actor.on_behalf,
        "chat": chat_of_contact(found.contact_id),
        "today": clock.today(),
    }
    return render(request, "desks/own_messages.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, pk: int) -> Matter:
    """The actor's own matter; what is shown of it goes to the log."""
    actor = actor_of(request)
    require_words(actor)
    found = own_matter(pk, by=actor, today=clock.today())
    access.note(request, page="case_messages", shown=[shown_matter(actor, "case", str(pk))])
    return found


def _do(request: HttpRequest, pk: int, form: MessageForm, thread_id: int | None) -> HttpResponse | None:
    """What the pressed button asks for; None where the page is shown again with the form."""
    actor, now = actor_of(request), clock.now()
    if request.POST.get("do") == "draft":
        text, subject = request.POST.get("text", ""), request.POST.get("subject", "")
        actions.keep_message_draft(
            case_id=pk, thread_id=thread_id, subject=subject, text=text, side=Side.CLIENT, by=actor, now=now
        )
        return HttpResponse(status=204) if by_script(request) else _back(pk, thread_id)
    if not form.is_valid():
        return None
    sent_to: list[int] = []

    def send() -> None:
        made = actions.write_to_unit(
            case_id=pk, thread_id=thread_id, subject=form.cleaned_data.get("subject", ""),
            words=form.words(files=uploads_of(request)), by=actor, now=now,
        )  # fmt: skip
        sent_to.append(made.thread_id)

    return _back(pk, sent_to[0]) if sent_with(form, send) else None


def not_solved(request: HttpRequest, pk: int) -> HttpResponse:
    """ "This did not solve my matter": asked in one's own words, and never refused for the matter's state."""
    if away := sign_in_first(request, then=reverse("matter", args=[pk])):
        return away
    found = _own(request, pk)
    form = MessageForm(request.POST if request.method == "POST" else None, new=False)
    form.fields["text"].label = _("Tell us what was left unsolved")
    if form.is_bound and form.is_valid():
        made: list[object] = []

        def send() -> None:
            made.append(actions.tell_not_solved(case_id=pk, words=form.words(), by=actor_of(request), now=clock.now()))

        if sent_with(form, send):
            new = made[0] if isinstance(made[0], Contact) else None
            return redirect("contact_sent", new.number) if new else _back(pk, getattr(made[0], "thread_id", None))
    _earlier, later = follows(found.number)
    context = {
        "matter": found,
        "name": found.service if found.service.fi else line_name(found.service_line),
        "form": form,
        "later": later,
        "today": clock.today(),
    }
    return render(request, "desks/not_solved.html", context, status=422 if form.errors else 200)


@require_GET
def own_message_file(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """A file that came with a message of one's own matter, as a download."""
    if away := sign_in_first(request, then=request.path):
        return away
    require_words(actor_of(request))
    found = own_matter(pk, by=actor_of(request), today=clock.today())
    file = file_of(found.contact_id, key)
    if file is None:
        raise Http404
    return download(request, file, page="case_messages", shown=[shown_matter(actor_of(request), "case", str(pk))])


def _back(pk: int, thread_id: int | None) -> HttpResponse:
    return redirect(f"{reverse('own_messages', args=[pk])}?t={thread_id or 'new'}#write")
