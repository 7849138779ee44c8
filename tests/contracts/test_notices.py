"""No notice tells what the matter is: every kind, every language, every way."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from ovi.foundation.text import LANGUAGES
from ovi.law.vocabulary import ServiceLine
from ovi.people.notice_texts import Filled, composed, notices
from ovi.people.states import NOTICE_WAYS, NotifyKind, Purpose, Way

# What would tell health, care, a social matter, a profession, a unit or a place. Parts of words, small letters.
TELLING = {
    "fi": ("terv", "sairaa", "hoito", "hoita", "lääk", "mielen", "päihde", "psyk", "terap", "neuvola", "hammas",
           "lapsi",
           "lasten", "sosiaali", "vammais", "toimeentulo", "kuntou", "diagn", "oire", "tutkim", "laborat", "osasto",
           "asema", "vastaanotto", "klinik", "potila", "lähete", "resept", "rokot", "kotihoi", "perhe", "yksikkö"),
    "sv": ("häls", "sjuk", "vård", "läkar", "mental", "missbruk", "psyk", "terap", "rådgivningsbyrå", "tand", "barn",
           "social", "handikapp", "utkomst", "rehabil", "diagn", "symtom", "undersök", "laborat", "avdelning",
           "station",
           "mottagning", "klinik", "patient", "remiss", "recept", "vaccin", "familj", "enhet"),
    "en": ("health", "sick", "care", "nurse", "doctor", "mental", "substance", "psych", "therap", "clinic", "dental",
           "child", "social", "disab", "rehab", "diagn", "symptom", "test result", "laborat", " ward", "hospital",
           "patient", "referral", "prescri", "vaccin", "family", "unit"),
}  # fmt: skip
# Ours, and harmless: the handler is nobody's profession.
HARMLESS = {"fi": ("käsittelijä",), "sv": ("handläggare",), "en": ()}
FULL = Filled(number="OVI-2026-000123", at=datetime(2026, 3, 3, 7, 12, tzinfo=UTC), code="123456", valid="30 min")
SHARED = Filled(number=FULL.number, at=FULL.at, code=FULL.code, valid=FULL.valid, shared=True)
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
CASES = [(kind, language, way) for kind in NotifyKind for language in LANGUAGES for way in NOTICE_WAYS]


@pytest.mark.parametrize(("kind", "language", "way"), CASES)
def test_nothing_telling_stands_in_any_text(kind, language, way):
    if notices().kinds[kind].purpose is Purpose.STAFF and language != "fi" and way is not Way.EMAIL:
        return  # staff hear by e-mail
    for filled in (FULL, SHARED):
        subject, body = composed(kind, language=language, way=way, filled=filled)
        said = f"{subject}\n{body}".lower()
        for word in HARMLESS[language]:
            said = said.replace(word, "")
        told = [part for part in TELLING[language] if part in said]
        assert not told, f"{kind} {language} {way}: {told} in {said!r}"
        lines = [line.replace("_", " ") for line in ServiceLine]
        assert not [line for line in lines if line in said]
        assert not re.search(r"[{}\[\]]", body), body
        assert "https://" not in body, "no link to follow: a forged notice would have one too"
        assert bool(subject) == (way is not Way.SMS)


@pytest.mark.parametrize(("kind", "language", "way"), CASES)
def test_an_address_that_is_shared_hears_neither_number_nor_time(kind, language, way):
    if notices().kinds[kind].purpose is Purpose.STAFF:
        return
    _subject, body = composed(kind, language=language, way=way, filled=SHARED)
    assert FULL.number not in body
    assert "9.12" not in body
    assert "9:12" not in body


@pytest.mark.parametrize(("kind", "language"), [(kind, language) for kind in NotifyKind for language in LANGUAGES])
def test_a_text_message_fits_in_two_parts_of_the_plain_alphabet(kind, language):
    _subject, body = composed(kind, language=language, way=Way.SMS, filled=FULL)
    assert len(body) <= 306, body
    assert set(body) <= GSM, set(body) - GSM
    subject, _body = composed(kind, language=language, way=Way.EMAIL, filled=FULL)
    assert 0 < len(subject) <= 60


def test_a_telling_text_would_be_found():
    assert any(part in "aikasi mielenterveysyksikössä" for part in TELLING["fi"])
