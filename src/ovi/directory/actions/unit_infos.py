"""How does a unit change its hours and texts without a release? Each publishing is a version; undo is a version too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from ovi.directory.models import Unit, UnitInfo
from ovi.directory.opening_hours import faults_of
from ovi.directory.policies import EDIT_UNIT, require_manages_unit
from ovi.directory.queries.opening import UnitInfoView, unit_info_history
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import Trilingual
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


@transaction.atomic
def publish_unit_info(*, unit_id: int, content: UnitInfoView, based_on: int, by: Actor, now: datetime) -> UnitInfo:
    """Publish new hours and texts. `based_on`: the version that was edited, so that nobody's work is overwritten."""
    EDIT_UNIT.require(by)
    require_manages_unit(by, unit_id)
    unit, newest = _locked(unit_id)
    if based_on != newest:
        raise Refused(
            "Somebody published a newer version while you were editing. Open the page again and make your change "
            "to it; what you wrote is still on this page if you go back.",
            code="unit_info.state",
        )
    if faults := info_faults(content):
        raise Refused("Nothing was published. Correct these points.", code="unit_info.input", faults=faults)
    return _store(unit, content, newest + 1, by=by, now=now)


@transaction.atomic
def restore_unit_info(*, unit_id: int, version: int, by: Actor, now: datetime) -> UnitInfo:
    """Take an earlier version into use again, as a new version."""
    EDIT_UNIT.require(by)
    require_manages_unit(by, unit_id)
    unit, newest = _locked(unit_id)
    found = next((one for one in unit_info_history(unit_id, limit=newest) if one.version == version), None)
    if found is None or version == newest:
        raise Refused("Choose an earlier version of this unit.", code="unit_info.version")
    return _store(unit, replace(found, restored_from=version), newest + 1, by=by, now=now)


def info_faults(content: UnitInfoView) -> list[Fault]:
    """Everything that stops these hours and texts from being published."""
    faults = faults_of(content.hours)
    notice = content.notice
    if "sv" in _languages() and bool(notice.fi.strip()) != bool(notice.sv.strip()):
        faults.append(Fault("notice_sv" if notice.fi.strip() else "notice_fi", _BOTH))
    texts = {"phone": content.phone, "address": content.address, **{f"notice_{k}": getattr(notice, k) for k in _MAX}}
    limits = {"phone": 30, "address": 200, **{f"notice_{k}": limit for k, limit in _MAX.items()}}
    faults += [Fault(name, _LONG) for name, text in texts.items() if len(text) > limits[name]]
    faults += [Fault(name, _NUL) for name, text in texts.items() if "\x00" in text]
    return faults


def missing_languages(text: Trilingual) -> list[str]:
    """The languages in which a text that is there in one is not: a warning before publishing."""
    return [code for code in _MAX if any((text.fi, text.sv, text.en)) and not getattr(text, code).strip()]


def _languages() -> tuple[str, ...]:
    return county(settings().county).languages


def _locked(unit_id: int) -> tuple[Unit, int]:
    """The unit, locked, and the number of its newest version."""
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise Refused("There is no such unit.", code="unit.missing")
    return unit, UnitInfo.objects.filter(unit=unit).aggregate(top=Max("version"))["top"] or 0


def _store(unit: Unit, content: UnitInfoView, version: int, *, by: Actor, now: datetime) -> UnitInfo:
    row = UnitInfo.objects.create(
        unit=unit, version=version, phone=content.phone.strip(), address=content.address.strip(),
        notice_fi=content.notice.fi.strip(), notice_sv=content.notice.sv.strip(),
        notice_en=content.notice.en.strip(), hours=content.hours.as_json(), published_at=now,
        published_by=by.account_id, published_by_name=by.name, restored_from=content.restored_from,
    )  # fmt: skip
    # The unit's own row is what every other page reads for telephone and address.
    unit.phone, unit.address = row.phone, row.address
    unit.save(update_fields=["phone", "address"])
    audit.record(
        "directory.unit_published", by=by, now=now, object_kind="unit", object_id=unit.pk, version=version,
        restored_from=content.restored_from,
    )  # fmt: skip
    return row


_MAX = {"fi": 600, "sv": 600, "en": 600}
_BOTH = gettext_noop("This county is bilingual: write the notice both in Finnish and in Swedish, or in neither.")
_LONG = gettext_noop("The text is too long. Shorten it.")
_NUL = gettext_noop("The text has a character that cannot be stored. Write it again.")
