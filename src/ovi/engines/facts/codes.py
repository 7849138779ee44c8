"""Which codes do the facts know? An unknown code is kept and counted, never refused and never guessed.

Sources: service lines, registers, sectors, urgency, clock starts and stops are the shared vocabulary of the
design (section 8). Modes are Hilmo "Yhteystapa" with its legacy codes. Covered classes follow health care act
1326/2010 section 51 a, third paragraph: what the access limits of primary care do and do not cover.
"""

from __future__ import annotations

SERVICE_LINES = (
    "primary_care", "oral_health", "mental_health", "substance_services", "rehabilitation", "maternity_child",
    "school_health", "student_welfare", "specialised_care", "home_care", "elderly_services",
    "adult_social_work", "family_social_work", "child_protection", "disability_services", "social_assistance",
    "lifestyle_guidance",
)  # fmt: skip
REGISTERS = ("patient", "social_welfare", "student_welfare")
SECTORS = ("health", "social")
URGENCIES = ("urgent", "non_urgent")
LANGUAGES = ("fi", "sv", "en", "se", "smn", "sms", "other")
PROFESSIONS = (
    "doctor", "nurse", "public_health_nurse", "practical_nurse", "midwife", "physiotherapist",
    "occupational_therapist", "speech_therapist", "psychologist", "psychiatric_nurse", "nutritionist",
    "dentist", "oral_hygienist", "dental_assistant", "social_worker", "social_counsellor", "service_advisor",
)  # fmt: skip
# An in-force rule covers the need, or the reason why it does not.
COVERED_CLASSES = (
    "covered", "plan_based", "certificate_only", "preventive", "not_general_medicine", "by_referral",
    "set_interval", "not_applicable",
)  # fmt: skip
MODES = (
    "R10",
    "R20",
    "R30",
    "R40",
    "R41",
    "R50",
    "R51",
    "R52",
    "R55",
    "R56",
    "R60",
    "R71",
    "R72",
    "R80",
    "R90",
)
CHANNELS = ("web", "chat", "phone", "callback", "walk_in", "letter", "referral", "notification")
WAIT_REASONS = ("patient_choice", "dna", "medical_reason", "resource")
SEGMENTS = ("episode", "self_managing", "cooperation", "community", "network")
# What a record can say of a person's position; who is vulnerable is never concluded from other data.
VULNERABLE_GROUPS = ("needs_special_support", "highest_care_allowance")
CLOCK_STATUSES = ("running", "stopped", "cancelled")
CLOCK_STARTS = (
    "contact", "assessed", "referral_arrived", "need_established", "pending", "application_complete",
    "decided", "visit",
)  # fmt: skip
CLOCK_STOPS = (
    "assessed", "assessment_started", "assessment_completed", "care_event", "treatment_started", "decided",
    "service_started", "informed",
)  # fmt: skip
# Whether anyone who calls may be given the time; only `general` counts for T3.
BOOKABLE = ("general", "preventive", "plan_based", "group", "reserved")
# What came of a service picked from the tray; only `went` is taken up, and `take_up_unknown` is no answer.
TAKE_UPS = ("went", "did_not_go", "full", "not_suitable", "take_up_unknown")
