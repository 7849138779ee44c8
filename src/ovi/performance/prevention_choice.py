"""What did the prevention coordinator (HYTE-koordinaattori) choose? Municipality and measures, in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ovi.design.dates import page_language
from ovi.engines.indicators.definition import Definition
from ovi.foundation.refusals import Refused
from ovi.performance import queries
from ovi.performance.choosing import Options
from ovi.performance.queries import Names, OutsideMeasure

# Our own measures of light and early help, by municipality: the tray, what settles at once, contact, access, and how
# much of the help is remote or heavy.
OWN = ("tray_use", "first_contact_resolution", "contact_same_day", "access_within_lawful", "digital_share", "heavy_use")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown. `municipality` empty: the whole county; `outside` None: nothing has been loaded."""

    municipality: str
    own: Definition
    outside: OutsideMeasure | None

    def address(self, **changed: str) -> str:
        """The query part of the address, with something changed."""
        parts = {
            "municipality": self.municipality,
            "own": self.own.id,
            "outside": str(self.outside.id) if self.outside else "",
        }
        return "?" + urlencode({name: value for name, value in {**parts, **changed}.items() if value})


def chosen(given: Mapping[str, str], names: Names, measures: Sequence[OutsideMeasure]) -> Choice:
    """The choice in the address; refused when it names what there is not."""
    municipality, own, outside = (given.get(name, "") for name in ("municipality", "own", "outside"))
    by_id = {str(one.id): one for one in measures}
    if (
        (municipality and ("municipality", municipality) not in names.places)
        or (own and own not in OWN)
        or (outside and outside not in by_id)
    ):
        raise Refused(
            "The address asks for a figure that there is not. Choose again from the lists of the page.",
            code="figures.unknown_choice",
        )
    return Choice(municipality, queries.definition(own or OWN[0]), by_id.get(outside) or next(iter(measures), None))


def option_lists(choice: Choice, names: Names, measures: Sequence[OutsideMeasure]) -> list[Options]:
    """The lists of the filter: municipality, own measure, and, when there are some, outside measure."""
    language = page_language()
    places = [(code, name, code == choice.municipality) for code, name in names.choices("municipality", language)]
    own = [queries.definition(one) for one in OWN]
    lists = [
        Options(
            "municipality", _("Municipality"), [("", [("", _("The whole county"), not choice.municipality), *places])]
        ),
        Options(
            "own", _("Own measure"),
            [("", [(one.id, one.names.trilingual().in_(language), one.id == choice.own.id) for one in own])],
        ),
    ]  # fmt: skip
    if measures:
        sources: dict[str, list[tuple[str, str, bool]]] = {}
        for one in measures:
            option = (str(one.id), one.title.in_(language), choice.outside is not None and one.id == choice.outside.id)
            sources.setdefault(one.source, []).append(option)
        lists.append(Options("outside", _("Outside measure"), list(sources.items())))
    return lists
