"""The pages of chat by forms alone, and what the script gets: nothing missed, nothing twice, few statements."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from ovi.casework.actions import open_case
from ovi.contact import actions
from ovi.contact.floods import FREE
from ovi.contact.models import Chat, ChatDesk, ChatMessage, Contact, Turn
from ovi.people.models import Account, Representation
from ovi.plumbing import clock
from ovi.plumbing.actor import OnBehalf, Role, system
from ovi.plumbing.models import Access, AccessSubject
from tests.integration import people_for_tests as make
from tests.integration.contact.chats_for_tests import begun, chat_of, resident
from tests.integration.residents_for_tests import assert_sound, at_most, main_of, text_of

BEGIN = {"fi": "/chat/{}/", "sv": "/sv/chatt/{}/", "en": "/en/chat/{}/"}
FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def county(db, monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)
    made = make.make_county()
    chat_of(made.station)
    return made


@pytest.fixture
def slug(county):
    return county.station.slug


def browser(account_id: int | None = None) -> Client:
    client = Client()
    if account_id is not None:
        client.force_login(Account.objects.get(pk=account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def aino(county):
    return resident(county)


@pytest.fixture
def page(aino):
    return browser(aino.account_id)


@pytest.fixture
def nurse(county):
    account = make.worker(county.station, Role.NURSE, name="Noora Harjoitus")
    client = browser(account.pk)
    client.actor = make.acting(account)
    return client


def key_in(response) -> str:  # type: ignore[no-untyped-def]
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', text_of(response))
    assert found
    return found[1]


def begin(client: Client, slug: str, words: str = "Hei", **more: str):  # type: ignore[no-untyped-def]
    address = BEGIN["fi"].format(slug)
    given = {"key": str(uuid4()), "own_words": words, "service_line": "primary_care", "for_whom": "self", **more}
    return client.post(address, given)


@pytest.mark.parametrize("language", BEGIN)
def test_the_pages_in_three_languages(page, nurse, slug, aino, county, now, language):
    prefix = {"fi": "", "sv": "/sv", "en": "/en"}[language]
    word = {"fi": "chat", "sv": "chatt", "en": "chat"}[language]
    talk = {"fi": "keskustelu", "sv": "samtal", "en": "talk"}[language]
    assert slug in assert_sound(page.get(f"{prefix}/{word}/"), language)
    assert_sound(page.get(BEGIN[language].format(slug)), language)
    chat = begun(county.station, aino, now)
    assert "data-lines" in assert_sound(page.get(f"{prefix}/{word}/{talk}/{chat.key}/"), language)
    work = {"fi": "/tyo", "sv": "/sv/arbete", "en": "/en/work"}[language]
    assert_sound(nurse.get(f"{work}/{word}/"), language)
    assert_sound(nurse.get(f"{work}/{word}/{chat.key}/"), language)


def test_a_whole_chat_by_forms_alone(page, nurse, slug, aino, county):
    answer = begin(page, slug, "Reseptini loppuu")
    chat = Chat.objects.get()
    assert answer.headers["Location"] == f"/chat/keskustelu/{chat.key}/"
    own, unit = answer.headers["Location"], f"/tyo/chat/{chat.key}/"
    assert "Olet 1. jonossa" in main_of(page.get(own))
    assert nurse.post("/tyo/chat/seuraava/").headers["Location"] == unit
    assert nurse.post(unit, {"do": "say", "key": str(uuid4()), "text": "Hei, autan sinua"}).status_code == 302
    html = main_of(page.get(own))
    assert "Hei, autan sinua" in html
    assert "Noora Harjoitus" in html
    assert "sairaanhoitaja" in html
    page.post(own, {"do": "say", "key": key_in(page.get(own)), "text": "Kiitos <b>paljon</b>"})
    assert "Kiitos &lt;b&gt;paljon&lt;/b&gt;" in main_of(nurse.get(unit))
    nurse.post(unit, {"do": "end"})
    html = main_of(page.get(own))
    assert "Keskustelu on päättynyt" in html
    assert "data-chat-form" not in html
    case = open_case(contact_id=chat.contact_id, by=system("reception"), now=clock.now())
    assert f"/omat/{case.pk}/ei-ratkennut/" in main_of(page.get(own))
    assert "Kiitos &lt;b&gt;paljon" in main_of(page.get(f"/omat/{case.pk}/"))
    assert "Kiitos &lt;b&gt;paljon" in main_of(nurse.get(f"/tyo/{case.pk}/"))


def test_refreshing_keeps_what_is_typed_and_its_key(page, slug):
    begin(page, slug)
    own = f"/chat/keskustelu/{Chat.objects.get().key}/"
    answer = page.post(own, {"do": "refresh", "key": str(uuid4()), "text": "Kesken oleva ajatus"})
    assert "Kesken oleva ajatus</textarea>" in text_of(answer)
    assert ChatMessage.objects.count() == 1


def test_a_double_press_the_back_button_and_a_retry_are_one(page, slug):
    key = str(uuid4())
    for _ in range(3):
        begin(page, slug, key=key)
    own = f"/chat/keskustelu/{Chat.objects.get().key}/"
    said = str(uuid4())
    for _ in range(3):
        page.post(own, {"do": "say", "key": said, "text": "Yksi"})
    assert Contact.objects.count() == 1
    assert list(ChatMessage.objects.order_by("seq").values_list("text", flat=True)) == ["Hei", "Yksi"]


def test_faults_are_told_and_the_text_comes_back(page, slug):
    answer = begin(page, slug, " ", service_line="x")
    assert answer.status_code == 422
    assert "data-error-summary" in text_of(answer)
    begin(page, slug)
    own = f"/chat/keskustelu/{Chat.objects.get().key}/"
    answer = page.post(own, {"do": "say", "key": str(uuid4()), "text": "x" * 4001})
    assert answer.status_code == 422
    assert "x" * 4001 in text_of(answer)
    by_script = page.post(own, {"do": "say", "key": str(uuid4()), "text": ""}, **FETCH)
    assert by_script.status_code == 422
    assert by_script.json()["faults"]


def test_a_poll_gives_what_came_after_a_line_and_no_more(page, nurse, slug, aino):
    begin(page, slug)
    chat = Chat.objects.get()
    lines = f"/chat/keskustelu/{chat.key}/rivit/"
    assert [one["seq"] for one in page.get(lines).json()["lines"]] == [1]
    assert page.get(f"{lines}?since=1").json()["lines"] == []
    nurse.post(f"/tyo/chat/{chat.key}/", {"do": "take"})
    nurse.post(f"/tyo/chat/{chat.key}/", {"do": "say", "key": str(uuid4()), "text": "Hei"})
    found = page.get(f"{lines}?since=1").json()
    assert [one["seq"] for one in found["lines"]] == [2, 3]
    assert found["since"] == 3
    assert "Noora" in found["status"]
    assert page.get(f"{lines}?since=nonsense").json()["since"] == 3
    key = str(uuid4())
    said = page.post(f"/chat/keskustelu/{chat.key}/?since=3", {"do": "say", "key": key, "text": "Kiitos"}, **FETCH)
    assert [(one["seq"], one["key"]) for one in said.json()["lines"]] == [(4, key)]
    unit = nurse.get(f"/tyo/chat/{chat.key}/rivit/?since=3").json()
    assert [one["seq"] for one in unit["lines"]] == [4]


def mark_in(response) -> str:  # type: ignore[no-untyped-def]
    found = re.search(r'data-mark="([^"]*)"', text_of(response))
    assert found
    return found[1]


def test_a_quiet_poll_is_one_statement_beside_who_asks_and_has_no_body(page, nurse, slug, monkeypatch, now):
    begin(page, slug)
    chat = Chat.objects.get()
    own, unit = f"/chat/keskustelu/{chat.key}/", f"/tyo/chat/{chat.key}/"
    lines = f"{own}rivit/?since=1&mark={mark_in(page.get(own))}"
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=20))
    with at_most(4):  # session, account, the chat, and that the page is open
        assert page.get(lines).status_code == 204
    with at_most(3):
        assert page.get(lines).content == b""
    nurse.post(unit, {"do": "take"})
    lines = f"{unit}rivit/?since=2&mark={mark_in(nurse.get(unit))}"
    with at_most(4):  # session, account, roles, the chat
        assert nurse.get(lines).status_code == 204
    with at_most(5):  # and the access log: the board names people
        nurse.get("/tyo/chat/", **FETCH)


def test_whatever_changes_how_the_chat_stands_ends_the_quiet(page, nurse, slug, aino, county, monkeypatch, now):
    ahead = begun(county.station, resident(county), now)
    begin(page, slug)
    chat = Chat.objects.get(contact__person_id=aino.person_id)
    own, unit = f"/chat/keskustelu/{chat.key}/", f"/tyo/chat/{chat.key}/"

    def quiet(client, address, since):
        """The answer to a poll of who has all `since` lines and the status as it is now."""
        mark = client.get(f"{address}rivit/?since={since}").json()["mark"]
        return lambda: client.get(f"{address}rivit/?since={since}&mark={mark}")

    poll = quiet(page, own, 1)
    assert poll().status_code == 204
    nurse.post(f"/tyo/chat/{ahead.key}/", {"do": "take"})
    assert "Olet 1. jonossa" in poll().json()["status"], "the queue has moved"
    poll = quiet(page, own, 1)
    nurse.post(unit, {"do": "take"})
    assert [one["seq"] for one in poll().json()["lines"]] == [2]
    colleague = make.worker(county.station, Role.NURSE, name="Eeva Sijainen")
    poll, seen = quiet(page, own, 2), quiet(nurse, unit, 2)
    nurse.post(unit, {"do": "offer", "to": str(colleague.professional.pk)})
    assert "Eeva Sijainen" in poll().json()["status"], "a colleague has been asked to go on"
    assert "Eeva Sijainen" in seen().json()["status"]
    seen = quiet(nurse, unit, 2)
    assert seen().status_code == 204
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=3))
    assert "3 minuuttia" in seen().json()["status"], "nothing has been heard of the client's page"


def test_a_chat_is_its_own_clients_and_its_units_alone(page, slug, county):
    begin(page, slug)
    chat = Chat.objects.get()
    other = browser(resident(county).account_id)
    stranger = browser(make.worker(county.other_station, Role.NURSE).pk)
    for client, address in (
        (other, f"/chat/keskustelu/{chat.key}/"), (other, f"/chat/keskustelu/{chat.key}/rivit/"),
        (browser(), f"/chat/keskustelu/{chat.key}/"), (stranger, f"/tyo/chat/{chat.key}/"),
        (stranger, f"/tyo/chat/{chat.key}/rivit/"), (other, f"/tyo/chat/{chat.key}/"),
        (other, f"/chat/keskustelu/{uuid4()}/"),
    ):  # fmt: skip
        assert client.get(address).status_code == 403
    assert AccessSubject.objects.filter(access__page="chat").exclude(relation="own_matter").count() == 0


def test_who_saw_the_client_is_in_the_log_and_in_what_the_client_sees(page, nurse, slug, aino, county, now):
    begin(page, slug)
    chat = Chat.objects.get()
    open_case(contact_id=chat.contact_id, by=system("reception"), now=now)
    nurse.get("/tyo/chat/")
    nurse.get(f"/tyo/chat/{chat.key}/")
    logged = set(Access.objects.exclude(purpose="own_matter").values_list("page", flat=True))
    assert {"chat_board", "chat"} <= logged
    case = chat.contact.case
    assert "Keskustelit chatissa heidän yksikkönsä kanssa." in main_of(page.get(f"/omat/{case.pk}/"))


def test_a_mandate_withdrawn_in_the_middle_ends_the_chat_for_who_had_it(page, aino, slug, county, now):
    whom = make.person(county.tampere)
    right = Representation.objects.create(
        represented=whom, representative_id=aino.person_id, kind="mandate", source="suomi_fi", scope="both",
        valid_from=make.TODAY, valid_to=now.date() + timedelta(days=30), recorded_at=now,
    )  # fmt: skip
    by = replace(aino, on_behalf=OnBehalf(
        person_id=whom.pk, subject_key=whom.subject_key, name="Toinen", ground="mandate", ground_id=right.pk,
        registers=frozenset({"patient"}), reads=True, writes=True,
    ))  # fmt: skip
    own = f"/chat/keskustelu/{begun(county.station, by, now).key}/"
    lines = f"{own}rivit/?since=1&mark={mark_in(page.get(own))}"
    with at_most(5):  # session, account, the chat, roles, rights
        assert page.get(lines).status_code == 204
    Representation.objects.update(ended_at=now, ended_why="Peruttu")
    assert page.get(own).status_code == 403
    assert page.get(f"{own}rivit/?since=0").status_code == 403
    assert page.post(own, {"do": "say", "key": str(uuid4()), "text": "Vielä tämä"}).status_code == 403
    assert ChatMessage.objects.count() == 1


def test_a_nameless_chat_is_held_by_its_browser_alone(county, slug, nurse):
    client = browser()
    assert client.get(f"/chat/{slug}/").headers["Location"].startswith("/kirjaudu/")
    ChatDesk.objects.update(anonymous=True)
    answer = begin(client, slug, "En halua kertoa nimeäni")
    own = answer.headers["Location"]
    html = assert_sound(client.get(own), "fi")
    assert "nimettömänä" in html
    assert browser().get(own).status_code == 403
    assert own in text_of(client.get("/chat/"))
    chat = Chat.objects.get()
    assert "Nimeä ei kerrottu" in main_of(nurse.get(f"/tyo/chat/{chat.key}/"))
    nurse.post(f"/tyo/chat/{chat.key}/", {"do": "take"})
    nurse.post(f"/tyo/chat/{chat.key}/", {"do": "say", "key": str(uuid4()), "text": "Kerro vain"})
    found = client.get(f"{own}rivit/?since=2").json()
    assert "Kerro vain" in found["lines"][0]["html"]


def test_a_flood_of_nameless_chats_waits_its_turn_and_a_shared_address_comes_through(county, slug, now, monkeypatch):
    ChatDesk.objects.update(anonymous=True)
    begin(browser(), slug, "Ensimmäinen")
    Turn.objects.update(count=FREE)  # as many as go at once have begun from this address
    client, key = browser(), str(uuid4())
    waits = begin(client, slug, "Minäkin tarvitsen apua", key=key)
    assert waits.status_code == 429
    assert "Minäkin tarvitsen apua</textarea>" in assert_sound(waits, "fi")
    assert "sekunnin" in text_of(waits)
    seconds = int(waits.headers["Retry-After"])
    assert begin(client, slug, "Minäkin tarvitsen apua", key=key).headers["Retry-After"] == str(seconds)
    assert Chat.objects.count() == 1
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=seconds))
    assert begin(client, slug, "Minäkin tarvitsen apua", key=key).status_code == 302
    assert Chat.objects.count() == 2


def test_a_closed_chat_says_when_it_opens_and_keeps_what_was_written(aino, slug, county, monkeypatch, now):
    before, after = (now.replace(hour=hour, minute=minute) for hour, minute in ((13, 50), (14, 5)))
    monkeypatch.setattr(clock, "now", lambda: before)
    page = browser(aino.account_id)
    open_page = page.get(f"/chat/{slug}/")
    monkeypatch.setattr(clock, "now", lambda: after)
    html = main_of(page.get(f"/chat/{slug}/"))
    assert "Avautuu" in html
    assert "<textarea" not in html
    answer = begin(page, slug, "Kirjoitin juuri kun suljettiin", key=key_in(open_page))
    assert answer.status_code == 422
    assert "Kirjoitin juuri kun suljettiin</textarea>" in text_of(answer)
    assert not Chat.objects.exists()


def test_the_board_shows_several_clients_with_unread_marks_and_hand_over_by_forms(nurse, county, now):
    colleague = make.worker(county.station, Role.NURSE, name="Eeva Sijainen")
    chats = []
    for number in range(3):
        one = resident(county)
        chats.append((begun(county.station, one, now - timedelta(minutes=5 - number)), one))
    for chat, _ in chats[:2]:
        nurse.post(f"/tyo/chat/{chat.key}/", {"do": "take"})
    actions.say_as_client(chat_id=chats[1][0].pk, text="Vieläkö?", key=uuid4(), by=chats[1][1], now=now)
    html = main_of(nurse.get(f"/tyo/chat/{chats[0][0].key}/"))
    assert "1 uusi" in html
    address = f"/tyo/chat/{chats[0][0].key}/"
    nurse.post(address, {"do": "offer", "to": str(colleague.professional.pk)})
    other = browser(colleague.pk)
    assert "Tarjottu sinulle" in main_of(other.get("/tyo/chat/"))
    other.post(address, {"do": "take"})
    assert "Keskustelua jatkaa tästä Eeva Sijainen." in main_of(nurse.get(address))
    assert nurse.post(address, {"do": "say", "key": str(uuid4()), "text": "Vielä minä"}).status_code == 422


def test_a_manager_gives_a_unit_its_chat_and_nobody_else(county, nurse):
    manager = browser(make.worker(county.other_station, Role.MANAGER).pk)
    assert_sound(manager.get("/johto/chat/"), "fi")
    given = {"unit": str(county.other_station.pk), "is_open": "on", "return_minutes": "20"}
    assert manager.post("/johto/chat/", given).status_code == 302
    desk = ChatDesk.objects.get(unit=county.other_station)
    assert (desk.is_open, desk.anonymous, desk.return_minutes) == (True, False, 20)
    assert manager.post("/johto/chat/", {**given, "return_minutes": "1"}).status_code == 422
    assert manager.post("/johto/chat/", {**given, "unit": str(county.station.pk)}).status_code == 403
    assert nurse.get("/johto/chat/").status_code == 403


def test_one_question_a_page_and_what_was_answered_is_kept(page, slug):
    address, key = BEGIN["fi"].format(slug), str(uuid4())
    first = page.get(address)
    assert first.context["question"] == "own_words"
    assert 'class="quick-exit"' in text_of(first)
    empty = page.post(address, {"key": key, "question": "own_words", "for_whom": "self"})
    assert empty.status_code == 422
    assert list(empty.context["form"].errors) == ["own_words"], "what is not asked yet is no fault"
    kept: dict[str, str] = {"key": key, "own_words": "Kuume nousi"}
    for question in first.context["form"].questions[1:]:
        kept |= {"question": first.context["form"].questions[first.context["form"].questions.index(question) - 1]}
        answer = page.post(address, kept)
        assert (answer.status_code, answer.context["question"]) == (200, question)
        assert "Kuume nousi" in assert_sound(answer, "fi")
        assert not Chat.objects.exists()
        kept |= {"service_line": "primary_care"} if question == "service_line" else {}
    back = page.post(address, {**kept, "question": "for_whom", "do": "back"})
    assert back.context["question"] == first.context["form"].questions[-2]
    assert "Kuume nousi" in text_of(back)
    page.post(address, {**kept, "question": "for_whom", "for_whom": "child"})
    assert (Chat.objects.get().for_whom, ChatMessage.objects.get(line="said").text) == ("child", "Kuume nousi")
    assert str(Chat.objects.get().contact.idempotency_key) == key
