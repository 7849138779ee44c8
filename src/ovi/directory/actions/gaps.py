"""How is a question counted, and how does an owner of the catalogue mark it handled?

Counting writes no audit row: it knows no person, neither who asked nor whom it might concern.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from ovi.directory.asked_words import DAYS_NEEDED, MANY, RARELY, Asked
from ovi.directory.models import AskedDay, AskedQuestion
from ovi.directory.policies import GAPS
from ovi.directory.states import GAP_TRANSITIONS, GapState
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

_KEPT_DAYS = 400  # a year of the trend, and the month before it
_UNSHOWN_DAYS = 90  # what has not come on five days in this time is forgotten


def count_question(question: Asked, *, language: str, municipality: str, found: int, today: date) -> None:
    """Count a search. One statement; the words are kept at the fifth day of a question that finds no answer."""
    given: dict[str, str | int | date] = {
        "digest": question.digest, "language": language[:2], "text": question.text, "today": today,
        "municipality": municipality if re.fullmatch(r"\d{3}", municipality) else "", "nothing": int(found == 0),
        "open": GapState.OPEN.value, "before": DAYS_NEEDED - 1, "many": MANY, "rarely": RARELY,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)


# The row of today is not yet seen by the inner select: the four days are those before it.
# Everybody who asks the same at once waits for one row: so the count does not wait for the disk. A crash of the machine
# loses a second's counts.
_COUNT = """
with question as (
  insert into directory_askedquestion as q (digest, language, text, last_on, state, handled_by_name)
  values (%(digest)s, %(language)s, '', %(today)s, %(open)s, '')
  on conflict (digest, language) do update set last_on = greatest(q.last_on, excluded.last_on),
    text = case when q.text <> '' then q.text when (
        select count(distinct d."on") filter (where d."on" <> %(today)s) >= %(before)s
          and (%(nothing)s + sum(d.not_found) > 0
               or (sum(d.asked) >= %(many)s and sum(d.opened) * %(rarely)s < sum(d.asked)))
        from directory_askedday d where d.question_id = q.id) then %(text)s else '' end
  returning id)
insert into directory_askedday as d (question_id, "on", municipality, asked, not_found, opened)
select id, %(today)s, %(municipality)s, 1, %(nothing)s, 0
from question, (select set_config('synchronous_commit', 'off', true)) as without_waiting
on conflict (question_id, "on", municipality) do update
  set asked = d.asked + 1, not_found = d.not_found + excluded.not_found
"""


def count_opened(digest: str, *, today: date) -> None:
    """Count that a result of today's question was opened; never more often than it was asked. One statement."""
    if not re.fullmatch(r"[0-9a-f]{32}", digest):
        return
    with connection.cursor() as cursor:
        cursor.execute(_OPENED, {"digest": digest, "today": today})


_OPENED = """
update directory_askedday set opened = opened + 1 where id = (
  select d.id from directory_askedday d join directory_askedquestion q on q.id = d.question_id
  where q.digest = %(digest)s and d."on" = %(today)s and d.opened < d.asked order by d.id limit 1 for update of d)
"""


@transaction.atomic
def mark_gap(*, question_id: int, state: GapState, by: Actor, now: datetime) -> AskedQuestion:
    """Mark what was done about a question, or open it again. Marking it alike twice changes nothing."""
    GAPS.require(by)
    row = AskedQuestion.objects.select_for_update().filter(pk=question_id).exclude(text="").first()
    if row is None:
        raise Refused("There is no such question. Open the list again.", code="gap.missing")
    if row.state == state:
        return row
    if state not in GAP_TRANSITIONS[GapState(row.state)]:
        raise Refused("Somebody has already marked this question. Open it again first.", code="gap.state")
    row.state = state
    row.handled_on = None if state == GapState.OPEN else helsinki_date(now)
    row.handled_by_name = "" if state == GapState.OPEN else by.name[:200]
    row.save(update_fields=["state", "handled_on", "handled_by_name"])
    audit.record("directory.gap_marked", by=by, now=now, object_kind="question", object_id=row.pk, state=state.value)
    return row


@transaction.atomic
def forget_questions(*, today: date) -> int:
    """Delete counters that are too old, and questions that never came often enough; how many questions went."""
    AskedDay.objects.filter(on__lt=today - timedelta(days=_KEPT_DAYS)).delete()
    unshown = AskedQuestion.objects.filter(text="", last_on__lt=today - timedelta(days=_UNSHOWN_DAYS))
    old = AskedQuestion.objects.filter(last_on__lt=today - timedelta(days=_KEPT_DAYS))
    gone = unshown.count() + old.exclude(text="").count()
    unshown.delete()
    old.delete()
    return gone
