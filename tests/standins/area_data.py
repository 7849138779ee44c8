"""Files of outside figures as sources give them. Every figure and every title here is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# Sotkanet's own numbers of areas, invented: never the codes of the areas.
TAMPERE, AKAA, HELSINKI, COUNTRY, COUNTY_OLD, COUNTY_NEW = 701, 702, 703, 704, 705, 706


def titles(fi: str, sv: str = "", en: str = "") -> dict[str, str]:
    return {"fi": fi, "sv": sv or f"{fi} (sv)", "en": en or f"{fi} (en)"}


def indicator(number: int = 9001, name: str = "Keksitty mittari, % asukkaista", **more: Any) -> dict[str, Any]:
    """A description as /indicators/{id} gives it."""
    return {
        "id": number,
        "title": titles(name, "Påhittad mätare, % av invånarna", "Invented measure, % of people"),
        "description": {"fi": "<p>Keksitty testejä varten.</p><ul><li>Ei oikea luku</li></ul>", "sv": None},
        "organization": {"id": 2, "title": titles("Keksitty laitos")},
        "range": {"start": 2019, "end": 2023},
        "data-updated": "2026-01-15",
        "primaryValueType": {"code": "percent", "title": titles("%", "%", "%")},
        **more,
    }


def regions() -> list[dict[str, Any]]:
    """Areas as /regions gives them; the county stands there twice, by its old and its new number and code."""
    return [
        {"id": TAMPERE, "code": "837", "category": "KUNTA", "title": titles("Tampere"), "uri": ""},
        {"id": AKAA, "code": "20", "category": "KUNTA", "title": titles("Akaa"), "uri": ""},
        {"id": HELSINKI, "code": "091", "category": "KUNTA", "title": titles("Helsinki"), "uri": ""},
        {"id": COUNTRY, "code": "246", "category": "MAA", "title": titles("Koko maa"), "uri": ""},
        {"id": COUNTY_OLD, "code": "4", "category": "HYVINVOINTIALUE", "title": titles("Pirkanmaan hyvinvointialue")},
        {"id": COUNTY_NEW, "code": "8", "category": "HYVINVOINTIALUE", "title": titles("Pirkanmaan hyvinvointialue")},
        {"id": 707, "code": "4", "category": "HYVINVOINTIALUE", "title": titles("Vantaan ja Keravan hyvinvointialue")},
    ]  # fmt: skip


def row(region: Any, year: Any, value: Any, gender: Any = "total", measure: Any = 9001) -> dict[str, Any]:
    return {"indicator": measure, "region": region, "year": year, "gender": gender, "value": value, "absValue": 7}


def figures() -> list[dict[str, Any]]:
    """Two municipalities, the county by both its numbers, the country, and one area of another county."""
    return [
        row(TAMPERE, 2022, 10.5), row(TAMPERE, 2023, 11.25), row(AKAA, 2023, 8), row(AKAA, 2022, None),
        row(COUNTY_OLD, 2022, 10.1), row(COUNTY_NEW, 2022, 10.1), row(COUNTY_NEW, 2023, 10.9),
        row(COUNTRY, 2023, 9.9), row(HELSINKI, 2023, 12.0), row(TAMPERE, 2023, 12.5, "female"),
    ]  # fmt: skip


def write(folder: Path, **files: Any) -> list[Path]:
    """Each as a JSON file of that name."""
    made = []
    for name, content in files.items():
        path = folder / f"{name}.json"
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        made.append(path)
    return made


def sotkanet(folder: Path, **changed: Any) -> list[Path]:
    """The three files of one whole loading; some may be changed."""
    return write(folder, **{"indicators": [indicator()], "regions": regions(), "figures": figures(), **changed})


CSV = """kuntakoodi;vuosi;sukupuoli;vastaajia;yksinaisyys_pros;liikkuu_pros
837;2024;yhteensä;420;12,5;31
837;2024;naiset;220;13,0;30
020;2024;yhteensä;41;9,0;..
143;2024;yhteensä;3;50,0;60
091;2024;yhteensä;900;14,0;33
"""
