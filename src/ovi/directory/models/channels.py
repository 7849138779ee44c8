"""By which channels is a service of the catalogue reached, where are they, and when are they open?"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ovi.directory.models.places import Organisation
from ovi.directory.models.services import Service
from ovi.directory.states import AreaKind, ChannelKind, ServiceSource, ServiceState


class Channel(models.Model):
    """A service channel (asiointikanava) of the catalogue: a place, a telephone, a page, a form, an e-service.

    `hours` is service_hours.ServiceHours.as_json, `contacts` contacts.Contacts.as_json. Raw is kept whole.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=20, choices=[(value, value) for value in ServiceSource])
    source_id = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=[(value, value) for value in ServiceState])
    kind = models.CharField(max_length=20, choices=[(value, value) for value in ChannelKind])
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="channels")
    name_fi = models.CharField(max_length=300, blank=True)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    summary_fi = models.TextField(blank=True)
    summary_sv = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    description_fi = models.TextField(blank=True)
    description_sv = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    area_kind = models.CharField(max_length=30, blank=True, choices=[(value, value) for value in AreaKind])
    areas = ArrayField(models.CharField(max_length=60), default=list)
    municipalities = ArrayField(models.CharField(max_length=3), default=list)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    hours = models.JSONField(default=list)
    contacts = models.JSONField(default=dict)
    source_modified_at = models.DateTimeField(null=True)
    raw = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    line_hash = models.CharField(max_length=64, blank=True)  # as Service.line_hash
    first_seen_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="channel_once")]
        indexes = [models.Index(fields=["state", "kind"], name="channel_state_kind")]


class ChannelPlace(models.Model):
    """One visiting or postal address of a channel; coordinates are WGS84 degrees, empty where the source has none.

    `entrances`: places.Entrance.as_json with the accessibility sentences. The municipality may lie outside ours.
    """

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="places")
    position = models.SmallIntegerField()
    postal = models.BooleanField(default=False)
    street_fi = models.CharField(max_length=300, blank=True)
    street_sv = models.CharField(max_length=300, blank=True)
    street_en = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    post_office_fi = models.CharField(max_length=100, blank=True)
    post_office_sv = models.CharField(max_length=100, blank=True)
    post_office_en = models.CharField(max_length=100, blank=True)
    info_fi = models.TextField(blank=True)
    info_sv = models.TextField(blank=True)
    info_en = models.TextField(blank=True)
    municipality_code = models.CharField(max_length=3, blank=True)
    municipality_fi = models.CharField(max_length=100, blank=True)
    municipality_sv = models.CharField(max_length=100, blank=True)
    municipality_en = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    entrances = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "position"], name="channel_place_once")]
        indexes = [models.Index(fields=["latitude", "longitude"], name="channel_place_point")]


class ServiceChannelLink(models.Model):
    """A connection (liitos): this service in this channel; what it says itself goes before what the channel says."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="links")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="links")
    position = models.SmallIntegerField()
    charge = models.CharField(max_length=20, blank=True)
    description_fi = models.TextField(blank=True)
    description_sv = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    hours = models.JSONField(default=list)
    contacts = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "channel"], name="service_channel_once")]
