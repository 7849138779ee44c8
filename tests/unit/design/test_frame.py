"""Does every page carry the frame that the design asks for, in all three languages?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEMPLATES = Path(__file__).resolve().parents[3] / "src/ovi/design/templates"
# Words that Designsystemet would show by itself where a page forgets to give its own.
NORWEGIAN = re.compile(r"\b(tegn|igjen|for mye|Bla i sider|Du er her|Fjern|forslag|Lukk|Tomt)\b")


@pytest.fixture(params=["fi", "sv", "en"])
def gallery(request: pytest.FixtureRequest, render: Callable[..., Any], sample: Any) -> Any:
    language = request.param
    return render(file="gallery.html", language=language, **sample.gallery_context(language=language))


def test_exactly_one_h1_and_a_title_that_begins_with_the_page(gallery: Any) -> None:
    assert len(gallery.all("h1")) == 1
    (title,) = gallery.all("title")[:1]
    assert re.match(r"(Virhe|Fel|Error): Osat – (Pirkanmaan|Birkalands)", title.text)


def test_headings_do_not_skip_a_level(gallery: Any) -> None:
    levels = [int(n.tag[1]) for n in gallery.nodes if re.fullmatch(r"h[1-6]", n.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_everything_visible_stands_in_a_landmark_or_is_the_skip_link(gallery: Any) -> None:
    body_children = [n for n in gallery.nodes if n.path == ("html", "body")]
    assert {n.tag for n in body_children} <= {"a", "header", "div", "footer", "aside"}
    assert gallery.by_id(gallery.all("a", **{"class": "ds-skip-link"})[0].attrs["href"][1:]).tag == "main"


def test_ids_are_unique_and_every_reference_lands(gallery: Any) -> None:
    ids = [n.attrs["id"] for n in gallery.nodes if "id" in n.attrs]
    assert len(ids) == len(set(ids))
    for node in gallery.nodes:
        for attribute in ("for", "aria-describedby", "aria-labelledby", "data-count-for"):
            for target in node.attrs.get(attribute, "").split():
                assert target in ids, f"<{node.tag} {attribute}={target}>"


def test_language_twins_are_linked_both_for_people_and_machines(gallery: Any) -> None:
    alternates = {n.attrs["hreflang"] for n in gallery.all("link", rel="alternate")}
    assert alternates == {"fi", "sv", "en"}
    marked = [n for n in gallery.all("a") if n.attrs.get("hreflang") and n.attrs.get("aria-current")]
    assert [n.attrs["hreflang"] for n in marked] == [gallery.all("html")[0].attrs["lang"]]


def test_a_name_in_another_language_is_marked_as_such(render: Callable[..., Any], sample: Any) -> None:
    english = render(file="gallery.html", language="en", **sample.gallery_context(language="en"))
    assert any("hyvinvointialue" in n.text for n in english.all("span", lang="fi"))


def test_invented_data_is_marked_in_demo_only(render: Callable[..., Any], sample: Any) -> None:
    context = sample.gallery_context()
    assert "Keksittyä tietoa" in render(file="gallery.html", **context).html
    assert "Keksittyä tietoa" not in render(file="gallery.html", **{**context, "invented_data": False}).html


def test_emergency_numbers_are_on_residents_pages_and_not_on_the_dense_ones(
    render: Callable[..., Any], sample: Any
) -> None:
    resident = render(file="gallery.html", **sample.gallery_context())
    assert {"tel:112", "tel:116117", "tel:080098811"} <= {n.attrs.get("href") for n in resident.all("a")}
    staff = render(file="gallery.html", **sample.gallery_context(base="design/base_staff.html"))
    assert not staff.all("a", href="tel:112")
    assert staff.all("body")[0].attrs["data-size"] == "sm"


def test_no_untranslated_english_and_no_norwegian(render: Callable[..., Any], sample: Any) -> None:
    sources = "".join(p.read_text(encoding="utf-8") for p in TEMPLATES.rglob("*.html"))
    msgids = {text for _, text in re.findall(r"{% translate (['\"])([^%]+?)\1 %}", sources)}
    assert len(msgids) > 20
    for language in ("fi", "sv"):
        page = render(file="gallery.html", language=language, **sample.gallery_context(language=language))
        shown = {n.text.strip(" :\n") for n in page.nodes}
        shown |= {n.attrs.get("aria-label", "").split(":")[0] for n in page.nodes}
        assert not msgids & shown
        assert not NORWEGIAN.search(page.html)


def test_pages_carry_no_inline_style_and_no_inline_script(gallery: Any) -> None:
    assert not gallery.all("style")
    assert not [n for n in gallery.nodes if "style" in n.attrs or any(key.startswith("on") for key in n.attrs)]
    assert all(n.attrs.get("src") and not n.text.strip() for n in gallery.all("script"))


def test_templates_carry_none_either() -> None:
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|javascript:|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)", source), path.name
