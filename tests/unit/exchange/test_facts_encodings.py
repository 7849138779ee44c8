"""In which encoding is a file? Told for certain or refused with the lines, whatever the size of the pieces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.exchange.importers.facts import encodings
from ovi.exchange.importers.facts.encodings import text_form
from ovi.foundation.refusals import Refused
from tests.examples import examples

HEAD = b"AVOHILMO_ID;YKSIKKO\n"


def written(tmp_path, content: bytes):
    path = tmp_path / "extract.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("1;Jyväskylä\n", "utf-8", "utf-8"),
        ("1;Jyväskylä\n", "latin-1", "iso-8859-1"),
        ("1;10 € – Åbo\n", "cp1252", "windows-1252"),
        ("1;Turku\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found_from_the_whole_file(tmp_path, text, encoding, found):
    path = written(tmp_path, HEAD + b"2;Oulu\n" * 1000 + text.encode(encoding))
    assert text_form(path).encoding == found


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    form = text_form(written(tmp_path, b"\xef\xbb\xbf" + HEAD + b"1;x\n"))
    assert form.header == ("AVOHILMO_ID", "YKSIKKO")


def test_mixed_encodings_are_refused_with_the_lines_of_both(tmp_path):
    content = HEAD + b"1;Oulu\n" + "2;Jyväskylä\n".encode() + b"3;x\n" + "4;Äänekoski\n".encode("latin-1")
    with pytest.raises(Refused, match="mixes two encodings") as refusal:
        text_form(written(tmp_path, content))
    assert [fault.where for fault in refusal.value.faults] == ["extract.csv, line 3 …", "extract.csv, line 5 …"]


def test_a_file_that_is_no_text_or_has_no_separator_says_so(tmp_path):
    with pytest.raises(Refused, match="NUL"):
        text_form(written(tmp_path, HEAD.decode().encode("utf-16")))
    with pytest.raises(Refused, match="no separator"):
        text_form(written(tmp_path, b"AVOHILMO_ID\n1\n"))
    with pytest.raises(Refused, match="twice"):
        text_form(written(tmp_path, b"A;B;A\n1;2;3\n"))
    with pytest.raises(Refused, match="neither UTF-8"):
        text_form(written(tmp_path, HEAD + b"1;\x81\n"))


@given(
    st.lists(st.sampled_from(["Oulu", "Jyväskylä", "Åbo", "Yksikkö 1"]), min_size=1, max_size=30),
    st.sampled_from(["utf-8", "latin-1"]),
    st.integers(1, 40),
)
@settings(max_examples=examples(60), deadline=None)
def test_the_size_of_the_pieces_makes_no_difference(tmp_path_factory, units, encoding, piece):
    path = tmp_path_factory.mktemp("pieces") / "extract.csv"
    path.write_bytes(HEAD + "".join(f"1;{unit}\n" for unit in units).encode(encoding))
    whole = text_form(path)
    before, encodings._CHUNK = encodings._CHUNK, piece
    try:
        assert text_form(path) == whole
    finally:
        encodings._CHUNK = before
    ascii_only = all(unit.isascii() for unit in units)
    assert whole.encoding == ("utf-8" if encoding == "utf-8" or ascii_only else "iso-8859-1")
