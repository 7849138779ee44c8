"""What is done in this room? Facts are extracted, indicators run over them, and figures kept fresh."""

from ovi.performance.actions.extracting import extract_facts
from ovi.performance.actions.running import refresh_figures, run_indicators

__all__ = ["extract_facts", "refresh_figures", "run_indicators"]
