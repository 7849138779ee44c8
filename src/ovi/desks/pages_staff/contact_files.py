"""How does a worker open a file that came with a contact? As a download, by the relation that opens the matter."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ovi.contact.queries import file_of_contact
from ovi.desks.pages_staff.opening import opened_case
from ovi.plumbing.access import Shown
from ovi.plumbing.files import download


@require_GET
def case_file(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """The file, if it came with this matter's contact; anything else is not there."""
    view = opened_case(request, pk, page="contact_file", reading=True)
    found = file_of_contact(key)
    if found is None or found[1].pk != view.contact_id:
        raise Http404(_("There is no such file."))
    shown = [Shown(view.subject_key, view.relation, "case", str(pk))] if view.subject_key else []
    return download(request, found[0], page="contact_file", shown=shown)
