"""Where does Django find the looks?"""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "ovi.design"
    label = "design"
    verbose_name = "Looks"
