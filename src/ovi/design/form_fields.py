"""How is one field of a Django form shown, with label, hint and error wired for assistive technology?

The wiring (for, id, aria-describedby, aria-invalid) is written on the server, so it holds without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField


class ClockTime(forms.TimeInput):
    """A time of day as browsers ask for it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.DateInput, "date"),
)


def kind_of(bound: BoundField) -> str:
    """choices, checkbox, select, textarea, date, or input."""
    widget = bound.field.widget
    return next((kind for widget_class, kind in _KINDS if isinstance(widget, widget_class)), "input")


def first_input_id(bound: BoundField) -> str:
    """Where a link to the field lands: of a group of choices, the first one."""
    base = bound.id_for_label or bound.auto_id
    return f"{bound.auto_id}_0" if kind_of(bound) == "choices" else base


def field_context(bound: BoundField, *, hint: str, attrs: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the field templates need."""
    kind = kind_of(bound)
    hint = hint or str(bound.field.help_text)
    limit = getattr(bound.field, "max_length", None) if kind == "textarea" else None
    described = [f"{bound.auto_id}-hint"] if hint else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    described += [f"{bound.auto_id}-limit"] if limit else []
    context: dict[str, Any] = {
        "kind": kind,
        "bound": bound,
        "id": bound.auto_id,
        "hint": hint,
        "limit": limit,
        "optional": not bound.field.required,
        "described": " ".join(described),
    }
    if kind == "choices":
        context["choices"] = [_choice(option) for option in bound]
        context["input_type"] = getattr(bound.field.widget, "input_type", "radio")
    elif kind == "date":
        context["value"] = iso_value(bound.value())
    else:
        context["widget"] = bound.as_widget(attrs=_input_attrs(bound, kind, context["described"], attrs))
    return context


def _choice(option: Any) -> dict[str, Any]:
    data = option.data
    return {
        "id": option.id_for_label,
        "name": data["name"],
        "value": data["value"],
        "label": option.choice_label,
        "checked": data["selected"],
    }


def _input_attrs(bound: BoundField, kind: str, described: str, attrs: Mapping[str, str]) -> dict[str, Any]:
    """Attributes beside those that Django writes itself (id, name, required, aria-invalid)."""
    made: dict[str, Any] = {"class": "ds-input", **attrs}
    if described:
        made["aria-describedby"] = described
    if kind == "textarea":
        # The browser would cut a pasted text silently; the server refuses it and says so instead.
        made["maxlength"] = False
        made.setdefault("rows", "6")
    return made


def iso_value(value: Any) -> str:
    """What a date input wants; what the person typed is kept as it was."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value or "")
