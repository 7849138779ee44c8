"""Are general descriptions read in every shape, whole, and with every fault named?"""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest

from ovi.exchange.importers.ptv_codes import PtvCodes
from ovi.exchange.importers.ptv_shapes import content_hash, read_general_descriptions
from ovi.exchange.importers.ptv_text import BrokenRichTextError, plain
from ovi.foundation.refusals import Refused

RICH = json.dumps(
    {
        "entityMap": {},
        "blocks": [
            {"text": "Ensimmäinen kappale.", "type": "unstyled"},
            {"text": "", "type": "unstyled"},
            {"text": "yksi", "type": "unordered-list-item"},
            {"text": "kaksi", "type": "unordered-list-item"},
            {"text": "Loppu.", "type": "unstyled"},
        ],
    }
)
OLD: dict[str, Any] = {
    "Id": "a-1",
    "Name": [{"Lang": "fi", "Label": "Lastenneuvola"}, {"Lang": "sv", "Label": "Barnrådgivning"}],
    "ShortDescription": [{"Lang": "fi", "Label": "Lyhyesti"}],
    "Description": [],
    "BackgroundDescription": [{"Lang": "fi", "Label": RICH}],
    "UserInstructions": [{"Lang": "fi", "Label": None}],
    "ServiceClass": [{"Key": "http://urn.fi/URN:NBN:fi:au:ptvl:v1050", "Value": "Neuvolapalvelut"}],
    "OntologyTerm": [{"Key": "http://www.yso.fi/onto/koko/p1", "Value": "neuvolat"}],
    "TargetGroup": [{"Key": "http://urn.fi/URN:NBN:fi:au:ptvl:v2003", "Value": "Lapset ja lapsiperheet"}],
    "LifeEvent": [],
    "Laws": [
        {
            "Names": [{"Lang": "fi", "Label": "Terveydenhuoltolaki"}],
            "Links": [{"Lang": "fi", "Label": "http://finlex.fi/1"}],
        }
    ],
    "ChargeType": "Free",
    "SomethingNew": {"kept": True},
}
NEW: dict[str, Any] = {
    "id": "b-2",
    "names": [{"language": "fi", "value": "Lastenneuvola", "type": "Name"}],
    "descriptions": [
        {"language": "fi", "value": "Lyhyesti", "type": "Summary"},
        {"language": "fi", "value": "Pitkästi", "type": "Description"},
        {"language": "fi", "value": RICH, "type": "BackgroundDescription"},
        {"language": "fi", "value": "Varaa aika", "type": "UserInstruction"},
    ],
    "serviceClasses": [
        {
            "uri": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P5.2",
            "name": [{"language": "fi", "value": "Neuvolapalvelut"}],
        }
    ],
    "ontologyTerms": None,
    "targetGroups": [{"uri": "http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/KR1.2", "name": []}],
    "legislation": [
        {
            "names": [{"language": "fi", "value": "Terveydenhuoltolaki"}],
            "webPages": [{"language": "fi", "value": "Finlex", "url": "http://finlex.fi/1"}],
        }
    ],
    "serviceChargeType": "FreeOfCharge",
}


def read(content: Any) -> Any:
    return read_general_descriptions(json.dumps(content).encode())


def changed(**fields: Any) -> dict[str, Any]:
    return {**copy.deepcopy(OLD), **fields}


def test_the_older_shape() -> None:
    (item,), faults = read([OLD])
    assert faults == []
    assert (item.source_id, item.name.fi, item.name.sv, item.name.en) == (
        "a-1",
        "Lastenneuvola",
        "Barnrådgivning",
        "",
    )
    assert item.summary.fi == "Lyhyesti"
    assert item.description.fi == "Ensimmäinen kappale.\n\n- yksi\n- kaksi\n\nLoppu."
    assert item.service_classes == (PtvCodes.load().code(OLD["ServiceClass"][0]["Key"]),)
    assert item.groups[0].code == "KR1.2"
    assert item.ontology[0].label == "neuvolat"
    assert item.charge_type == "free"
    assert (item.laws[0].name.fi, item.laws[0].url.fi) == ("Terveydenhuoltolaki", "http://finlex.fi/1")


def test_the_newer_shape() -> None:
    (item,), faults = read([NEW])
    assert faults == []
    assert item.summary.fi == "Lyhyesti"
    assert item.description.fi.startswith("Pitkästi\n\nEnsimmäinen kappale.")
    assert item.user_instruction.fi == "Varaa aika"
    assert item.service_classes == ("P5.2",)
    assert item.classes[0].label == "Neuvolapalvelut"
    assert item.groups[0].code == "KR1.2"
    assert item.ontology == ()
    assert item.laws[0].url.fi == "http://finlex.fi/1"
    assert item.charge_type == "free"


@pytest.mark.parametrize("key", ["itemList", "items", "generalDescriptions", "GeneralDescriptions"])
def test_wrapped_files(key: str) -> None:
    items, faults = read({"pageNumber": 1, key: [OLD, NEW]})
    assert [item.source_id for item in items] == ["a-1", "b-2"]
    assert faults == []


def test_a_byte_order_mark_is_no_fault() -> None:
    items, _ = read_general_descriptions(b"\xef\xbb\xbf" + json.dumps([OLD]).encode())
    assert len(items) == 1


def test_nothing_is_dropped() -> None:
    (item,), _ = read([OLD])
    assert item.raw == OLD
    unknown = changed(ServiceClass=[{"Key": "http://urn.fi/URN:NBN:fi:au:ptvl:v9999", "Value": "Uusi"}])
    (item,), faults = read([unknown])
    assert faults == []
    assert item.service_classes == ()
    assert item.unknown_codes == ("http://urn.fi/URN:NBN:fi:au:ptvl:v9999",)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b'[{"Id": 1}', b"[" * 100_000])
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_general_descriptions(content)
    assert refused.value.code == "ptv.unreadable"
    assert refused.value.faults


@pytest.mark.parametrize("content", [{}, {"items": {}}, 7, None, "text"])
def test_a_file_of_another_kind_is_refused_with_what_was_expected(content: Any) -> None:
    with pytest.raises(Refused, match="itemList") as refused:
        read(content)
    assert refused.value.code == "ptv.unreadable"


def test_every_fault_is_listed_and_good_items_are_still_read() -> None:
    items, faults = read(
        [
            OLD,
            "text",
            changed(Id=None, Name=[]),
            changed(Id="c", Name=[{"Lang": "fi", "Label": "  "}]),
            changed(Id="d", Name="Neuvola", ServiceClass={"Key": "x"}, ChargeType="Sometimes"),
            changed(Id="e", ShortDescription=[{"Lang": "fi", "Label": 7}], Laws=[{"Names": "x"}, 3]),
            changed(Id="f", BackgroundDescription=[{"Lang": "fi", "Label": '{"blocks": [{"type": 1}]}'}]),
            changed(Id="g", TargetGroup=[{"Value": "Lapset"}]),
            OLD,
        ]
    )
    assert [item.source_id for item in items] == ["a-1"]
    assert {(fault.where, fault.what.split("(")[0].strip()) for fault in faults} == {
        ("item 2", "is text, not an object"),
        ("item 3, Id", "is missing or not text"),
        ("item 3, Name", "is empty in every language"),
        ("item 4 (Id c), Name", "is empty in every language"),
        ("item 5 (Id d), Name", "is text, not a list"),
        ("item 5 (Id d), Name", "is empty in every language"),
        ("item 5 (Id d), ServiceClass", "is an object, not a list"),
        (
            "item 5 (Id d), ChargeType",
            "is 'Sometimes'; known are chargeable, charged, free, freeofcharge, other",
        ),
        ("item 6 (Id e), ShortDescription fi", "is a number, not text"),
        ("item 6 (Id e), Laws.names", "is text, not a list"),
        ("item 6 (Id e), Laws[2]", "is a number, not an object"),
        ("item 7 (Id f), BackgroundDescription fi", "is rich text that cannot be read"),
        ("item 8 (Id g), TargetGroup", "has an entry without a URI"),
        ("item 9 (Id a-1), Id", "is already used by item 1"),
    }


def test_the_hash_sees_content_and_not_the_noise_between_saves() -> None:
    noise = changed(
        Name=[{"Lang": "sv", "Label": "Barnrådgivning"}, {"Lang": "fi", "Label": " Lastenneuvola\r\n"}],
        LifeEvent=None,
        Empty="",
    )
    assert content_hash(noise) == content_hash(OLD)
    assert content_hash(changed(SomethingNew={"kept": False})) != content_hash(OLD)
    assert content_hash(changed(ChargeType="Charged")) != content_hash(OLD)


def test_plain_text_is_tidied_and_kept() -> None:
    assert plain("  a \u00a0 b\r\n\r\n\r\n\r\nc  ") == "a b\n\nc"
    assert plain("{ei rikasta tekstiä}") == "{ei rikasta tekstiä}"
    with pytest.raises(BrokenRichTextError):
        plain('{"blocks": [')


def test_codes_in_new_and_old_form() -> None:
    codes = PtvCodes.load()
    assert codes.code("http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P5.10") == "P5.10"
    assert codes.code("http://urn.fi/URN:NBN:fi:au:ptvl:v1036") == "P4.13"
    assert codes.code("P5.10") == "P5.10"
    assert codes.code("http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P99.1") is None
    assert codes.code("") is None


@pytest.mark.shared
def test_all_national_descriptions_are_read() -> None:
    root = Path(os.environ.get("OVI_SHARED") or Path(__file__).parents[4] / "shared") / "data"
    if not root.is_dir():
        pytest.skip("the shared research data is absent (set OVI_SHARED)")
    content = (root / "ptv" / "general_descriptions.json").read_bytes()
    items, faults = read_general_descriptions(content)
    assert (len(items), faults) == (458, [])
    assert (sum(bool(i.name.sv) for i in items), sum(bool(i.name.en) for i in items)) == (337, 334)
    assert [dict(item.raw) for item in items] == json.loads(content.decode("utf-8-sig"))
    assert not any(item.unknown_codes for item in items)
    assert not any('"blocks"' in getattr(item.description, lang) for item in items for lang in ("fi", "sv", "en"))
