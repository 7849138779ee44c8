"""What may be done to the directory? Bring services in, edit units and teams, close a channel for a time."""

from ovi.directory.actions.catalogue import import_catalogue, import_concepts
from ovi.directory.actions.channels import close_channel, open_channel
from ovi.directory.actions.gaps import count_opened, count_question, forget_questions, mark_gap
from ovi.directory.actions.importing import ImportReport, import_general_descriptions, load_own_catalogue
from ovi.directory.actions.near import CHOICES, NearContent, Round, call_off_stop, plan_stops, save_near_service
from ovi.directory.actions.teams import save_team
from ovi.directory.actions.unit_infos import publish_unit_info, restore_unit_info

__all__ = [
    "CHOICES",
    "ImportReport",
    "NearContent",
    "Round",
    "call_off_stop",
    "close_channel",
    "count_opened",
    "count_question",
    "forget_questions",
    "import_catalogue",
    "import_concepts",
    "import_general_descriptions",
    "load_own_catalogue",
    "mark_gap",
    "open_channel",
    "plan_stops",
    "publish_unit_info",
    "restore_unit_info",
    "save_near_service",
    "save_team",
]
