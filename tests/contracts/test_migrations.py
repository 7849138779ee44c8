"""The migrations say what the models say, in one line per room."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


def test_models_and_migrations_agree(db):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("a model changed without its migration: run ovi's makemigrations as ovi_owner")


def test_every_room_has_one_line_of_migrations():
    loader = MigrationLoader(None)
    for app in apps.get_app_configs():
        if app.name.startswith("ovi."):
            assert len(loader.graph.leaf_nodes(app.label)) <= 1, f"{app.label} has two ends: migrations are linear"
