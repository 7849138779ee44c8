"""What is said of a small unit, of groups that are withheld, and of the season; and how is a unit found?"""

from __future__ import annotations

import re

import pytest

from ovi.performance import queries
from ovi.performance.models import IndicatorRun, IndicatorValue
from ovi.plumbing.actor import Role
from tests.integration.performance.data import SmallCounty, of_unit, published, published_by_hand, signed_in
from tests.integration.performance.test_pages import _address, _text

DOCTOR = {"indicator": "access_doctor_7d"}


@pytest.fixture
def county(db):
    return SmallCounty()


@pytest.fixture
def figures(county, now):
    return published_by_hand(now)


def _as_range(run, stratum, month, low, high, size):
    IndicatorValue.objects.create(
        run=run, indicator_id="access_within_lawful", month=month, by="unit", stratum=stratum, denominator=size,
        definition_hash=queries.definition("access_within_lawful").content_hash, suppressed=True,
        extra={"hidden": "counts", "value_low": low / size, "value_high": high / size},
    )  # fmt: skip


def test_a_units_newest_month_is_its_finding_also_where_it_is_a_range(county, figures):
    """The exact months of a small unit are those in which nobody came late: they must not speak for the others."""
    for number in range(1, 13):
        month = f"{2025 + number // 12}-{number % 12 + 1:02d}"
        if number % 4:
            _as_range(figures, "station-980", month, 26, 29, 30)
        else:
            published(figures, "access_within_lawful", "unit", "station-980", (30, 30), month)
    _as_range(figures, "station-980", "2026-02", 26, 29, 30)
    page = signed_in(Role.MANAGER).get(_address("unit_figures", slug="station-980"))
    (lawful,) = [one for one in page.context["shown"] if one.definition.id == "access_within_lawful"]
    finding = page.context["finding"].replace("\N{NO-BREAK SPACE}", " ")
    assert "Ensikäynneistä 87–97 % toteutui lain enimmäisajassa (2/2026)." in finding
    assert (lawful.value, lawful.month) == ("87–97\N{NO-BREAK SPACE}%", "2/2026")
    assert lawful.trend.open
    assert "koska osa kuukausista on annettu vaihteluvälinä" in finding
    assert "100 %" not in finding
    html = page.content.decode()
    assert "Pystyjana on kuukausi" in html
    assert html.count("87–97\N{NO-BREAK SPACE}%") >= 9  # in words above the chart, and month by month in its table
    own = signed_in(Role.MANAGER).get(
        _address("access"), {"indicator": "access_within_lawful", "group": "unit:station-980"}
    )
    assert "Tarkempaa tasoa ei voi sanoa" in _text(own)


def test_units_are_chosen_by_municipality_with_ones_own_first(county, figures):
    page = signed_in(Role.MANAGER).get(_address("unit_choice"))
    html = page.content.decode()
    assert [place for place, _units in page.context["groups"]] == ["Akaa", "Tampere", "Ylöjärvi"]
    assert re.findall('<optgroup label="([^"]+)"', html) == ["Akaa", "Tampere", "Ylöjärvi"]
    assert html.count('href="' + _address("unit_figures", slug="station-837")) == 1
    access = signed_in(Role.MANAGER).get(_address("access"), DOCTOR).content.decode()
    assert "Yksikkö: Tampere" in re.findall('<optgroup label="([^"]+)"', access)
    own = of_unit(county, "837").get(_address("access"), DOCTOR).content.decode()
    groups = [one for one in re.findall('<optgroup label="([^"]+)"', own) if one.startswith("Yksikkö")]
    assert groups == ["Yksikkö: Omat yksiköt", "Yksikkö: Akaa", "Yksikkö: Ylöjärvi"]
    assert own.count('value="unit:station-837"') == 1
    new = signed_in(Role.MANAGER).get(_address("chart_note_new") + "?kind=measure").content.decode()
    assert "Yksikkö: Ylöjärvi" in re.findall('<optgroup label="([^"]+)"', new)


def test_a_grouping_that_is_withheld_as_a_whole_says_why_and_what_to_do(county, figures):
    IndicatorValue.objects.filter(indicator_id="access_doctor_7d", by="unit").delete()
    page = signed_in(Role.MANAGER).get(_address("access"), DOCTOR)
    untold = [one for one in page.context["breakdowns"] if one.untold]
    assert "unit" in [one.by for one in untold]
    assert "municipality" not in [one.by for one in untold]
    text = _text(page)
    assert "jo luettelo ryhmistä voisi paljastaa" in text
    assert "Valitse laajempi alue" in text
    for language, said in (("sv", "Välj ett större område"), ("en", "Choose a larger area")):
        assert said in _text(signed_in(Role.MANAGER).get(_address("access", language), DOCTOR))
    IndicatorValue.objects.filter(indicator_id="access_doctor_7d").delete()
    nothing = signed_in(Role.MANAGER).get(_address("access"), DOCTOR)
    assert not nothing.context["breakdowns"]  # nobody at all: nothing is withheld


def test_with_two_years_and_a_month_the_page_says_what_the_season_explains(county, figures):
    IndicatorRun.objects.filter(pk=figures.pk).update(period_from="2024-02")
    for number in range(24):
        on = 2024 * 12 + 1 + number
        published(figures, "no_show", "", "", (30 + number % 12, 100), f"{on // 12}-{on % 12 + 1:02d}")
    published(figures, "no_show", "", "", (31, 100))
    text = _text(signed_in(Role.MANAGER).get(_address("access"), {"indicator": "no_show"}))
    assert "Vuodentakaiseen samaan kuukauteen" in text
