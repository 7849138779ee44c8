"""How are the municipality tables in definitions/codes made? Run it again when a source has a newer year.

    python tools/make_municipalities.py FOLDER

FOLDER holds the four published files (names below). Only the municipalities of the counties that have a folder in
definitions/counties are written.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
KEY, POPULATION = "municipality_key_2026.csv", "sotkadata_population.csv"
BORDERS, AGES = "municipality_borders_2024.geojson", "paavo_municipality_demographics_2018.csv"
POPULATION_YEAR = "2022"
# Upper age of each Paavo band (the last is open); the column names carry the same bounds.
BANDS = (
    "0-2", "3-6", "7-12", "13-15", "16-17", "18-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54",
    "55-59", "60-64", "65-69", "70-74", "75-79", "80-84", "85 years or over",
)  # fmt: skip
SOURCES = {
    "municipalities.csv": (
        "# Names, languages and county: municipality key 2026, Statistics Finland through rOpenGov/geofi, CC BY 4.0.",
        "# Population 31.12.2022: THL Sotkanet, indicator 127, CC BY 4.0.",
        "# Latitude and longitude: centre of the largest polygon of the municipality, National Land Survey of Finland,",
        "# municipal borders 2024, CC BY 4.0; computed by tools/make_municipalities.py.",
    ),
    "municipalities_ages.csv": (
        "# Inhabitants by age band 2018: Statistics Finland, Paavo open data by municipality, CC BY 4.0.",
        "# Made by tools/make_municipalities.py. A band is named by its first age; the last one is open.",
    ),
}


def main(folder: Path) -> None:
    ours = counties()
    key = [row for row in _rows(folder / KEY) if row["kunta"].zfill(3) in ours]
    places = _centres(folder / BORDERS)
    people = {
        row["municipality_code"].zfill(3): row["primary.value"]
        for row in _rows(folder / POPULATION)
        if row["year"] == POPULATION_YEAR
    }
    ages = {row["Area"]: row for row in _rows(folder / AGES)}
    out, bands = [], []
    for row in sorted(key, key=lambda one: one["kunta"].zfill(3)):
        code = row["kunta"].zfill(3)
        latitude, longitude = places[code]
        out.append(
            {
                "code": code,
                "name_fi": row["municipality_name_fi"],
                "name_sv": row["municipality_name_sv"],
                "name_en": row["municipality_name_en"],
                "county": ours[code],
                "bilingual": "yes" if row["kielisuhde_code"] in ("1", "2") else "no",
                "population": people[code],
                "population_year": POPULATION_YEAR,
                "latitude": f"{latitude:.4f}",
                "longitude": f"{longitude:.4f}",
            }
        )
        found = ages[row["municipality_name_fi"]]
        bands.append({"code": code, **{_first(band): found[_column(band)] for band in BANDS}})
    _write("municipalities.csv", out)
    _write("municipalities_ages.csv", bands)


def counties() -> dict[str, str]:
    """Municipality code → county id, from the counties' own files."""
    out = {}
    for path in sorted((ROOT / "definitions" / "counties").glob("*/county.yaml")):
        county = yaml.safe_load(path.read_text(encoding="utf-8"))
        out.update(dict.fromkeys(county["municipalities"], county["id"]))
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _column(band: str) -> str:
    return f"{band}, 2018 (HE)" if "years" in band else f"{band} years, 2018 (HE)"


def _first(band: str) -> str:
    return band.split("-")[0].split()[0]


def _centres(path: Path) -> dict[str, tuple[float, float]]:
    """Municipality code → (latitude, longitude) of the centre of its largest polygon."""
    out = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        area, longitude, latitude = max((_centroid(polygon[0]) for polygon in polygons), key=lambda one: one[0])
        out[feature["properties"]["NATCODE"]] = (latitude, longitude)
    return out


def _centroid(ring: list[list[float]]) -> tuple[float, float, float]:
    """Area and centre of a ring by the shoelace formula, in degrees: near enough to place a dot on a map."""
    twice = x = y = 0.0
    for (x0, y0, *_), (x1, y1, *_) in zip(ring, ring[1:], strict=False):
        cross = x0 * y1 - x1 * y0
        twice += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    return abs(twice) / 2, x / (3 * twice), y / (3 * twice)


def _write(name: str, rows: list[dict[str, Any]]) -> None:
    path = ROOT / "definitions" / "codes" / name
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\n".join(SOURCES[name]) + "\n")
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} municipalities in {path.relative_to(ROOT)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
