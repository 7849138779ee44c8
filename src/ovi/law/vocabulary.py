"""Which words do the law files, the matters and the clocks share? (design §8)"""

from __future__ import annotations

from enum import StrEnum


class ServiceLine(StrEnum):
    """The kind of service (palvelukokonaisuus) that a need belongs to."""

    PRIMARY_CARE = "primary_care"
    ORAL_HEALTH = "oral_health"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_SERVICES = "substance_services"
    REHABILITATION = "rehabilitation"
    MATERNITY_CHILD = "maternity_child"
    SCHOOL_HEALTH = "school_health"
    STUDENT_WELFARE = "student_welfare"
    SPECIALISED_CARE = "specialised_care"
    HOME_CARE = "home_care"
    ELDERLY_SERVICES = "elderly_services"
    ADULT_SOCIAL_WORK = "adult_social_work"
    FAMILY_SOCIAL_WORK = "family_social_work"
    CHILD_PROTECTION = "child_protection"
    DISABILITY_SERVICES = "disability_services"
    SOCIAL_ASSISTANCE = "social_assistance"
    LIFESTYLE_GUIDANCE = "lifestyle_guidance"


class Register(StrEnum):
    """The statutory register (rekisteri) that a matter is recorded in."""

    PATIENT = "patient"
    SOCIAL_WELFARE = "social_welfare"
    STUDENT_WELFARE = "student_welfare"


class Urgency(StrEnum):
    """The professional's judgement of urgency (kiireellisyys)."""

    URGENT = "urgent"
    NON_URGENT = "non_urgent"


class CareReason(StrEnum):
    """Why care is sought (terveydenhuoltolaki 51 a §): recorded in the assessment of need (HTA)."""

    ILLNESS = "illness"
    INJURY = "injury"
    WORSENING_LONG_TERM = "worsening_long_term"
    NEW_SYMPTOMS = "new_symptoms"
    REDUCED_FUNCTION = "reduced_function"
    OTHER = "other"


class ClockStart(StrEnum):
    """What sets a statutory clock going."""

    CONTACT = "contact"
    ASSESSED = "assessed"
    REFERRAL_ARRIVED = "referral_arrived"
    NEED_ESTABLISHED = "need_established"
    PENDING = "pending"
    APPLICATION_COMPLETE = "application_complete"
    DECIDED = "decided"
    VISIT = "visit"


class ClockStop(StrEnum):
    """What stops it; a booking never does."""

    ASSESSED = "assessed"
    ASSESSMENT_STARTED = "assessment_started"
    ASSESSMENT_COMPLETED = "assessment_completed"
    CARE_EVENT = "care_event"
    TREATMENT_STARTED = "treatment_started"
    DECIDED = "decided"
    SERVICE_STARTED = "service_started"
    INFORMED = "informed"


class TimeUnit(StrEnum):
    """What the amount of a time limit counts. The last three have none: the wording itself is the limit.

    `immediately` (välittömästi) is over with its day; `without_delay` (viipymättä) names no day at all.
    """

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    SCHOOL_DAYS = "school_days"
    MONTHS = "months"
    SAME_DAY = "same_day"
    IMMEDIATELY = "immediately"
    WITHOUT_DELAY = "without_delay"


class OutOfHours(StrEnum):
    """When a clock starts whose start falls outside office hours."""

    FROM_ARRIVAL = "from_arrival"
    NEXT_WORKING_DAY = "next_working_day"


class RuleStatus(StrEnum):
    """How sure the row is: read in a source, taken from memory or inference, or without a known amount."""

    VERIFIED = "verified"
    PROVISIONAL = "provisional"
    UNKNOWN = "unknown"
