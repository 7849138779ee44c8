"""How are codes of casework said, where pages of several rooms say them alike?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ovi.casework.states import WaitReason

WAIT_REASON_NAMES: dict[WaitReason, Any] = {
    WaitReason.PATIENT_CHOICE: _("The client’s own wish"),
    WaitReason.DNA: _("The client did not come"),
    WaitReason.MEDICAL_REASON: _("A medical reason"),
    WaitReason.RESOURCE: _("No free times or staff"),
}
