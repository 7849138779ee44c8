"""A small county by hand: needs with known days, so that every figure can be counted on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

from django.test import Client

from ovi.booking.models import SupplyMeasurement
from ovi.casework.models import Assessment, Case, CaseClock
from ovi.contact.models import Contact
from ovi.directory.models import Municipality, Organisation, Unit
from ovi.encounters.models import Encounter
from ovi.foundation.text import sort_key
from ovi.people.models import Account, Membership, Person, Professional
from ovi.performance import queries
from ovi.performance.models import IndicatorRun, IndicatorValue, Snapshot
from ovi.plumbing.actor import Role

NAMES = {"837": ("Tampere", "Tammerfors"), "020": ("Akaa", "Akaa"), "980": ("Ylöjärvi", "Ylöjärvi")}
_numbers = count(1)


def at(on: date, hour: int = 8) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


class SmallCounty:
    """Three municipalities with a unit each; `need` adds one need with its whole chain."""

    def __init__(self) -> None:
        body = Organisation.objects.create(slug="county", name_fi="Hyvinvointialue", kind="county")
        self.units: dict[str, Unit] = {}
        for code, (fi, sv) in NAMES.items():
            place = Municipality.objects.create(
                code=code, name_fi=fi, name_sv=sv, name_en=fi, sort_fi=sort_key(fi), sort_sv=sort_key(sv),
                county="pirkanmaa",
            )  # fmt: skip
            self.units[code] = Unit.objects.create(
                slug=f"station-{code}", organisation=body, municipality=place, name_fi=f"{fi}n sote-asema",
                name_sv=f"{sv} station", name_en=f"{fi} station", sort_fi=fi, sort_sv=sv, register="patient",
                service_lines=["primary_care", "oral_health"],
            )  # fmt: skip
        self.workers: dict[tuple[str, str], Professional] = {}

    def worker(self, code: str, profession: str, number: int = 0) -> Professional:
        key = (code, f"{profession}{number}")
        if key not in self.workers:
            self.workers[key] = Professional.objects.create(
                name=f"{profession} {code} {number}", sort_name="x", profession=profession,
                licensed=profession != "practical_nurse", unit=self.units[code], valid_from=date(2020, 1, 1),
            )  # fmt: skip
        return self.workers[key]

    def person(self, code: str, **fields: object) -> Person:
        return Person.objects.create(
            first_name="Aino", last_name=f"Esimerkki{next(_numbers)}", sort_name="x", birth_date=date(1980, 5, 4),
            municipality_id=code, postal_code="33100", **fields,
        )  # fmt: skip

    def need(
        self, code: str, assessed: date, waited: int | None, *, profession: str = "doctor",
        line: str = "primary_care", lawful: int | None = 90, urgency: str = "non_urgent", **person: object,
    ) -> Case:  # fmt: skip
        """Contact and assessment on `assessed`, the first event `waited` days later (None: still waiting)."""
        who, number = self.person(code, **person), next(_numbers)
        sector = {"sector": "health", "register": "patient", "service_line": line}
        contact = Contact.objects.create(
            number=f"Y-{number:05d}", state="in_case", channel="web", person=who, own_words="Polvi", language="fi",
            reply_by="phone", arrived_at=at(assessed, 6), **sector,
        )  # fmt: skip
        event = None if waited is None else assessed + timedelta(days=waited)
        case = Case.objects.create(
            contact=contact, person=who, state="assessed" if event is None else "in_service", unit=self.units[code],
            urgency=urgency, contact_at=at(assessed, 6), opened_at=at(assessed, 6), assessed_at=at(assessed, 8),
            first_event_at=None if event is None else at(event), **sector,
        )  # fmt: skip
        doer = self.worker(code, profession)
        health = {
            "care_reason": "illness",
            "general_medicine": True,
            "plan_based": False,
            "certificate_only": False,
            "preventive": False,
        }
        Assessment.objects.create(
            case=case, professional=self.worker(code, "nurse"), at=at(assessed, 8), register=case.register,
            urgency=urgency, service_line=line, **health,
        )  # fmt: skip
        if lawful is not None:
            CaseClock.objects.create(
                case=case, rule_id="PHC-3M-ADULT", legal_ref="51 a §", rule_valid_from=date(2025, 1, 1),
                law_version="x", status="verified", start_kind="assessed", starts_on=assessed, stop_kind="care_event",
                due_on=assessed + timedelta(days=lawful), stopped_on=event,
            )  # fmt: skip
        if event is not None:
            Encounter.objects.create(
                idempotency_key=uuid4(), case=case, person=who, unit=self.units[code], professional=doer,
                profession=profession, licensed=doer.licensed, mode="R10", started_at=at(event), minutes=20,
                planned=False,
            )  # fmt: skip
        return case

    def measured(self, code: str, tuesday: date, *free_days: int, number: int = 0) -> None:
        """One professional's book on a Tuesday: free times so many days ahead."""
        SupplyMeasurement.objects.create(
            measured_on=tuesday, professional=self.worker(code, "doctor", number), unit=self.units[code],
            profession="doctor", free_on=[(tuesday + timedelta(days=days)).isoformat() for days in free_days],
        )  # fmt: skip


def signed_in(*roles: Role) -> Client:
    """A client of the site, signed in with these county-wide roles."""
    account = Account.objects.create_user(f"user{next(_numbers)}", name="Testi Käyttäjä")
    for role in roles:
        Membership.objects.create(account=account, role=role, valid_from=date(2020, 1, 1))
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def of_unit(county: SmallCounty, *codes: str, role: Role = Role.MANAGER) -> Client:
    """A client signed in with a role in these municipalities' units only."""
    client = signed_in()
    for code in codes:
        account = int(client.session["_auth_user_id"])
        Membership.objects.create(account_id=account, role=role, unit=county.units[code], valid_from=date(2020, 1, 1))
    return client


def published_by_hand(now: datetime) -> IndicatorRun:
    """Doctors' visits with Ylöjärvi withheld, care within the law, T3; of February 2026."""
    snapshot = Snapshot.objects.create(snapshot_id="tilanne-1", extracted_at=now, folder="x")
    run = IndicatorRun.objects.create(
        snapshot=snapshot, at=now, engine="duckdb", period_from="2025-02", period_to="2026-02"
    )
    told = {
        "access_doctor_7d": {"": (19, 33), "837": (15, 20), "020": (5, 10), "980": None},
        "access_within_lawful": {"": (33, 33), "837": (20, 20), "020": (10, 10)},
        "t3": {"": (4, 12), "837": (4, 4), "020": (0, 4)},
    }
    for indicator, groups in told.items():
        for code, counts in groups.items():
            for by, stratum in (("municipality", code), ("unit", f"station-{code}")) if code else (("", ""),):
                published(run, indicator, by, stratum, counts)
    return run


def published(run, indicator, by, stratum, counts, month="2026-02"):
    """One figure; `counts` None: withheld."""
    numerator, denominator = counts or (None, None)
    share = numerator / denominator if counts else None
    IndicatorValue.objects.create(
        run=run, indicator_id=indicator, definition_hash=queries.definition(indicator).content_hash, month=month,
        by=by, stratum=stratum, numerator=numerator, denominator=denominator,
        value=7 if indicator == "t3" else share, suppressed=not counts, extra={"hidden": "" if counts else "row"},
    )  # fmt: skip
