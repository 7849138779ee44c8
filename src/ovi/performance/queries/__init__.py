"""What is known of the county's figures? The newest run, its values, the open queue, and the cases behind a figure."""

from ovi.performance.queries.behind import CaseBehind, cases_behind
from ovi.performance.queries.figures import (
    AGES,
    GROUPINGS,
    MUNICIPALITIES_HOLDING,
    MunicipalitiesHolding,
    Run,
    Value,
    definition,
    definitions,
    municipalities_holding,
    newest_run,
    of_month,
    values,
)
from ovi.performance.queries.lawful import Limit, limits_in_force
from ovi.performance.queries.names import Names, names
from ovi.performance.queries.notes import Noted, View, Written, chart_note, levels_of, notes_of, written
from ovi.performance.queries.now import AccessNow, access_now
from ovi.performance.queries.outside import OutsideFigure, OutsideMeasure, outside_figures, outside_measures
from ovi.performance.queries.places import Place, names_of, places, places_of
from ovi.performance.queries.queue import EarlyWarning, Lateness, Queue, QueueLine, early_warnings, lateness, open_queue

__all__ = [
    "AGES",
    "GROUPINGS",
    "MUNICIPALITIES_HOLDING",
    "AccessNow",
    "CaseBehind",
    "access_now",
    "MunicipalitiesHolding",
    "Lateness",
    "Limit",
    "limits_in_force",
    "Names",
    "Noted",
    "View",
    "chart_note",
    "levels_of",
    "notes_of",
    "Written",
    "written",
    "OutsideFigure",
    "OutsideMeasure",
    "Place",
    "Queue",
    "QueueLine",
    "Run",
    "Value",
    "EarlyWarning",
    "cases_behind",
    "definition",
    "definitions",
    "early_warnings",
    "lateness",
    "municipalities_holding",
    "names",
    "names_of",
    "newest_run",
    "of_month",
    "open_queue",
    "outside_figures",
    "outside_measures",
    "places",
    "places_of",
    "values",
]
