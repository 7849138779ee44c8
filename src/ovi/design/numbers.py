"""How are numbers said in a language? Counts, shares and day counts, as people write them in Finland and in English."""

from __future__ import annotations

NOTHING = "–"
_NBSP = "\N{NO-BREAK SPACE}"


def said_number(number: float, language: str, decimals: int = 0) -> str:
    """12 345,6 in Finnish and Swedish, 12,345.6 in English."""
    text = f"{number:,.{decimals}f}"
    return text if language == "en" else text.replace(",", _NBSP).replace(".", ",")


def said_share(share: float | None, language: str, decimals: int = 1) -> str:
    """97,3 % – whole shares without a decimal, and never rounded up to all or down to none."""
    if share is None:
        return NOTHING
    percent = share * 100
    rounded = round(percent, decimals)
    if rounded in (0, 100) and percent != rounded:
        rounded = round(percent - 0.05 if rounded == 100 else percent + 0.05, 1)
    text = said_number(rounded, language, 0 if float(rounded).is_integer() else 1)
    return f"{text}%" if language == "en" else f"{text}{_NBSP}%"


def said_range(low: float, high: float, language: str) -> str:
    """96–99 %; with as many decimals as it takes not to say all, none, or one figure where it is not so."""
    for decimals in (0, 1, 2):
        ends = (round(low * 100, decimals), round(high * 100, decimals))
        if (ends[0] > 0 or low == 0) and (ends[1] < 100 or high == 1) and (ends[0] < ends[1] or low == high):
            break
    text = "–".join(said_number(end, language, 0 if end.is_integer() else decimals) for end in ends)
    return f"{text}%" if language == "en" else f"{text}{_NBSP}%"


def said_days(days: float | None, language: str) -> str:
    """A length in days, without its unit."""
    if days is None:
        return NOTHING
    return said_number(days, language, 0 if float(days).is_integer() else 1)
