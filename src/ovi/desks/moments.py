"""What can still be noted in this matter, and may a child-protection assessment be opened out of it?"""

from __future__ import annotations

from collections.abc import Container

from ovi.casework.queries import CaseView
from ovi.casework.states import BEGINS_SERVICE, LINKS_CHILD_PROTECTION, CaseState, MomentKind, moments_of


def noteable(view: CaseView, noted: Container[MomentKind]) -> list[MomentKind]:
    """The moments of the line that this state allows and that have not been noted."""
    if view.state == CaseState.CLOSED:
        return []
    found = [kind for kind in moments_of(view.register, view.service_line) if kind not in noted]
    if view.state == CaseState.OPEN:
        # Service follows the assessment; a social assessment is begun on its own page, with what is known of it.
        found = [kind for kind in found if kind not in (*BEGINS_SERVICE, MomentKind.VISIT)]
        if view.register == "social_welfare":
            found = [kind for kind in found if kind != MomentKind.ASSESSMENT_STARTED]
    else:
        found = [kind for kind in found if kind != MomentKind.ASSESSMENT_STARTED]
    return found


def may_link(view: CaseView) -> bool:
    """Is this a matter beside which the need for child protection can be assessed?"""
    social = view.register == "social_welfare" and view.state != CaseState.CLOSED
    return social and view.service_line in LINKS_CHILD_PROTECTION
