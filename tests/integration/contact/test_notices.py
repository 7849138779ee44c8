"""Does a notification need no account and leave no trace of who did not give a name, page by page and in the rows?"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from ovi.contact import jobs, pages_notice
from ovi.contact.actions.notifying import LINE_OF
from ovi.contact.models import Contact, Notification
from ovi.contact.notice_drafts import COOKIE
from ovi.contact.states import NoticeKind, NotifierKind
from ovi.foundation.identifiers import make_artificial_hetu
from ovi.foundation.refusals import Refused
from ovi.plumbing.models import Access, AuditEvent
from tests.integration.contact.notices_for_tests import (
    ABOUT,
    DUTY,
    FI,
    NAME,
    STEPS,
    WORRY,
    answers_for,
    hidden,
    notice,
    told,
    walk,
)  # fmt: skip
from tests.integration.residents_for_tests import assert_sound, make_county, resident, text_of

_KINDS = [(kind, by) for kind in NoticeKind for by in NotifierKind if (kind, by) != ("with_family", "anonymous")]


@pytest.fixture
def county(db):  # type: ignore[no-untyped-def]
    cache.clear()
    return make_county()


@pytest.mark.parametrize("language", STEPS)
@pytest.mark.parametrize(("kind", "by"), [("child_protection", "duty_bound"), ("adult", "anonymous")])
def test_the_whole_way_in_each_language_without_an_account(county, language, kind, by):
    client, steps = Client(), STEPS[language]
    for name, answer in answers_for(kind, by):
        assert_sound(client.get(steps[name]), language)
        assert client.post(steps[name], answer).status_code == 302
    sending = hidden(assert_sound(client.get(steps["check"]), language))
    sent = client.post(steps["check"], sending)
    row = Notification.objects.select_related("contact").get()
    assert (row.kind, row.notifier_kind, row.contact.own_words) == (kind, by, WORRY)
    assert (row.contact.person, row.contact.reply_by, row.contact.register) == (None, "none", "social_welfare")
    assert row.contact.language == language
    html = assert_sound(client.get(sent.headers["Location"]), language)
    assert row.contact.number in html
    assert "Esimerkki" not in html


@pytest.mark.parametrize(("kind", "by"), _KINDS)
def test_every_kind_and_notifier_reaches_its_own_line(county, kind, by):
    client = Client()
    assert client.post(FI["check"], walk(client, kind, by)).status_code == 302
    contact = Contact.objects.get()
    assert contact.service_line == LINE_OF[kind]
    named = by != NotifierKind.ANONYMOUS
    assert (contact.notification.notifier_name == NAME) == named
    assert (contact.notification.notifier_organisation != "") == (by == NotifierKind.DUTY_BOUND)


def test_with_the_family_one_is_not_anonymous(county):
    client = Client()
    client.post(FI["kind"], {"kind": "with_family"})
    assert 'value="anonymous"' not in text_of(client.get(FI["who"]))
    assert client.post(FI["who"], {"notifier_kind": "anonymous"}).status_code == 422


@pytest.mark.parametrize("missing", ["notifier_name", "notifier_role", "notifier_organisation"])
def test_who_has_the_duty_gives_name_role_and_organisation(county, missing):
    client = Client()
    client.post(FI["kind"], {"kind": "child_protection"})
    client.post(FI["who"], {"notifier_kind": "duty_bound"})
    response = client.post(FI["you"], {**DUTY, missing: " \u200b "})
    assert response.status_code == 422
    assert f"id_{missing}-error" in assert_sound(response, "fi")
    with pytest.raises(Refused) as refused:
        told(datetime(2026, 3, 3, tzinfo=UTC), what=notice(**{missing: ""}))
    assert missing in {fault.where for fault in refused.value.faults}


def test_who_has_the_duty_can_be_reached(county):
    client = Client()
    client.post(FI["kind"], {"kind": "child_protection"})
    client.post(FI["who"], {"notifier_kind": "duty_bound"})
    assert client.post(FI["you"], {**DUTY, "notifier_phone": "", "notifier_email": ""}).status_code == 422
    assert client.post(FI["you"], {**DUTY, "notifier_phone": "abc"}).status_code == 422
    assert client.post(FI["you"], {**DUTY, "notifier_email": "a@b"}).status_code == 422
    assert client.post(FI["you"], {**DUTY, "notifier_phone": ""}).status_code == 302


def _row(**fields: object) -> Notification:
    contact = Contact.objects.create(
        number=str(uuid4())[:20], state="received", channel="web", service_line="child_protection", sector="social",
        register="social_welfare", own_words="x", language="fi", reply_by="none",
        arrived_at=datetime(2026, 3, 3, tzinfo=UTC),
    )  # fmt: skip
    plain = {"kind": "child_protection", "notifier_kind": "private", "subject_knows": "unsure", "subject_name": "X"}
    given = {**plain, "notifier_name": "N", "arrived_at": contact.arrived_at, **fields}
    return Notification.objects.create(contact=contact, **given)


@pytest.mark.parametrize(
    "fields",
    [
        {"notifier_kind": "anonymous"},
        {"notifier_kind": "anonymous", "notifier_name": "", "notifier_phone": "1"},
        {"notifier_kind": "anonymous", "notifier_name": "", "notifier_email": "a@b.fi"},
        {"notifier_kind": "anonymous", "notifier_name": "", "kind": "with_family"},
        {"notifier_kind": "private", "notifier_name": ""},
        {"notifier_kind": "duty_bound", "notifier_role": "r", "notifier_phone": "1"},
        {"notifier_kind": "duty_bound", "notifier_organisation": "o", "notifier_phone": "1"},
        {"notifier_kind": "duty_bound", "notifier_organisation": "o", "notifier_role": "r"},
        {"subject_name": ""},
        {"subject_henkilotunnus": "x"},
    ],
)
def test_the_database_itself_refuses_what_may_not_be(county, fields):
    assert _row().pk
    with pytest.raises(IntegrityError), transaction.atomic():
        _row(**fields)


def test_what_was_notified_cannot_be_rewritten_by_the_running_product(county, now):
    row = told(now).notification
    for change in (lambda: Notification.objects.update(subject_name="Y"), row.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


@pytest.mark.parametrize("by", NotifierKind)
def test_somebody_signed_in_is_not_tied_to_what_they_notify(county, by):
    aino = resident()
    client = aino.client()
    sending = walk(client, "child_protection", by)
    assert len(client.cookies[COOKIE].value) > 20
    session = client.session.session_key
    before = Session.objects.get(pk=session)
    response = client.post(FI["check"], sending)
    contact = Contact.objects.get()
    client.get(response.headers["Location"])
    after = Session.objects.get(pk=session)
    assert (before.expire_date, before.session_data) == (after.expire_date, after.session_data)
    assert Session.objects.count() == 1, "the draft's own row is gone"
    assert client.cookies[COOKIE].value == ""
    audit = AuditEvent.objects.get(action="contact.notify")
    assert (audit.account_id, audit.actor_name, audit.subject_key) == (None, "", None)
    assert not Access.objects.exists()
    assert contact.person is None
    for path in ("/omat/", "/"):
        assert contact.number not in text_of(client.get(path))
    assert client.get(f"/yhteys/kiitos/{contact.number}/").status_code == 403


def test_the_address_of_the_device_is_nowhere_in_the_database(county, django_db_blocker):
    client = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Selain/1.0 tunnistettava")
    client.post(FI["check"], walk(client, "older_person", "anonymous"))
    assert Contact.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"select count(*) from {table} t where t::text like %s or t::text like %s",  # noqa: S608 - own names
                ["%203.0.113.77%", "%tunnistettava%"],
            )
            assert cursor.fetchone()[0] == 0, table


def test_a_second_press_is_the_same_notification_and_receipt(county):
    client = Client()
    sending = walk(client)
    first, again = (client.post(FI["check"], sending) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert Contact.objects.count() == Notification.objects.count() == 1


def test_submits_at_the_same_moment_are_one_notification(committed_db, now):
    make_county()
    key, numbers = uuid4(), []

    def one() -> None:
        try:
            numbers.append(told(now, key=key).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 6
    assert len(set(numbers)) == 1
    assert Contact.objects.count() == Notification.objects.count() == 1
    assert AuditEvent.objects.filter(action="contact.notify").count() == 1


def test_the_key_of_an_ordinary_contact_makes_no_notification(county, now):
    from tests.integration.contact.test_receive import send

    contact = send(resident(), now)
    with pytest.raises(Refused) as refused:
        told(now, key=UUID(str(contact.idempotency_key)))
    assert refused.value.code == "contact.key"


def test_a_receipt_cannot_be_made_up_and_leads_nowhere(county):
    client = Client()
    sent = client.post(FI["check"], walk(client)).headers["Location"]
    html = text_of(client.get(sent))
    assert "/omat/" not in html.split("<main")[1].split("</main")[0]
    token = sent.rstrip("/").rsplit("/", 1)[1]
    for forged in ("OVI-2026-000001", token[:-2] + "xx", "a:b:c"):
        assert Client().get(f"/ilmoitus/saapunut/{forged}/").status_code == 404
    assert Client().get(sent).status_code == 200, "the receipt needs no session, so it can be printed later"


def test_steps_may_not_be_jumped_over_and_tampered_answers_are_asked_again(county):
    client = Client()
    assert client.get(FI["check"]).headers["Location"] == FI["kind"]
    client.post(FI["kind"], {"kind": "adult"})
    assert client.get(FI["worry"]).headers["Location"] == FI["who"]
    sending = walk(client)
    for field, value in (("notifier_kind", "magic"), ("kind", "x"), ("subject_birth_date", "2999-01-01")):
        assert client.post(FI["check"], {**sending, field: value}).status_code == 302
    assert client.post(FI["check"], {**sending, "idempotency_key": "x"}).headers["Location"] == FI["kind"]
    assert not Contact.objects.exists()


def test_a_name_given_before_choosing_to_be_anonymous_is_forgotten(county):
    client = Client()
    sending = walk(client)
    client.post(FI["who"], {"notifier_kind": "anonymous"})
    page = text_of(client.get(FI["check"]))
    assert NAME not in page
    forged = {**sending, "notifier_kind": "anonymous"}  # the old page's fields sent along
    client.post(FI["check"], forged)
    assert Notification.objects.get().notifier_name == ""


def test_an_identity_code_is_asked_of_those_with_a_duty_only(county):
    code = make_artificial_hetu(datetime(2016, 4, 5, tzinfo=UTC).date(), 911)
    client = Client()
    walk(client, "child_protection", "private")
    assert "henkilotunnus" not in text_of(client.get(FI["about"]))
    walk(client)
    response = client.post(FI["about"], {**ABOUT, "subject_henkilotunnus": "050416A9111"})
    assert response.status_code == 422
    client.post(FI["about"], {**ABOUT, "subject_henkilotunnus": code.lower()})
    client.post(FI["check"], hidden(text_of(client.get(FI["check"]))))
    assert Notification.objects.get().subject_henkilotunnus == code
    assert code not in str(AuditEvent.objects.values_list("details", flat=True))


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("kind", {"kind": "magic"}),
        ("kind", {}),
        ("who", {"notifier_kind": ""}),
        ("about", {}),
        ("about", {"subject_name": "\u202e\u200b\x00"}),
        ("about", {**ABOUT, "subject_birth_date": "31.2.2020"}),
        ("about", {**ABOUT, "subject_birth_date": "3.3.2999"}),
        ("about", {**ABOUT, "subject_name": "x" * 201}),
        ("about", {**ABOUT, "municipality": "999"}),
        ("knows", {}),
        ("worry", {"own_words": " \u200b\u2060\x00 "}),
        ("worry", {"own_words": "ä" * 10_001}),
    ],
)
def test_a_bad_answer_is_asked_again_with_every_fault_and_nothing_lost(county, step, given):
    client = Client()
    walk(client)
    response = client.post(FI[step], given)
    html = assert_sound(response, "fi")
    assert response.status_code == 422
    assert "error-summary" in html
    assert "<title>Virhe" in html.replace("\n", "")
    assert hidden(text_of(client.get(FI["check"])))["own_words"] == WORRY


def test_marks_that_cannot_be_seen_or_turn_text_around_leave_a_name(county):
    client = Client()
    walk(client)
    client.post(FI["about"], {**ABOUT, "subject_name": "  Lilli\u202e\x00\u200b\r\nEsimerkki <b>\t"})
    page = text_of(client.get(FI["check"]))
    assert "Lilli Esimerkki &lt;b&gt;" in page


def test_a_flood_from_one_connection_is_slowed_and_others_are_not(county):
    sender, other = Client(REMOTE_ADDR="203.0.113.5"), Client(REMOTE_ADDR="203.0.113.6")
    for _ in range(pages_notice._FREE):
        assert sender.post(FI["check"], {**walk(sender), "idempotency_key": uuid4()}).status_code == 302
    sending = walk(sender)
    slowed = sender.post(FI["check"], sending)
    assert slowed.status_code == 429
    assert "tel:112" in assert_sound(slowed, "fi")
    assert hidden(text_of(sender.get(FI["check"]))) == sending, "nothing is lost"
    assert other.post(FI["check"], walk(other)).status_code == 302
    assert Contact.objects.count() == pages_notice._FREE + 1


def test_a_proxy_that_names_nobody_stops_no_notification(county):
    client = Client(REMOTE_ADDR="")
    assert client.post(FI["check"], walk(client)).status_code == 302
    assert Contact.objects.count() == 1


def test_leaving_wipes_what_was_written_and_expired_drafts_are_wiped(county):
    client = Client()
    walk(client)
    assert Session.objects.count() == 1
    assert client.post("/ilmoitus/poista/").headers["Location"] == "/"
    assert not Session.objects.exists()
    walk(client)
    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    jobs.forget_expired_drafts(timestamp=0)
    assert not Session.objects.exists()


def test_the_drafts_cookie_opens_no_other_session(county):
    aino = resident()
    signed_in = aino.client()
    stranger = Client()
    stranger.cookies[COOKIE] = signed_in.session.session_key
    stranger.post(FI["kind"], {"kind": "adult"})
    assert stranger.cookies[COOKIE].value != signed_in.session.session_key
    assert signed_in.get("/omat/").status_code == 200


def test_nothing_of_it_is_kept_by_a_cache(county):
    client = Client()
    walk(client)
    for path in FI.values():
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_notifier_is_told_nothing_of_whether_the_person_is_known(county, now):
    known = resident(first="Lilli", born=datetime(2016, 4, 5, tzinfo=UTC).date())
    pages = []
    for name in (known.person.full_name, "Tuntematon Olematon"):
        client = Client()
        walk(client)
        client.post(FI["about"], {**ABOUT, "subject_name": name})
        sending = hidden(text_of(client.get(FI["check"])))
        html = text_of(client.get(client.post(FI["check"], sending).headers["Location"]))
        number = Contact.objects.order_by("-pk").first().number
        pages.append(html.replace(number, "N").split("<main")[1].split("</main")[0].split("datetime")[0])
    assert pages[0] == pages[1]
