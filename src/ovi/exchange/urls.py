"""At which addresses do other systems ask? In no language, with a version, so that they can be scripted against."""

from __future__ import annotations

from django.urls import path

from ovi.exchange.mandates.pages import mandates_answer, mandates_begin
from ovi.exchange.rest.inbound import assessments, referrals
from ovi.exchange.rest.person_context import person_context

urlpatterns = [
    path("api/v1/person-context", person_context, name="api_person_context"),
    path("api/v1/assessments", assessments, name="api_assessments"),
    path("api/v1/referrals", referrals, name="api_referrals"),
    # The mandate register is told one address to send people back to.
    path("mandates/begin/", mandates_begin, name="mandates_begin"),
    path("mandates/answer/", mandates_answer, name="mandates_answer"),
]
