"""How are figures said to people? Shares, days, months and withheld counts in the language of the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, pgettext_lazy

from ovi.design import numbers
from ovi.design.dates import page_language
from ovi.design.numbers import NOTHING
from ovi.engines.indicators.definition import Definition
from ovi.performance.queries.figures import Value

FEW = "<5"  # too few to publish, or withheld so that such a count cannot be found by subtraction (design §5.7)


def said_number(number: float, decimals: int = 0) -> str:
    """12 345,6 in Finnish and Swedish, 12,345.6 in English."""
    return numbers.said_number(number, page_language(), decimals)


def said_share(share: float | None, decimals: int = 1) -> str:
    """97,3 % – whole shares without a decimal, and never rounded up to all or down to none."""
    return numbers.said_share(share, page_language(), decimals)


def said_days(days: float | None) -> str:
    """A length in days, without its unit."""
    return numbers.said_days(days, page_language())


def said_month(month: str) -> str:
    """2/2026; in English Feb 2026."""
    on = month_date(month)
    return date_format(on, "M Y") if page_language() == "en" else f"{on.month}/{on.year}"


def said_months(value: Value) -> str:
    """The month of a figure, or first and last of those it was merged from."""
    months = value.months
    return said_month(months[0]) if len(months) == 1 else f"{said_month(months[0])}–{said_month(months[-1])}"


def month_date(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def said_value(definition: Definition, value: Value | None) -> str:
    """The figure itself: a share, a range where counts are withheld, "<5" where all is, days for T3."""
    if value is None:
        return NOTHING
    if value.hidden == "row":
        return FEW
    if value.value is not None and definition.shown_as != "share":
        return said_as(definition, value.value)
    if value.hidden == "counts" and value.low is not None and value.high is not None:
        return said_range(value.low, value.high)
    return said_share(value.value)


def said_range(low: float, high: float) -> str:
    """96–99 %, never all or none where it is not so."""
    return numbers.said_range(low, high, page_language())


def said_as(definition: Definition, number: float) -> str:
    """A number as this measure is shown: a share, days, euros, an index."""
    return said_share(number) if definition.shown_as == "share" else _SAYINGS[definition.shown_as](number)


def _said_euros(cents: float) -> str:
    return f"€{said_number(cents, 2)}" if page_language() == "en" else f"{said_number(cents, 2)}\N{NO-BREAK SPACE}€"


def _said_index(index: float) -> str:
    return said_number(index, 2)


def _said_plain(number: float) -> str:
    return said_number(number, 0 if float(number).is_integer() else 2)


_SAYINGS: dict[str, Callable[[float], str]] = {
    "days": said_days, "number": _said_plain, "euros": _said_euros, "index": _said_index,
}  # fmt: skip
SHOWN_AS = {
    "share": gettext_lazy("Share"), "days": gettext_lazy("Days"), "number": pgettext_lazy("kind of figure", "Number"),
    "euros": gettext_lazy("Euros"), "index": gettext_lazy("Index"),
}  # fmt: skip
# How a chart writes its axis (d3-format).
CHART_FORMATS = {"share": ".0%", "days": ",.0f", "number": ",.1f", "euros": ",.0f", "index": ".2f"}


def said_count(count: int | None, value: Value) -> str:
    """A count of people, "<5" where it is withheld."""
    if count is None:
        return FEW if value.hidden else NOTHING
    return said_number(count)


def said_within(value: Value) -> str:
    """How many came within the limit: between which counts where the count itself is withheld."""
    n = value.denominator
    if value.hidden == "counts" and n is not None and value.low is not None and value.high is not None:
        return f"{said_number(round(value.low * n))}–{said_number(round(value.high * n))}"
    return said_count(value.numerator, value)
