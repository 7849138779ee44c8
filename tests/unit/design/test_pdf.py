"""Does a paper say what it was given, tagged, titled and in its language, whatever a person has written in it?"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ovi.design.pdf import Document, Facts, Heading, Items, Paragraph, Table, pdf
from tests.examples import examples

NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
HOSTILE = '#eval("1+1") $x$ *lihava* _kursiivi_ @viite <nimi> \\ // /* ] } ` ~ "'


def paper(*blocks: Any, **more: Any) -> Document:
    given = {"title": "Arviointi", "language": "fi", "sender": "Alue", "page_of": "Sivu {page} / {pages}", **more}
    return Document(blocks=blocks, **given)


def read(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(document, now=NOW)))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_is_tagged_titled_and_in_its_language() -> None:
    root = read(paper(Paragraph("Hei"))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"].startswith("fi")
    assert "/StructTreeRoot" in root


def test_every_kind_of_block_is_said() -> None:
    found = words(
        read(
            paper(
                Heading("Väliotsikko"), Paragraph("Yksi\nkaksi"), Facts([("Tulosyy", "Kipu\nselässä")]),
                Items(["ensin", "sitten"]), Table("Jonot", ["Yksikkö", "Määrä"], [["Nokia", "<5"]], [1]),
                footer="Keksittyä aineistoa",
            )
        )
    )  # fmt: skip
    for said in ("Alue", "Arviointi", "Väliotsikko", "Yksi kaksi", "Tulosyy", "Kipu selässä", "ensin", "Jonot", "Nokia",
                 "<5", "Keksittyä aineistoa", "Sivu 1 / 1"):  # fmt: skip
        assert said in found


def test_what_a_person_writes_is_never_mark_up() -> None:
    found = words(read(paper(Paragraph(HOSTILE), Facts([(HOSTILE, HOSTILE)]), Items([HOSTILE]), title=HOSTILE)))
    assert found.count('#eval("1+1")') == 5
    assert found.count("*lihava* _kursiivi_ @viite <nimi>") == 5


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=200))
@settings(max_examples=examples(25), deadline=None)
def test_any_text_can_be_set(text: str) -> None:
    assert pdf(paper(Paragraph(text), Facts([("x", text)])), now=NOW).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("said", ["Kiitos 🙏", "ألم في الظهر", "Спина болит"])
def test_a_letter_that_our_fonts_lack_stays_in_a_tagged_paper(said: str) -> None:
    reader = read(paper(Paragraph(said)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert "Kiitos" not in said or "Kiitos" in words(reader)


def test_a_long_table_repeats_its_head_and_counts_its_pages() -> None:
    reader = read(paper(Table("Jonot", ["Yksikkö", "Määrä"], [[f"Yksikkö {n}", str(n)] for n in range(90)], [1])))
    assert len(reader.pages) > 1
    assert all("Määrä" in page.extract_text() for page in reader.pages)
    assert f"Sivu 2 / {len(reader.pages)}" in " ".join(reader.pages[1].extract_text().split())


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf(paper(Paragraph("Hei")), now=NOW) == pdf(paper(Paragraph("Hei")), now=NOW)


@pytest.mark.parametrize(("large", "points"), [(False, 11), (True, 16)])
def test_large_type_is_large(large: bool, points: int) -> None:
    sizes: set[float] = set()
    page = read(paper(Paragraph("Hei"), large=large)).pages[0]
    page.extract_text(
        visitor_text=lambda text, _cm, _tm, _font, size: sizes.add(round(size)) if "Hei" in text else None
    )
    assert sizes == {points}
