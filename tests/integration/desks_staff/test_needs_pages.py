"""The pages of needs of every register: asked by kind, limits told before saving, stages noted and corrected."""

from __future__ import annotations

import re
from itertools import product
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from ovi.casework.models import Case, CaseLink
from ovi.casework.states import LINES_OF, MomentKind, moments_of
from ovi.desks import law_words
from ovi.law import Matter, clocks_for, load_law
from ovi.law.vocabulary import CareReason, Register, Urgency
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make


def url(name, *args):
    with translation.override("fi"):
        return reverse(name, args=args)


@pytest.fixture
def social_case(county, now):
    county.office.service_lines = ["adult_social_work", "elderly_services", "family_social_work"]
    county.office.save()
    who = make.person(county.tampere, born=make.BORN["old"])
    return make.opened(who, now, line="elderly_services", register="social_welfare", words="Tarvitsen apua kotiin.")


GIVEN = {
    "service_line": "elderly_services",
    "urgency": "non_urgent",
    "completed": "2026-03-03",
    "highest_care_allowance": "on",
}


def limits(page):
    return re.search(r'<section id="limits".*?</section>', page, re.DOTALL)[0]


def test_a_social_worker_is_shown_what_runs_what_starts_later_and_what_does_not_apply(social_worker, social_case):
    page = social_worker.get(url("case_assess", social_case.pk)).content.decode()
    assert "Arvioi palvelutarve" in page
    assert "erityisen tuen tarve" in page
    assert "care_reason" not in page
    shown = limits(social_worker.post(url("case_assess", social_case.pk), {**GIVEN, "do": "preview"}).content.decode())
    assert 'datetime="2026-06-03"' in shown, "SHL 45 §"
    assert "Tämä kirjaus päättää määräajan." in shown, "SHL 36 §, seven working days"
    assert "Alkaa päätöksestä." in shown, "vanhuspalvelulaki 18 §"
    assert "erityisen tuen tarvetta ei ole todettu" in shown
    assert "tarve ei ole kiireellinen" in shown
    assert "Tarkistettava" in shown, "provisional rows say so"
    assert Case.objects.get(pk=social_case.pk).state == "open"


def test_an_assessment_is_started_then_completed(social_worker, social_case):
    to = url("case_assess", social_case.pk)
    assert social_worker.post(to, {**GIVEN, "do": "start"}).status_code == 302
    clock = social_case.clocks.get(rule_id="SHL-START-7")
    assert str(clock.stopped_on) == "2026-03-03"
    page = social_worker.get(to).content.decode()
    assert "Palvelutarpeen arviointi aloitettu" in page
    assert "Tallenna, että arviointi on aloitettu" not in page
    assert social_worker.post(to, {**GIVEN, "do": "save"}).status_code == 302
    case = Case.objects.get(pk=social_case.pk)
    assert (case.state, case.highest_care_allowance, case.needs_special_support) == ("assessed", True, False)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"completed": "2026-03-04"}, "Päivä on tulevaisuudessa"),
        ({"started": "2026-03-02"}, "Päivä on ennen yhteydenottoa"),
        ({"started": "32.3.2026"}, "Anna päivä"),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_its_field(social_worker, social_case, days, said):
    page = social_worker.post(url("case_assess", social_case.pk), {**GIVEN, **days, "do": "save"}).content.decode()
    assert said in page
    assert Case.objects.get(pk=social_case.pk).state == "open"


def noted(client, case, **given):
    return client.post(url("case_moments", case.pk), {"kind": "decided", "day": "2026-03-03", **given})


def test_a_stage_is_noted_shown_and_corrected(social_worker, social_case):
    page = social_worker.get(url("case", social_case.pk)).content.decode()
    assert "Merkitse, mitä on tapahtunut" in page
    assert noted(social_worker, social_case).status_code == 302
    page = social_worker.get(url("case", social_case.pk)).content.decode()
    assert "Päätös tehty" in page
    assert social_case.clocks.filter(rule_id="VPL-18", due_on="2026-06-03").exists()
    correct = url("case_moments", social_case.pk) + "?correct=decided"
    assert "Miksi aiempi päivä oli väärä" in social_worker.get(correct).content.decode()
    bare = noted(social_worker, social_case, correct="decided", day="2.3.2026").content.decode()
    assert "Päivä on ennen yhteydenottoa" in bare
    assert "Kirjoita, miksi aiempi päivä oli väärä." in bare
    assert AuditEvent.objects.filter(action="casework.moment_noted", object_id=str(social_case.pk)).count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": "2026-03-04"}, "Päivä on tulevaisuudessa"),
        ({"day": "2026-03-01"}, "Päivä on ennen yhteydenottoa"),
        ({"day": ""}, "Anna päivä"),
        ({"kind": "referral_arrived"}, "Valitse, mitä tapahtui."),
        ({"kind": ""}, "Valitse, mitä tapahtui."),
    ],
)
def test_a_wrong_stage_is_told_beside_its_field(social_worker, social_case, given, said):
    page = noted(social_worker, social_case, **given).content.decode()
    assert said in page
    assert not social_case.moments.exists()


def test_the_pages_of_stages_keep_the_wall(nurse, social_worker, social_case):
    for name in ("case_moments", "case_link"):
        assert nurse.get(url(name, social_case.pk)).status_code == 403
    assert nurse.post(url("case_shown", social_case.pk), {"shown": "no"}).status_code == 403
    assert noted(nurse, social_case).status_code == 403
    assert social_worker.get(url("case_shown", social_case.pk)).status_code == 405


def test_a_child_protection_assessment_is_opened_beside_and_read_only_there(social_worker, county, now):
    office = county.office
    office.service_lines = ["family_social_work"]
    office.save()
    make.unit(office.organisation, county.tampere, "Lastensuojelu", "social_welfare", ["child_protection"])
    child = make.person(county.tampere, born=make.date(2016, 5, 1))
    case = make.opened(child, now, line="family_social_work", register="social_welfare")
    assert "Selvitä lastensuojelun tarve" in social_worker.get(url("case", case.pk)).content.decode()
    form = social_worker.get(url("case_link", case.pk)).content.decode()
    assert "Lapsi on tämän asian asiakas" in form
    given = {"about": "Koulun huoli poissaoloista.", "is_client": "on", "idempotency_key": str(uuid4())}
    for _ in range(2):
        assert social_worker.post(url("case_link", case.pk), given).status_code == 302
    link = CaseLink.objects.get()
    page = social_worker.get(url("case", case.pk)).content.decode()
    assert "Lastensuojelutarpeen selvitys on avattu" in page
    assert "Koulun huoli" not in page
    assert url("case", link.to_case_id) not in page
    assert social_worker.get(url("case", link.to_case_id)).status_code in (403, 404)


def test_a_nurse_marks_that_a_doctor_is_needed(nurse, county, now):
    who = make.person(county.tampere, born=make.BORN["young"])
    case = make.opened(who, now)
    judged = {
        "service_line": "primary_care", "urgency": "non_urgent", "care_reason": "new_symptoms",
        "general_medicine": "on", "do": "save",
    }  # fmt: skip
    nurse.post(url("case_assess", case.pk), judged)
    form = nurse.get(url("encounter_record", case.pk)).content.decode()
    assert "Lääkärin käynti tarpeen" in form
    assert "Sovittu hoito tai palvelu alkoi" not in form
    given = {
        "day": "2026-03-03", "time": "09:12", "minutes": "20", "mode": "R10", "doctor_needed": "on",
        "idempotency_key": str(uuid4()),
    }  # fmt: skip
    assert nurse.post(url("encounter_record", case.pk), given).status_code == 302
    assert str(case.clocks.get(rule_id="PHC-DOC7-U23").due_on) == "2026-03-10"


def test_every_reason_of_the_law_and_every_stage_has_its_words():
    law, general = load_law(), law_words.why_not("no such reason")
    unknown = set()
    kinds = product(
        Register, (None, *Urgency), (None, CareReason.OTHER), (None, True, False), ("1945-01-01", "2012-01-01")
    )
    for register, urgency, reason, flag, born in kinds:
        for line in LINES_OF[register]:
            flags = ("general_medicine", "plan_based", "certificate_only", "preventive", "set_interval",
                     "needs_special_support", "highest_care_allowance")  # fmt: skip
            matter = Matter(
                service_line=line, register=register, birth_date=born, urgency=urgency, care_reason=reason,
                contact_at="2026-03-03", pending_at="2026-03-03", assessed_at="2026-03-03",
                need_established_at="2026-03-03", referral_at="2026-03-03", decided_at="2026-03-03",
                visit_at="2026-03-03", application_complete_at="2026-03-03", **dict.fromkeys(flags, flag),
            )  # fmt: skip
            for one in clocks_for(matter, law)[1]:
                mine = register in law.rule(one.rule_id).rows[-1].scope.registers
                lines = law.rule(one.rule_id).rows[-1].scope.service_lines
                if one.code == "out_of_scope" and mine and (lines is None or line in lines):
                    unknown |= {part for part in re.split("; | and ", one.why) if law_words.why_not(part) == general}
            assert all(str(law_words.moment_name(kind, line)) for kind in moments_of(register, line))
    assert {one for one in unknown if not one.startswith("service_line is")} == set()
    assert set(law_words.MOMENTS) == set(MomentKind)


def test_a_decision_lands_on_its_note_with_the_limits_it_keeps_and_starts(social_worker, social_case):
    social_worker.post(url("case_assess", social_case.pk), {**GIVEN, "do": "save"})
    assert noted(social_worker, social_case).url == url("case", social_case.pk) + "#copy"
    page = social_worker.get(url("case", social_case.pk)).content.decode()
    note = re.search(r'id="note-decision"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    for said in ("Päätös ti\N{NO-BREAK SPACE}3.3.2026", "Päätöksen tekijä", "980/2012 18 §"):
        assert said in note
    paper = social_worker.get(url("case_note", social_case.pk, "decision"))
    assert paper.content.startswith(b"%PDF")
