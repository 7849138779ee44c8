"""For whom may this person act today, in which matters, and may they also see?

A guardian acts for a child until the child is of age. From a certain age (a setting) the child's matters are the
child's own confidence: a guardian still contacts us for the child, but sees nothing until a professional has judged
that they may, and never what the child has forbidden (laki 785/1992 9 §, 703/2023; domain.md §8).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ovi.foundation.calendar import age_on, helsinki_date
from ovi.people.models import LogLimit, Representation
from ovi.people.states import SCOPE_REGISTERS, LogLimitKind, RepresentationKind, RepresentationScope
from ovi.plumbing.actor import OnBehalf
from ovi.plumbing.settings import settings

OF_AGE = 18


@dataclass(frozen=True, slots=True)
class RepresentationView:
    """One right to act for `person_id`. `may_view`: see their matters; `may_act`: make contact, answer, cancel."""

    id: int
    person_id: int
    subject_key: UUID
    name: str
    birth_date: date | None
    kind: RepresentationKind
    scope: RepresentationScope
    source: str
    valid_to: date | None
    may_view: bool
    may_act: bool

    @property
    def registers(self) -> frozenset[str]:
        return SCOPE_REGISTERS[self.scope]

    def on_behalf(self) -> OnBehalf:
        """What the actor carries while acting by this right."""
        return OnBehalf(
            person_id=self.person_id, subject_key=self.subject_key, name=self.name, ground=self.kind.value,
            ground_id=self.id, registers=self.registers, reads=self.may_view, writes=self.may_act,
        )  # fmt: skip


def representations_of(person_id: int, *, today: date, sign_in_id: int | None = None) -> tuple[RepresentationView, ...]:
    """Everybody for whom this person may act today, by name. Two queries at most.

    `sign_in_id` adds what the mandate register told for that sign-in.
    """
    rows = Representation.objects.valid_on(today, sign_in_id=sign_in_id).filter(representative=person_id)
    found = list(rows.select_related("represented").order_by("represented__sort_name", "pk"))
    judged = _judgements([row.represented_id for row in found if row.kind == RepresentationKind.GUARDIAN], today)
    return tuple(_view(row, judged, today) for row in found if _still(row, today))


def guardian_may_see(judgements: Collection[str], born: date | None, today: date) -> bool:
    """Of a small child yes; of an older one only after a professional has judged so. Never of an adult."""
    if born is None or (age := age_on(born, today)) >= OF_AGE:
        return False
    return age < settings().guardian_view_age or LogLimitKind.OPEN_TO_GUARDIAN in judgements


def _still(row: Representation, today: date) -> bool:
    """A guardian's right ends by itself when the child is of age, whatever the row says."""
    if row.kind != RepresentationKind.GUARDIAN:
        return True
    born = row.represented.birth_date
    return born is not None and age_on(born, today) < OF_AGE


def _judgements(children: Collection[int], today: date) -> dict[int, set[str]]:
    if not children:
        return {}
    rows = LogLimit.objects.filter(person__in=children, object_kind="").values_list(
        "person_id", "kind", "set_at", "ended_at"
    )
    found: dict[int, set[str]] = {}
    for person, kind, set_at, ended_at in rows:
        if helsinki_date(set_at) <= today and (ended_at is None or helsinki_date(ended_at) > today):
            found.setdefault(person, set()).add(kind)
    return found


def _view(row: Representation, judged: dict[int, set[str]], today: date) -> RepresentationView:
    whose = row.represented
    sees = row.kind != RepresentationKind.GUARDIAN or (
        guardian_may_see(judged.get(whose.pk, ()), whose.birth_date, today)
        and LogLimitKind.FORBIDDEN_BY_MINOR not in judged.get(whose.pk, ())
    )
    return RepresentationView(
        id=row.pk, person_id=whose.pk, subject_key=whose.subject_key, name=whose.full_name,
        birth_date=whose.birth_date, kind=RepresentationKind(row.kind), scope=RepresentationScope(row.scope),
        source=row.source, valid_to=row.valid_to, may_view=sees, may_act=not row.view_only,
    )  # fmt: skip


def best(views: Iterable[RepresentationView], person_id: int, register: str = "") -> RepresentationView | None:
    """Of several rights to act for one person, the one that lets do most in this register."""
    fitting = [one for one in views if one.person_id == person_id and (not register or register in one.registers)]
    return max(fitting, key=lambda one: (one.may_act, one.may_view, len(one.registers)), default=None)
