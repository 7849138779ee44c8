"""May this worker open this case? What was shown goes to the access log, what was denied to the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ovi.casework.queries import CaseView, case_view
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import access, audit, clock
from ovi.plumbing.access import Shown

Page = Callable[..., HttpResponse]


def signed_in(page: Page) -> Page:
    """The page, for whom has signed in; others are sent to the sign-in and come back to it."""

    @wraps(page)
    def asked(request: HttpRequest, **given: int) -> HttpResponse:
        then = request.get_full_path() if request.method == "GET" else reverse("worklist")
        return sign_in_first(request, then=then) or page(request, **given)

    return asked


def opened_case(request: HttpRequest, pk: int, *, page: str) -> CaseView:
    """The case, if the worker may open it; a denied attempt leaves an audit row and shows nothing."""
    actor, now = actor_of(request), clock.now()
    try:
        view = case_view(pk, by=actor, today=helsinki_date(now))
    except Refused as refused:
        audit.record("desks.denied", by=actor, now=now, object_kind="case", object_id=pk, code=refused.code)
        raise
    if view is None:
        raise Http404(_("There is no such matter."))
    note_viewed(request, view, page=page)
    return view


def note_viewed(request: HttpRequest, view: CaseView, *, page: str) -> None:
    """Write who was shown, on the relation that allows it; the unit is the one by which the viewer acts."""
    if view.subject_key is not None:
        access.note(request, page=page, shown=[Shown(view.subject_key, "case", "case", str(view.id))])
    offered = view.offer
    own = view.unit if view.unit_id in actor_of(request).units or offered is None else offered.to_unit
    request.ovi_unit = own.fi  # type: ignore[attr-defined]
