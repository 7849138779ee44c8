"""Rows of casework: a need as a case, its assessment, its statutory clocks, its hand-overs."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Case as Either
from django.db.models import F, Q, Value, When

from ovi.casework.states import CareReason, CaseState, CloseReason, HandOverState, Urgency
from ovi.contact.models import Contact
from ovi.directory.models import Unit
from ovi.people.models import Person, Professional

# What a professional judged urgent and nobody has yet served has no number of days in the law: it is first.
URGENT_WAITS = Either(
    When(Q(first_event_at__isnull=True, urgency=Urgency.URGENT.value), then=Value(0)), default=Value(1)
)


@pghistory.track(exclude=["next_due_on", "next_event_at", "at_risk_on"])
class Case(models.Model):
    """One need of one person, from contact to close. `next_*` are facts written down for the worklist's order."""

    id = models.BigAutoField(primary_key=True)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="case")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="cases")
    state = models.CharField(max_length=20, choices=[(value, value) for value in CaseState])
    register = models.CharField(max_length=20)
    sector = models.CharField(max_length=10)
    service_line = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    owner = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="owned_cases")
    urgency = models.CharField(max_length=20, blank=True, choices=[(value, value) for value in Urgency])
    contact_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    assessed_at = models.DateTimeField(null=True)
    first_event_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=30, blank=True, choices=[(value, value) for value in CloseReason])
    # Reason for waiting, recorded beside the raw clock, which it never changes.
    wait_reason = models.CharField(max_length=20, blank=True)
    segment = models.CharField(max_length=20, blank=True)
    hand_overs = models.IntegerField(default=0)
    next_due_on = models.DateField(null=True)
    next_event_at = models.DateTimeField(null=True)
    # The day from which the limit that is due first is at risk. Kept by triggers (migration 0005_work), because it
    # follows from the clocks alone: no verb can forget it, and the worklist is counted from an index.
    at_risk_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, assessed_at__isnull=True)
                | (~Q(state=CaseState.OPEN) & Q(assessed_at__isnull=False)),
                name="case_assessed_when_past_open",
            ),
            models.CheckConstraint(
                condition=(Q(state=CaseState.CLOSED) & Q(closed_at__isnull=False) & ~Q(close_reason=""))
                | (~Q(state=CaseState.CLOSED) & Q(closed_at__isnull=True) & Q(close_reason="")),
                name="case_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(assessed_at__isnull=True) | Q(assessed_at__gte=F("contact_at")),
                name="case_assessed_after_contact",
            ),
        ]
        indexes = [
            models.Index(
                F("unit"),
                URGENT_WAITS,
                F("next_due_on"),
                F("contact_at"),
                F("id"),
                name="case_worklist_due",
                condition=~Q(state=CaseState.CLOSED),
            ),
            models.Index(
                fields=["unit", "contact_at", "id"], name="case_worklist_arrived", condition=~Q(state=CaseState.CLOSED)
            ),
            models.Index(
                fields=["unit", "next_due_on"],
                name="case_worklist",
                condition=~Q(state=CaseState.CLOSED),
                include=["register", "at_risk_on"],
            ),
            models.Index(fields=["owner", "next_due_on"], name="case_own", condition=~Q(state=CaseState.CLOSED)),
            models.Index(fields=["person", "-contact_at"], name="case_person"),
        ]


class Assessment(models.Model):
    """The professional's assessment of the need (hoidon tarpeen arviointi, palvelutarpeen arviointi)."""

    id = models.BigAutoField(primary_key=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="assessment")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT)
    at = models.DateTimeField()
    care_reason = models.CharField(max_length=30, choices=[(value, value) for value in CareReason])
    urgency = models.CharField(max_length=20, choices=[(value, value) for value in Urgency])
    service_line = models.CharField(max_length=30)
    general_medicine = models.BooleanField()
    plan_based = models.BooleanField()
    certificate_only = models.BooleanField()
    preventive = models.BooleanField()
    note = models.TextField(blank=True)


class CaseClock(models.Model):
    """One statutory clock of a case, with the rule row it follows. The raw clock is never changed."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    rule_id = models.CharField(max_length=30)
    legal_ref = models.CharField(max_length=200)
    # The row in force and the version of the file it was read from: a later law never rewrites a running case.
    rule_valid_from = models.DateField()
    law_version = models.CharField(max_length=12)
    status = models.CharField(max_length=15)
    start_kind = models.CharField(max_length=30)
    starts_on = models.DateField()
    stop_kind = models.CharField(max_length=30)
    due_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    # The day the clock became needless: the matter was resolved at first contact (domain.md §1.3). Never for lateness.
    cancelled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "rule_id"], name="clock_once"),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(cancelled_on__isnull=True), name="clock_ends_once"
            ),
        ]
        indexes = [models.Index(fields=["case", "due_on"], name="clock_due", condition=Q(stopped_on__isnull=True))]


class HandOver(models.Model):
    """An offer of a case to another unit; the sender owns it until it is accepted."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_over_rows")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by_professional = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=[(value, value) for value in HandOverState])
    reason = models.TextField(blank=True)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # Why it was declined; the sender reads it.
    answer = models.TextField(blank=True, default="", db_default="")
    warned_at = models.DateTimeField(null=True)  # when the silence was told to the managers of both units

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=HandOverState.OFFERED), name="one_open_hand_over"
            )
        ]
