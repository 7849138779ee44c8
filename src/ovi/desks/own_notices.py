"""What have we told the person about their matter, and by which way? For one's own matter page."""

from __future__ import annotations

from typing import Any

from ovi.people import reach_words as words
from ovi.people.queries import own_notices
from ovi.people.states import NoticeState

# A worker's own work is not shown as a failure of the person's.
_SHOWN_AS = {NoticeState.NOT_SENT: words.TOLD_BY_WORKER, NoticeState.WITHHELD: words.TOLD_BY_WORKER}


def told_to_me(person_id: int, number: str) -> list[tuple[Any, Any, Any, Any]]:
    """Each notice with what it told, how it stands and its way in words; newest first."""
    return [
        (
            one,
            words.KINDS[one.kind],
            _SHOWN_AS.get(one.state, words.STATES[one.state]),
            words.WAYS[one.way] if one.way else "",
        )
        for one in own_notices(person_id, number)
    ]
