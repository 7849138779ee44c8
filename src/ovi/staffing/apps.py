"""The Django app of this room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "ovi.staffing"
    default_auto_field = "django.db.models.BigAutoField"
