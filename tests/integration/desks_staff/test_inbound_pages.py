"""What came from elsewhere is shown as it came, with its source; a referral on paper is written down."""

from __future__ import annotations

from uuid import uuid4

from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ovi.casework.models import Case, CaseClock
from ovi.contact.models import InboundReferral
from ovi.exchange.actions import add_client
from ovi.plumbing.actor import system
from tests.integration import people_for_tests as make
from tests.integration.exchange.test_inbound import ASSESSMENT, opened, send

GIVEN = {
    "last_name": "Lähetetty", "first_name": "Liisa", "organisation": "Työterveys Oy", "professional": "Tiina Tohtori",
    "profession": "lääkäri", "referrer_phone": "", "urgency": "non_urgent", "referred_on": "2.3.2026",
    "own_words": "Jatkotutkimuksiin", "service_line": "mental_health",
}  # fmt: skip


def write_down(client, **more):
    return client.post(reverse("referral_log"), {**GIVEN, "idempotency_key": str(uuid4()), **more})


def test_an_assessment_is_shown_with_its_source_mark_version_and_words(nurse, county, now):
    key = add_client(name="omaolo", may=["assessments"], registers=["patient"], by=system("clients"), now=now)
    case = opened(send(key, ASSESSMENT).json()["contact"])
    page = nurse.get(reverse("case", args=[case.pk])).content.decode()
    for said in ("Omaolo 4.2.1", "MDR 2017/745", "Onko kuumetta?", "38.5 °C", "Kurkkukivun oirearvio|4"):
        assert said in page
    assert "&lt;b&gt;tänään&lt;/b&gt;" in page


def test_a_referral_on_paper_becomes_a_matter_with_its_own_clock(nurse, county):
    key = str(uuid4())
    first, again = write_down(nurse, idempotency_key=key), write_down(nurse, idempotency_key=key)
    assert (first.status_code, again.status_code) == (200, 200)
    row = InboundReferral.objects.get()
    assert (row.contact.logged_by.name, row.contact.channel) == ("Noora Harjoitus", "referral")
    case = Case.objects.get()
    kinds = set(CaseClock.objects.filter(case=case).values_list("start_kind", flat=True))
    assert "contact" not in kinds
    case.unit_id = county.station.pk
    case.save()
    page = nurse.get(reverse("case", args=[case.pk])).content.decode()
    assert "Tiina Tohtori" in page
    assert "Työterveys Oy" in page


def test_what_is_missing_of_a_referral_is_told_beside_its_field(nurse, county):
    answer = write_down(nurse, organisation="", urgency="", referred_on="2.3.2027")
    assert answer.status_code == 422
    assert 'id="id_organisation-error"' in answer.content.decode() or "organisation" in answer.content.decode()
    later = write_down(nurse, referred_on="2.3.2027")
    assert later.status_code == 422
    assert not InboundReferral.objects.exists()


def test_a_matter_with_nothing_from_elsewhere_asks_once(nurse, county, now):
    from django.db import connection

    case = make.opened(make.person(county.tampere), now)
    with CaptureQueriesContext(connection) as seen:
        nurse.get(reverse("case", args=[case.pk]))
    assert sum("contact_inbounddocument" in one["sql"] for one in seen) == 1
    assert not any("contact_inboundreferral" in one["sql"] for one in seen)
