"""In which words are rights, ways in and help side by side told?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ovi.people.states import (
    HelpCheck,
    RepresentationKind,
    RepresentationScope,
    RepresentationSource,
    SignInEnd,
    SignInWay,
)
from ovi.plumbing.actor import AssuranceLevel

# Said of the one who acts: "as a guardian".
AS: dict[str, Any] = {
    RepresentationKind.GUARDIAN: _("as a guardian"),
    RepresentationKind.TRUSTEE: _("as an appointed trustee"),
    RepresentationKind.MANDATE: _("by a mandate"),
    RepresentationKind.CARER: _("as a carer, to see only"),
}
KINDS: dict[str, Any] = {
    RepresentationKind.GUARDIAN: _("Guardian of a child"),
    RepresentationKind.TRUSTEE: _("Appointed trustee"),
    RepresentationKind.MANDATE: _("Mandate"),
    RepresentationKind.CARER: _("Carer, to see only"),
}
SCOPES: dict[str, Any] = {
    RepresentationScope.HEALTH: _("health matters"),
    RepresentationScope.SOCIAL: _("social matters"),
    RepresentationScope.BOTH: _("health and social matters"),
}
SOURCES: dict[str, Any] = {
    RepresentationSource.POPULATION_REGISTER: _("from the population register"),
    RepresentationSource.SUOMI_FI: _("from Suomi.fi, for this sign-in"),
    RepresentationSource.COURT: _("from a decision of a court or the guardianship authority"),
    RepresentationSource.WORKER: _("written down by a worker from a paper"),
}
WAYS: dict[str, Any] = {
    SignInWay.E_ID: _("strong identification"),
    SignInWay.COUNTY: _("the county’s work account"),
    SignInWay.PASSWORD: _("user name and password"),
    SignInWay.PRACTICE: _("practice sign-in"),
}
LEVELS: dict[str, Any] = {
    AssuranceLevel.NONE: pgettext_lazy("level", "not known"),
    AssuranceLevel.LOW: pgettext_lazy("level", "basic"),
    AssuranceLevel.SUBSTANTIAL: pgettext_lazy("level", "substantial"),
    AssuranceLevel.HIGH: pgettext_lazy("level", "high"),
}
ENDS: dict[str, Any] = {
    SignInEnd.SIGNED_OUT: _("you signed out"),
    SignInEnd.IDLE: _("nothing was done for a long time"),
    SignInEnd.HOURS: _("it had lasted its full time"),
    SignInEnd.REPLACED: _("somebody signed in anew in the same browser"),
}
CHECKS: dict[str, Any] = {
    HelpCheck.DOCUMENT: _("An identity document was seen"),
    HelpCheck.KNOWN: _("The person is known to the worker"),
    HelpCheck.QUESTIONS: _("Control questions were asked"),
}
