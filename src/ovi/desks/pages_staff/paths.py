"""Which path does this matter follow, and when is it reviewed and ended? And the library of all paths."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ovi.casework import actions
from ovi.casework.policies import GOALS
from ovi.casework.queries import PathTemplate, goal_board, path_choices, path_library
from ovi.desks import goal_words as words
from ovi.desks import staff_words
from ovi.desks.forms_goals import EndPathForm, ReviewForm, StartPathForm, tried
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.goals import closed, working_on
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.staffing.queries import competence_name


def path_choose_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The paths of this register: those for the service first."""
    view, today = working_on(request, pk), helsinki_date(clock.now())
    if closed(view, request) or goal_board(pk, today=today).path:
        return redirect("case", pk=pk)
    suits, others = path_choices(register=view.register, service_line=view.service_line)
    return render(
        request, "desks/staff/path_choose.html", {"view": view, "suits": suits, "others": others, **case_words(view)}
    )


def path_start_page(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    """What the path is, its entry conditions to tick, and the goal if there is none yet."""
    view, now = working_on(request, pk), clock.now()
    board, found = goal_board(pk, today=helsinki_date(now)), path_library().paths.get(template)
    if found is None or view.register not in found.registers:
        raise Http404(_("There is no such path for this matter."))
    if closed(view, request) or (board.path and request.method != "POST"):
        return redirect("case", pk=pk)
    form = StartPathForm(
        request.POST if request.method == "POST" else None, template=found, needs_goal=not board.open_goals
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        by = actor_of(request)
        with transaction.atomic():  # the goal and the path that serves it, or neither
            if "own_words" in given:
                actions.set_goal(case_id=pk, own_words=given["own_words"], worded=given["worded"], by=by, now=now)
            actions.start_path(
                case_id=pk, template_id=template, version=given["version"], ticked=form.ticked(), by=by, now=now
            )
        return redirect("case", pk=pk)
    context = {"view": view, "template": found, "steps": _steps(found), "form": form, **case_words(view)}
    return render(request, "desks/staff/path_start.html", context)


def path_review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the path was reviewed, and when it is next."""
    view, now = working_on(request, pk), clock.now()
    path = goal_board(pk, today=helsinki_date(now)).path
    if closed(view, request) or (path is None and request.method != "POST"):
        return redirect("case", pk=pk)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: actions.review_path(case_id=pk, by=actor_of(request), now=now, **given),
            {"path.review": "next_review_on"},
        ):
            return redirect("case", pk=pk)
    return render(
        request, "desks/staff/path_review.html", {"view": view, "path": path, "form": form, **case_words(view)}
    )


def path_end_page(request: HttpRequest, pk: int) -> HttpResponse:
    """End the path with its reason."""
    view, now = working_on(request, pk), clock.now()
    path = goal_board(pk, today=helsinki_date(now)).path
    if closed(view, request) or (path is None and request.method != "POST"):
        return redirect("case", pk=pk)
    form = EndPathForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        if tried(
            form,
            lambda: actions.end_path(case_id=pk, reason=form.reason_given(), note=note, by=actor_of(request), now=now),
            {"path.steps": "reason"},
        ):
            return redirect("case", pk=pk)
    return render(request, "desks/staff/path_end.html", {"view": view, "path": path, "form": form, **case_words(view)})


def pathways_page(request: HttpRequest) -> HttpResponse:
    """All paths and reception models; no client is shown."""
    GOALS.require(actor_of(request))
    library = path_library()
    context = {"paths": library.paths.values(), "models": library.models.values()}
    return render(request, "desks/staff/pathways.html", context)


def pathway_page(request: HttpRequest, template: str) -> HttpResponse:
    """One path or reception model with its source and what the county still completes."""
    GOALS.require(actor_of(request))
    library = path_library()
    path, model = library.paths.get(template), library.models.get(template)
    one = path or model
    if one is None:
        raise Http404(_("There is no such path or model."))
    context = {
        "it": one,
        "lines": [line_name(line) for line in sorted(one.service_lines)],
        "path": path,
        "steps": _steps(path) if path else [],
        "aspects": [(label, getattr(model, name)) for name, label in words.ASPECTS.items()] if model else [],
    }
    return render(request, "desks/staff/pathway.html", context)


def _steps(template: PathTemplate) -> list[dict[str, object]]:
    """The steps of a template with their words."""
    return [
        {
            "it": step,
            "mode": words.MODES[step.mode],
            "professions": [staff_words.word(staff_words.PROFESSIONS, one) for one in step.professions],
            "competence": competence_name(step.competence) if step.competence else None,
            "days": step.due.after_days,
        }
        for step in template.steps
    ]
