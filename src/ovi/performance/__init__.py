"""How fast does one get care? Facts extract, indicator runs, the access page."""
