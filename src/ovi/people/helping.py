"""When does a worker help a person side by side, and what does that reach?

The helper sees what the person sees of matters in the helper's own registers, and no more: sitting beside somebody
takes down no wall between registers (design §5.5).
"""

from __future__ import annotations

from datetime import datetime

from ovi.people.models import HelpSession
from ovi.people.policies import HELP
from ovi.plumbing.actor import Actor, OnBehalf


def help_on_behalf(help_id: int, actor: Actor, *, now: datetime) -> OnBehalf | None:
    """What the actor carries while helping; None once the helping is over, by a press or by time."""
    row = HelpSession.objects.select_related("person").filter(
        pk=help_id, helper=actor.account_id, ended_at=None, until__gt=now
    ).first()  # fmt: skip
    if row is None or not HELP.held_by(actor):
        return None
    return OnBehalf(
        person_id=row.person_id, subject_key=row.person.subject_key, name=row.person.full_name, ground="help",
        ground_id=row.pk, registers=actor.registers, reads=True, writes=False, until=row.until,
    )  # fmt: skip
