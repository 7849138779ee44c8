"""Does a matter take in exactly the fields of design §8, and say of others what is wrong?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from ovi.foundation.refusals import Refused
from ovi.law import Matter
from ovi.law.matters import START_FIELD, day_of, matter_refused
from ovi.law.vocabulary import ClockStart

FIELDS = (
    "id service_line register birth_date contact_at assessed_at care_reason general_medicine plan_based "
    "certificate_only preventive urgency specialty referral_at need_established_at pending_at "
    "application_complete_at decided_at visit_at highest_care_allowance needs_special_support set_interval"
)


def what_is_wrong(**fields: object) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        Matter.of(fields)
    assert refused.value.code == "law.matter"
    return {fault.where: fault.what for fault in refused.value.faults}


def test_a_matter_has_exactly_the_fields_of_the_batch_schema() -> None:
    assert set(Matter.__dataclass_fields__) == set(FIELDS.split())


def test_every_kind_of_start_has_its_field() -> None:
    assert set(START_FIELD) == set(ClockStart)
    assert set(START_FIELD.values()) <= set(FIELDS.split())


def test_every_fault_is_listed_and_not_only_the_first() -> None:
    faults = what_is_wrong(service="x", register="patients", contact_at="yesterday", preventive="no", care_reason=1)
    assert set(faults) == {"service", "register", "contact_at", "preventive", "care_reason"}
    assert faults["service"] == "unknown field"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("2025-02-30", "write a day as 2025-02-03 or an instant"),
        ("3.2.2025", "write a day as 2025-02-03 or an instant"),
        ("2025-02-03T09:12", "an instant needs its UTC offset"),
        (20250203, "as text in ISO 8601 form"),
        ("0025-02-03", "the year must be 1850-2199"),
        ("9999-12-31", "the year must be 1850-2199"),
    ],
)
def test_a_moment_that_is_none_is_refused(value: object, what: str) -> None:
    assert what in what_is_wrong(contact_at=value)["contact_at"]


def test_a_birth_date_has_no_time_of_day() -> None:
    assert "write a day only" in what_is_wrong(birth_date="2004-03-01T00:00Z")["birth_date"]


def test_what_is_unknown_may_be_null() -> None:
    assert Matter.of({"birth_date": None, "contact_at": None, "preventive": None}) == Matter()


def test_python_values_are_taken_as_they_are() -> None:
    noon = datetime(2025, 2, 3, 12, tzinfo=UTC)
    matter = Matter(contact_at=noon, assessed_at=date(2025, 2, 3))
    assert (matter.contact_at, matter.assessed_at) == (noon, date(2025, 2, 3))


def test_a_wrong_argument_is_pydantics_error_and_a_matter_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Matter(register="patients")  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        Matter().register = None  # type: ignore[misc]


def test_an_instant_is_judged_by_its_day_in_finland() -> None:
    matter = Matter.of({"contact_at": "2025-06-30T21:30Z"})
    assert matter.contact_at is not None
    assert day_of(matter.contact_at) == date(2025, 7, 1)


def test_the_refusal_tells_every_fault_in_one_sentence() -> None:
    with pytest.raises(Refused) as refused:
        Matter.of({"service": "x", "birth_date": "2004-03-01T00:00Z"})
    assert refused.value.message == (
        "The matter cannot be judged. birth_date: write a day only, as 2004-03-01; service: unknown field."
    )


def test_letters_that_cannot_be_printed_are_no_fault_of_their_own() -> None:
    assert Matter.of({"id": "line\nbreak"}).id == "line\nbreak"
    assert "lone surrogate" in what_is_wrong(specialty="a\ud800")["specialty"]
    assert "lone surrogate" in what_is_wrong(specialty="a\udfff")["specialty"]


def test_a_refusal_repeats_neither_what_was_given_nor_where_the_library_explains_itself() -> None:
    with pytest.raises(Refused) as refused:
        Matter.of({"register": "131052-308T", "urgency": "x"})
    said = str(refused.value)
    assert said.startswith("The matter cannot be judged. register: Input should be ")
    assert "; urgency: Input should be 'urgent' or 'non_urgent'" in said
    assert "131052" not in said
    assert "http" not in said


def test_a_fault_of_the_whole_is_called_so() -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Matter).validate_python(7)
    assert [fault.where for fault in matter_refused(error.value).faults] == ["the whole"]
