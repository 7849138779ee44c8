"""What does our own service catalogue (definitions/catalogue/services.yaml) hold?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES, Trilingual

Language = Literal["fi", "sv", "en"]
ServiceLine = Literal[
    "primary_care",
    "oral_health",
    "mental_health",
    "substance_services",
    "rehabilitation",
    "maternity_child",
    "school_health",
    "student_welfare",
    "specialised_care",
    "home_care",
    "elderly_services",
    "adult_social_work",
    "family_social_work",
    "child_protection",
    "disability_services",
    "social_assistance",
    "lifestyle_guidance",
]


def _complete(value: object) -> object:
    """A text in all three languages; an incomplete one is a fault, not a fallback (design §5.9)."""
    if isinstance(value, dict):
        if missing := [lang for lang in LANGUAGES if not str(value.get(lang) or "").strip()]:
            raise ValueError(f"lacks {', '.join(missing)}")
        return Trilingual.of({lang: " ".join(str(text).split()) for lang, text in value.items()})
    raise ValueError("is no text in fi, sv and en")


Text = Annotated[Trilingual, BeforeValidator(_complete)]


class OwnService(BaseModel):
    """One service of our own catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    service_line: ServiceLine
    sector: Literal["health", "social"]
    register_: Literal["patient", "social_welfare", "student_welfare"] = Field(alias="register")
    provider_kind: Literal["county", "ngo"]
    charge: Literal["free", "chargeable"]
    contactable: bool
    remote: bool
    service_classes: tuple[str, ...] = Field(min_length=1)
    target_groups: tuple[str, ...] = Field(min_length=1)
    name: Text
    summary: Text
    description: Text
    for_whom: Text
    how: Text
    keywords: dict[Language, tuple[str, ...]] = Field(min_length=3)


def own_services(path: Path | None = None) -> tuple[OwnService, ...]:
    """All services of the file; Refused "catalogue.broken" with every fault, or none is used."""
    path = path or definitions_root() / "catalogue" / "services.yaml"
    content = read_yaml(path)
    rows = content.get("services") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise Refused(f"{path.name} has no list of services.", code="catalogue.broken")
    services: list[OwnService] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, start=1):
        where = f"{path.name}: service {row.get('id', number) if isinstance(row, dict) else number}"
        try:
            services.append(OwnService.model_validate(row))
        except ValidationError as error:
            faults += [Fault(f"{where}, {'.'.join(map(str, e['loc']))}", e["msg"]) for e in error.errors()]
    ids = [service.id for service in services]
    faults += [
        Fault(f"{path.name}: {id_}", "the id is used twice") for id_ in sorted({i for i in ids if ids.count(i) > 1})
    ]
    if faults:
        raise Refused(f"{path.name} has {len(faults)} faults.", code="catalogue.broken", faults=faults)
    return tuple(services)
