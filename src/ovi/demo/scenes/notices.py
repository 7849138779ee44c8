"""What has been told to the clients of the practice accounts, what waits for the post, and what could not be told?"""

from __future__ import annotations

from datetime import datetime, timedelta

from ovi.casework.models import Case
from ovi.demo.scenes.stage import Stage
from ovi.people import actions
from ovi.people.actions import About
from ovi.people.models import Account, ContactPoint, Notice
from ovi.people.states import NotifyKind, PointKind, RuleKind, Way
from ovi.plumbing.actor import system

_BY = system("demo")
_POSTAL = "Keksittykatu 1 A 2\n33100 Tampere"


def tell(stage: Stage) -> None:
    """The resident's own matter with its notices; and of the nurse's clients one by letter and one by no way."""
    _residents_own(stage)
    nurse = stage.account("demo-nurse")
    for ago, postal in ((2, True), (1, False)):
        now = stage.at(ago, 9, 40)
        case = stage.case(nurse, before=now, person__isnull=False)
        if case is None or case.person_id is None:
            continue
        actions.set_rule(
            person_id=case.person_id, kind=RuleKind.NEVER, way=Way.SUOMI_FI, register=case.register,
            words="En käytä Suomi.fi-viestejä.", by=nurse, now=now,
        )  # fmt: skip
        if postal:
            actions.add_point(person_id=case.person_id, kind=PointKind.POSTAL, value=_POSTAL, by=nurse, now=now)
        else:
            actions.set_rule(
                person_id=case.person_id, kind=RuleKind.NEVER, way=Way.VOICE_MAIL, register=case.register,
                words="Älkää jättäkö vastaajaan viestiä, puhelin on yhteinen.", by=nurse, now=now,
            )  # fmt: skip
        _told(case, NotifyKind.ANSWER_WAITING, now)


def _residents_own(stage: Stage) -> None:
    own = Account.objects.select_related("person").filter(username="demo-resident").first()
    case = Case.objects.filter(person=own.person).order_by("-contact_at").first() if own and own.person else None
    if own is None or case is None or own.person is None:
        return
    email = own.person.email or "oma@esimerkki.example"
    ContactPoint.objects.create(
        person=own.person, kind=PointKind.EMAIL, value=email, matched=email.lower(), given_by=own,
        given_at=case.contact_at, confirmed_at=case.contact_at,
    )  # fmt: skip
    _told(case, NotifyKind.RECEIPT, case.contact_at, at=case.contact_at)
    _told(case, NotifyKind.MESSAGE_WAITING, max(stage.at(1, 10, 5), case.contact_at + timedelta(hours=1)))


def _told(case: Case, kind: NotifyKind, now: datetime, *, at: datetime | None = None) -> None:
    """Told and sent (to the sink) at that moment, so that nothing leaves later in a heap."""
    about = About("case", str(case.pk), number=case.contact.number, at=at)
    notice = actions.notify(person_id=case.person_id, address=None, kind=kind, about=about, by=_BY, now=now)
    actions.send_notice(notice_id=notice.pk, by=_BY, now=notice.due_at)


def send_waiting(now: datetime) -> None:
    """What the other scenes have told leaves too, each at its own moment; no job has been there to send it."""
    for notice in Notice.objects.filter(pk__in=actions.due_notices(now=now)).order_by("due_at", "pk"):
        actions.send_notice(notice_id=notice.pk, by=_BY, now=notice.due_at)
