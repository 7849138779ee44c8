"""What have the practice accounts done with the tray: a service picked for the resident, lists that units keep?"""

from __future__ import annotations

from typing import Any

from ovi.casework import actions
from ovi.casework.models import Case, TrayPick
from ovi.casework.states import CaseState
from ovi.demo.scenes.stage import Stage
from ovi.directory.models import Service
from ovi.directory.states import ServiceSource
from ovi.people.models import Account


def pick_for_resident(stage: Stage, row: dict[str, Any]) -> None:
    """On the resident's own open matter, by the worker who answers for it: so the resident's page shows one too."""
    resident = Account.objects.get(username=row["who"]).person_id
    open_cases = Case.objects.filter(person=resident, assessed_at__lt=stage.at(row["ago"]), owner__isnull=False)
    case = open_cases.exclude(state=CaseState.CLOSED).filter(service_line=row["line"]).order_by("-contact_at").first()
    picked = _services([row["service"]])
    if (
        case is not None
        and case.owner is not None
        and not TrayPick.objects.filter(case=case, service__in=picked).exists()
    ):
        actions.pick_service(
            case_id=case.pk, service_id=picked[0], reason=row["reason"], by=stage.as_professional(case.owner),
            now=stage.at(row["ago"]),
        )  # fmt: skip


def keep_list(stage: Stage, row: dict[str, Any]) -> None:
    """A list of services that a unit keeps and prints."""
    by, now = stage.account(row["who"]), stage.at(row["ago"])
    actions.save_list(
        unit_id=min(by.units), name=row["name"], for_whom=row["for_whom"], note=row.get("note", ""),
        services=_services(row["services"]), public=row["public"], by=by, now=now,
    )  # fmt: skip


def _services(names: list[str]) -> list[int]:
    """The ids of our own catalogue's services, in the order of the names."""
    known = dict(Service.objects.filter(source=ServiceSource.OWN, source_id__in=names).values_list("source_id", "pk"))
    return [known[name] for name in names if name in known]
