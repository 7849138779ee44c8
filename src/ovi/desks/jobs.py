"""What do the desks do by themselves? They make the copies of own data that people have asked for."""

from __future__ import annotations

import logging
from dataclasses import replace

from django.utils import translation

from ovi.desks import own_data
from ovi.people import actions
from ovi.people.queries import actor_for
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import AssuranceLevel, system
from ovi.plumbing.events import handles

log = logging.getLogger(__name__)


@handles("people.copy_asked")
def make_own_copy(copy_id: int) -> None:
    """Make the copy of own data, part by part; begun again from the start if a worker was killed."""
    row = actions.begin_copy(copy_id=copy_id, parts=len(own_data.PARTS))
    if row is None:
        return
    now, today = clock.now(), clock.today()
    # Asked for in a sign-in that was sure enough; the job acts in that right.
    by = replace(actor_for(row.asked_by, today=today), level=AssuranceLevel.SUBSTANTIAL)
    try:
        with translation.override(row.language):
            found = {}
            for done, part in enumerate(own_data.PARTS, start=1):
                found[part.code] = part.rows(by, now, today, row.language)
                actions.tell_progress(copy_id=copy_id, done=done)
            as_pdf = own_data.as_pdf(found, language=row.language, now=now)
    except Exception:
        log.exception("the copy %s could not be made", copy_id)
        actions.fail_copy(copy_id=copy_id)
        return
    access.write(page="copy", shown=[Shown(row.person.subject_key, "own_matter", "person", "")], by=by, now=now)
    actions.finish_copy(
        copy_id=copy_id, as_json=own_data.as_json(found, now=now), as_pdf=as_pdf, by=system("own_data"), now=now
    )
