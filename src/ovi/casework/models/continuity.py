"""Who is a person's own worker or team, who stands in for whom, and how large may a list grow?

Every row is dated, half-open. What overlaps is refused by the database: two moves of a list at once cannot leave a
person with two own nurses. Text has no core GiST operators, so equality of register and kind is compared by hash.
"""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat

from ovi.casework.models.cases import Case
from ovi.casework.states import OwnKind
from ovi.directory.models import Team
from ovi.people.models import Person, Professional


class _IdRange(Func):
    """int8range(id, id, '[]'): equality inside a GiST exclusion without the btree_gist extension (design §4)."""

    function = "int8range"

    def __init__(self, field: str) -> None:
        super().__init__(F(field), F(field), Value("[]"))


class _WordRange(Func):
    """The same for the words `register/kind`: fifteen words, whose hashes a test shows to differ."""

    function = "int8range"

    def __init__(self) -> None:
        word = Func(Concat(F("register"), Value("/"), F("kind")), Value(0), function="hashtextextended")
        super().__init__(word, word.copy(), Value("[]"))


_DAYS = Func(F("valid_from"), F("valid_to"), function="daterange")


@pghistory.track()
class OwnWorker(models.Model):
    """A person's own worker or own team in one register, of one kind, during [valid_from, valid_to).

    omatyöntekijä (SHL 42 §), omahoitaja, omalääkäri, asiakasvastaava, oma tiimi. `service_line` empty: in all
    services of the register. `agreed`: the client has agreed to it.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="own_workers")
    register = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=[(value, value) for value in OwnKind])
    service_line = models.CharField(max_length=30, blank=True)
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="list_rows")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="list_rows")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    agreed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_own_worker_of_a_kind",
                expressions=[
                    (_IdRange("person_id"), RangeOperators.OVERLAPS),
                    (_WordRange(), RangeOperators.OVERLAPS),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="own_worker_period"
            ),
            models.CheckConstraint(
                condition=(Q(kind=OwnKind.TEAM) & Q(team__isnull=False, professional=None))
                | (~Q(kind=OwnKind.TEAM) & Q(professional__isnull=False, team=None)),
                name="own_worker_or_team",
            ),
        ]
        indexes = [
            models.Index(fields=["professional", "valid_from"], name="own_list_worker"),
            models.Index(fields=["team", "valid_from"], name="own_list_team"),
        ]


@pghistory.track()
class Cover(models.Model):
    """Who stands in for an absent professional during [valid_from, valid_to) (sijaisuus)."""

    id = models.BigAutoField(primary_key=True)
    absent = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="covers")
    substitute = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="covering")
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_substitute_at_a_time",
                expressions=[(_IdRange("absent_id"), RangeOperators.OVERLAPS), (_DAYS, RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="cover_period"),
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="cover_by_another"),
        ]


@pghistory.track()
class ListSetting(models.Model):
    """How large one list may grow (weighted), and whether it takes new clients. No row: no cap, open."""

    id = models.BigAutoField(primary_key=True)
    professional = models.OneToOneField(Professional, on_delete=models.PROTECT, null=True, related_name="list_setting")
    team = models.OneToOneField(Team, on_delete=models.PROTECT, null=True, related_name="list_setting")
    cap = models.IntegerField(null=True)
    open_to_new = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(professional__isnull=False, team=None) | Q(professional=None, team__isnull=False),
                name="list_of_worker_or_team",
            ),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap__gt=0), name="list_cap_positive"),
        ]


@pghistory.track()
class TeamMember(models.Model):
    """A professional in a team during [valid_from, valid_to); one membership of a team at a time."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="teams")
    lead = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="team_member_once",
                expressions=[
                    (_IdRange("team_id"), RangeOperators.OVERLAPS),
                    (_IdRange("professional_id"), RangeOperators.OVERLAPS),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="member_period"),
        ]


@pghistory.track()
class MeetingItem(models.Model):
    """A case on the list of a team's next meeting, with the reason; handled when the team has talked about it."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="meeting_items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="meeting_items")
    meeting_on = models.DateField()
    reason = models.CharField(max_length=500)
    put_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    handled_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "case"], condition=Q(handled_at=None), name="case_waits_once"),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None) | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="handled_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["team", "meeting_on"], name="team_meeting")]
