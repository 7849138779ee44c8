"""What does each page of the contact form ask? For whom, who, what, which service, how to answer, which wishes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from ovi.contact.drafts import Draft, drafted
from ovi.contact.forms import acting_rights
from ovi.contact.pages_resident.flow import CONTACT, asked, rights_of, service_asked
from ovi.people.signed_in import keeps_text


@keeps_text
@sensitive_post_parameters()
@drafted
def contact_new(request: HttpRequest, draft: Draft) -> HttpResponse:
    """For whom? With ?service= the service asked for is taken along."""
    wanted = request.GET.get("service", "")
    if request.method == "GET" and not draft.locked and (found := service_asked(wanted)):
        draft.keep(service=found.id, service_line=found.service_line)
    return asked(request, draft, CONTACT, "contact_new")


@keeps_text
@sensitive_post_parameters()
@drafted
def contact_whom(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who is it? Only those for whom one may act are there to choose; where there are none, the other ways are told."""
    if request.user.is_authenticated and not acting_rights(rights_of(request), draft.answers):
        return redirect("contact_for_other")
    return asked(request, draft, CONTACT, "contact_whom")


@keeps_text
@sensitive_post_parameters()
@drafted
def contact_words(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What is it about, in own words?"""
    return asked(request, draft, CONTACT, "contact_words")


@keeps_text
@sensitive_post_parameters()
@drafted
def contact_line(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Which service is closest?"""
    response = asked(request, draft, CONTACT, "contact_line")
    answers = draft.answers
    service = service_asked(answers.get("service"))
    if service and service.service_line != answers.get("service_line"):
        draft.keep(service=None)  # the person has changed their mind about the service
    return response


@keeps_text
@sensitive_post_parameters()
@drafted
def contact_reply(request: HttpRequest, draft: Draft) -> HttpResponse:
    """How may we answer? From here on one must be signed in; what was written waits in the draft."""
    return asked(request, draft, CONTACT, "contact_reply")


@keeps_text
@sensitive_post_parameters()
@drafted
def contact_wishes(request: HttpRequest, draft: Draft) -> HttpResponse:
    """When, in which language, and how safely?"""
    return asked(request, draft, CONTACT, "contact_wishes")
