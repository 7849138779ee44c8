"""How does one say where one may be reached? By the person, or by a worker in the person's words; all audited."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_noop

from ovi.foundation.calendar import helsinki_date
from ovi.foundation.identifiers import mask_hetu
from ovi.foundation.refusals import Fault, Refused
from ovi.people.actions.notifying import About, Address, notify
from ovi.people.actions.sending import CODE_VALID
from ovi.people.addresses import spelled
from ovi.people.models import ContactPoint, Person, ReachRule
from ovi.people.policies import require_reach
from ovi.people.states import POINT_OF, NotifyKind, PointKind, Purpose, RuleKind, Way
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

_CODE_TRIES, _CODES_OF_A_POINT, _POINTS_A_DAY = 5, 5, 8
WORDS_MAX = 500


@transaction.atomic
def add_point(
    *, person_id: int, kind: PointKind, value: str, safe: bool = False, by: Actor, now: datetime
) -> ContactPoint:
    """Keep an address. One's own e-mail or telephone gets a code first; what a worker hears from the person is kept as
    said. The same address again is the same row."""
    worker = require_reach(by, person_id)
    kept, matched = spelled(kind, value)
    person = Person.objects.select_for_update().get(pk=person_id)
    if there := ContactPoint.objects.filter(person=person, kind=kind, matched=matched, ended_at=None).first():
        if there.safe != safe:
            ContactPoint.objects.filter(pk=there.pk).update(safe=safe)
            _record("people.address_changed", there, by=by, now=now)
        return there
    _require_patience(person_id, now)
    known = worker or kind is PointKind.POSTAL
    point = ContactPoint.objects.create(
        person=person, kind=kind, value=kept, matched=matched, safe=safe, given_by_id=by.own_account(), given_at=now,
        confirmed_at=now if known else None,
    )  # fmt: skip
    _record("people.address_added", point, by=by, now=now)
    if not known:
        _send_code(point, by=by, now=now)
    return point


@transaction.atomic
def send_code(*, person_id: int, point_id: int, by: Actor, now: datetime) -> ContactPoint:
    """Send a new code to one's own address; the old one no longer opens."""
    require_reach(by, person_id)
    point = _point(person_id, point_id)
    if point.kind == PointKind.POSTAL:
        raise Refused("A letter needs no code.", code="address.code")
    _send_code(point, by=by, now=now)
    return point


def confirm_point(*, person_id: int, point_id: int, code: str, by: Actor, now: datetime) -> ContactPoint:
    """The code has come: the address is the person's. A wrong code is counted even though it is refused."""
    require_reach(by, person_id)
    with transaction.atomic():
        point = _point(person_id, point_id)
        fresh = point.code_sent_at is not None and now - point.code_sent_at <= CODE_VALID
        ContactPoint.objects.filter(pk=point.pk).update(code_tries=F("code_tries") + 1)
        right = point.code_hash and constant_time_compare(point.code_hash, _hashed(point.pk, code.strip()))
        if right and fresh and point.code_tries < _CODE_TRIES:
            point.confirmed_at, point.bounced_at, point.code_hash = now, None, ""
            point.code_tries = point.codes_sent = 0
            point.save(update_fields=["confirmed_at", "bounced_at", "code_hash", "code_tries", "codes_sent"])
            _record("people.address_confirmed", point, by=by, now=now)
            return point
    if not fresh or point.code_tries >= _CODE_TRIES:
        raise Refused("The code is no longer valid. Ask for a new one.", code="address.code_old")
    raise Refused("The code is not right. Check it, or ask for a new one.", code="address.code_wrong")


@transaction.atomic
def end_point(*, person_id: int, point_id: int, by: Actor, now: datetime) -> None:
    """The address is no longer the person's; rules that name it end too. Twice changes nothing."""
    require_reach(by, person_id)
    point = _point(person_id, point_id, ended=True)
    if point.ended_at is None:
        ContactPoint.objects.filter(pk=point.pk).update(ended_at=now, code_hash="")
        ReachRule.objects.filter(point=point, ended_at=None).update(ended_at=now)
        _record("people.address_ended", point, by=by, now=now)


@transaction.atomic
def set_rule(
    *, person_id: int, kind: RuleKind, way: Way, purposes: Sequence[Purpose] = (), matter: str = "",
    point_id: int | None = None, words: str = "", until_on: date | None = None, register: str = "", by: Actor,
    now: datetime,
) -> ReachRule:  # fmt: skip
    """Say of a way: never, only so, or also so. The same rule twice is one.

    `register`: of the matter in which a worker heard it; the words are read in that register only.
    """
    worker = require_reach(by, person_id)
    person = Person.objects.select_for_update().get(pk=person_id)
    point = _point(person_id, point_id) if point_id else None
    _require_sound(kind, way, point, words, until_on, worker=worker, today=helsinki_date(now))
    fields = {
        "kind": kind, "way": way, "purposes": sorted(set(purposes)), "matter": matter, "point": point,
        "words": mask_hetu(words.strip()), "until_on": until_on,
    }  # fmt: skip
    if there := ReachRule.objects.filter(person=person, ended_at=None, **fields).first():
        return there
    rule = ReachRule.objects.create(
        person=person, set_by_id=by.own_account(), by_worker=worker, register=register, set_at=now, **fields
    )
    audit.record(
        "people.reach_rule_set", by=by, now=now, object_kind="reach_rule", object_id=rule.pk,
        subject_key=person.subject_key, rule=kind, way=way,
    )  # fmt: skip
    return rule


@transaction.atomic
def end_rule(*, person_id: int, rule_id: int, by: Actor, now: datetime) -> None:
    """The rule holds no longer; it stays in the rows. Twice changes nothing."""
    require_reach(by, person_id)
    rule = ReachRule.objects.select_related("person").filter(pk=rule_id, person=person_id).first()
    if rule is None:
        raise Refused("There is no such wish. Open the page again.", code="reach_rule.missing")
    if ReachRule.objects.filter(pk=rule_id, ended_at=None).update(ended_at=now):
        audit.record(
            "people.reach_rule_ended", by=by, now=now, object_kind="reach_rule", object_id=rule_id,
            subject_key=rule.person.subject_key,
        )  # fmt: skip


def _require_sound(
    kind: RuleKind, way: Way, point: ContactPoint | None, words: str, until_on: date | None, *, worker: bool,
    today: date,
) -> None:  # fmt: skip
    faults = []
    if way is Way.HOME and kind is not RuleKind.NEVER:
        faults.append(Fault("way", gettext_noop("Of the home one can only say that nothing comes there.")))
    if point is not None and (kind is RuleKind.NEVER or POINT_OF.get(way) != point.kind):
        faults.append(Fault("point", gettext_noop("Choose an address that belongs to this way.")))
    if worker and not words.strip():
        faults.append(Fault("words", gettext_noop("Write in the client’s own words what they asked.")))
    if len(words) > WORDS_MAX or "\x00" in words:
        faults.append(Fault("words", gettext_noop("Shorten the text to 500 characters.")))
    if until_on is not None and until_on <= today:
        faults.append(Fault("until_on", gettext_noop("The last day must lie in the future.")))
    if faults:
        raise Refused("Nothing was saved. Correct the points below.", code="reach_rule.faulty", faults=faults)


def _require_patience(person_id: int, now: datetime) -> None:
    """Codes to ever new addresses would be a way to pester strangers."""
    if ContactPoint.objects.filter(person=person_id, given_at__gt=now - timedelta(days=1)).count() >= _POINTS_A_DAY:
        raise Refused(
            "You have added many addresses today. Add more tomorrow, or call us if it is urgent.", code="address.many"
        )


def _send_code(point: ContactPoint, *, by: Actor, now: datetime) -> None:
    if point.codes_sent >= _CODES_OF_A_POINT:
        raise Refused(
            "Many codes have been sent to this address already. Remove it and add it again tomorrow, or call us.",
            code="address.codes",
        )
    code = f"{secrets.randbelow(10**6):06d}"
    point.code_hash, point.code_sent_at, point.code_tries = _hashed(point.pk, code), now, 0
    point.codes_sent += 1
    point.save(update_fields=["code_hash", "code_sent_at", "code_tries", "codes_sent"])
    way = Way.EMAIL if point.kind == PointKind.EMAIL else Way.SMS
    about = About("contact_point", str(point.pk), occasion=str(point.codes_sent) + now.isoformat(), code=code)
    notify(
        person_id=point.person_id, address=Address(way, point.value), kind=NotifyKind.CONFIRM_ADDRESS, about=about,
        by=by, now=now,
    )  # fmt: skip


def _hashed(point_id: int, code: str) -> str:
    return salted_hmac(f"ovi.contact_point.{point_id}", code, algorithm="sha256").hexdigest()


def _point(person_id: int, point_id: int, *, ended: bool = False) -> ContactPoint:
    """The person's own address, locked; another's is answered as if it were not there."""
    rows = ContactPoint.objects.select_for_update().filter(pk=point_id, person=person_id)
    point = rows.first() if ended else rows.filter(ended_at=None).first()
    if point is None:
        raise Refused("There is no such address. Open the page again.", code="address.missing")
    return point


def _record(action: str, point: ContactPoint, *, by: Actor, now: datetime) -> None:
    audit.record(
        action, by=by, now=now, object_kind="contact_point", object_id=point.pk, subject_key=point.person.subject_key,
        kind=point.kind,
    )  # fmt: skip
