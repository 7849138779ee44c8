"""How does a chart's specification become SVG that our pages may carry?

Vega writes English ARIA sentences and inline styles into its SVG: the first are wrong for our readers, the
second are blocked by our Content-Security-Policy. Both are taken out; the name is ours.
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
_LOCALES: dict[str, tuple[Any, Any]] = {
    "fi": (_NORDIC, "fi-FI"),
    "sv": (_NORDIC, "sv-SE"),
    "en": ("en-GB", "en-GB"),
}
_FOREIGN = re.compile(r'\s(?:role|aria-[a-z]+|pointer-events|class|style)="[^"]*"')
_ID = re.compile(r'(\sid="|url\(#|xlink:href="#|href="#)([A-Za-z0-9_-]+)')


def render_svg(spec: dict[str, Any], language: str, *, title: str) -> str:
    """The chart as one <svg role="img"> named by `title`; ids are unique to the content.

    The first call of a process takes about a second, the next about 0.1 s, a repeated one nothing.
    """
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
    svg = _FOREIGN.sub("", svg)
    return _ID.sub(rf"\g<1>{key}-\g<2>", svg).strip()


def _named(svg: str, title: str, key: str) -> str:
    head, tag, rest = svg.partition("<svg")
    name = f'<title id="{key}-title">{escape(title)}</title>'
    opened, close, body = rest.partition(">")
    return f'{head}{tag}{opened} role="img" aria-labelledby="{key}-title"{close}{name}{body}'
