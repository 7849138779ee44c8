"""Which county is this? Its names, languages, colour, municipalities and telephone numbers, from definitions."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import Trilingual


class Phone(BaseModel):
    """A number people can call: the number as written, and what it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    number: str
    name: Trilingual
    when: Trilingual = Trilingual()


class County(BaseModel):
    """One folder of definitions/counties."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    code: str
    owner: str
    source: str
    verified_on: str
    next_review: str
    name: Trilingual
    short_name: Trilingual
    theme: str
    languages: tuple[Literal["fi", "sv"], ...]
    municipalities: tuple[str, ...]
    contact_phone: Phone
    social_emergency: Phone
    website: str = ""
    neutral_page: str = "https://www.ilmatieteenlaitos.fi/"  # where a quick exit leads: a page anybody might be reading

    @property
    def social_emergency_phone(self) -> str:
        """The number of the social emergency services (sosiaalipäivystys), day and night."""
        return self.social_emergency.number


def county_ids() -> list[str]:
    """The counties there are definitions for."""
    return sorted(path.parent.name for path in (definitions_root() / "counties").glob("*/county.yaml"))


@lru_cache(maxsize=8)
def county(county_id: str) -> County:
    """The county's definition; an unknown county is refused with the list of known ones."""
    path = definitions_root() / "counties" / county_id / "county.yaml"
    if county_id not in county_ids():
        raise Refused(
            f"There is no county '{county_id}'. Known counties: {', '.join(county_ids())}.",
            code="county.unknown",
        )
    try:
        return County(**read_yaml(path))
    except ValidationError as error:
        faults = [Fault(f"{path}: {'.'.join(map(str, one['loc']))}", one["msg"]) for one in error.errors()]
        raise Refused(f"{path} does not describe a county.", code="definitions.broken", faults=faults) from error
