"""How do another system's files become facts? AvoHILMO-shaped extracts, and any table with a mapping file.

Nothing here needs a database or a server. Every henkilötunnus becomes a pseudonym as the file is read, before
anything is written.
"""

from ovi.exchange.importers.facts.importing import Imported, import_avohilmo, import_mapped

__all__ = ["Imported", "import_avohilmo", "import_mapped"]
