"""Are identifiers read, refused, made and masked rightly? Only invented people's (900-999) are written out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovi.foundation.identifiers import MASK, make_artificial_hetu, mask_hetu, parse_hetu, parse_oid, parse_y_tunnus

birth_dates = st.dates(date(1800, 1, 1), date(2099, 12, 31))
artificial = st.integers(900, 999)


@pytest.mark.parametrize(
    ("text", "birth_date", "sex"),
    [
        ("020516C903K", date(2016, 5, 2), "male"),
        ("010594Y9032", date(1994, 5, 1), "male"),
        ("311080-999X", date(1980, 10, 31), "male"),
        (" 010190-900p ", date(1990, 1, 1), "female"),
        ("290200A901C", date(2000, 2, 29), "male"),
    ],
)
def test_known_identifiers_are_taken_apart(text: str, birth_date: date, sex: str) -> None:
    hetu = parse_hetu(text)
    assert (hetu.birth_date, hetu.sex, hetu.is_artificial) == (birth_date, sex, True)
    assert hetu.value == text.strip().upper()


def test_a_number_below_900_is_not_artificial() -> None:
    """Put together here so that no identifier of the kind that real people have stands in the repository."""
    assert not parse_hetu("010101A" + "010" + "1").is_artificial


@pytest.mark.parametrize(
    ("signs", "year"), [("+", 1890), ("-UVWXY", 1990), ("ABCDEF", 2090)], ids=["1800s", "1900s", "2000s"]
)
def test_every_century_sign_is_known_and_not_in_the_check_character(signs: str, year: int) -> None:
    for sign in signs:
        assert parse_hetu(f"010190{sign}900P").birth_date == date(year, 1, 1)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "has the form"),
        ("010190900P", "has the form"),
        ("010190G900P", "has the form"),
        ("010190-900G", "check character"),
        ("٠١٠١٩٠-900P", "has the form"),
        ("010190-900R", "check character"),
        ("010191-900P", "check character"),
        ("300290-9018", "day that does not exist"),
        ("290201A901M", "day that does not exist"),
        ("010190-000N", "002 at the least"),
        ("010190-001P", "002 at the least"),
    ],
)
def test_a_faulty_identifier_is_refused_without_repeating_it(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what) as error:
        parse_hetu(text)
    assert not text or text not in str(error.value)


@given(birth_dates, artificial)
def test_what_is_made_can_be_read_and_is_artificial(birth_date: date, individual: int) -> None:
    hetu = parse_hetu(make_artificial_hetu(birth_date, individual))
    assert (hetu.birth_date, hetu.individual, hetu.is_artificial) == (birth_date, individual, True)


@pytest.mark.parametrize("individual", [2, 899, 1000, -1])
def test_no_identifier_of_a_real_person_is_made(individual: int) -> None:
    with pytest.raises(ValueError, match="900-999 only"):
        make_artificial_hetu(date(1990, 1, 1), individual)


def test_no_identifier_is_made_for_a_century_without_sign() -> None:
    with pytest.raises(ValueError, match="1799"):
        make_artificial_hetu(date(1799, 12, 31), 900)


@given(birth_dates, artificial, st.sampled_from("0123456789ABCDEFHJKLMNPRSTUVWXY"))
def test_any_single_changed_digit_is_noticed(birth_date: date, individual: int, other: str) -> None:
    value = make_artificial_hetu(birth_date, individual)
    for place in (9, 10):
        changed = value[:place] + other + value[place + 1 :]
        if changed != value:
            with pytest.raises(ValueError, match="henkilötunnus"):
                parse_hetu(changed)


@given(birth_dates, artificial, st.sampled_from([" ", ",", ";", "=", "/", "_", "\n", "'", ":", "ä"]))
def test_every_identifier_in_a_text_is_masked(birth_date: date, individual: int, mark: str) -> None:
    value = make_artificial_hetu(birth_date, individual)
    assert mask_hetu(f"GET{mark}{value}{mark}{value.lower()}") == f"GET{mark}{MASK}{mark}{MASK}"


@pytest.mark.parametrize(
    "text", ["010190-900Z", "010190–900P", "010190 - 900P", "hetu=010190%2B900P&x=1", "(010190\u2212900p)"]
)
def test_mistyped_and_encoded_identifiers_are_masked_too(text: str) -> None:
    assert MASK in mask_hetu(text)
    assert "900" not in mask_hetu(text)


@pytest.mark.parametrize(
    "text",
    [
        "no identifier here",
        "2026-11-22T13:53:42+02:00",
        "0401234567",
        "0828618-9",
        "e58a9e010190a900f7a45",
        "1.2.246.10.8286189.10.100012",
        "990190-900P",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert mask_hetu(text) == text


@pytest.mark.parametrize(
    ("text", "value"), [("0828618-9", "0828618-9"), ("828618-9", "0828618-9"), (" 0112038-9 ", "0112038-9")]
)
def test_a_business_identity_code_is_normalised(text: str, value: str) -> None:
    assert parse_y_tunnus(text) == value


@pytest.mark.parametrize("text", ["0828618-8", "8286189", "08286189-1", "0000001-2", "x", "", "0828618-x"])
def test_a_faulty_business_identity_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no Y-tunnus"):
        parse_y_tunnus(text)


def test_of_each_seven_digits_at_most_one_check_digit_is_right() -> None:
    for digits in range(0, 9999999, 31337):
        good = 0
        for check in range(10):
            try:
                parse_y_tunnus(f"{digits:07d}-{check}")
            except ValueError:
                continue
            good += 1
        rest = sum(weight * int(digit) for weight, digit in zip((7, 9, 10, 5, 8, 4, 2), f"{digits:07d}", strict=True))
        assert good == (0 if rest % 11 == 1 else 1)


@pytest.mark.parametrize("text", ["1.2.246.10.8286189.10.100012", "2.999", "0.9.2342", "urn:oid:1.2.246.21"])
def test_an_object_identifier_is_accepted(text: str) -> None:
    assert parse_oid(text) == text.removeprefix("urn:oid:")


@pytest.mark.parametrize("text", ["1", "3.1", "1.2.", "1..2", "1.02", "1.40", "1.2.a", "", "1.2." + "9" * 260])
def test_a_faulty_object_identifier_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no OID"):
        parse_oid(text)
