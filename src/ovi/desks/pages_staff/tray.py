"""Which services suit the client? Search the tray from a case, pick with a reason, take back, print, mark take-up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ovi.casework import actions
from ovi.casework.policies import TRAY, require_own_unit
from ovi.casework.queries import CaseView, picks_of, saved_lists
from ovi.casework.states import CaseState, TakeUp
from ovi.design.dates import page_language
from ovi.desks.forms_goals import tried
from ovi.desks.forms_tray import PickForm
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.opening import opened_case
from ovi.desks.tray_papers import picks_paper
from ovi.desks.tray_search import tray_search
from ovi.directory.service_lines import LINES
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock


def tray_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The search of the tray for this client; a pick is sent from beside its service and the search stays."""
    view = _opened(request, pk)
    if view.state == CaseState.CLOSED and request.method != "POST":
        return redirect("case", pk=pk)
    sent = _sent(request)
    if sent is not None and sent.is_valid() and _picked(request, pk, sent):
        return redirect(f"{request.get_full_path()}#picked")
    lists = saved_lists(actor_of(request).units)
    chosen = next((one for one in lists if str(one.id) == request.GET.get("list")), None)
    # Where a non-disclosure order hides the client's home, the search is not narrowed by it either.
    results = tray_search(
        request.GET, language=page_language(), home=view.municipality, line=view.service_line,
        among=chosen.services if chosen else None, by_place=not view.non_disclosure,
    )  # fmt: skip
    standing = {one.service_id: one for one in picks_of(pk) if one.revoked_at is None}
    context = {
        "view": view,
        "results": results,
        "asked": results.narrowing,
        "lines": list(LINES.values()),
        "lists": lists,
        "chosen": chosen,
        "rows": [(card, standing.get(card.id), _form(card.id, sent)) for card in results.page],
        "picks": list(standing.values()),
        "form": sent,
        **case_words(view),
    }
    return render(request, "desks/staff/tray.html", context, status=422 if sent and sent.errors else 200)


def _opened(request: HttpRequest, pk: int) -> CaseView:
    """The case, opened by a worker of the unit that answers for it."""
    TRAY.require(actor_of(request))
    view = opened_case(request, pk, page="tray")
    require_own_unit(actor_of(request), view.scope)
    return view


def _sent(request: HttpRequest) -> PickForm | None:
    if request.method != "POST":
        return None
    service = request.POST.get("service", "")
    return PickForm(request.POST, service_id=int(service) if service.isascii() and service.isdigit() else 0)


def _form(service_id: int, sent: PickForm | None) -> PickForm:
    """The form beside a service: the one that was sent, with its faults, or an empty one."""
    same = sent is not None and str(service_id) == sent.data.get("service")
    return sent if sent is not None and same else PickForm(service_id=service_id)


def _picked(request: HttpRequest, pk: int, sent: PickForm) -> bool:
    given = sent.cleaned_data

    def pick() -> None:
        actions.pick_service(
            case_id=pk, service_id=given["service"], reason=given["reason"], by=actor_of(request), now=clock.now()
        )

    return tried(sent, pick, {"tray.reason": "reason", "tray.identity": "reason", "tray.picked.state": "reason"})


@require_POST
def tray_revoke(request: HttpRequest, pk: int, pick: int) -> HttpResponse:
    """Take a pick back."""
    actions.revoke_pick(case_id=pk, pick_id=pick, by=actor_of(request), now=clock.now())
    return _back(pk)


@require_POST
def tray_restore(request: HttpRequest, pk: int, pick: int) -> HttpResponse:
    """Undo a taking back."""
    actions.restore_pick(case_id=pk, pick_id=pick, by=actor_of(request), now=clock.now())
    return _back(pk)


@require_POST
def tray_take_up(request: HttpRequest, pk: int, pick: int) -> HttpResponse:
    """Write what came of a pick; an empty answer takes the earlier one back."""
    told = take_up_sent(request)
    actions.mark_take_up(case_id=pk, pick_id=pick, take_up=told, by=actor_of(request), now=clock.now())
    return _back(pk)


def take_up_sent(request: HttpRequest) -> TakeUp | None:
    """The answer that was sent; None for an empty or unknown one."""
    said = request.POST.get("take_up", "")
    return TakeUp(said) if said in set(TakeUp) else None


@require_POST
def tray_tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the client by a notice that services have been picked."""
    actions.tell_of_picks(case_id=pk, by=actor_of(request), now=clock.now())
    return redirect(f"{reverse('case', args=[pk])}#reached")


@require_GET
def tray_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The picks on paper for the client, in the language of the page."""
    view = _opened(request, pk)
    picks = [one for one in picks_of(pk) if one.revoked_at is None]
    if not picks:
        return _back(pk)
    return picks_paper(picks, number=view.number, large="large" in request.GET)


def _back(pk: int) -> HttpResponse:
    return redirect(f"{reverse('case', args=[pk])}#tray")
