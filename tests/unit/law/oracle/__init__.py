"""The law told again by hand and counted day by day: what the product's answers are compared with.

Written from the project's notes on the acts, not from definitions/law, and sharing no code with the product: it reads
the input as raw JSON fields, knows no YAML, and steps through a calendar of its own. It knows only which clocks
run, from when and until when; why another does not is for the product to say.
"""

from tests.unit.law.oracle.law import clocks

__all__ = ["clocks"]
