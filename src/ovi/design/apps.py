"""Where does Django find the looks?"""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "ovi.design"
    label = "design"
    verbose_name = "Looks"
