"""Rows of performance: snapshots, indicator values, notes on charts, kept views, and outside figures."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ovi.performance.states import NoteKind


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


@pghistory.track()
class ChartNote(models.Model):
    """What a person has written on the charts: a measure with its day, or the day from which the level is new.

    It stands on the charts of `indicators` and of the group (`by`, `stratum`; empty: the whole county). What is taken
    back leaves the charts and stays in the history.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in NoteKind])
    happened_on = models.DateField()
    text_fi = models.CharField(max_length=160, blank=True)
    text_sv = models.CharField(max_length=160, blank=True)
    text_en = models.CharField(max_length=160, blank=True)
    indicators = ArrayField(models.CharField(max_length=60))
    by = models.CharField(max_length=60, blank=True)
    stratum = models.CharField(max_length=120, blank=True)
    written_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="chart_notes")
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text_fi="", text_sv="", text_en=""), name="chart_note_says"),
            models.CheckConstraint(condition=~Q(indicators=[]), name="chart_note_of_measures"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="chart_note_taken_back_by",
            ),
            # The same form sent twice is one note.
            models.UniqueConstraint(
                fields=["kind", "happened_on", "by", "stratum", "text_fi", "text_sv", "text_en"],
                condition=Q(taken_back_at=None),
                name="chart_note_once",
            ),
        ]


class SavedView(models.Model):
    """A choice of the access page under a name; `unit`: those of that unit see it too."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=300)
    unit = models.ForeignKey("directory.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    opens_first = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(fields=["owner"], condition=Q(opens_first=True), name="saved_view_one_first"),
        ]
