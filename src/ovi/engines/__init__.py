"""Fast pure engines: facts, indicators, search. No Django, no database."""
