"""Rows of performance: facts snapshots and indicator values, each traceable to definition and snapshot."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """One immutable extract of facts: where it lies and what it holds."""

    id = models.BigAutoField(primary_key=True)
    snapshot_id = models.CharField(max_length=64, unique=True)
    extracted_at = models.DateTimeField()
    folder = models.CharField(max_length=300)
    counts = models.JSONField(default=dict)


class IndicatorRun(models.Model):
    """One run of the definitions over a snapshot. The newest complete run is the one shown."""

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="runs")
    at = models.DateTimeField()
    engine = models.CharField(max_length=20)
    period_from = models.CharField(max_length=7)
    period_to = models.CharField(max_length=7)


class IndicatorValue(models.Model):
    """One published figure: already suppressed where counts are small. `strata` empty is the whole county."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(IndicatorRun, on_delete=models.CASCADE, related_name="values")
    indicator_id = models.CharField(max_length=60)
    definition_hash = models.CharField(max_length=12)
    month = models.CharField(max_length=7)
    by = models.CharField(max_length=60, blank=True)
    stratum = models.CharField(max_length=120, blank=True)
    numerator = models.IntegerField(null=True)
    denominator = models.IntegerField(null=True)
    value = models.FloatField(null=True)
    suppressed = models.BooleanField(default=False)
    extra = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["run", "indicator_id", "by", "month"], name="value_lookup"),
        ]
