"""How is a text of a source, plain, rich or HTML, read as plain paragraphs?

The catalogue stores some texts as Draft.js content (JSON with `blocks`), v12 writes Markdown, lähellä.fi HTML;
people and search want paragraphs. What is kept is plain text without a single tag: pages escape it, nothing runs it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_LIST_ITEMS = {"unordered-list-item", "ordered-list-item"}
_TAG = re.compile(r"<\s*[!/?a-zA-Z]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_UNTIDY = re.compile(r"[\t\r\n\f\v]|  ")
_SILENT = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript", "title"}
_BREAKS = {"p": "\n\n", "div": "\n\n", "br": "\n", "tr": "\n", "ul": "\n", "ol": "\n", "table": "\n\n"}
_MARKDOWN = (
    (re.compile(r"^\s{0,3}#{1,6}\s+", re.M), ""),  # headings
    (re.compile(r"^\s{0,3}[*+]\s+", re.M), "- "),  # bullets
    (re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)"), r"\1 (\2)"),  # links keep their address
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])"), r"\1"),
)


class BrokenRichTextError(ValueError):
    """The text looks like rich text but cannot be read as such."""


def plain(text: str, *, markdown: bool = False) -> str:
    """The text as paragraphs parted by an empty line; list items are lines that begin with "- "."""
    stripped = text.strip()
    if stripped.startswith("{") and '"blocks"' in stripped:
        stripped = _draft(stripped)
    if markdown:
        for pattern, instead in _MARKDOWN:
            stripped = pattern.sub(instead, stripped)
    return _tidy(_without_tags(stripped))


def _draft(text: str) -> str:
    try:
        return "".join(_pieces(json.loads(text)["blocks"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenRichTextError(str(error)) from error


def _pieces(blocks: list[dict[str, Any]]) -> Iterator[str]:
    in_list = False
    for block in blocks:
        item = block.get("type") in _LIST_ITEMS
        text = block["text"].strip()
        if not text:
            continue
        yield "\n" if in_list and item else "\n\n"
        yield f"- {text}" if item else text
        in_list = item


class _Words(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        self.found.append("\n- " if tag == "li" else _BREAKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        self.found.append("\n\n" if tag in ("p", "div", "ul", "ol", "table") or re.match(r"h[1-6]$", tag) else "")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def _without_tags(text: str) -> str:
    # Twice-escaped tags come apart one round at a time; what is left after three is cut at the angle bracket.
    if "<" not in text and "&" not in text:
        return text
    for _ in range(3):
        if not _TAG.search(text) and not _ENTITY.search(text):
            return text
        if _TAG.search(text):
            words = _Words()
            words.feed(text)
            words.close()
            text = "".join(words.found)
        else:
            text = html.unescape(text)
    return _TAG.sub(lambda match: match.group()[1:], text)


def _tidy(text: str) -> str:
    if text.isascii() and not _UNTIDY.search(text):
        return text.strip()
    text = re.sub(r"[^\S\n]+", " ", text.replace("\r\n", "\n"))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()
