"""How does a chart's specification become SVG that our pages may carry?

Vega writes English ARIA sentences and inline styles into its SVG: the first are wrong for our readers, the second
are blocked by our Content-Security-Policy. Both are taken out; name and description are ours.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.html import escape

# Numbers by our own table: d3's Finnish and Swedish locales forget the space before the per cent sign.
_NBSP = "\N{NO-BREAK SPACE}"
_NORDIC = {
    "decimal": ",",
    "thousands": _NBSP,
    "grouping": [3],
    "currency": ["", f"{_NBSP}€"],
    "percent": f"{_NBSP}%",
    "minus": "\N{MINUS SIGN}",
}
_LOCALES: dict[str, tuple[Any, str]] = {
    "fi": (_NORDIC, "fi-FI"),
    "sv": (_NORDIC, "sv-SE"),
    "en": ("en-GB", "en-GB"),
}
_STYLE_TO_ATTRIBUTE = re.compile(r'\sstyle="([^"]*)"')
_FOREIGN = re.compile(r'\s(?:role|aria-[a-z]+|pointer-events|class)="[^"]*"')
_ID = re.compile(r'(\sid="|url\(#|xlink:href="#|href="#)([A-Za-z0-9_-]+)')
# What Vega puts in style= that has a presentation attribute of the same name.
_KEPT = {
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "fill",
    "stroke",
    "opacity",
    "letter-spacing",
}


def render_svg(spec: dict[str, Any], language: str, *, title: str) -> str:
    """The chart as one <svg role="img"> named by `title`; ids are unique to the content. First call about 0.7 s."""
    return _rendered(json.dumps(spec, sort_keys=True, ensure_ascii=False), language, title)


@lru_cache(maxsize=512)
def _rendered(spec: str, language: str, title: str) -> str:
    number, time = _LOCALES[language]
    made = vl_convert.vegalite_to_svg(spec, format_locale=number, time_format_locale=time)
    key = "chart-" + hashlib.sha256(f"{language}{title}{spec}".encode()).hexdigest()[:10]
    return _named(_clean(made, key), title, key)


def _clean(svg: str, key: str) -> str:
    """Without Vega's own ARIA, classes, inline styles and style elements; ids made unique."""
    svg = re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|<style.*?</style>", "", svg, flags=re.S)
    svg = _STYLE_TO_ATTRIBUTE.sub(_as_attributes, svg)
    svg = _FOREIGN.sub("", svg)
    return _ID.sub(rf"\g<1>{key}-\g<2>", svg).strip()


def _as_attributes(match: re.Match[str]) -> str:
    pairs = [part.split(":", 1) for part in match.group(1).split(";") if ":" in part]
    kept = [(name.strip(), value.strip()) for name, value in pairs if name.strip() in _KEPT]
    return "".join(f' {name}="{value}"' for name, value in kept)


def _named(svg: str, title: str, key: str) -> str:
    head, tag, rest = svg.partition("<svg")
    name = f'<title id="{key}-title">{escape(title)}</title>'
    opened, close, body = rest.partition(">")
    return f'{head}{tag}{opened} role="img" aria-labelledby="{key}-title"{close}{name}{body}'
