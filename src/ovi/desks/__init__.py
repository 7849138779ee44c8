"""Pages that compose several rooms; owns no rows."""
