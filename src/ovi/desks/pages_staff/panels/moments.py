"""What has happened that the law counts from or to, which matters are linked, and is the client shown this one?"""

from __future__ import annotations

from datetime import datetime

from ovi.casework.queries import CaseView, links_of
from ovi.casework.states import OWN_SECRECY, CaseState
from ovi.contact.queries import unopened
from ovi.desks import law_words
from ovi.desks.moments import may_link, noteable
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Actor


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """None where nothing is noted, can be noted or is linked, and the client's view is the ordinary one."""
    noted = [one for one in view.moments if not one.corrected]
    links = links_of(view.id, by=actor)
    here = view.unit_id in actor.units and view.state != CaseState.CLOSED
    left = noteable(view, {one.kind for one in noted}) if here else []
    secret = view.service_line in OWN_SECRECY or not view.shown_to_client
    content = {
        "view": view,
        "today": helsinki_date(now),
        "rows": [(law_words.moment_name(one.kind, view.service_line), one) for one in noted],
        "left": [law_words.moment_name(kind, view.service_line) for kind in left],
        "links": links,
        "may_link": here and may_link(view),
        "secret": secret,
        # A notified matter is first opened beside the notification, when the person is known for sure.
        "may_show": here and secret and view.owner_id in (None, actor.professional_id) and not unopened(view.number),
    }
    if not (noted or left or links or secret):
        return None
    return Panel(Column.FACTS, "desks/staff/panels/moments.html", content)
