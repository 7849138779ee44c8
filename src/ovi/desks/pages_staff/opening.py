"""May this worker open this case? What was shown goes to the access log, what was denied to the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ovi.casework.policies import EMERGENCY
from ovi.casework.queries import CaseView, case_view, units_named
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


def opened_case(request: HttpRequest, pk: int, *, page: str, reading: bool = False) -> CaseView:
    """The case, if the worker may open it; a denied attempt leaves an audit row and shows nothing.

    `reading`: the page only shows, so that an opening in an emergency or on a ground is enough.
    """
    actor, now = actor_of(request), clock.now()
    try:
        view = case_view(pk, by=actor, today=helsinki_date(now), now=now if reading else None)
    except Refused as refused:
        audit.record("desks.denied", by=actor, now=now, object_kind="case", object_id=pk, code=refused.code)
        if refused.code == "case.missing":  # secrecy: the same answer as for a matter that does not exist
            raise Http404(_("There is no such matter.")) from refused
        raise
    if view is None:
        raise Http404(_("There is no such matter."))
    note_viewed(request, view, page=page)
    return view


def note_viewed(request: HttpRequest, view: CaseView, *, page: str) -> None:
    """Write who was shown, on the relation that allows it; the unit is the one by which the viewer acts."""
    if view.subject_key is not None:
        shown = [Shown(view.subject_key, view.relation, "case", str(view.id))]
        access.note(request, page=page, shown=shown, purpose="emergency" if view.relation == EMERGENCY.code else "")
    offered = view.offer
    units = actor_of(request).units
    if view.unit_id in units:
        own = view.unit.fi
    elif offered is not None and offered.to_unit_id in units:
        own = offered.to_unit.fi
    else:
        own = ", ".join(unit.name.fi for unit in units_named(units))
    request.ovi_unit = own  # type: ignore[attr-defined]
