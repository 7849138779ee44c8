"""Files in: idempotent importers that report and never drop what they do not understand."""
