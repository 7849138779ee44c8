"""Indicators: a definition an expert can read (YAML) → one Ibis expression → rows that may be published."""
