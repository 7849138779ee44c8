"""Rows of casework: a need as a case, its assessment, its statutory clocks, its hand-overs."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Case as Either
from django.db.models import F, Q, Value, When

from ovi.casework.states import CareReason, CaseState, CloseReason, HandOverState, Urgency
from ovi.contact.models import Contact
from ovi.directory.models import Unit
from ovi.law.vocabulary import Register
from ovi.people.models import Person, Professional

# What a professional judged urgent and nobody has yet served has no number of days in the law: it is first.
URGENT_WAITS = Either(
    When(Q(first_event_at__isnull=True, urgency=Urgency.URGENT.value), then=Value(0)), default=Value(1)
)


# What the audit trail tells by itself stays out of the history, whose triggers list every column.
@pghistory.track(
    exclude=[
        "next_due_on",
        "next_event_at",
        "at_risk_on",
        "needs_special_support",
        "highest_care_allowance",
        "specialty",
        "shown_to_client",
    ]
)
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
    # What SHL 36 § asks and the worker has found out; null: not known, the person's own row is believed.
    needs_special_support = models.BooleanField(null=True)
    highest_care_allowance = models.BooleanField(null=True)
    # Which treatment or support the need is for, where a limit asks (terapiatakuu, 53 §); empty: no such one.
    specialty = models.CharField(max_length=30, blank=True, default="", db_default="")
    # May the person it concerns, and those who act for them, see it in My matters? states.OWN_SECRECY: not by itself.
    shown_to_client = models.BooleanField(db_default=True, default=True)
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
                include=["register", "at_risk_on", "service_line", "wait_reason", "urgency"],  # counts read no table
            ),
            models.Index(fields=["owner", "next_due_on"], name="case_own", condition=~Q(state=CaseState.CLOSED)),
            models.Index(fields=["person", "-contact_at"], name="case_person"),
        ]


_HEALTH_ONLY = ("care_reason", "general_medicine", "plan_based", "certificate_only", "preventive")


class Assessment(models.Model):
    """The professional's assessment of the need (hoidon tarpeen arviointi, palvelutarpeen arviointi).

    What only the care guarantee asks is answered in the patient register and nowhere else.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="assessment")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT)
    at = models.DateTimeField()
    register = models.CharField(max_length=20)
    care_reason = models.CharField(max_length=30, null=True, choices=[(value, value) for value in CareReason])  # noqa: DJ001
    urgency = models.CharField(max_length=20, choices=[(value, value) for value in Urgency])
    service_line = models.CharField(max_length=30)
    general_medicine = models.BooleanField(null=True)
    plan_based = models.BooleanField(null=True)
    certificate_only = models.BooleanField(null=True)
    preventive = models.BooleanField(null=True)
    set_interval = models.BooleanField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(register=Register.PATIENT) & Q(**{f"{name}__isnull": False for name in _HEALTH_ONLY}))
                | (
                    ~Q(register=Register.PATIENT)
                    & Q(**{f"{name}__isnull": True for name in (*_HEALTH_ONLY, "set_interval")})
                ),
                name="assessment_of_its_register",
            ),
        ]


class CurrentClocks(models.Manager["CaseClock"]):
    """Clocks that count: not those whose start or stop was recorded wrongly and corrected."""

    def get_queryset(self) -> models.QuerySet[CaseClock]:
        return super().get_queryset().filter(replaced_at=None)


class CaseClock(models.Model):
    """One statutory clock of a case, with the rule row it follows. The raw clock is never changed.

    When the moment it rests on is corrected, the clock is set aside (`replaced_at`) and a new one takes its place.
    """

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
    replaced_at = models.DateTimeField(null=True)

    objects = CurrentClocks()
    ever = models.Manager["CaseClock"]()

    class Meta:
        base_manager_name = "ever"
        constraints = [
            models.UniqueConstraint(fields=["case", "rule_id"], condition=Q(replaced_at=None), name="clock_once"),
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
