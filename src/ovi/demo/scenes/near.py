"""Which services come near in the practice county: to the municipalities with the fewest people, by a calendar."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from ovi.demo.scenes.stage import Stage
from ovi.directory.actions import NearContent, Round, call_off_stop, plan_stops, save_near_service
from ovi.directory.models import Municipality, NearStop

_YEAR = timedelta(days=365)


def near(stage: Stage) -> None:
    """A service for each of the smallest municipalities, and a stop that is called off."""
    home = stage.home["health_station"]
    county = Municipality.objects.get(pk=home.municipality_id).county
    small = Municipality.objects.filter(county=county).order_by("population", "pk")
    for row, place in zip(stage.spec["near"], small, strict=False):
        _serve(stage, row, place.pk)


def _serve(stage: Stage, row: dict[str, Any], municipality_id: str) -> None:
    by, now, began = stage.account("demo-manager"), stage.at(60, 10), stage.day(-60)
    texts = {f"{name}_{code}": text for name in ("name", "about") for code, text in row[name].items()}
    content = NearContent(
        municipality_id=municipality_id, unit_id=stage.home["health_station"].pk, service_line=row["service_line"],
        kind=row["kind"], baseline=row["baseline"], target=row["target"], target_on=began + _YEAR, valid_from=began,
        valid_to=None, **texts,
    )  # fmt: skip
    service = save_near_service(content=content, by=by, now=now)
    for stop in row["stops"]:
        first = stage.day(stop["ahead"])
        plan_stops(
            service_id=service.pk, by=by, now=now,
            stops=Round(
                first, first + timedelta(weeks=stop["weeks"] * (stop["rounds"] - 1)), stop["weeks"],
                time.fromisoformat(stop["opens"].zfill(5)), time.fromisoformat(stop["closes"].zfill(5)),
                stop["place"], stop["address"],
            ),
        )  # fmt: skip
    if reason := row.get("called_off"):
        second = NearStop.objects.filter(service=service).order_by("opens_at")[1]
        call_off_stop(stop_id=second.pk, reason=reason, by=by, now=stage.at(1))
