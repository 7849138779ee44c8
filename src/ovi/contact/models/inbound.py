"""Rows of what other organisations and devices send: assessments as documents, and referrals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.contact.models.contacts import Contact
from ovi.contact.states import ReferredUrgency


class InboundDocument(models.Model):
    """An assessment made elsewhere, for example in Omaolo, kept exactly as it came.

    Nothing is computed from it (design §5.3): it is shown with its source, its CE mark statement, time and version.
    """

    id = models.BigAutoField(primary_key=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="inbound_documents")
    source = models.CharField(max_length=100)  # the system that sent it, by the name of its key
    document_id = models.CharField(max_length=200)  # the sender's own
    product = models.CharField(max_length=200)
    product_version = models.CharField(max_length=50)
    ce_mark = models.CharField(max_length=500)
    title = models.CharField(max_length=300)
    authored_at = models.DateTimeField()
    received_at = models.DateTimeField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "document_id"], name="inbound_document_once"),
            models.CheckConstraint(condition=~Q(ce_mark=""), name="inbound_document_says_ce_mark"),
        ]
        indexes = [models.Index(fields=["contact", "received_at"], name="inbound_document_contact")]


class InboundReferral(models.Model):
    """A referral (lähete) of another organisation; its urgency is the referring professional's own judgement."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, primary_key=True, related_name="referral")
    source = models.CharField(max_length=100)  # the system that sent it; "desk" where a worker wrote it down
    referral_id = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    business_code = models.CharField(max_length=9, blank=True)
    professional = models.CharField(max_length=200)
    profession = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    urgency = models.CharField(max_length=20, choices=[(value, value) for value in ReferredUrgency])
    referred_on = models.DateField()
    received_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "referral_id"], name="inbound_referral_once")]
