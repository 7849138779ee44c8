"""Which pages does a resident see of the tray? Results, a service, browsing, needs kept, and a box for other sites."""

from ovi.directory.pages_resident.browse import browse
from ovi.directory.pages_resident.embed import embed_box, embed_code
from ovi.directory.pages_resident.near import near
from ovi.directory.pages_resident.needs import my_needs
from ovi.directory.pages_resident.results import services
from ovi.directory.pages_resident.service import service, service_data

__all__ = ["browse", "embed_box", "embed_code", "my_needs", "near", "service", "service_data", "services"]
