"""How is a text that somebody writes taken in? As written: emoji, right-to-left text and mark-up too.

Only what cannot be seen is taken away: control characters, of which PostgreSQL cannot store NUL at all. Line ends
become \\n, so that a limit counts what the person counts, and a text sent again is the same text.
"""

from __future__ import annotations

from typing import Any

from django import forms

_UNSEEN = {code: None for code in (*range(32), 127) if chr(code) not in "\n\t"}


def as_written(text: str) -> str:
    """The text without control characters, its line ends as \\n."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)


class WrittenField(forms.CharField):
    """A text field that keeps what was written."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(as_written(value or "")))
