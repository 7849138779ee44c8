"""Rows of notifications: what somebody tells of another person, and that a worker has opened the matter to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.contact.models.contacts import Contact
from ovi.contact.states import NoticeKind, NotifierKind, SubjectKnows
from ovi.directory.models import Municipality

_NAMELESS = Q(notifier_name="", notifier_role="", notifier_organisation="", notifier_phone="", notifier_email="")
_REACHABLE = ~Q(notifier_phone="") | ~Q(notifier_email="")


class Notification(models.Model):
    """A notification that needs no mandate (ilmoitus): beside its contact, never changed after it has arrived.

    The notifier is never `Contact.person`: that is whom it concerns, and only once a worker has matched them.
    """

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, primary_key=True, related_name="notification")
    kind = models.CharField(max_length=20, choices=[(value, value) for value in NoticeKind])
    notifier_kind = models.CharField(max_length=20, choices=[(value, value) for value in NotifierKind])
    notifier_name = models.CharField(max_length=200, blank=True)
    notifier_role = models.CharField(max_length=200, blank=True)
    notifier_organisation = models.CharField(max_length=200, blank=True)
    notifier_phone = models.CharField(max_length=30, blank=True)
    notifier_email = models.CharField(max_length=254, blank=True)
    subject_name = models.CharField(max_length=200, blank=True)
    subject_birth_date = models.DateField(null=True)
    # Only from one with a duty to notify, and shown to no one but the unit that answers.
    subject_henkilotunnus = models.CharField(max_length=11, blank=True)
    subject_where = models.CharField(max_length=500, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    subject_knows = models.CharField(max_length=20, choices=[(value, value) for value in SubjectKnows])
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            # lastensuojelulaki 25 §: who has the duty to notify does it in their own name.
            models.CheckConstraint(
                condition=~Q(notifier_kind=NotifierKind.DUTY_BOUND)
                | (~Q(notifier_name="") & ~Q(notifier_role="") & ~Q(notifier_organisation="") & _REACHABLE),
                name="notice_duty_bound_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(notifier_kind=NotifierKind.ANONYMOUS) | _NAMELESS, name="notice_anonymous_is_nameless"
            ),
            models.CheckConstraint(
                condition=~Q(notifier_kind=NotifierKind.PRIVATE) | ~Q(notifier_name=""), name="notice_private_is_named"
            ),
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.WITH_FAMILY, notifier_kind=NotifierKind.ANONYMOUS),
                name="notice_with_family_is_named",
            ),
            models.CheckConstraint(condition=~Q(subject_name="") | ~Q(subject_where=""), name="notice_says_whom"),
            models.CheckConstraint(
                condition=Q(subject_henkilotunnus="") | Q(notifier_kind=NotifierKind.DUTY_BOUND),
                name="notice_identity_by_duty_only",
            ),
        ]


class OpenedToClient(models.Model):
    """A worker has told the client of the matter: from now on they see it among their own. Cannot be untold."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, primary_key=True, related_name="opened")
    at = models.DateTimeField()
    account_id = models.BigIntegerField()
