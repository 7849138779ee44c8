"""Workers are killed with -9 while they hand notices over: none is lost, and no text message goes twice.

SMTP knows no keys, so a second copy of an e-mail cannot be excluded; the test counts them and proves that each second
copy is one that the case tells of (a try left STARTED), with the same Message-ID.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter

from ovi.people.actions import About, Address, notify
from ovi.people.models import Notice, NoticeTry
from ovi.people.states import NoticeState, NotifyKind, TryOutcome, Way
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from tests.deep.notice_worker import start
from tests.standins import message_server
from tests.standins.starting import started

MAILS, TEXTS, WORKERS, KILLS, CLAIM = 24, 24, 3, 24, 6.0


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_no_notice_is_lost_and_no_text_is_doubled(committed_db, tmp_path):
    for number in range(MAILS + TEXTS):
        # slow@: the server has taken the mail and answers two seconds later; …504: the operator likewise.
        mail = number < MAILS
        address = (
            Address(Way.EMAIL, f"slow@{number}.example.fi") if mail else Address(Way.SMS, f"+3584000{number:02d}504")
        )
        about = About("test", str(number), number=f"T-{number}")
        notify(person_id=None, address=address, kind=NotifyKind.RECEIPT, about=about, by=system("t"), now=clock.now())
    mails, seen = tmp_path / "mails", tmp_path / "seen"
    with started("mail_server", "--mails", str(mails)) as smtp, started("message_server", "--seen", str(seen)) as http:
        settings = {
            "OVI_SMTP_HOST": "127.0.0.1", "OVI_SMTP_PORT": str(smtp), "OVI_SMTP_SECURITY": "none",
            "OVI_EMAIL_FROM": "ovi@example.fi", "OVI_SMS_URL": f"http://127.0.0.1:{http}/sms",
            "OVI_SMS_TOKEN": message_server.TOKEN,
        }  # fmt: skip
        chance, killed = random.Random(5), 0
        running = [start(CLAIM, **settings) for _ in range(WORKERS)]
        try:
            while not mails.exists() and not seen.exists():
                time.sleep(0.2)
            while killed < KILLS and Notice.objects.filter(state=NoticeState.WAITING).exists():
                time.sleep(chance.uniform(1.0, 4.0))
                victim = chance.randrange(WORKERS)
                running[victim].kill()
                running[victim].wait()
                running[victim] = start(CLAIM, **settings)
                killed += 1
            deadline = time.monotonic() + 240
            while waiting := Notice.objects.filter(state=NoticeState.WAITING).count():
                assert time.monotonic() < deadline, f"{waiting} notices were never sent"
                time.sleep(0.5)
        finally:
            for one in running:
                one.kill()
                one.wait()
    assert killed >= 10, "the workers were not killed often enough to prove anything"
    assert Notice.objects.filter(state=NoticeState.SENT).count() == MAILS + TEXTS
    texts = Counter(one["key"] for one in _lines(seen) if one["delivered"])
    assert len(texts) == TEXTS
    assert set(texts.values()) == {1}, "a text went twice"
    copies = Counter(one["number"] for one in _lines(mails))
    assert len(copies) == MAILS, "an e-mail was lost"
    left = Counter(
        f"<{one.notice.key}-email-0@example.fi>"
        for one in NoticeTry.objects.filter(way=Way.EMAIL, outcome=TryOutcome.STARTED).select_related("notice")
    )
    assert sum(left.values()) > 0, "no worker died in the middle of a hand-over"
    for number, times in copies.items():
        assert times <= 1 + left[number], "a second copy that nobody can see on the case"
    doubled = sum(times - 1 for times in copies.values())
    print(f"{killed} killed; second copies of e-mails: {doubled} of {MAILS}; of texts: 0 of {TEXTS}")  # noqa: T201
