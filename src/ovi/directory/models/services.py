"""Which services are there, and what did each import bring?"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ovi.directory.models.places import Organisation, Unit
from ovi.directory.states import ActivityKind, AreaKind, ServiceSource, ServiceState


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
    # Who answers for it (PTV: Responsible); producers and their names stand in `details`.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="services")
    area_kind = models.CharField(max_length=30, blank=True, choices=[(value, value) for value in AreaKind])
    areas = ArrayField(models.CharField(max_length=60), default=list)  # Area.key
    municipalities = ArrayField(models.CharField(max_length=3), default=list)  # the areas' municipalities, resolved
    languages = ArrayField(models.CharField(max_length=10), default=list)
    voucher = models.BooleanField(default=False)
    general_description_id = models.CharField(max_length=80, blank=True)
    # What a page shows but nobody filters by, trilingual: directory.details.ServiceDetails.
    details = models.JSONField(default=dict)
    duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="duplicates")
    source_modified_at = models.DateTimeField(null=True)
    raw = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    # Of the very bytes last read, and of what else decides how they are read: equal means nothing to do.
    line_hash = models.CharField(max_length=64, blank=True)
    first_seen_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="service_once")]
        indexes = [models.Index(fields=["state", "service_line"], name="service_line_state")]


class Activity(models.Model):
    """When a low-threshold group or other activity meets, for whom, and how many fit in. Its texts are its service's.

    `times`: [{"starts_at", "ends_at", "recurrence"}] of directory.activities.ActivityTime, nearest first.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="activity")
    kind = models.CharField(max_length=20, choices=[(value, value) for value in ActivityKind])
    themes = ArrayField(models.CharField(max_length=120), default=list)
    formats = ArrayField(models.CharField(max_length=120), default=list)
    age_from = models.IntegerField(null=True)
    age_to = models.IntegerField(null=True)
    times = models.JSONField(default=list)
    capacity = models.IntegerField(null=True)
    registration_url = models.CharField(max_length=500, blank=True)


class Concept(models.Model):
    """A word of a controlled list by its URI: an ontology term (KOKO: TERO, JUPO) or a code of a PTV code list.

    `alternatives_*` are the words that people use instead of the label. `version` is the file's or list's own.
    """

    uri = models.CharField(max_length=200, primary_key=True)
    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=40, blank=True)
    parent_uri = models.CharField(max_length=200, blank=True)
    label_fi = models.CharField(max_length=300, blank=True)
    label_sv = models.CharField(max_length=300, blank=True)
    label_en = models.CharField(max_length=300, blank=True)
    alternatives_fi = ArrayField(models.CharField(max_length=300), default=list)
    alternatives_sv = ArrayField(models.CharField(max_length=300), default=list)
    alternatives_en = ArrayField(models.CharField(max_length=300), default=list)
    notes_fi = models.TextField(blank=True)
    version = models.CharField(max_length=80, blank=True)
    content_hash = models.CharField(max_length=64)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scheme", "code"], name="concept_code")]
