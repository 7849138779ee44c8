"""What may be done to the directory? Bring services in, edit units and teams, close a channel for a time."""

from ovi.directory.actions.catalogue import import_catalogue, import_concepts
from ovi.directory.actions.channels import close_channel, open_channel
from ovi.directory.actions.importing import ImportReport, import_general_descriptions, load_own_catalogue
from ovi.directory.actions.teams import save_team
from ovi.directory.actions.unit_infos import publish_unit_info, restore_unit_info

__all__ = [
    "ImportReport",
    "close_channel",
    "import_catalogue",
    "import_concepts",
    "import_general_descriptions",
    "load_own_catalogue",
    "open_channel",
    "publish_unit_info",
    "restore_unit_info",
    "save_team",
]
