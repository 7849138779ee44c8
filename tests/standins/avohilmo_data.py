"""What does a county's AvoHILMO extract look like? An invented one, seeded, of any size, with a known share of dirt.

Basis of the full size: Pirkanmaa has some 545 000 inhabitants; 1.5 million records a year are 2.75 a head, about what
doctor, nurse, oral and mental health contacts of primary care come to. Nobody in it exists: the people are keys of
the form T0000001, or henkilötunnus with the individual numbers 900–999.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from ovi.engines.facts.days import day_number
from ovi.foundation.identifiers import make_artificial_hetu

COLUMNS = (
    "AVOHILMO_ID", "TNRO", "SYNTYMAAIKA", "ASIAKAS_KOTIKUNTA", "ASIAKAS_POSTINUMERO", "ASIOINTIKIELI",
    "PALVELUNTUOTTAJA", "PALVELUNTUOTTAJA_YKSIKKO", "SEURANTATIETUE_PAIVITETTY", "YHTEYDENOTTO_AJANKOHTA",
    "HOIDONTARVE_AJANKOHTA", "HTA_KIIREELLISYYS", "HTA_LUONNE", "HTA_TULOS", "AJANVARAUS_AJANKOHTA",
    "AJANVARAUS_VARATTU", "PERUUTUS_AJANKOHTA", "PERUUTUS_SYY", "KAYNTI_ALKOI", "KAYNTI_LOPPUI",
    "KAYNTI_KIIREELLISYYS", "KAYNTI_LUONNE", "KAYNTI_AMMATTILUOKKA", "KAYNTI_AMMATTIOIKEUS", "KAYNTI_PALVELUMUOTO",
    "KAYNTI_YHTEYSTAPA", "SKAYNTI_TOTEUTTAJA",
)  # fmt: skip
_PLACE = {name: n for n, name in enumerate(COLUMNS)}
MUNICIPALITIES = ("837", "536", "211", "980", "418", "604", "020", "790", "508", "908", "562", "702")
DIRT = (
    "future", "before_contact", "bad_time", "duplicate", "unknown_mode", "no_unit", "short_municipality", "no_id",
    "broken", "before_birth",
)  # fmt: skip
_BATCH = 50_000


def write_extract(
    path: Path, records: int, *, year: int = 2025, seed: int = 1, dirt: float = 0.0, units: int = 60,
    encoding: str = "utf-8", separator: str = ";", hetu: bool = False,
) -> dict[str, int]:  # fmt: skip
    """An extract of one year; gives how many rows of each kind of dirt it has."""
    counts = dict.fromkeys(DIRT, 0)
    with path.open("w", encoding=encoding, newline="\n") as file:
        file.write(separator.join(COLUMNS) + "\n")
        for row, kind in _records(records, year, seed, dirt, units, hetu):
            if kind:
                counts[kind] += 1
            cells = separator.join(row)
            file.write(cells + (separator + "extra\n" if kind == "broken" else "\n"))
            if kind == "duplicate":
                file.write(cells + "\n")
    return counts


def _records(
    records: int, year: int, seed: int, dirt: float, units: int, hetu: bool
) -> Iterator[tuple[list[str], str]]:
    random = np.random.default_rng(seed)
    days = [date.fromordinal(date(1970, 1, 1).toordinal() + n).strftime("%d.%m.%Y")
            for n in range(day_number(date(year + 2, 1, 1)))]  # fmt: skip
    first, length = day_number(date(year, 1, 1)), day_number(date(year + 1, 1, 1)) - day_number(date(year, 1, 1))
    people = max(records // 3, 1)
    for start in range(0, records, _BATCH):
        drawn = _draw(random, min(_BATCH, records - start), first, length, people, units, dirt)
        yield from (
            _row(start + n, days, {name: values[n] for name, values in drawn.items()}, hetu)
            for n in range(len(drawn["contact"]))
        )


def _draw(
    random: np.random.Generator, size: int, first: int, length: int, people: int, units: int, dirt: float
) -> dict[str, list[int]]:
    contact = first + random.integers(0, length, size)
    drawn = {
        "contact": contact,
        "until": np.full(
            size, first + length + 15
        ),  # taken out in the middle of January: later visits are not there yet
        "minute": random.integers(8 * 60, 16 * 60, size),
        "later": random.choice([0, 0, 0, 0, 0, 0, 0, 1, 1, 2], size),
        "wait": np.minimum(random.exponential(13, size).astype(int), 200),
        "visited": random.random(size) < 0.82,
        "person": random.integers(0, people, size),
        "unit": random.integers(0, units, size),
        "kind": random.choice(4, size, p=[0.34, 0.38, 0.2, 0.08]),
        "mode": random.choice(4, size, p=[0.55, 0.33, 0.08, 0.04]),
        "urgent": random.random(size) < 0.18,
        "worker": random.integers(0, 20, size),
        "dirt": np.where(random.random(size) < dirt, random.integers(0, len(DIRT), size), -1),
    }
    return {name: values.tolist() for name, values in drawn.items()}


_KINDS = (("LK", "T11"), ("SH", "T11"), ("", "T60"), ("SH", "T71"))
_MODES = ("R10", "R52", "R56", "R50")


def _row(number: int, days: list[str], one: dict[str, int], hetu: bool) -> tuple[list[str], str]:
    born = date(1930 + one["person"] * 7 % 90, 1 + one["person"] % 12, 1 + one["person"] % 28)
    who = make_artificial_hetu(born, 900 + one["person"] % 100) if hetu else f"T{one['person']:07d}"
    contact, minute = one["contact"], one["minute"]
    assessed = contact + one["later"]
    visit = assessed + one["wait"] if one["visited"] and assessed + one["wait"] < one["until"] else None
    profession, service = _KINDS[one["kind"]]
    urgency = "K" if one["urgent"] else "E"
    at, unit = f" {minute // 60:02d}:{minute % 60:02d}", f"Yksikkö {one['unit']:02d}"
    row = [""] * len(COLUMNS)
    given = {
        "AVOHILMO_ID": str(10_000_000 + number), "TNRO": who, "SYNTYMAAIKA": born.strftime("%d.%m.%Y"),
        "ASIAKAS_KOTIKUNTA": MUNICIPALITIES[one["unit"] % len(MUNICIPALITIES)], "ASIAKAS_POSTINUMERO": "33100",
        "ASIOINTIKIELI": "fi", "PALVELUNTUOTTAJA": "8286189", "PALVELUNTUOTTAJA_YKSIKKO": unit,
        "SEURANTATIETUE_PAIVITETTY": days[assessed] + " 23:00", "YHTEYDENOTTO_AJANKOHTA": days[contact] + at,
        "HOIDONTARVE_AJANKOHTA": days[assessed] + at, "HTA_KIIREELLISYYS": urgency, "HTA_LUONNE": "SH",
        "HTA_TULOS": "1",
    }  # fmt: skip
    if visit is not None:
        given |= {
            "AJANVARAUS_AJANKOHTA": days[assessed] + at, "AJANVARAUS_VARATTU": days[visit] + " 10:00",
            "KAYNTI_ALKOI": days[visit] + " 10:00", "KAYNTI_LOPPUI": days[visit] + " 10:20",
            "KAYNTI_KIIREELLISYYS": urgency, "KAYNTI_LUONNE": "SH", "KAYNTI_AMMATTILUOKKA": profession,
            "KAYNTI_AMMATTIOIKEUS": "" if profession else "001", "KAYNTI_PALVELUMUOTO": service,
            "KAYNTI_YHTEYSTAPA": _MODES[one["mode"]], "SKAYNTI_TOTEUTTAJA": f"{one['unit']:02d}-{one['worker']:02d}",
        }  # fmt: skip
    kind = DIRT[one["dirt"]] if one["dirt"] >= 0 else ""
    given |= _soiled(kind, given, born)
    for name, value in given.items():
        row[_PLACE[name]] = value
    return row, kind


def _soiled(kind: str, given: dict[str, str], born: date) -> dict[str, str]:
    """What dirt does to a record."""
    contact = given["YHTEYDENOTTO_AJANKOHTA"]
    return {
        "future": {"YHTEYDENOTTO_AJANKOHTA": "01.02.2031 10:00", "HOIDONTARVE_AJANKOHTA": "",
                   "AJANVARAUS_AJANKOHTA": "", "KAYNTI_ALKOI": "", "AJANVARAUS_VARATTU": ""},
        "before_contact": {"HOIDONTARVE_AJANKOHTA": "01.01.2019 09:00"},
        "bad_time": {"YHTEYDENOTTO_AJANKOHTA": contact.replace(".", "/")},
        "unknown_mode": {"KAYNTI_YHTEYSTAPA": "R99", "KAYNTI_ALKOI": contact, "KAYNTI_LOPPUI": "",
                         "AJANVARAUS_VARATTU": "", "AJANVARAUS_AJANKOHTA": "", "HOIDONTARVE_AJANKOHTA": contact},
        "no_unit": {"PALVELUNTUOTTAJA_YKSIKKO": ""},
        "short_municipality": {"ASIAKAS_KOTIKUNTA": "20"},
        "no_id": {"AVOHILMO_ID": ""},
        "before_birth": {"SYNTYMAAIKA": "01.01.2030", "TNRO": "T9999999"},
    }.get(kind, {})  # fmt: skip
