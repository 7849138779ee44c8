"""Where is service given, and by whom? Municipalities, organisations, units."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ovi.directory.states import ServiceSource, ServiceState


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
    """Somebody who organises or produces services: the county, a municipality, an NGO.

    `business_code` is the Y-tunnus. `parent_id_there` is the source's own id of the organisation above this one:
    the parent may come later, or never.
    """

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40)
    source = models.CharField(
        max_length=20, choices=[(value, value) for value in ServiceSource], default=ServiceSource.OWN
    )
    source_id = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        max_length=20, choices=[(value, value) for value in ServiceState], default=ServiceState.ACTIVE
    )
    business_code = models.CharField(max_length=9, blank=True)
    oid = models.CharField(max_length=80, blank=True)
    parent_id_there = models.CharField(max_length=80, blank=True)
    raw = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], name="organisation_once", condition=~models.Q(source_id="")
            )
        ]
        indexes = [
            models.Index(fields=["business_code"], name="organisation_business", condition=~models.Q(business_code=""))
        ]


class Area(models.Model):
    """An area that sources name: a county, a region, a hospital district; its `key` is kind and code.

    `municipalities` are the three-digit codes as the source last listed them.
    """

    key = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=20)
    name_fi = models.CharField(max_length=200, blank=True)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    municipalities = ArrayField(models.CharField(max_length=3), default=list)


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
    # WGS84 degrees; empty where only the municipality is known.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
