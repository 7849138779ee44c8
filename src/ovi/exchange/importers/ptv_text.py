"""How is a text of the national catalogue, plain or rich, read as plain paragraphs?

The catalogue stores some texts as Draft.js content (JSON with `blocks`); people and search want paragraphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_LIST_ITEMS = {"unordered-list-item", "ordered-list-item"}


class BrokenRichTextError(ValueError):
    """The text looks like rich text but cannot be read as such."""


def plain(text: str) -> str:
    """The text as paragraphs parted by an empty line; list items are lines that begin with "- "."""
    stripped = text.strip()
    if not (stripped.startswith("{") and '"blocks"' in stripped):
        return _tidy(stripped)
    try:
        blocks = json.loads(stripped)["blocks"]
        return _tidy("".join(_pieces(blocks)))
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


def _tidy(text: str) -> str:
    text = re.sub(r"[^\S\n]+", " ", text.replace("\r\n", "\n"))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()
