"""What does the law need to know about one need? The frozen input of the clocks (design §8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, StrictBool, StrictInt, StrictStr, ValidationError
from pydantic.dataclasses import dataclass

from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.law.vocabulary import CareReason, ClockStart, Register, ServiceLine, Urgency

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEARS = range(1850, 2200)  # outside lies a slip of the finger, and due dates must not run off the calendar


def _moment(value: object) -> date | datetime | None:
    """A day or an instant, from Python or ISO 8601 text."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if _DAY.fullmatch(value) else datetime.fromisoformat(value)
        except ValueError as error:
            raise ValueError("write a day as 2025-02-03 or an instant as 2025-02-03T09:12+02:00") from error
    if value is None:
        return None
    if not isinstance(value, date):
        raise ValueError("write a day or an instant as text in ISO 8601 form")
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise ValueError("an instant needs its UTC offset, for example 2025-02-03T09:12+02:00")
    if value.year not in _YEARS:
        raise ValueError(f"the year must be {_YEARS.start}-{_YEARS.stop - 1}")
    return value


def _day(value: object) -> date | None:
    moment = _moment(value)
    if isinstance(moment, datetime):
        raise ValueError("write a day only, as 2004-03-01")
    return moment


def _writable(value: str) -> str:
    # JSON can carry half of a surrogate pair, which no UTF-8 answer can repeat.
    if not value.isprintable() and any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("the text holds a character that is none (a lone surrogate)")
    return value


Text = Annotated[StrictStr, AfterValidator(_writable)]
Moment = Annotated[date | datetime | None, BeforeValidator(_moment)]
Day = Annotated[date | None, BeforeValidator(_day)]


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Matter:
    """One need as the law sees it. Every field may be missing (None): what needs it then does not apply.

    `*_at` fields hold a day or an instant with offset; an instant is judged by its day in Finland.
    An unknown field or value raises pydantic's ValidationError; `Matter.of` raises Refused with every fault.
    """

    id: Text | StrictInt | None = None
    service_line: ServiceLine | None = None
    register: Register | None = None
    birth_date: Day = None
    contact_at: Moment = None
    assessed_at: Moment = None
    referral_at: Moment = None
    need_established_at: Moment = None
    pending_at: Moment = None
    application_complete_at: Moment = None
    decided_at: Moment = None
    visit_at: Moment = None
    urgency: Urgency | None = None
    specialty: Text | None = None
    care_reason: CareReason | None = None
    general_medicine: StrictBool | None = None
    plan_based: StrictBool | None = None
    certificate_only: StrictBool | None = None
    preventive: StrictBool | None = None
    highest_care_allowance: StrictBool | None = None
    needs_special_support: StrictBool | None = None
    set_interval: StrictBool | None = None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Matter:
        """From a mapping; Refused lists every unknown field and bad value."""
        try:
            return cls(**fields)
        except ValidationError as error:
            raise matter_refused(error) from error


# Where a matter keeps the moment that each kind of clock starts from.
START_FIELD = {
    ClockStart.CONTACT: "contact_at",
    ClockStart.ASSESSED: "assessed_at",
    ClockStart.REFERRAL_ARRIVED: "referral_at",
    ClockStart.NEED_ESTABLISHED: "need_established_at",
    ClockStart.PENDING: "pending_at",
    ClockStart.APPLICATION_COMPLETE: "application_complete_at",
    ClockStart.DECIDED: "decided_at",
    ClockStart.VISIT: "visit_at",
}


def day_of(moment: date) -> date:
    """The day that the law counts from: an instant's day in Finland, a day as it is."""
    return helsinki_date(moment) if isinstance(moment, datetime) else moment


def matter_refused(error: ValidationError) -> Refused:
    """The refusal that lists what pydantic found, one fault a field."""
    faults = []
    for found in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in found["loc"][:1]) or "the whole"
        what = "unknown field" if found["type"] == "unexpected_keyword_argument" else found["msg"]
        fault = Fault(field, what.removeprefix("Value error, "))
        if fault not in faults:
            faults.append(fault)
    listed = "; ".join(f"{fault.where}: {fault.what}" for fault in faults)
    return Refused(f"The matter cannot be judged. {listed}.", code="law.matter", faults=faults)
