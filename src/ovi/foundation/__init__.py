"""Pure ground for all rooms: time, text, identifiers, refusals. Knows no framework."""
