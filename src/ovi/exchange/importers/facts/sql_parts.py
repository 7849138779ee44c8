"""How do staged texts become days and minutes? SQL fragments shared by all imports of facts."""

from __future__ import annotations

from collections.abc import Iterable

# Written as people and systems in Finland write them; a form where day and month could be confused is not read.
_FORMS = (
    "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H.%M", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2000, 2199  # an event of another year is a slip


def quoted(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def instant(column: str, forms: Iterable[str] = _FORMS) -> str:
    """A text as a timestamp in Finnish time; null where it cannot be read."""
    return f"try_strptime({column}, [{', '.join(quoted(one) for one in forms)}])"


def day(moment: str) -> str:
    """The day number of a timestamp."""
    return f"date_diff('day', date '1970-01-01', {moment}::date)::int"


def minute(moment: str, text: str) -> str:
    """The minute of the day, where the text tells a time and not only a day."""
    told = f"regexp_matches({text}, '[0-9][T ]+[0-9]')"
    return f"case when {told} then (hour({moment}) * 60 + minute({moment}))::smallint end"


def one_of(column: str, codes: Iterable[tuple[str, str]]) -> str:
    """The word of a code; a code that is not in the table stays as it is."""
    pairs = "".join(f" when {quoted(code)} then {quoted(word)}" for code, word in codes)
    return f"case {column}{pairs} else {column} end" if pairs else column


def fault(code: str, column: str, value: str, condition: str) -> str:
    """An element of a row's list of faults: null where the condition does not hold."""
    return (
        f"case when {condition} then "
        f"{{'code': {quoted(code)}, 'named': {quoted(column)}, 'value': left({value}, 60)}} end"
    )


def faults(found: Iterable[str]) -> str:
    """A row's list of faults."""
    return f"list_filter([{', '.join(found)}], lambda one: one is not null)"
