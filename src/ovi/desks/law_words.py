"""In which words is it told what has happened in a case, what a limit waits for, and why it does not run?

`ovi.law` gives its reasons in plain English, field by field; here each becomes a sentence of the page's language. What
is not known here is told in general words, never shown as code.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovi.casework.states import MomentKind
from ovi.law.vocabulary import ClockStart, ServiceLine

MOMENTS: dict[str, Any] = {
    MomentKind.REFERRAL_ARRIVED: _("The referral arrived"),
    MomentKind.NEED_ESTABLISHED: _("The need for the care or therapy was found"),
    MomentKind.VISIT: _("A visit found that a doctor is needed"),
    MomentKind.TREATMENT_STARTED: _("The treatment started"),
    MomentKind.ASSESSMENT_STARTED: _("The assessment of service needs was started"),
    MomentKind.APPLICATION_COMPLETE: _("The application is complete"),
    MomentKind.DECIDED: _("The decision was made"),
    MomentKind.SERVICE_STARTED: _("The service started"),
    MomentKind.INFORMED: _("The notifier and the family were told"),
}
# Where the same step of the law has another name in a line.
_OF_LINE: dict[tuple[str, str], Any] = {
    (ServiceLine.SOCIAL_ASSISTANCE, MomentKind.INFORMED): _("The client was asked for what was missing"),
    (ServiceLine.SOCIAL_ASSISTANCE, MomentKind.SERVICE_STARTED): _("The talk with the worker was had"),
    (ServiceLine.STUDENT_WELFARE, MomentKind.SERVICE_STARTED): _("The talk with the pupil was had"),
    (ServiceLine.SPECIALISED_CARE, MomentKind.ASSESSMENT_STARTED): _("The assessment of the need for care was started"),
    (ServiceLine.FAMILY_SOCIAL_WORK, MomentKind.NEED_ESTABLISHED): _("The need for psychosocial support was found"),
    (ServiceLine.SUBSTANCE_SERVICES, MomentKind.NEED_ESTABLISHED): _("The need for psychosocial support was found"),
    (ServiceLine.CHILD_PROTECTION, MomentKind.NEED_ESTABLISHED): _("The need for psychosocial support was found"),
}
STARTS: dict[str, Any] = {
    ClockStart.CONTACT: _("Starts from the contact."),
    ClockStart.ASSESSED: _("Starts from the assessment."),
    ClockStart.REFERRAL_ARRIVED: _("Starts when the referral arrives."),
    ClockStart.NEED_ESTABLISHED: _("Starts when the need is found."),
    ClockStart.PENDING: _("Starts when the matter becomes pending."),
    ClockStart.APPLICATION_COMPLETE: _("Starts when the application is complete."),
    ClockStart.DECIDED: _("Starts from the decision."),
    ClockStart.VISIT: _("Starts from a visit that finds that a doctor is needed."),
}
_VALUES: dict[str, Any] = {
    "urgency is urgent": _("the need is urgent"),
    "urgency is non_urgent": _("the need is not urgent"),
    "care_reason is other": _("the reason for seeking care is another"),
    "general_medicine is false": _("the care does not belong to general medicine"),
    "general_medicine is true": _("the care belongs to general medicine"),
    "plan_based is true": _("the care follows a plan"),
    "plan_based is false": _("the care does not follow a plan"),
    "certificate_only is true": _("only a certificate or statement is needed"),
    "certificate_only is false": _("more than a certificate is needed"),
    "preventive is true": _("it is prevention"),
    "preventive is false": _("it is not prevention"),
    "set_interval is true": _("the examination comes at the interval set for the client"),
    "needs_special_support is false": _("no need for special support has been found"),
    "needs_special_support is missing": _("no need for special support has been found"),
    "needs_special_support is true": _("a need for special support has been found"),
    "highest_care_allowance is true": _("the client has the highest care allowance"),
    "highest_care_allowance is false": _("the client does not have the highest care allowance"),
    "highest_care_allowance is missing": _("the client is not known to have the highest care allowance"),
    "birth_date is missing": _("the client's age is not known"),
    "specialty is missing": _("the need is not for the treatment or support that the limit concerns"),
    "referral_at is missing": _("no referral has arrived"),
    "referral_at is given": _("a referral has arrived"),
    "application_complete_at is given": _("the application is complete"),
}
_IS = re.compile(r"age is (\d+)")
_AGE = re.compile(r"age \d+ is (not )?under (\d+)")


def moment_name(kind: str, service_line: str) -> Any:
    """What the moment is called in a case of this line."""
    return _OF_LINE.get((service_line, kind), MOMENTS[kind])


def why_not(why: str) -> str:
    """The law's reason for which a limit does not run, as the end of a sentence."""
    said = dict.fromkeys(_part(part) for part in re.split(r"; | and ", why))
    return ", ".join(said) if len(said) <= _TOLD else gettext("this need is of another kind")


_TOLD = 3  # of a row that asks one of many things, the list of all that do not hold helps nobody


def _part(part: str) -> str:
    if found := _AGE.fullmatch(part):
        age = {"age": found[2]}
        over = gettext("the client is %(age)s years old or older") % age
        return over if found[1] else gettext("the client is under %(age)s years old") % age
    if found := _IS.fullmatch(part):
        return gettext("the client is %(age)s years old") % {"age": found[1]}
    if part.startswith(("care_reason is ", "specialty is ")):
        return str(_VALUES["care_reason is other"] if part.startswith("care") else _VALUES["specialty is missing"])
    return str(_VALUES[part]) if part in _VALUES else gettext("this need is of another kind")
