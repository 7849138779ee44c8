"""How are the outlines of municipalities in definitions/codes made?

    python tools/make_outlines.py BORDERS.geojson

Only the municipalities of the counties that have a folder in definitions/counties are written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from make_municipalities import ROOT, counties

CODES = ROOT / "definitions" / "codes"
OUTLINES_SOURCE = (
    "Municipal borders 2024, National Land Survey of Finland, CC BY 4.0, rounded to a thousandth of a degree. "
    "Longitude before latitude. Made by tools/make_outlines.py."
)


def main(borders: Path) -> None:
    ours = counties()
    rings = {}
    for feature in json.loads(borders.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        if feature["properties"]["NATCODE"] in ours:
            outer = [[[round(x, 3), round(y, 3)] for x, y, *_ in polygon[0]] for polygon in polygons]
            rings[feature["properties"]["NATCODE"]] = outer
    lines = [f'"{code}":{json.dumps(outer, separators=(",", ":"))}' for code, outer in sorted(rings.items())]
    text = f'{{"source":{json.dumps(OUTLINES_SOURCE)},\n"outlines":{{\n' + ",\n".join(lines) + "\n}}\n"
    (CODES / "municipality_outlines.json").write_text(text, encoding="utf-8")
    print(f"{len(rings)} outlines")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
