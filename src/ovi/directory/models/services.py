"""Which services are there, and what did each import bring?"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ovi.directory.models.places import Unit
from ovi.directory.states import ServiceSource, ServiceState


class ImportRun(models.Model):
    """One import: what file, when, and what came of it. The report an operator reads."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    added = models.IntegerField()
    changed = models.IntegerField()
    unchanged = models.IntegerField()
    vanished = models.IntegerField()
    refused = models.IntegerField()
    faults = models.JSONField(default=list)


class Service(models.Model):
    """A service of the tray, from our own small catalogue or from the national one (PTV). Raw is kept whole."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=20, choices=[(value, value) for value in ServiceSource])
    source_id = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=[(value, value) for value in ServiceState])
    name_fi = models.CharField(max_length=300, blank=True)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    summary_fi = models.TextField(blank=True)
    summary_sv = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    description_fi = models.TextField(blank=True)
    description_sv = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    how_fi = models.TextField(blank=True)
    how_sv = models.TextField(blank=True)
    how_en = models.TextField(blank=True)
    keywords_fi = ArrayField(models.CharField(max_length=100), default=list)
    keywords_sv = ArrayField(models.CharField(max_length=100), default=list)
    keywords_en = ArrayField(models.CharField(max_length=100), default=list)
    service_classes = ArrayField(models.CharField(max_length=120), default=list)
    target_groups = ArrayField(models.CharField(max_length=120), default=list)
    life_events = ArrayField(models.CharField(max_length=120), default=list)
    ontology_terms = ArrayField(models.CharField(max_length=120), default=list)
    # Empty where the service is not one of ours to assess (national description, NGO activity).
    service_line = models.CharField(max_length=30, blank=True)
    register = models.CharField(max_length=20, blank=True)
    contactable = models.BooleanField(default=False)
    charge = models.CharField(max_length=20, blank=True)
    units = models.ManyToManyField(Unit, related_name="services", blank=True)
    raw = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="service_once")]
        indexes = [models.Index(fields=["state", "service_line"], name="service_line_state")]
