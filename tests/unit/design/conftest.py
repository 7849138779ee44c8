"""What do the tests of the looks share? Pages rendered in a language, with our translations."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages import mofile, pofile
from django.conf import settings
from django.template.backends.django import DjangoTemplates
from django.utils import translation
from django.utils.translation import trans_real

HERE = Path(__file__).resolve().parent
DESIGN = HERE.parents[2] / "src/ovi/design"


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"design_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Node:
    """An element of a page, with its attributes and text."""

    def __init__(self, tag: str, attrs: dict[str, str], path: tuple[str, ...]) -> None:
        self.tag, self.attrs, self.path, self.text = tag, attrs, path, ""


class Page(HTMLParser):
    """The elements of a rendered page in order."""

    _VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.nodes, self._open = html, list[Node](), list[Node]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs}, tuple(n.tag for n in self._open))
        self.nodes.append(node)
        if tag not in self._VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self._VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for node in self._open:
            node.text += data

    def all(self, tag: str, **attrs: str) -> list[Node]:
        wanted = {key.replace("_", "-"): value for key, value in attrs.items()}
        return [n for n in self.nodes if n.tag == tag and wanted.items() <= n.attrs.items()]

    def by_id(self, name: str) -> Node:
        (found,) = [n for n in self.nodes if n.attrs.get("id") == name]
        return found


@pytest.fixture(scope="session")
def sample() -> Any:
    return _load("sample")


@pytest.fixture
def translated(tmp_path: Path) -> Iterator[None]:
    """Our .po files, compiled as tools/messages.py does for a release, in force for one test."""
    for language in ("fi", "sv"):
        source = DESIGN / "locale" / language / "LC_MESSAGES/django.po"
        target = tmp_path / language / "LC_MESSAGES/django.mo"
        target.parent.mkdir(parents=True)
        with source.open("rb") as po, target.open("wb") as mo:
            mofile.write_mo(mo, pofile.read_po(po, locale=language))
    before = settings.LOCALE_PATHS
    settings.LOCALE_PATHS = [str(tmp_path)]
    trans_real._translations.clear()
    yield
    settings.LOCALE_PATHS = before
    trans_real._translations.clear()


@pytest.fixture
def render(translated: None) -> Callable[..., Page]:
    """render("{% load design %}…", language="sv", **context), or render(file="gallery.html", …)."""
    options: dict[str, Any] = {
        "NAME": "gallery",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {},
    }
    engine = DjangoTemplates(options)

    def make(source: str = "", *, file: str = "", language: str = "fi", **context: Any) -> Page:
        template = engine.get_template(file) if file else engine.from_string("{% load design %}" + source)
        with translation.override(language):
            return Page(template.render(context))

    return make
