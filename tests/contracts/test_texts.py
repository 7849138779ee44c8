"""All interface texts are in Finnish and Swedish, and the words are those of the glossary."""

from __future__ import annotations

import re

import pytest

from tools import messages

# Words that must not stand in what residents read, and the words of Finland's Swedish (domain.md §10, design §5.9).
FORBIDDEN = {
    "fi": {
        r"\bHTA\b": "sano: arvio hoidon tarpeesta",
        r"asiakkuussegment": "asukkaalle ei näytetä segmenttejä",
        r"\bpotilasnumero": "sano: numero",
        r"\bklikka": "sano: valitse",
    },
    "sv": {
        r"\blandsting": "i Finland: välfärdsområde",
        r"\bvårdcentral": "i Finland: hälsostation eller social- och hälsocentral",
        r"\bkund(en|er|erna)?\b": "i Finland: klient",
        r"\bkommuninvånare": "säg: invånare",
        r"\bsjukhusregion": "i Finland: välfärdsområde",
    },
}


def test_every_text_is_translated_and_compiled():
    assert messages.check() == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_words_are_those_of_the_glossary(language):
    for room in messages.rooms():
        for message in messages.read_catalogue(messages.po_path(room, language), language):
            text = " ".join(message.string) if isinstance(message.string, tuple) else str(message.string)
            for pattern, advice in FORBIDDEN[language].items():
                assert not re.search(pattern, text, re.IGNORECASE), f"{room.name}: {text!r}: {advice}"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_one_text_is_translated_in_one_way(language):
    """Django joins the rooms' catalogues into one: of two translations of one text the page shows whichever comes
    first, so that a button "Open" once said "Open hours". Where a word means two things it gets a context."""
    first: dict[tuple[str | None, object], tuple[str, object]] = {}
    for room in messages.rooms():
        for message in messages.read_catalogue(messages.po_path(room, language), language):
            if message.id:
                other, said = first.setdefault((message.context, message.id), (room.name, message.string))
                assert said == message.string, f"{message.id!r}: {other} says {said!r}, {room.name} {message.string!r}"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_placeholders_survive_translation(language):
    pattern = re.compile(r"%\((\w+)\)[sd]|{(\w+)}")
    for room in messages.rooms():
        for message in messages.read_catalogue(messages.po_path(room, language), language):
            if not message.id:
                continue
            wanted = set(pattern.findall(message.id[-1] if isinstance(message.id, tuple) else message.id))
            for text in message.string if isinstance(message.string, tuple) else (message.string,):
                assert set(pattern.findall(text)) <= wanted, f"{room.name}: {text!r}"
                if not isinstance(message.id, tuple):
                    assert set(pattern.findall(text)) == wanted, f"{room.name}: {text!r} lost a placeholder"
