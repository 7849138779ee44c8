"""How do things look? Components, county theme, icons, charts, figures."""
