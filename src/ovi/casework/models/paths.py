"""Rows of goal-directed work: a client's goals, the path that serves them, its steps."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from ovi.casework.models.cases import Case
from ovi.casework.states import GoalOutcome, PathEnd, StepState
from ovi.people.models import Professional


class CaseGoal(models.Model):
    """A goal of the client (tavoite), in their own words first and then as the professional words it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="goals")
    own_words = models.TextField()
    worded = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, blank=True, choices=[(value, value) for value in GoalOutcome])
    outcome_reason = models.TextField(blank=True)
    # 0 … 10 as the client said it; kept as given, no medical score and never computed with.
    client_view = models.SmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(own_words=""), name="goal_in_own_words"),
            models.CheckConstraint(
                condition=(Q(outcome="") & Q(ended_at__isnull=True)) | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="goal_ends_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(client_view__isnull=True) | Q(client_view__range=(0, 10)), name="goal_client_view"
            ),
        ]
        indexes = [models.Index(fields=["case"], name="goal_case")]


class CasePath(models.Model):
    """A path that a case follows. The snapshot is the template as it was at the start, and is never rewritten."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="paths")
    template_id = models.CharField(max_length=40)
    template_version = models.IntegerField()
    snapshot = models.JSONField()
    weight = models.SmallIntegerField(default=1)
    entry_ticked = models.JSONField(default=list)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    end_reason = models.CharField(max_length=20, blank=True, choices=[(value, value) for value in PathEnd])
    end_note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_running_path"),
            models.CheckConstraint(
                condition=(Q(end_reason="") & Q(ended_at__isnull=True))
                | (~Q(end_reason="") & Q(ended_at__isnull=False)),
                name="path_ends_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="fixed_template", fields=["case", "template_id", "template_version", "snapshot"])
        ]


class PathStep(models.Model):
    """One step of a running path: of the template (`code`), or added by the professionals themselves (`own_text`)."""

    id = models.BigAutoField(primary_key=True)
    path = models.ForeignKey(CasePath, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=40, blank=True)
    own_text = models.CharField(max_length=300, blank=True)
    position = models.IntegerField()
    state = models.CharField(max_length=10, default=StepState.TO_DO, choices=[(value, value) for value in StepState])
    carrier = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    skip_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "position"], name="step_place"),
            models.CheckConstraint(
                condition=(Q(code="") & ~Q(own_text="")) | (~Q(code="") & Q(own_text="")), name="step_of_one_kind"
            ),
            models.CheckConstraint(
                condition=(Q(state=StepState.DONE) & Q(done_on__isnull=False) & Q(done_by__isnull=False))
                | (~Q(state=StepState.DONE) & Q(done_on__isnull=True)),
                name="step_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(state=StepState.SKIPPED) & ~Q(skip_reason=""))
                | (~Q(state=StepState.SKIPPED) & Q(skip_reason="")),
                name="step_skipped_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["carrier", "due_on"], name="step_to_do", condition=Q(state=StepState.TO_DO)),
        ]
