"""Do the components say to assistive technology, and to people, what they show?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict

from ovi.design.shapes import Column, Link, Row, Table, Task
from ovi.design.standings import STANDINGS

Render = Callable[..., Any]
LINK = '{% form_field form.about %}{% form_field form.channel %}{% form_field form.phone autocomplete="tel" %}'


def test_a_field_with_a_fault_points_to_hint_and_error(render: Render, sample: Any) -> None:
    page = render(LINK, form=sample.ContactForm({"about": "x" * 41}))
    (phone,) = page.all("input", name="phone")
    assert phone.attrs["aria-invalid"] == "true"
    assert phone.attrs["autocomplete"] == "tel"
    assert phone.attrs["aria-describedby"] == "id_phone-hint id_phone-error"
    assert page.by_id("id_phone-error").text == "Virhe: Kirjoita puhelinnumero"
    assert page.all("label", **{"for": "id_phone"})


def test_a_field_without_fault_says_nothing_of_errors(render: Render, sample: Any) -> None:
    page = render(LINK, form=sample.ContactForm())
    assert "aria-invalid" not in page.html
    assert page.all("input", name="phone")[0].attrs["aria-describedby"] == "id_phone-hint"


def test_a_long_text_is_kept_whole_and_its_limit_said(render: Render, sample: Any) -> None:
    page = render(LINK, form=sample.ContactForm({"about": "x" * 41}))
    (area,) = page.all("textarea")
    assert area.text.strip() == "x" * 41
    assert "maxlength" not in area.attrs
    limit = page.by_id("id_about-limit")
    assert limit.text == "Enintään 40 merkkiä"
    assert (limit.attrs["data-under"], limit.attrs["data-over"]) == (
        "%d merkkiä jäljellä",
        "%d merkkiä liikaa",
    )
    assert "id_about-limit" in area.attrs["aria-describedby"]


def test_choices_are_a_fieldset_whose_chosen_one_stays_chosen(render: Render, sample: Any) -> None:
    page = render("{% form_field form.channel %}", form=sample.ContactForm({"channel": "web"}))
    assert page.all("legend")[0].text.startswith("Miten tavoitamme sinut?")
    assert [("checked" in n.attrs) for n in page.all("input", type="radio")] == [False, True]


def test_a_date_keeps_what_was_typed(render: Render, sample: Any) -> None:
    for typed in ("2026-02-03", "31.2.2026"):
        page = render("{% form_field form.birth_date %}", form=sample.ContactForm({"birth_date": typed}))
        assert page.all("input", type="date")[0].attrs["value"] == typed
    filled = sample.ContactForm(initial={"birth_date": date(1990, 5, 1)})
    page = render("{% form_field form.birth_date %}", form=filled)
    assert page.all("input", type="date")[0].attrs["value"] == "1990-05-01"


def test_the_summary_lists_every_fault_and_lands_on_its_input(render: Render, sample: Any) -> None:
    form = sample.ContactForm({})
    page = render("{% error_summary form %}{% form_all_fields form %}", form=form)
    links = [n for n in page.all("a") if "li" in n.path]
    assert len(links) == sum(len(errors) for errors in form.errors.values()) == 4
    for link in links:
        assert page.by_id(link.attrs["href"][1:]).tag in {"input", "textarea", "select"}
    assert {"tabindex", "autofocus"} <= page.all("div", **{"class": "ds-error-summary"})[0].attrs.keys()


@pytest.mark.parametrize("data", [None, {"about": "a", "channel": "web", "phone": "1", "municipality": "837"}])
def test_no_summary_without_faults(render: Render, sample: Any, data: dict[str, str] | None) -> None:
    assert render("{% error_summary form %}", form=sample.ContactForm(data)).html.strip() == ""


def test_what_people_type_is_escaped_everywhere(render: Render) -> None:
    evil = "<script>alert(1)</script>"
    page = render(
        "{% tag evil %}{% link_button evil '/' %}{% summary_list rows %}{% table data caption=evil %}"
        "{% alert heading=evil %}{{ evil }}{% endalert %}{% task_list tasks %}{% breadcrumbs links %}",
        evil=evil,
        rows=[Row(evil, evil)],
        data=Table([Column(evil)], [[evil]]),
        tasks=[Task(evil, evil)],
        links=[Link(evil, "/"), Link(evil)],
    )
    assert not page.all("script")
    assert page.html.count("&lt;script&gt;") >= 10


def test_every_standing_has_icon_and_word(render: Render) -> None:
    for code in STANDINGS:
        page = render("{% standing code %}", code=code)
        assert page.all("use")
        assert page.all("span")[0].text.strip()


def test_numbers_stand_right_and_the_table_can_be_scrolled_by_keyboard(render: Render) -> None:
    data = Table([Column("Kunta"), Column("Osuus", numeric=True)], [["Nokia", "70 %"]])
    page = render("{% table data caption='Kunnat' %}", data=data)
    assert page.all("td")[0].attrs["class"] == "number"
    assert page.all("th", scope="row")[0].text == "Nokia"
    assert page.all("div", role="region", tabindex="0", aria_label="Kunnat")


def test_a_row_of_wrong_length_is_refused(render: Render) -> None:
    with pytest.raises(ValueError, match="shorter"):
        render("{% table data caption='x' %}", data=Table([Column("a"), Column("b")], [["1"]]))


def test_paging_keeps_the_filters(render: Render) -> None:
    request = SimpleNamespace(GET=QueryDict("tila=avoin&page=2"))
    page = render("{% pagination page %}", page=Paginator(range(60), 20).page(2), request=request)
    hrefs = [n.attrs["href"] for n in page.all("a")]
    assert hrefs[0] == "?tila=avoin&page=1"
    assert hrefs[-1] == "?tila=avoin&page=3"
    assert page.all("a", aria_current="page")[0].text.strip().endswith("2")
    one = render("{% pagination page %}", page=Paginator(range(5), 20).page(1), request=request)
    assert not one.all("nav")


@pytest.mark.parametrize(
    ("language", "due_on", "said"),
    [
        ("fi", date(2026, 2, 15), "su 15.2., 12 päivää jäljellä"),
        ("fi", date(2026, 2, 3), "ti 3.2., tänään"),
        ("fi", date(2026, 2, 4), "ke 4.2., huomenna"),
        ("fi", date(2026, 2, 2), "ma 2.2., 1 päivä myöhässä"),
        ("fi", date(2025, 12, 31), "ke 31.12.2025, 34 päivää myöhässä"),
        ("sv", date(2026, 2, 5), "to 5.2, 2 dagar kvar"),
        ("sv", date(2027, 2, 5), "fr 5.2.2027, 367 dagar kvar"),
        ("en", date(2026, 2, 1), "Sun 1 Feb, 2 days late"),
        ("fi", None, "kohtuullisessa ajassa"),
    ],
)
def test_a_due_date_is_said_as_people_say_it(render: Render, language: str, due_on: date | None, said: str) -> None:
    page = render("{% due_date d today=t %}", language=language, d=due_on, t=date(2026, 2, 3))
    assert page.all("span")[0].text.replace("\N{NO-BREAK SPACE}", " ") == said
    assert [n.attrs["datetime"] for n in page.all("time")] == ([due_on.isoformat()] if due_on else [])
