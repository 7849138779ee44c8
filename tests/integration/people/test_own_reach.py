"""One's own page of safe contact: addresses are confirmed by a code, wishes are one's own, nobody else's are seen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ovi.foundation.refusals import Refused
from ovi.people import actions
from ovi.people.models import ContactPoint, Notice, ReachRule
from ovi.people.states import PointKind
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.models import SunkMessage
from tests.integration import residents_for_tests as make

PAGE = "/omat/yhteystavat/"


@pytest.fixture(autouse=True)
def still_clock(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def aino(db):
    make.make_county()
    return make.resident()


def send_all(now):
    for pk in actions.due_notices(now=now):
        actions.send_notice(notice_id=pk, by=system("test"), now=now)


def code_sent(now):
    send_all(now)
    return re.search(r"\b\d{6}\b", SunkMessage.objects.order_by("-pk")[0].body)[0]


@pytest.mark.parametrize(
    ("language", "address"),
    [("fi", PAGE), ("sv", "/sv/mina/kontaktuppgifter/"), ("en", "/en/my-matters/contact-details/")],
)
def test_the_page_asks_to_sign_in_and_then_opens(aino, client, language, address):
    assert client.get(address).status_code == 302
    page = aino.client().get(address)
    assert page.status_code == 200
    make.assert_sound(page, language)


def test_an_address_is_used_only_when_its_code_has_been_written(aino, now):
    browser = aino.client()
    assert browser.post(PAGE, {"do": "point", "kind": "email", "value": "Aino@Example.fi"}).status_code == 302
    point = ContactPoint.objects.get()
    assert point.confirmed_at is None
    code = code_sent(now)
    assert code not in point.code_hash
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    page = browser.post(PAGE, {"do": "code", "point": point.pk, "code": wrong})
    assert page.status_code == 422
    assert "Koodi ei ole oikein" in page.content.decode()
    assert browser.post(PAGE, {"do": "code", "point": point.pk, "code": code}).status_code == 302
    point.refresh_from_db()
    assert point.confirmed_at == now
    assert "Vahvistettu" in browser.get(PAGE).content.decode()
    assert Notice.objects.get().code == ""


def test_guessing_ends_and_an_old_code_does_not_open(aino, now):
    browser = aino.client()
    browser.post(PAGE, {"do": "point", "kind": "phone", "value": "040 123 4567"})
    point, code = ContactPoint.objects.get(), code_sent(now)
    for number in range(5):
        browser.post(PAGE, {"do": "code", "point": point.pk, "code": f"{(int(code) + 1 + number) % 10**6:06d}"})
    page = browser.post(PAGE, {"do": "code", "point": point.pk, "code": code})
    assert "Koodi ei ole enää voimassa" in page.content.decode()
    browser.post(PAGE, {"do": "send_code", "point": point.pk})
    late = {"person_id": aino.person.pk, "point_id": point.pk, "code": code_sent(now), "by": aino.actor}
    with pytest.raises(Refused, match="no longer valid"):
        actions.confirm_point(**late, now=now + timedelta(minutes=31))
    assert actions.confirm_point(**late, now=now + timedelta(minutes=29)).confirmed_at


def test_codes_cannot_be_used_to_pester_strangers(aino, now):
    browser = aino.client()
    for number in range(12):
        browser.post(PAGE, {"do": "point", "kind": "phone", "value": f"040 123 45{number:02d}"})
    assert ContactPoint.objects.count() == 8
    point = ContactPoint.objects.first()
    for _ in range(9):
        browser.post(PAGE, {"do": "send_code", "point": point.pk})
    assert Notice.objects.filter(object_id=str(point.pk)).count() == 5


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "aino"), ("email", "a@b.fi\nBcc: x@y.fi"), ("phone", "12"), ("phone", "040 12x"), ("phone", "9" * 40),
        ("postal", "Kotikatu 1"), ("postal", "010190-900P\n33100 Tampere"), ("postal", "a\n" * 8), ("email", ""),
        ("", "040 123 4567"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_said_and_kept_on_the_form(aino, kind, value):
    page = aino.client().post(PAGE, {"do": "point", "kind": kind, "value": value})
    assert page.status_code == 422
    assert not ContactPoint.objects.exists()
    assert not Notice.objects.exists()


def test_signs_that_cannot_be_seen_disguise_no_address(aino, now):
    aino.client().post(PAGE, {"do": "point", "kind": "email", "value": "ai\u200bno\u202e@example.fi"})
    assert ContactPoint.objects.get().matched == "aino@example.fi"


def test_a_wish_is_kept_once_ended_and_holds_for_one_matter(aino):
    browser = aino.client()
    wish = {"do": "rule", "way": "home", "rule": "never", "purposes": ["answer"], "until_on": "31.12.2026"}
    for _ in range(2):
        assert browser.post(f"{PAGE}?matter=OVI-2026-000009", wish).status_code == 302
    rule = ReachRule.objects.get()
    assert (rule.matter, rule.by_worker, rule.until_on.isoformat()) == ("OVI-2026-000009", False, "2026-12-31")
    page = browser.get(PAGE).content.decode()
    assert "Vain asiassa OVI-2026-000009" in page
    browser.post(PAGE, {"do": "end_rule", "rule": rule.pk})
    assert ReachRule.objects.get().ended_at
    only_home = browser.post(PAGE, {"do": "rule", "way": "home", "rule": "only"})
    assert only_home.status_code == 422
    assert browser.post(PAGE, {"do": "rule", "way": "sms", "rule": "never", "until_on": "1.1.2020"}).status_code == 422
    assert browser.post(f"{PAGE}?matter=<script>", wish).status_code == 302
    assert ReachRule.objects.order_by("-pk")[0].matter == ""


def test_nobody_touches_anothers_addresses_or_wishes(aino, now):
    other = make.resident(first="Eero")
    point = actions.add_point(
        person_id=other.person.pk, kind=PointKind.POSTAL, value="Tie 1\n33100 Tampere", by=other.actor, now=now
    )
    browser = aino.client()
    for post in ({"do": "end_point", "point": point.pk}, {"do": "send_code", "point": point.pk}):
        assert browser.post(PAGE, post).status_code in (400, 403, 404)
    assert ContactPoint.objects.get().ended_at is None
    assert "Tie 1" not in browser.get(PAGE).content.decode()
    with pytest.raises(Refused):
        actions.end_point(person_id=other.person.pk, point_id=point.pk, by=aino.actor, now=now)
