"""Template tags of contact."""
