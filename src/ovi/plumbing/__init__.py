"""Django without domain: clock, actor, audit and access log, events, permissions, settings."""
