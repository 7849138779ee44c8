"""What did the reader choose to see? Indicator, group, month and order, all of them in the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ovi.design.dates import page_language
from ovi.engines.indicators.definition import Definition, OverRows, SlotPopulation
from ovi.engines.indicators.period import Period
from ovi.foundation.refusals import Refused
from ovi.performance import queries
from ovi.performance.queries import Names, Run
from ovi.performance.queries.names import GROUPING_NAMES, PROFESSIONS, SERVICE_LINES, THEMES
from ovi.performance.queries.saying import said_month

FIRST_SHOWN = "access_within_lawful"
ORDERS = ("name", "value", "n")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown. `by` and `stratum` empty: the whole county."""

    definition: Definition
    by: str
    stratum: str
    month: str
    sort: str

    @property
    def counted(self) -> str:
        """Whom or what the measure counts, as the definition says."""
        return self.definition.denominator.trilingual().in_(page_language())

    def address(self, **changed: str) -> str:
        """The query part of the address with something changed; what is as usual is left out."""
        group = f"{self.by}:{self.stratum}" if self.by else ""
        parts = {"indicator": self.definition.id, "group": group, "month": self.month, "sort": self.sort}
        kept = {name: value for name, value in {**parts, **changed}.items() if value}
        return "?" + urlencode(kept)


def kept_query(choice: Choice) -> str:
    """What is kept of a choice under a name: all but the month, so that the view always opens with the newest."""
    return choice.address(month="").removeprefix("?")


@dataclass(frozen=True, slots=True)
class Options:
    """One drop-down list, its options in groups: (group, [(value, text, chosen)])."""

    name: str
    label: str
    groups: list[tuple[str, list[tuple[str, str, bool]]]]


def chosen(given: Mapping[str, str], run: Run, names: Names) -> Choice:
    """The choice in the address; refused when it names what there is not."""
    definition = queries.definition(given.get("indicator") or FIRST_SHOWN)
    by, _colon, stratum = given.get("group", "").partition(":")
    month, sort = given.get("month") or run.period_to, given.get("sort") or "name"
    allowed = by == "" or (by in queries.GROUPINGS and by in definition.stratifiers)
    known_group = allowed and names.known(by, stratum)
    if not known_group or month not in months_of(run) or sort not in ORDERS:
        raise Refused(
            "The address asks for a figure that there is not. Choose again from the lists of the page.",
            code="figures.unknown_choice",
        )
    return Choice(definition, by, stratum, month, sort)


def months_of(run: Run) -> list[str]:
    """The months of a run, oldest first."""
    return Period(run.period_from, run.period_to).months()


UnitGroups = list[tuple[str, list[tuple[str, str]]]]


def unit_groups(names: Names, own: Collection[int], *, only_own: bool = False) -> UnitGroups:
    """Units to choose from as (code, name): one's own first, the others by municipality, all in the order of names."""
    language = page_language()
    units = names.choices("unit", language)
    mine = [one for one in units if names.ids[one[0]] in own]
    if only_own:
        return [("", mine)] if mine else []
    places: dict[str, list[tuple[str, str]]] = {code: [] for code, _name in names.choices("municipality", language)}
    for unit in (one for one in units if one not in mine):
        places.setdefault(names.homes.get(unit[0], ""), []).append(unit)
    found = [
        (names.of("municipality", code, language) if code else _("Elsewhere, or of the whole county"), listed)
        for code, listed in places.items()
        if listed
    ]
    return [(_("Your own units"), mine), *found] if mine else found


def option_lists(choice: Choice, run: Run, names: Names, own: Collection[int] = ()) -> list[Options]:
    """The lists of the filter: indicator, group, month. `own`: the reader's units, which come first."""
    return [
        Options("indicator", _("Measure"), _indicators(choice)),
        Options("group", _("Whose figures"), _groups(choice, names, own)),
        Options("month", _("Month of the tables"), _months(choice, run)),
    ]


def _indicators(choice: Choice) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    language = page_language()
    themes: dict[str, list[tuple[str, str, bool]]] = {theme: [] for theme in THEMES}
    for one in queries.definitions().values():
        text = one.names.trilingual().in_(language)
        themes[one.theme].append((one.id, text, one.id == choice.definition.id))
    return [(str(THEMES[theme]), found) for theme, found in themes.items() if found]


def _groups(
    choice: Choice, names: Names, own: Collection[int]
) -> list[tuple[str, list[tuple[str, str, bool]]]]:  # fmt: skip
    language = page_language()
    found = [("", [("", _("The whole county"), choice.by == "")])]
    for by in queries.GROUPINGS:
        if by not in choice.definition.stratifiers:
            continue
        kind = str(GROUPING_NAMES[by])
        if by == "unit":
            parts = [(f"{kind}: {place}", units) for place, units in unit_groups(names, own)]
        else:
            parts = [(kind, names.choices(by, language) or _codes(by, choice.definition, names))]
        if sum(len(codes) for _name, codes in parts) > 1:
            found += [(name, _options(by, codes, choice)) for name, codes in parts]
    return found


def _options(by: str, codes: Sequence[tuple[str, str]], choice: Choice) -> list[tuple[str, str, bool]]:
    return [(f"{by}:{code}", name, (by, code) == (choice.by, choice.stratum)) for code, name in codes]


def _codes(by: str, definition: Definition, names: Names) -> list[tuple[str, str]]:
    """Professions and service lines: those that the indicator counts, or all."""
    chosen = SlotPopulation() if isinstance(definition, OverRows) else definition.population
    known = {"profession": (chosen.professions, PROFESSIONS), "service_line": (chosen.service_lines, SERVICE_LINES)}
    if by not in known:
        return []
    counted, every = known[by]
    return [(code, names.of(by, code, page_language())) for code in counted or every]


def _months(choice: Choice, run: Run) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    months = reversed(months_of(run))
    return [("", [(month, said_month(month), month == choice.month) for month in months])]
