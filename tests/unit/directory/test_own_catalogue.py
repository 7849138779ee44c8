"""Is our own catalogue whole, and is a broken one refused with every fault?"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml

from ovi.directory.own_catalogue import ServiceLine, own_services
from ovi.exchange.importers.ptv_codes import PtvCodes
from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Refused

FILE = definitions_root() / "catalogue" / "services.yaml"


def test_every_service_line_is_served() -> None:
    assert {service.service_line for service in own_services()} == set(get_args(ServiceLine))


def test_low_threshold_groups_of_organisations_are_there() -> None:
    assert sum(service.provider_kind == "ngo" for service in own_services()) >= 5


def test_codes_are_those_of_the_national_lists() -> None:
    known = PtvCodes.load().known
    used = {code for s in own_services() for code in (*s.service_classes, *s.target_groups)}
    assert used <= known


def test_summaries_keep_the_national_length() -> None:
    """The national catalogue allows 150 characters for a summary."""
    for service in own_services():
        for lang in ("fi", "sv", "en"):
            assert len(getattr(service.summary, lang)) <= 150, (service.id, lang)


def test_services_that_answer_urgent_needs_name_the_emergency_number() -> None:
    """Every answer path shows 112 (design §5.3); these services are where it matters most."""
    urgent = {
        "urgent-care", "urgent-dental-care", "crisis-support", "social-emergency", "child-protection",
        "domestic-violence-support", "mental-health-reception", "detoxification",
    }  # fmt: skip
    for service in own_services():
        if service.id in urgent:
            for lang in ("fi", "sv", "en"):
                text = " ".join(getattr(t, lang) for t in (service.summary, service.description, service.how))
                assert "112" in text, (service.id, lang)


@pytest.mark.parametrize("file", ["catalogue/services.yaml", "codes/ptv.yaml"])
def test_definitions_name_owner_source_and_dates(file: str) -> None:
    content = read_yaml(definitions_root() / file)
    assert content["owner"]
    assert content["source"]
    assert content["verified_on"] < content["next_review"]


def test_a_broken_catalogue_is_refused_with_every_fault(tmp_path: Path) -> None:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"][:3]
    del rows[0]["name"]["sv"]
    rows[0]["service_line"] = "magic"
    rows[1]["surprise"] = 1
    rows[2]["id"] = rows[1]["id"]
    del rows[1]["surprise"]
    path = tmp_path / "services.yaml"
    path.write_text(yaml.safe_dump({"services": [*rows, "text"]}), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        own_services(path)
    assert refused.value.code == "catalogue.broken"
    assert [fault.where for fault in refused.value.faults] == [
        "services.yaml: service health-centre-reception, service_line",
        "services.yaml: service health-centre-reception, name",
        "services.yaml: service 4, ",
        "services.yaml: nurse-reception",
    ]
