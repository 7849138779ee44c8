"""Does anything of a notification reach the family: on any page, in any language, before and after the match?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from ovi.casework import actions
from ovi.casework.models import Case
from ovi.contact.actions import Notice
from ovi.contact.models import Contact
from ovi.contact.states import NoticeKind, NotifierKind
from ovi.desks.privacy import own_views
from ovi.foundation.refusals import Refused
from ovi.people.states import Profession
from ovi.plumbing import clock
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import Access, AccessSubject
from tests.integration import people_for_tests as make
from tests.integration.contact.notices_for_tests import DUTY, SECRETS, WORRY, told
from tests.integration.residents_for_tests import Resident, main_of, resident, text_of

NIGHT = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)  # Sunday, half past three at night in Helsinki


@pytest.fixture(autouse=True)
def still_clock(monkeypatch, now):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(clock, "now", lambda: now)


class Family:
    """A child, a guardian with the same name, a worker of child protection, and a notification of a night."""

    def __init__(self) -> None:
        self.county = make.make_county()
        organisation = self.county.office.organisation
        self.unit = make.unit(organisation, self.county.tampere, "Lastensuojelu", "social_welfare",
                              ["child_protection"])  # fmt: skip
        self.account = make.worker(self.unit, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER, name="Saara Sosiaali")
        self.worker = make.acting(self.account)
        self.child = resident(first="Lilli", born=datetime(2016, 4, 5, tzinfo=UTC).date())
        self.guardian = resident(first="Maija")
        self.contact = told(NIGHT)
        self.case = actions.open_case(contact_id=self.contact.pk, by=system("reception"), now=NIGHT)

    def staff(self) -> Client:
        client = Client()
        client.force_login(self.account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def match(self, now: datetime, who: Resident | None = None) -> None:
        person = (who or self.child).person
        actions.match_person(case_id=self.case.pk, subject_key=person.subject_key, by=self.worker, now=now)


@pytest.fixture
def family(db):  # type: ignore[no-untyped-def]
    return Family()


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


def every_address(values: dict[str, list[object]]) -> list[str]:
    """Every address of the product, its parts filled with all `values` of their names (slugs and numbers too)."""
    found = set()
    for one in _patterns(get_resolver()):
        names = list(one.pattern.converters)
        for given in product(*(values.get(name, ["x"]) for name in names)):
            try:
                found.add(reverse(one.name or "", kwargs=dict(zip(names, given, strict=True))))
            except NoReverseMatch:
                continue
    return sorted(found)


def addresses(family: Family) -> list[str]:
    values: dict[str, list[object]] = {
        "pk": [family.case.pk, family.contact.pk],
        "number": [family.contact.number],
        "id": [family.case.pk],
        "receipt": [family.contact.number],
        "unit": [family.unit.slug],
    }
    found = []
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            found += every_address(values)
    return found


LEAKS = (*SECRETS, "Saara Sosiaali", "Lastensuojelu (sv)")


def leaks(who: Resident, family: Family, *, words: tuple[str, ...] = LEAKS) -> list[tuple[str, str]]:
    """Where any of the words stands in what this resident is answered, headers too."""
    client, found = who.client(), []
    client.raise_request_exception = False
    for address in addresses(family):
        if address.startswith(("/accounts/", "/kirjaudu/", "/sv/logga", "/en/sign")):
            continue  # would sign out or in as somebody else
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        said = body.decode("utf-8", "replace") + str(dict(response.headers))
        found += [(address, word) for word in (*words, family.contact.number) if word in said]
    return [one for one in found if family.contact.number not in one[0] or one[1] != family.contact.number]


def test_the_walk_covers_the_pages_and_would_find_a_leak(family):
    mine = make.contact(family.guardian.person, NIGHT, line="adult_social_work", register="social_welfare", words=WORRY)
    actions.open_case(contact_id=mine.pk, by=system("reception"), now=NIGHT)
    family.case = mine.case
    walked = addresses(family)
    assert {"/omat/", f"/omat/{mine.case.pk}/", "/sv/", f"/en/work/{mine.case.pk}/"} <= set(walked)
    assert len(walked) > 60
    assert (f"/omat/{mine.case.pk}/", WORRY) in leaks(family.guardian, family)


@pytest.mark.parametrize("step", ["unmatched", "matched", "opened"])
def test_no_page_tells_the_family_of_the_notifier(family, now, step):
    staff = family.staff()
    if step != "unmatched":
        staff.post(f"/tyo/{family.case.pk}/henkilo/", {"last_name": "Esimerkki", "birth_date": "2016-04-05"})
        family.match(now)
    for path in ("/tyo/", f"/tyo/{family.case.pk}/", f"/tyo/{family.case.pk}/arviointi/"):
        assert staff.get(path).status_code == 200
    if step == "opened":
        actions.open_to_client(case_id=family.case.pk, by=family.worker, now=now)
    for who in (family.child, family.guardian):
        words = SECRETS if step == "opened" and who is family.child else LEAKS
        found = leaks(who, family, words=words)
        if step == "opened" and who is family.child:
            found = [(path, word) for path, word in found if word != family.contact.number]
        assert found == []


def test_a_matched_matter_is_out_of_sight_until_it_is_opened(family, now):
    family.match(now)
    client, address = family.child.client(), f"/omat/{family.case.pk}/"
    hidden, missing = client.get(address), client.get("/omat/999999/")
    assert hidden.status_code == missing.status_code == 403
    assert main_of(hidden) == main_of(missing)
    assert "empty-state" in text_of(client.get("/omat/"))
    receipt = client.get(f"/yhteys/kiitos/{family.contact.number}/")
    assert receipt.status_code == 403
    actions.open_to_client(case_id=family.case.pk, by=family.worker, now=now)
    html = main_of(client.get(address))
    assert "ei alkanut omasta viestistäsi" in html
    assert "jonossa" not in html, "no place in the queue is told in child protection"
    assert "lähettänyt" not in html
    assert "/yhteys/kiitos/" not in html
    assert client.get(f"/yhteys/kiitos/{family.contact.number}/").status_code == 403
    assert family.guardian.client().get(address).status_code == 403


def test_views_by_child_protection_are_in_the_log_but_not_in_what_the_family_sees(family, now):
    own = make.contact(family.child.person, NIGHT, words="Oma asia")
    own_case = actions.open_case(contact_id=own.pk, by=system("reception"), now=NIGHT)
    family.match(now)
    family.staff().get(f"/tyo/{family.case.pk}/")
    subject = family.child.person.subject_key
    assert AccessSubject.objects.filter(subject_key=subject, object_id=str(family.case.pk)).exists()
    page = main_of(family.child.client().get(f"/omat/{own_case.pk}/"))
    assert "Saara" not in page
    assert "kirjallisesti" in page, "the page says to everybody that it may leave something out"
    actions.open_to_client(case_id=family.case.pk, by=family.worker, now=now)
    assert "Saara Sosiaali" in main_of(family.child.client().get(f"/omat/{own_case.pk}/"))


def test_of_a_unit_of_child_protection_only_views_of_open_matters_are_told(family, now):
    subject = family.child.person.subject_key
    row = Access.objects.create(
        at=now, last_at=now, account_id=family.account.pk, viewer_name="Saara", viewer_roles="social_worker",
        viewer_unit=f"Aikuissosiaalityö, {family.unit.name_fi}", page="list", purpose="service", subjects_digest="x",
    )  # fmt: skip
    AccessSubject.objects.create(access=row, subject_key=subject, relation="list", object_kind="person")
    since = now - timedelta(days=1)
    assert own_views(family.child.actor, since=since, now=now) == []
    other = Access.objects.create(
        at=now, last_at=now, account_id=1, viewer_name="Noora", viewer_roles="nurse", page="list", purpose="care",
        viewer_unit=family.county.station.name_fi, subjects_digest="y",
    )  # fmt: skip
    AccessSubject.objects.create(access=other, subject_key=subject, relation="list", object_kind="person")
    assert [one.viewer_name for one in own_views(family.child.actor, since=since, now=now)] == ["Noora"]


def test_who_was_searched_in_vain_is_not_told_of_the_search(family, now):
    namesake = resident(first="Lilla", born=datetime(2016, 4, 5, tzinfo=UTC).date())
    found = family.staff().post(
        f"/tyo/{family.case.pk}/henkilo/", {"last_name": "esimerkki", "birth_date": "2016-04-05"}
    )
    assert "Lilla Esimerkki" in text_of(found)
    assert AccessSubject.objects.filter(subject_key=namesake.person.subject_key, relation="match").count() == 1
    family.match(now)
    actions.open_to_client(case_id=family.case.pk, by=family.worker, now=now)
    since = now - timedelta(days=1)
    assert own_views(namesake.actor, since=since, now=now) == []
    assert own_views(family.child.actor, since=since, now=now) != []


def test_a_wrong_match_is_corrected_and_leaves_the_first_person_nothing(family, now):
    family.match(now, family.guardian)
    family.match(now)
    case = Case.objects.get(pk=family.case.pk)
    assert case.person == family.child.person
    assert Contact.objects.get(pk=family.contact.pk).person == family.child.person
    actions.open_to_client(case_id=case.pk, by=family.worker, now=now)
    assert family.guardian.client().get(f"/omat/{case.pk}/").status_code == 403
    with pytest.raises(Refused) as refused:
        family.match(now, family.guardian)
    assert refused.value.code == "notice.opened.state"


def test_an_own_contact_to_child_protection_stays_ones_own(family, now):
    own = make.contact(family.guardian.person, NIGHT, line="child_protection", register="social_welfare", words="Apua")
    case = actions.open_case(contact_id=own.pk, by=system("reception"), now=NIGHT)
    assert "Apua" in main_of(family.guardian.client().get(f"/omat/{case.pk}/"))


_ALL = [(kind, by) for kind in NoticeKind for by in NotifierKind if (kind, by) != ("with_family", "anonymous")]


@pytest.mark.parametrize(("kind", "by"), _ALL)
def test_no_kind_of_notification_or_notifier_leaks_in_any_state(family, now, kind, by):
    fields = {name: value for name, value in DUTY.items() if by != "anonymous"}
    what = Notice(
        kind=kind, notifier_kind=by, own_words=WORRY, subject_knows="unsure", subject_name="Lilli", **fields
    )  # fmt: skip
    contact = told(NIGHT, what=what)
    case = actions.open_case(contact_id=contact.pk, by=system("reception"), now=NIGHT)
    worker = make.acting(make.worker(case.unit, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))
    client = family.child.client()
    pages = ("/omat/", f"/omat/{case.pk}/", f"/yhteys/kiitos/{contact.number}/", "/sv/mina/", "/en/my-matters/")
    steps = (
        lambda: None,
        lambda: actions.match_person(
            case_id=case.pk, subject_key=family.child.person.subject_key, by=worker, now=now
        ),
        lambda: actions.open_to_client(case_id=case.pk, by=worker, now=now),
        lambda: actions.take(case_id=case.pk, by=worker, now=now),
    )  # fmt: skip
    for number, step in enumerate(steps):
        step()
        for page in pages:
            html = text_of(client.get(page))
            assert [word for word in SECRETS if word in html] == [], (number, page)
            assert number >= 2 or contact.number in page or contact.number not in html, (number, page)
    assert f"/omat/{case.pk}/" in text_of(client.get("/omat/"))
