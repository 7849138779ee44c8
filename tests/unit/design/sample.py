"""What does a page give to the components? Invented values for the gallery that tests render."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from ovi.design import charts
from ovi.design.shapes import Column, Event, Figure, Link, Row, Section, Table, Task
from ovi.design.standings import STANDINGS
from ovi.design.svg import render_svg
from ovi.foundation.text import Trilingual

TODAY = date(2026, 2, 3)


class ContactForm(forms.Form):
    about = forms.CharField(
        label="Mistä on kyse?", max_length=40, widget=forms.Textarea, help_text="Kerro omin sanoin."
    )
    channel = forms.ChoiceField(
        label="Miten tavoitamme sinut?",
        choices=[("phone", "Puhelimella"), ("web", "Viestillä")],
        widget=forms.RadioSelect,
        error_messages={"required": "Valitse, miten tavoitamme sinut"},
    )
    weekdays = forms.MultipleChoiceField(
        label="Milloin voimme soittaa?",
        choices=[("am", "Aamupäivällä"), ("pm", "Iltapäivällä")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phone = forms.CharField(
        label="Puhelinnumero",
        help_text="Esimerkiksi 040 123 4567",
        error_messages={"required": "Kirjoita puhelinnumero"},
    )
    birth_date = forms.DateField(label="Syntymäaika", required=False)
    municipality = forms.ChoiceField(label="Kotikunta", choices=[("837", "Tampere"), ("536", "Nokia")])
    consent = forms.BooleanField(label="Suostun siihen, että minulle lähetetään tekstiviesti", required=False)


def page_context(*, language: str = "fi", theme: str = "pirkanmaa") -> dict[str, Any]:
    """What plumbing gives to every page."""
    names = {"fi": "Suomeksi", "sv": "På svenska", "en": "In English"}
    return {
        "county": SimpleNamespace(
            name=Trilingual(fi="Pirkanmaan hyvinvointialue", sv="Birkalands välfärdsområde"),
            theme=theme,
            social_emergency_phone="0800 98 811",
        ),
        "invented_data": True,
        "nav": [
            Link("Etusivu", "/", current=True),
            Link("Palvelut", "/palvelut"),
            Link("Ota yhteyttä", "/yhteys"),
            Link("Omat asiat", "/omat"),
        ],
        "actor_label": "Aino Esimerkki",
        "sign_out_url": "/ulos",
        "language_links": [
            {"code": code, "name": name, "href": f"/{code}", "current": code == language}
            for code, name in names.items()
        ],
        "footer_links": [
            Link("Saavutettavuusseloste", "/s"),
            Link("Tietosuoja", "/t"),
            Link("Tietoa palvelusta", "/p"),
        ],
    }


def charts_context() -> dict[str, Any]:
    values = [0.52, 0.55, 0.5, 0.58, 0.61, 0.64, None, 0.7, 0.72, 0.76, 0.78, 0.81]
    trend = charts.trend_chart(
        [charts.Point(date(2026, month, 1), values[month - 1], 100) for month in range(1, 13)],
        labels=charts.Labels("Osuus hoitoon päässeistä", "Tavoite 80 %"),
        target=0.8,
        measures=[charts.Measure(date(2026, 4, 1), "Uusi vastaanottomalli")],
    )
    bars = charts.bar_breakdown_chart(
        [("Tampere", 0.81), ("Nokia", 0.7), ("Ylöjärvi", 0.635), ("Kihniö", None)],
        labels=charts.Labels("Osuus hoitoon päässeistä", "Tavoite 80 %"),
        target=0.8,
    )
    return {
        "trend": render_svg(trend, "fi", title="Hoitoon pääsy kuukausittain"),
        "bars": render_svg(bars, "fi", title="Hoitoon pääsy kunnittain"),
        "data": Table(
            [Column("Kunta"), Column("Päässyt", numeric=True), Column("Osuus", numeric=True)],
            [["Tampere", "1 204", "81,0 %"], ["Nokia", "310", "70,0 %"], ["Kihniö", "<5", "–"]],
        ),
    }


def lists_context() -> dict[str, Any]:
    return {
        "links": [
            Link("Etsi palvelu", "/palvelut", "Palvelut, aukiolot ja ohjeet.", "search"),
            Link("Ota yhteyttä", "/yhteys", "Kirjoita asiasi, vastaamme samana päivänä.", "chat"),
            Link("Omat asiat", "/omat", "Missä asiasi on ja mitä tapahtuu seuraavaksi.", "person"),
        ],
        "sections": [
            Section(
                "Asia",
                [Row("Kuvaus", "Polveen sattuu\nkaksi viikkoa", "/1"), Row("Palvelu", "Lääkäri", "/2")],
            ),
            Section("Yhteystiedot", [Row("Puhelin", "040 123 4567", "/3")]),
        ],
        "tasks": [
            Task("Arvioi hoidon tarve", "Tehty", "/1", done=True),
            Task("Varaa aika", "Aloittamatta", "/2", "Määräaika ti 17.2."),
            Task("Sulje asia", "Ei voi vielä aloittaa"),
        ],
        "events": [
            Event(datetime(2026, 2, 1, 7, 12, tzinfo=UTC), "Yhteydenotto saapui", "Verkossa", icon="inbox"),
            Event(
                datetime(2026, 2, 1, 11, 40, tzinfo=UTC),
                "Hoidon tarve arvioitiin",
                by="Hoitaja",
                icon="tasks",
            ),
            Event(date(2026, 2, 10), "Vastaanotto", "Hervannan sote-asema", icon="calendar", coming=True),
        ],
        "figures": [
            Figure("Hoitoon 7 päivässä", "81", "%", "Todellinen muutos, ei sattumaa", "reached", "#x"),
            Figure("T3", "5", "pv", "Tavallista vaihtelua", "on_track"),
            Figure("Avoinna", "1 204", "", "12 yli määräajan", "at_risk"),
            Figure("Takaisinsoitto samana päivänä", "64", "%", standing="not_reached"),
        ],
        "rows": [
            (date(2026, 1, 31), "overdue", "Polveen sattuu portaissa", "Nainen 54, fi", 17),
            (date(2026, 2, 4), "due_soon", "Verenpainelääkkeen uusiminen ja väsymys", "Mies 71, sv", 13),
            (date(2026, 2, 17), "in_time", "Pitkittynyt yskä", "Nainen 33, fi, tulkki", 1),
        ],
    }


def gallery_context(base: str = "design/base.html", **page: Any) -> dict[str, Any]:
    return {
        **page_context(**page),
        **charts_context(),
        **lists_context(),
        "base": base,
        "form": ContactForm({"about": "Polveen on sattunut kaksi viikkoa eikä se parane millään"}),
        "today": TODAY,
        "due_on": date(2026, 2, 15),
        "late_on": date(2026, 1, 31),
        "moment": datetime(2026, 2, 3, 7, 12, tzinfo=UTC),
        "standings": list(STANDINGS),
        "crumbs": [Link("Etusivu", "/"), Link("Palvelut", "/palvelut"), Link("Osat")],
        "step_labels": ["Kenelle", "Asia", "Yhteystiedot", "Tarkista"],
        "page": Paginator(range(200), 20).page(4),
    }
