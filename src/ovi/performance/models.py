"""Rows of performance: snapshots, indicator values, and outside figures, each traceable to where it comes from."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """One immutable extract of facts: where it lies and what it holds."""

    id = models.BigAutoField(primary_key=True)
    snapshot_id = models.CharField(max_length=64, unique=True)
    extracted_at = models.DateTimeField()
    folder = models.CharField(max_length=300)
    counts = models.JSONField(default=dict)


class AreaMeasure(models.Model):
    """What an outside figure measures, as its source says: the source's own id and title, never ones of ours."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=120)
    source_key = models.CharField(max_length=80)
    title_fi = models.CharField(max_length=400, blank=True)
    title_sv = models.CharField(max_length=400, blank=True)
    title_en = models.CharField(max_length=400, blank=True)
    unit_fi = models.CharField(max_length=120, blank=True)
    unit_sv = models.CharField(max_length=120, blank=True)
    unit_en = models.CharField(max_length=120, blank=True)
    about = models.JSONField(default=dict)  # the source's own description by language
    licence = models.CharField(max_length=200, blank=True)
    quality = models.CharField(max_length=20)  # states.Quality
    updated_on = models.DateField(null=True)  # by the source

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_key"], name="area_measure_of_source")]


class AreaLoad(models.Model):
    """One loading of files of outside figures that changed something."""

    id = models.BigAutoField(primary_key=True)
    loaded_at = models.DateTimeField()
    files = models.JSONField(default=list)  # name and SHA-256 of each


class AreaFigure(models.Model):
    """One outside figure of one area and year. A newer version replaces it, and it stays here as history."""

    id = models.BigAutoField(primary_key=True)
    measure = models.ForeignKey(AreaMeasure, on_delete=models.PROTECT, related_name="figures")
    load = models.ForeignKey(AreaLoad, on_delete=models.PROTECT, related_name="figures")
    kind = models.CharField(max_length=12)  # states.AreaKind
    code = models.CharField(max_length=5)
    year = models.SmallIntegerField()
    sex = models.CharField(max_length=6)  # states.Sex
    value = models.FloatField(null=True)
    n = models.IntegerField(null=True)  # answers behind a survey's figure
    missing = models.CharField(max_length=10, blank=True)  # states.WhyMissing
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "kind", "code", "year", "sex"],
                condition=models.Q(replaced_at=None),
                name="area_figure_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) ^ models.Q(missing=""), name="area_figure_value_or_why_not"
            ),
        ]


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
