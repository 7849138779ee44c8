"""How do outside figures by area come in: Sotkanet's JSON, or any CSV by a mapping file?"""

from ovi.exchange.importers.areas.judging import Loaded
from ovi.exchange.importers.areas.mapped import import_area_figures
from ovi.exchange.importers.areas.sotkanet import import_sotkanet

__all__ = ["Loaded", "import_area_figures", "import_sotkanet"]
