"""Can a young person ask without a name, come back with the code, and say later who they are, and can nobody guess?"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client

from ovi.casework.actions import join_identified, open_case, write_to_client
from ovi.casework.models import Case
from ovi.contact import floods, pages_code
from ovi.contact.actions import (
    CodeOrder,
    Words,
    code_of,
    forget_drafts,
    give_code,
    identify,
    open_by_code,
    receive_nameless,
)
from ovi.contact.actions.codes import LENGTH, LETTERS, digest
from ovi.contact.models import Contact, ContactCode, ContactDraft
from ovi.contact.queries import shown_to_representatives
from ovi.contact.states import CodeWay
from ovi.directory.queries.nameless import nameless_services
from ovi.foundation.refusals import Refused
from ovi.plumbing import clock
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent, StoredFile
from tests.integration.contact.forms_for_tests import picture
from tests.integration.contact.test_pages import hidden
from tests.integration.residents_for_tests import (
    assert_sound,
    main_of,
    make_county,
    own_catalogue,
    resident,
    text_of,
)

CHECK, CODE = "/yhteys/nimetta/tarkistus/", "/yhteys/koodi/"
WORDS = "Olen 15 ja minua ahdistaa 😔"


@pytest.fixture
def now():  # type: ignore[no-untyped-def]
    return clock.now()


@pytest.fixture
def station(db, now):  # type: ignore[no-untyped-def]
    unit = make_county()
    unit.service_lines = [*unit.service_lines, "mental_health"]
    unit.save()
    own_catalogue(now)
    return unit


def ask(client: Client, *, words: str = WORDS, file: bool = False):  # type: ignore[no-untyped-def]
    """Walk the questions and send; the answer, with the page that shows the code."""
    service = next(one for one in nameless_services() if one.service_line == "mental_health")
    assert_sound(client.get("/yhteys/nimetta/", {"service": service.id}), "fi")
    client.post("/yhteys/nimetta/", {"service": str(service.id)})
    client.post("/yhteys/nimetta/asia/", {"own_words": words, "do": "files" if file else ""})
    if file:
        client.post("/yhteys/nimetta/tiedostot/", {"file": picture(), "do": "on"})
    return client.post(CHECK, hidden(assert_sound(client.get(CHECK), "fi")))


def code_on(page: str) -> str:
    return page.split('class="code"><strong>')[1].split("</strong>")[0]


def asked_code(client: Client) -> str:
    away = ask(client)
    return code_on(text_of(client.get(away.headers["Location"])))


def test_a_code_has_fifty_bits_and_only_letters_that_nobody_mixes_up():
    assert LENGTH * math.log2(len(LETTERS)) >= 50
    assert not set(LETTERS) & set("IOQW01")
    code = code_of(draft_key=uuid4(), idempotency_key=uuid4())
    assert digest(code) == digest(code.lower().replace("-", " "))
    assert code.replace("-", "") not in digest(code)


def test_one_asks_without_a_name_and_reads_with_the_code(station, now):
    client = Client()
    away = ask(client, file=True)
    page = assert_sound(client.get(away.headers["Location"]), "fi")
    code = code_on(page)
    contact = Contact.objects.get()
    assert (contact.person, contact.made_by, contact.reply_by, contact.private) == (None, None, "code", True)
    assert contact.files.count() == 1
    assert not ContactDraft.objects.exists()
    assert not AuditEvent.objects.filter(account_id__isnull=False).exists()
    assert code not in page.replace(code, "", 1), "shown once on the page"
    stored = str(list(ContactCode.objects.values())) + str(list(Contact.objects.values()))
    assert code not in stored
    assert code.replace("-", "") not in stored

    later = Client()
    assert later.post(CODE, {"code": code.lower()}).headers["Location"] == "/yhteys/koodi/viesti/"
    opened = assert_sound(later.get("/yhteys/koodi/viesti/"), "fi")
    assert "ahdistaa" in opened
    assert later.get("/yhteys/koodi/viesti/").headers["Cache-Control"] == "no-store"

    case = open_case(contact_id=contact.pk, by=system("reception"), now=now)
    answer = Words(key=uuid4(), text="Hei, kerro lisää.")
    write_to_client(case_id=case.pk, thread_id=None, subject="Vastaus", words=answer, by=nurse_of(station), now=now)
    assert "Hei, kerro lisää." in text_of(later.get("/yhteys/koodi/viesti/"))
    more = {"key": str(uuid4()), "text": "Vaikea nukkua"}
    for _press in range(2):
        assert later.post("/yhteys/koodi/viesti/", more).status_code == 302
    assert text_of(later.get("/yhteys/koodi/viesti/")).count("Vaikea nukkua") == 1


def nurse_of(unit):  # type: ignore[no-untyped-def]
    from tests.integration.people_for_tests import acting
    from tests.integration.people_for_tests import worker as nurse

    return acting(nurse(unit, Role.NURSE))


def test_signed_in_or_not_nothing_ties_it_to_the_account(station):
    client = resident().client()
    ask(client)
    assert Contact.objects.get().person is None
    assert not AuditEvent.objects.filter(action="contact.receive", account_id__isnull=False).exists()


def test_the_page_with_the_code_is_seen_in_that_browser_only_and_not_for_long(station, monkeypatch):
    client = Client()
    ask(client)
    assert Client().get("/yhteys/nimetta/koodi/").headers["Location"] == CODE
    monkeypatch.setattr("ovi.contact.pages_nameless._SEEN_SECONDS", -1)
    assert client.get("/yhteys/nimetta/koodi/").headers["Location"] == CODE


def test_the_same_press_twice_is_one_contact_with_one_code(station):
    client = Client()
    service = nameless_services()[0]
    client.post("/yhteys/nimetta/", {"service": str(service.id)})
    client.post("/yhteys/nimetta/asia/", {"own_words": WORDS})
    sending, held = hidden(text_of(client.get(CHECK))), dict(client.cookies)
    first = code_on(text_of(client.get(client.post(CHECK, sending).headers["Location"])))
    client.cookies.clear()
    client.cookies.update(held)  # the answer never came: the browser still holds what it held
    again = code_on(text_of(client.get(client.post(CHECK, sending).headers["Location"])))
    assert first == again
    assert Contact.objects.count() == 1
    assert not ContactDraft.objects.exists()


def test_a_press_again_after_the_receipt_was_cut_off_shows_the_same_code(station):
    client = Client()
    ask(client)  # the answer came, with its cookies; the page that it led to did not
    sending = {"service": str(nameless_services()[0].id), "own_words": WORDS,
               "idempotency_key": str(Contact.objects.get().idempotency_key)}  # fmt: skip
    again = client.post(CHECK, sending)
    assert again.headers["Location"] == "/yhteys/nimetta/koodi/"
    code = code_on(text_of(client.get(again.headers["Location"])))
    assert Client().post(CODE, {"code": code}).status_code == 302
    assert Contact.objects.count() == 1
    assert not ContactDraft.objects.exists()


def test_two_messages_from_one_browser_have_two_codes(station):
    client = Client()
    assert asked_code(client) != asked_code(client)


def test_one_tells_later_who_one_is_and_both_are_written_down(station, now):
    code = asked_code(Client())
    contact = Contact.objects.get()
    case = open_case(contact_id=contact.pk, by=system("reception"), now=now)
    who = resident(born=now.date() - timedelta(days=15 * 365))
    client = who.client()
    client.post(CODE, {"code": code})
    assert "ei voi perua" in text_of(client.get("/yhteys/koodi/kuka-olen/"))
    away = client.post("/yhteys/koodi/kuka-olen/")
    assert away.headers["Location"] == f"/yhteys/kiitos/{contact.number}/"
    join_identified(contact_id=contact.pk, by=system("reception"), now=now)
    case.refresh_from_db()
    assert case.person == who.person
    assert AuditEvent.objects.filter(action="contact.identify", subject_key=who.person.subject_key).exists()
    assert AuditEvent.objects.filter(action="contact.open_by_code", object_id=str(contact.pk)).exists()
    assert not Contact.objects.filter(shown_to_representatives(), person=who.person).exists(), "no guardian sees it"
    with pytest.raises(Refused, match="already belongs"):
        identify(contact_id=contact.pk, by=resident(first="Eino").actor, now=now)


def test_a_contact_identified_before_its_case_opens_is_the_persons_from_the_start(station, now):
    asked_code(Client())
    contact, who = Contact.objects.get(), resident()
    identify(contact_id=contact.pk, by=who.actor, now=now)
    assert join_identified(contact_id=contact.pk, by=system("reception"), now=now) is None
    open_case(contact_id=contact.pk, by=system("reception"), now=now)
    assert Case.objects.get().person == who.person


@pytest.mark.parametrize("wrong", ["", "ABCD", "AAAA-AAAA-AAAA", "' or 1=1", "\x00" * 12, "Ä" * 12])
def test_a_wrong_code_opens_nothing(station, wrong):
    asked_code(Client())
    refused = Client().post(CODE, {"code": wrong})
    assert refused.status_code == 422
    assert_sound(refused, "fi")


def test_guessing_is_counted_written_down_and_slowed_and_the_right_code_still_opens(station, caplog):
    code = asked_code(Client())
    guesser = Client(REMOTE_ADDR="203.0.113.77")
    for _ in range(pages_code._FREE_GUESSES):
        assert guesser.post(CODE, {"code": "AAAA-AAAA-AAAA"}).status_code == 422
    slowed = guesser.post(CODE, {"code": "AAAA-AAAA-AAAB"})
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) > 0
    assert "tel:" in text_of(slowed) or "Soita" in text_of(slowed) or "soittaa" in text_of(slowed)
    events = AuditEvent.objects.filter(action="contact.code_wrong")
    assert events.count() == pages_code._FREE_GUESSES + 1
    assert "203.0.113.77" not in str(list(events.values())) + caplog.text
    assert guesser.post(CODE, {"code": code}).status_code == 302, "a shared address is not shut out"


def test_an_expired_code_says_what_to_do(station, now):
    code = asked_code(Client())
    ContactCode.objects.update(expires_at=now - timedelta(seconds=1))
    page = Client().post(CODE, {"code": code})
    assert "Lähetä uusi viesti tai soita meille" in text_of(page)


def test_a_new_code_closes_what_the_old_one_had_opened(station, now):
    client = Client()
    client.post(CODE, {"code": asked_code(Client())})
    ContactCode.objects.update(digest=digest("BBBB-BBBB-BBBB"))
    assert client.get("/yhteys/koodi/viesti/").headers["Location"] == CODE


def test_a_worker_gives_a_code_for_what_they_wrote_down(station, now):
    from ovi.contact.actions import Taken, log_contact

    nurse = nurse_of(station)
    taken = Taken(
        channel="phone", person_id=None, identity_check="not_checked", own_words="Soitti", service_line="primary_care",
        register="patient", language="fi", reply_by="code", reply_to="", arrived_at=now,
    )  # fmt: skip
    contact = log_contact(taken=taken, idempotency_key=uuid4(), by=nurse, now=now)
    first, again = CodeOrder(uuid4(), "not_checked", CodeWay.TOLD), CodeOrder(uuid4(), "questions", CodeWay.TOLD)
    code = give_code(contact_id=contact.pk, order=first, by=nurse, now=now)
    assert give_code(contact_id=contact.pk, order=first, by=nurse, now=now) == code, "pressed twice"
    assert open_by_code(code=code, now=now) == contact
    again = replace(again, after=ContactCode.objects.get().made_at.isoformat())
    newer = give_code(contact_id=contact.pk, order=again, by=nurse, now=now)
    with pytest.raises(Refused):
        open_by_code(code=code, now=now)
    assert open_by_code(code=newer, now=now) == contact
    with pytest.raises(Refused) as refused:
        give_code(contact_id=contact.pk, order=first, by=nurse, now=now)
    assert refused.value.code == "code.given.state", "an old form brings no dead code back"
    assert AuditEvent.objects.filter(action="contact.give_code").count() == 2


def test_the_code_of_who_asked_without_a_name_is_given_to_nobody_again(station, now):
    asked_code(Client())
    order = CodeOrder(uuid4(), "known", CodeWay.TOLD)
    with pytest.raises(Refused) as refused:
        give_code(contact_id=Contact.objects.get().pk, order=order, by=nurse_of(station), now=now)
    assert refused.value.code == "code.not_logged"


def test_a_service_that_is_not_marked_takes_no_nameless_message(station, now):
    from ovi.directory.models import Service

    pk = Service.objects.get(source_id="health-centre-reception").pk
    with pytest.raises(Refused, match="without a name"):
        receive_nameless(
            idempotency_key=uuid4(), own_words="x", service_id=pk, language="fi", draft_key=uuid4(), now=now
        )
    assert Client().post("/yhteys/nimetta/", {"service": str(pk)}).status_code == 422


def test_quick_exit_leaves_nothing_to_come_back_to(station):
    client = resident().client()
    client.post("/yhteys/nimetta/asia/", {"own_words": WORDS})
    gone = client.post("/poistu/")
    html = text_of(gone)
    assert 'http-equiv="refresh" content="0; url=https://' in html
    assert gone.headers["Clear-Site-Data"] == '"cache"'
    assert "ahdistaa" not in main_of(client.get("/yhteys/nimetta/asia/"))
    assert "sessionid" not in {name for name, one in client.cookies.items() if one.value}
    assert django_settings.SESSION_COOKIE_NAME == "sessionid"


def test_nameless_drafts_are_forgotten_after_a_day_with_their_files(station, now):
    client = Client()
    client.post("/yhteys/nimetta/asia/", {"own_words": WORDS})
    client.post("/yhteys/nimetta/tiedostot/", {"file": picture(), "do": "add"})
    assert StoredFile.objects.count() == 1
    assert forget_drafts(by=system("cleaning"), now=now + timedelta(hours=23)) == 0
    assert forget_drafts(by=system("cleaning"), now=now + timedelta(hours=25)) == 1
    assert not StoredFile.objects.exists()


def test_two_hundred_pupils_behind_one_address_all_get_through(station, monkeypatch):
    at = clock.now()
    moment = [at]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    monkeypatch.setattr("ovi.contact.actions.codes._WORK", 2**4)  # two hundred codes; how slow one is matters not here
    waiting = []
    for number in range(200):
        client = Client(REMOTE_ADDR="203.0.113.200")
        answer = ask(client, words=f"Viesti {number}")
        if answer.status_code == 429:
            assert "Viestisi on tallessa" in text_of(answer)
            waiting.append((client, int(answer.headers["Retry-After"])))
    assert len(waiting) == 200 - floods.FREE
    longest = max(wait for _client, wait in waiting)
    assert longest <= 200
    moment[0] = at + timedelta(seconds=longest)
    for client, _wait in waiting:
        assert client.post(CHECK, hidden(text_of(client.get(CHECK)))).status_code == 302
    assert Contact.objects.count() == 200
