"""The pages of an emergency opening: from the wall to the review, and what the log says of it."""

from __future__ import annotations

import re

from django.urls import reverse

from ovi.casework.models import Opening
from ovi.plumbing.models import Access, AccessSubject
from tests.integration import people_for_tests as make

REASON = "Tajuton ihminen päivystyksessä, lääkitys tarkistettava."


def test_from_the_wall_to_reading_with_the_purpose_in_the_log_and_to_the_review(receiver, operator, county, now):
    who = make.person(county.tampere)
    case = make.opened(who, now, words="Sydäntuntemuksia")
    wall = receiver.get(reverse("case", args=(case.pk,)))
    assert wall.status_code == 403
    assert reverse("emergency_open") in wall.content.decode()
    assert who.last_name not in wall.content.decode()
    given = {"identity": case.contact.number, "purpose": "care", "reason": "lyhyt"}
    assert "niin, että tarkastaja ymmärtää" in receiver.post(reverse("emergency_open"), given).content.decode()
    answer = receiver.post(reverse("emergency_open"), {**given, "reason": REASON})
    opening = Opening.objects.get()
    assert answer.headers["Location"] == reverse("opening", args=(opening.pk,))
    assert reverse("case", args=(case.pk,)) in receiver.get(answer.headers["Location"]).content.decode()
    page = receiver.get(reverse("case", args=(case.pk,))).content.decode()
    assert "Sydäntuntemuksia" in page
    assert "Avattu vain luettavaksi" in page
    assert reverse("case_take", args=(case.pk,)) not in page
    assert receiver.get(reverse("case_assess", args=(case.pk,))).status_code == 403
    assert set(Access.objects.values_list("purpose", flat=True)) == {"emergency"}
    assert set(AccessSubject.objects.values_list("subject_key", "relation")) == {(who.subject_key, "emergency")}
    assert REASON in operator.get(reverse("openings")).content.decode()
    operator.post(reverse("opening_review", args=(opening.pk,)), {"state": "appropriate", "note": ""})
    assert "Asianmukainen" in operator.get(reverse("openings")).content.decode()


def test_a_child_protection_matter_answers_as_if_there_were_none(nurse, county, now):
    secret = make.opened(make.person(county.tampere), now, line="child_protection", register="social_welfare")
    there, nowhere = (nurse.get(reverse("case", args=(pk,))) for pk in (secret.pk, 10**9))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|(?:/|%2F)\d+(?:/|%2F)')
    assert token.sub("", there.content.decode()) == token.sub("", nowhere.content.decode())
