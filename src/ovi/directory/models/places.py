"""Where is service given, and by whom? Municipalities, organisations, units."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Municipality(models.Model):
    """A municipality (kunta) by its three-digit, zero-padded code."""

    code = models.CharField(max_length=3, primary_key=True)
    name_fi = models.CharField(max_length=100)
    name_sv = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    sort_fi = models.CharField(max_length=200)
    sort_sv = models.CharField(max_length=200)
    county = models.CharField(max_length=30)
    bilingual = models.BooleanField(default=False)
    population = models.IntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)


class Organisation(models.Model):
    """Somebody who organises or produces services: the county, a municipality, an NGO."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)


class Unit(models.Model):
    """A place or team that gives service: a health station, a dental clinic, a social office."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="units")
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    sort_fi = models.CharField(max_length=400)
    sort_sv = models.CharField(max_length=400)
    register = models.CharField(max_length=20)
    service_lines = ArrayField(models.CharField(max_length=30))
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
