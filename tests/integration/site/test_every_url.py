"""Every address is visited as everybody: what it shows of a person is in the access log, and no place leaks.

The addresses come from the resolver, so that a new page cannot be forgotten; how to visit it stands in visits.py,
whom there is to show in walked.py. Each visit is rolled back, so that it meets the same world as the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from ovi.plumbing.models import AccessSubject
from tests.integration.site.visits import LIBRARY, visit_of
from tests.integration.site.walked import ANSWERS_NOTICES, HETU, PLACES, SEES_UNIT, World, make_world

FORM_AGAIN = 422  # a form with what is wrong in it, which shows the person as the form did at first
PARTS = 4  # the walk is long: the parts run side by side


@pytest.fixture(scope="module")
def made(module_db, now, tmp_path_factory) -> Iterator[World]:
    """The world and its figures take seconds to make, so each process makes them once for its parts of the walk."""
    with pytest.MonkeyPatch.context() as patches:
        world = make_world(now, patches, tmp_path_factory.mktemp("world"))
        connection.check_constraints()  # here, once: left to the end of each part, it is done for each
        yield world


@pytest.fixture
def world(made, db) -> World:
    return replace(made)


def url_names() -> list[str]:
    """Every name that the resolver knows. One without a name cannot be visited: only redirects may lack it."""

    def walk(resolver) -> Iterator[str]:  # type: ignore[no-untyped-def]
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                redirect = getattr(getattr(pattern.callback, "view_class", None), "__name__", "") == "RedirectView"
                assert pattern.name or redirect, f"{pattern} has no name: give it one"
                if pattern.name:
                    yield pattern.name
            else:
                yield from walk(pattern)

    return sorted(set(walk(get_resolver())))


def test_every_address_says_how_to_visit_it():
    unknown = [name for name in url_names() if visit_of(name) is None]
    assert not unknown, f"say how to visit {unknown}: a row in tests/integration/site/visits.py"


ONE_TRY = 1
# Pages that must be seen to show people, or the walk would be blind.
SHOWS = {
    "worklist", "case", "case_assess", "matter", "indicator_cases", "opening", "openings", "open_across",
    "log_limit", "attention", "escalation_answer", "caseload", "case_assign", "case_match", "case_meeting",
    "case_moments", "case_wait", "goal_end", "list_worker", "list_team", "own", "path_step", "team",
    "worklist_bulk", "tray",
}  # fmt: skip


def requests_of(name: str, world: World) -> Iterator[tuple[str, str, dict, dict]]:
    visit = visit_of(name)
    assert visit is not None
    every = visit.args(world)
    posted = {every[0], every[-1]}  # one that opens, if any does, and one that does not
    for args in every:
        address = reverse(name, args=args)
        for query in visit.queries(world):
            yield "get", address, query, {}
        for sent in visit.posts(world) if args in posted else ():
            yield "post", address, sent, visit.sent_as(world)


def worth_visiting(client: Client, case_ids: list[int]) -> list[int]:
    """The cases that open to this client, and one that does not: what is refused is refused alike."""
    opens = {}
    for pk in case_ids:
        with transaction.atomic():
            opens[pk] = any(client.get(reverse(name, args=(pk,))).status_code == 200 for name in ("case", "matter"))
            transaction.set_rollback(True)
    return [pk for pk in case_ids if opens[pk]] + [pk for pk in case_ids if not opens[pk]][:1]


def said(response) -> str:  # type: ignore[no-untyped-def]
    """What a reader can see; the answer's own address and headers count, too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return unescape(body.decode(errors="replace")) + str(response.headers)


@pytest.mark.parametrize("part", range(PARTS))
def test_what_any_address_shows_of_a_person_is_in_the_access_log_and_no_place_leaks(world, part):
    names = url_names()[part::PARTS]
    shown_somewhere: set[str] = set()
    faults: list[str] = []
    everything = list(world.case_ids)
    worth = {who: worth_visiting(client, everything) for who, client in world.clients.items()}
    for name in names:
        for who, client in world.clients.items():
            if name.startswith(LIBRARY) and who not in ("nobody", "nurse", "resident"):
                continue
            world.case_ids = worth[who]
            tried, closed = 0, False
            for method, address, data, extra in requests_of(name, world):
                # Whom the page does not open to gets one look and one try; who may open it, everything.
                if closed and (method == "get" or tried > ONE_TRY):
                    continue
                tried += 1
                cookies = client.cookies.copy()
                with transaction.atomic():
                    before = AccessSubject.objects.order_by("-id").values_list("id", flat=True).first() or 0
                    response = getattr(client, method)(address, data, **extra)
                    text = said(response)
                    logged = set(AccessSubject.objects.filter(id__gt=before).values_list("subject_key", flat=True))
                    transaction.set_rollback(True)
                client.cookies = cookies
                what = f"{who}: {method} {address} {data or ''} → {response.status_code}"
                sent = " ".join(map(str, data.values())) + address
                seen = {token for token in world.tokens if token in text and token not in sent}
                faults += [f"{what} shows {token}, not in the log" for token in seen
                           if world.tokens[token].subject_key not in logged]  # fmt: skip
                if who != ANSWERS_NOTICES:
                    faults += [f"{what} tells of a notification: {one}" for one in world.secrets
                               if one in text and one not in sent]  # fmt: skip
                if seen and (who == "nobody" or (response.status_code >= 400 and response.status_code != FORM_AGAIN)):
                    faults.append(f"{what} shows {seen}")
                if HETU in text and HETU not in sent:
                    faults.append(f"{what} shows a henkilötunnus")
                closed = closed or (tried == 1 and response.status_code != 200 and name not in SHOWS)
                if response.status_code >= 500:
                    faults.append(f"{what} is broken")
                if any(world.tokens[token] == world.hidden for token in seen):
                    faults += [f"{what} shows the place {place}" for place in _leaked(name, who, text)]
                if seen and response.status_code == 200:
                    shown_somewhere.add(name)
    assert not faults, f"{len(set(faults))} faults:\n" + "\n".join(sorted(set(faults))[:60])
    # The walk is not blind: these pages do show people (My matters names services only; the receipt of a
    # logged contact its number).
    blind = SHOWS & set(names) - shown_somewhere
    assert not blind


def _leaked(name: str, who: str, text: str) -> set[str]:
    """The places of the hidden person on this page, less those that this reader must see there."""
    main = text.split("<main")[1].split("</main>")[0] if "<main" in text else text
    found = {place for place in PLACES if re.search(re.escape(place), main)}
    if who == "hidden resident":  # their own unit and number, to themselves
        return found - {"Piilokoti", "040 999 8877"}
    if who == "hidden's nurse":
        return found - ({"Piilokoti", "040 999 8877"} if name in SEES_UNIT else set())
    return found
