"""What does a page about safe contact show and take? The same for the person and for the worker who writes it down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people import actions
from ovi.people import reach_words as words
from ovi.people.forms_reaching import CodeForm, PointForm, RuleForm, point_kind
from ovi.people.models import Person
from ovi.people.policies import place_shown
from ovi.people.queries import AllowedWay, RuleView, allowed_ways, points_of, rules_of
from ovi.people.states import NOTICE_WAYS, PointKind, Purpose, Way
from ovi.plumbing.actor import Actor


@dataclass(slots=True)
class ReachPage:
    """One visit to the page. `done`: something was saved, so that the page is shown anew."""

    person: Person
    by: Actor
    now: datetime
    worker: bool
    matter: str = ""  # which the wish written now concerns; empty for everything
    number: str = ""  # of the matter that a worker has open
    register: str = ""
    done: bool = False
    fault: Form | None = None

    def take(self, request: HttpRequest) -> None:
        """Do what was sent; a refusal becomes a fault of its form, and what was written stays."""
        do, given = request.POST.get("do", ""), {"person_id": self.person.pk, "by": self.by, "now": self.now}
        form = self._form(do, request)
        if form is not None and not form.is_valid():
            self.fault = form
            return
        try:
            self._act(do, form, request, given)
            self.done = True
        except Refused as refused:
            if form is None:
                raise
            form.add_error(_field(form, refused), _(refused.faults[0].what if refused.faults else refused.message))
            self.fault = form

    def _form(self, do: str, request: HttpRequest) -> Form | None:
        if do == "point":
            return PointForm(request.POST, auto_id="point-%s")
        if do == "code":
            return CodeForm(request.POST, auto_id=f"code-{_number(request, 'point')}-%s")
        if do == "rule":
            points = points_of(self.person.pk)
            return RuleForm(request.POST, points=points, worker=self.worker, auto_id="rule-%s")
        return None

    def _act(self, do: str, form: Form | None, request: HttpRequest, given: dict[str, Any]) -> None:
        if isinstance(form, PointForm):
            kind, said = point_kind(form), form.cleaned_data
            actions.add_point(kind=kind, value=said["value"], safe=said["safe"], **given)
        elif isinstance(form, CodeForm):
            actions.confirm_point(point_id=form.cleaned_data["point"], code=form.cleaned_data["code"], **given)
        elif isinstance(form, RuleForm):
            actions.set_rule(matter=self.matter, register=self.register, **form.asked(), **given)
        elif do == "send_code":
            actions.send_code(point_id=_number(request, "point"), **given)
        elif do == "end_point":
            actions.end_point(point_id=_number(request, "point"), **given)
        elif do == "end_rule":
            actions.end_rule(rule_id=_number(request, "rule"), **given)
        else:
            raise Refused("Choose what you want to do.", code="reach.unknown")

    def context(self) -> dict[str, Any]:
        """What the page's parts read."""
        today = helsinki_date(self.now)
        points = points_of(self.person.pk)
        hidden = self.worker and self.person.non_disclosure
        fault = self.fault
        return {
            "worker": self.worker,
            "matter": self.matter,
            "today": today,
            "points": [(one, words.POINTS[one.kind], self._code(one.id), shown_value(one, hidden)) for one in points],
            "rules": [
                (one, words.RULES[one.kind], words.WAYS[one.way], [words.PURPOSES[two] for two in one.purposes])
                for one in self._rules(today)
            ],
            "now_told": told_by(self.person, self.now, matter=self.matter),
            "point_form": fault if isinstance(fault, PointForm) else PointForm(auto_id="point-%s"),
            "rule_form": fault
            if isinstance(fault, RuleForm)
            else RuleForm(points=() if hidden else points, worker=self.worker, auto_id="rule-%s"),
            "form": fault or Form(),
        }

    def _rules(self, today: date) -> list[RuleView]:
        """All for the person; for a worker those of this matter or of all, words of another register left out."""
        found = rules_of(self.person.pk, today)
        if not self.worker:
            return list(found)
        return [seen_by(one, self.by) for one in found if one.matter in ("", self.number)]

    def _code(self, point_id: int) -> Form:
        if isinstance(self.fault, CodeForm) and self.fault.data.get("point") == str(point_id):
            return self.fault
        return CodeForm(initial={"point": point_id}, auto_id=f"code-{point_id}-%s")


def seen_by(rule: RuleView, actor: Actor) -> RuleView:
    """A wish as a worker sees it: what was said in another register is not told on, the wish itself is."""
    return rule if rule.register in ("", *actor.registers) else replace(rule, words="", set_by="")


def shown_value(one: Any, hidden: bool) -> str:
    """The address; a place is not shown to workers of one under a non-disclosure order (turvakielto)."""
    place = one.kind == PointKind.POSTAL
    shown = place_shown(one.value, hidden=hidden and place)
    return str(_("address not shown")) if shown is None else shown


def told_by(person: Person, now: datetime, *, matter: str = "") -> list[tuple[Any, list[str]]]:
    """By which ways each thing would be told now, in the order they are tried."""
    return [(said, ways_said(allowed_ways(person, purpose, now, matter=matter))) for purpose, said in _PURPOSES]


def ways_said(ways: tuple[AllowedWay, ...]) -> list[str]:
    """The ways that carry a notice, in words, each once."""
    return list(dict.fromkeys(str(words.WAYS[one.way]) for one in ways if one.way in NOTICE_WAYS))


def called_at(ways: tuple[AllowedWay, ...]) -> tuple[list[str], bool]:
    """Numbers that a worker may call, and whether words may be left on the machine."""
    numbers = [one.to for one in ways if one.way is Way.PHONE]
    return numbers, any(one.way is Way.VOICE_MAIL for one in ways)


_PURPOSES: tuple[tuple[Purpose, Any], ...] = tuple(words.PURPOSES.items())


def _field(form: Form, refused: Refused) -> str | None:
    named = [fault.where for fault in refused.faults if fault.where in form.fields]
    if named:
        return named[0]
    return "code" if isinstance(form, CodeForm) else None


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
