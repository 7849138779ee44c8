"""The network in: fetchers write files that importers read, and know nothing of the database."""
