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
    """One published figure: already suppressed where counts are small. `by` empty is the whole county.

    A month that stays as it was told comes from an earlier snapshot than its run's: each figure names its own.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(IndicatorRun, on_delete=models.CASCADE, related_name="values")
    indicator_id = models.CharField(max_length=60)
    definition_hash = models.CharField(max_length=12)
    snapshot_id = models.CharField(max_length=64, blank=True, default="")
    engine = models.CharField(max_length=20, blank=True, default="")
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


class ToldMonth(models.Model):
    """A month of which a measure has been told, and the run that holds it as it was told last."""

    id = models.BigAutoField(primary_key=True)
    indicator_id = models.CharField(max_length=60)
    definition_hash = models.CharField(max_length=12)
    month = models.CharField(max_length=7)
    run = models.ForeignKey(IndicatorRun, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator_id", "definition_hash", "month"], name="told_month_of_measure")
        ]
