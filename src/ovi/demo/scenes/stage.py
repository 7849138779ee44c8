"""Who and what can a scene of the practice county use: the accounts, their cases, and the day?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import numpy as np
from django.db.models import F

from ovi.casework.models import Case, CasePath
from ovi.casework.states import CaseState
from ovi.demo.axis import EPOCH, day_number, working_day
from ovi.demo.patterns import demo_file
from ovi.demo.trail import ROLES
from ovi.directory.models import Unit
from ovi.foundation.calendar import HELSINKI
from ovi.people.models import Account, Professional
from ovi.people.queries import REGISTERS, actor_for
from ovi.people.states import Profession
from ovi.plumbing.actor import Actor

_NAMES = UUID("7c7ad2a4-6f0c-4c6e-9a7e-3b1f5a3e0d11")  # of keys that are the same in every invented county


@dataclass(slots=True)
class Stage:
    """Who is there, which cases are taken already, and what day it is. `home` finds a unit by its kind."""

    today: date
    home: dict[str, Unit]
    spec: dict[str, Any] = field(default_factory=lambda: demo_file("scenes.yaml"))
    taken: set[int] = field(default_factory=set)

    def at(self, ago: int, hour: int = 13, minute: int = 10) -> datetime:
        """That many working days before today."""
        return datetime.combine(self.day(-ago), time(hour, minute), HELSINKI)

    def day(self, ahead: int) -> date:
        """So many working days from today on; back for a negative number."""
        found = working_day(np.array([day_number(self.today)]), ahead)[0]
        return EPOCH + timedelta(days=int(found))

    def account(self, username: str) -> Actor:
        return actor_for(Account.objects.get(username=username), today=self.today)

    def worker(self, kind: str, profession: str) -> Actor:
        """The first worker of the profession in the home unit of that kind, who has no account."""
        unit = self.home[kind]
        return self.as_professional(Professional.objects.filter(unit=unit, profession=profession).order_by("pk")[0])

    def as_professional(self, found: Professional) -> Actor:
        """The professional at work in their own unit."""
        role = ROLES[Profession(found.profession)]
        return Actor(
            None, found.name, frozenset({role}), "care", frozenset({found.unit_id}), REGISTERS[role], None, found.pk
        )

    def actor(self, row: dict[str, Any]) -> Actor:
        return self.worker(row["who"], row["profession"]) if "profession" in row else self.account(row["who"])

    def case(
        self, by: Actor, *, before: datetime, line: str = "", used_too: bool = False, **more: object
    ) -> Case | None:
        """The actor's own newest open case that no scene has used, assessed before that moment; else a used one."""
        rows = Case.objects.filter(owner=by.professional_id, unit__in=by.units, assessed_at__lt=before, **more)
        rows = rows.exclude(state=CaseState.CLOSED).exclude(hand_over_rows__state="offered")
        rows = rows.filter(**({"service_line": line} if line else {})).order_by("-contact_at", "pk")
        found = rows.exclude(pk__in=self.taken).first() or (rows.first() if used_too else None)
        self.taken |= {found.pk} if found else set()
        return found

    def overdue(self, by: Actor) -> Case | None:
        """The actor's own case that is furthest past its limit."""
        rows = Case.objects.filter(owner=by.professional_id, unit__in=by.units, next_due_on__lt=self.today)
        found = rows.exclude(pk__in=self.taken).order_by(F("next_due_on").asc(), "pk").first()
        self.taken |= {found.pk} if found else set()
        return found

    def key(self, name: str) -> UUID:
        return uuid5(_NAMES, name)


def running_path_of(case: Case) -> CasePath:
    return CasePath.objects.get(case=case, ended_at=None)
