"""What is missing, stale or unsafe here, and what should be done about it?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Literal

from ovi.foundation.refusals import Refused
from ovi.plumbing import clock
from ovi.plumbing.settings import Mode, settings, var_folder
from ovi.site.output import emit


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `fault` must be mended; `notice` should be known."""

    level: Literal["well", "notice", "fault"]
    what: str
    do: str = ""


def _folder() -> Iterator[Finding]:
    folder = var_folder()
    free = shutil.disk_usage(folder).free / 1e9
    if free < 2:
        yield Finding(
            "fault", f"Only {free:.1f} GB free where {folder} lies.", "Free space: PostgreSQL stops when it runs out."
        )
    else:
        yield Finding("well", f"The folder {folder} can be written; {free:.0f} GB free.")
    if folder.stat().st_mode & 0o007:
        yield Finding("notice", f"Others on this machine may look into {folder}.", f"chmod o-rwx {folder}")


def _database() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int, current_user, "
                       "(select rolsuper from pg_roles where rolname = current_user)")  # fmt: skip
        version, role, superuser = cursor.fetchone()
    if version < 150000:
        yield Finding("fault", f"PostgreSQL {version // 10000} is too old.", "Use PostgreSQL 15 or newer.")
    else:
        yield Finding("well", f"PostgreSQL {version // 10000} answers as {role}.")
    if superuser or role == "ovi_owner":
        yield Finding(
            "fault",
            f"The product runs as {role}, who may rewrite the access log.",
            "Set DATABASE_URL to the role ovi_app.",
        )


def _migrations() -> Iterator[Finding]:
    from ovi.site.prepare import pending_migrations

    if pending := pending_migrations():
        yield Finding("fault", f"{len(pending)} migrations are not in the database.", "Run: ovi migrate")
    else:
        yield Finding("well", "The database is of this version.")


def _contacts() -> Iterator[Finding]:
    from ovi.casework.queries import contacts_without_case

    waiting = contacts_without_case(before=clock.now() - timedelta(minutes=1))
    if waiting:
        yield Finding(
            "fault",
            f"{len(waiting)} contacts have had no case for over a minute.",
            "See that the job worker runs: ovi serve",
        )
    else:
        yield Finding("well", "Every contact older than a minute has its case.")


def _jobs() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select task_name, count(*) from procrastinate_jobs where status = 'failed' group by 1 order by 1"
        )
        failed = cursor.fetchall()
    for name, count in failed:
        yield Finding(
            "fault",
            f"{count} jobs {name} have failed for good.",
            "See why in the log of the job worker; then: ovi jobs retry",
        )
    if not failed:
        yield Finding("well", "No job has failed.")


def _notices() -> Iterator[Finding]:
    from ovi.people.queries import outbox_health
    from ovi.plumbing.outbound.ways import WAYS, goes_to_sink, is_open

    kept = [way for way in WAYS if goes_to_sink(way)]
    closed = [way for way in WAYS if not is_open(way)]
    if kept:
        yield Finding("notice", f"Nothing leaves by {', '.join(kept)}: messages are kept here.", "See system/sent/.")
    if closed:
        level: Literal["notice", "fault"] = "fault" if len(closed) == len(WAYS) else "notice"
        yield Finding(level, f"No notice can leave by {', '.join(closed)}.", "Set it up: docs/how-to/send-notices.md")
    if not settings().security_emails:
        yield Finding("notice", "Nobody is told at once of openings in an emergency.", "Set OVI_SECURITY_EMAILS.")
    box = outbox_health(now=clock.now())
    if box.oldest_due_at and clock.now() - box.oldest_due_at > timedelta(minutes=15):
        yield Finding(
            "fault", f"{box.overdue} notices wait, the oldest since {box.oldest_due_at:%Y-%m-%d %H:%M} UTC.",
            "See that the job worker runs, and what its log says of the way: ovi serve",
        )  # fmt: skip
    else:
        yield Finding("well", f"No notice is late; {box.to_print} letters wait for printing.")
    if box.not_sent:
        yield Finding(
            "notice", f"{box.not_sent} notices could not be sent.", "Workers tell them; each stands on its matter."
        )


def _access_log() -> Iterator[Finding]:
    from ovi.plumbing.models import Access, AccessSeal

    last = AccessSeal.objects.order_by("-last_id").first()
    stale = Access.objects.filter(id__gt=last.last_id if last else 0, at__lt=clock.now() - timedelta(minutes=10))
    if count := stale.count():
        yield Finding(
            "notice", f"{count} rows of the access log are not sealed yet.", "See that the job worker runs: ovi serve"
        )
    else:
        yield Finding("well", "The access log is sealed. To prove it whole: ovi audit verify")


def _files() -> Iterator[Finding]:
    from ovi.plumbing.file_scanning import waiting_files

    if not settings().scan_command:
        yield Finding(
            "notice",
            "Files that people send are cleaned, but no scanner looks at them.",
            "Set OVI_SCAN_COMMAND, for example: clamdscan --fdpass --no-summary",
        )
    elif waiting := waiting_files(before=clock.now() - timedelta(minutes=10)):
        yield Finding(
            "fault",
            f"{len(waiting)} files have waited for the scanner for over ten minutes; nobody can open them.",
            "See that the command of OVI_SCAN_COMMAND runs by hand and ends with status 0 for a clean file.",
        )
    else:
        yield Finding("well", "The scanner has looked at every file that people have sent.")


def _law() -> Iterator[Finding]:
    from ovi.law import load_law

    law = load_law()
    provisional = sorted({rule.id for rule in law.rules for row in rule.rows if row.status != "verified"})
    if provisional:
        yield Finding(
            "notice",
            f"Law rows to verify against Finlex: {', '.join(provisional)}.",
            "See definitions/law; set verified_on and status.",
        )


def _paths() -> Iterator[Finding]:
    from ovi.casework.pathways import check_pathways

    faults = check_pathways()
    for fault in faults:
        yield Finding("fault", f"{fault.where}: {fault.what}.", "Correct the file; then: ovi paths check")
    if not faults:
        yield Finding("well", "The path templates and reception models are well formed.")


def _figures() -> Iterator[Finding]:
    from ovi.performance.queries import newest_run

    run = newest_run()
    if run is None:
        yield Finding(
            "notice", "No access figures have been computed.", "Run: ovi facts extract; then ovi indicators run"
        )
    elif clock.now() - run.at > timedelta(days=2):
        yield Finding(
            "notice", f"The access figures are from {run.at:%Y-%m-%d}.", "See that the job worker runs: ovi serve"
        )


def _mode() -> Iterator[Finding]:
    from ovi.demo.load import is_loaded

    if settings().mode is Mode.PRODUCTION and is_loaded():
        yield Finding(
            "fault", "This production database holds the invented county.", "Start production on an empty database."
        )
    elif settings().mode is not Mode.PRODUCTION:
        yield Finding(
            "notice",
            f"Mode is {settings().mode}: invented data, demo sign-in.",
            "Set OVI_MODE=production for real use.",
        )


def _invented() -> Iterator[Finding]:
    from ovi.demo.invariants import broken
    from ovi.demo.load import is_loaded

    if not is_loaded():
        return
    found = list(broken())
    for fault in found:
        yield Finding(
            "fault",
            f"{fault.rows} rows (such as {fault.example}) break the rule: {fault.check.holds}",
            "Make it anew: ovi demo --reset",
        )
    if not found:
        yield Finding("well", "The invented county keeps every rule that the product keeps.")


def _words() -> Iterator[Finding]:
    from ovi.engines.search.analysers import analyser_for

    name = analyser_for("fi").name
    if "voikko" in name:
        yield Finding("well", f"Finnish search uses {name}.")
    else:
        yield Finding(
            "notice",
            f"Finnish search uses {name}, which finds fewer inflected words.",
            "Install the packages libvoikko1 and voikko-fi.",
        )


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _folder, _database, _migrations, _contacts, _jobs, _notices, _access_log, _files, _law, _paths, _figures, _mode,
    _invented, _words,
)  # fmt: skip


def findings() -> list[Finding]:
    """All checks; one that cannot be made is itself a fault and does not hide the others."""
    from ovi.site.prepare import start_django

    start_django()
    found: list[Finding] = []
    for check in CHECKS:
        try:
            found += check()
        except Refused as refusal:
            found.append(Finding("fault", refusal.message))
        except Exception as error:  # the doctor must finish the round
            found.append(
                Finding(
                    "fault", f"The check {check.__name__.strip('_')} failed: {error}", "Run: ovi migrate; then again."
                )
            )
    return found


def report(*, as_json: bool) -> int:
    """Print what was found; exit status 1 if something must be mended."""
    found = findings()
    marks = {"well": "  well   ", "notice": "  NOTICE ", "fault": "  FAULT  "}
    lines = [f"{marks[one.level]}{one.what}" + (f"\n         → {one.do}" if one.do else "") for one in found]
    faults = sum(one.level == "fault" for one in found)
    lines.append(f"{faults} faults." if faults else "Nothing must be mended.")
    emit([asdict(one) for one in found], as_json=as_json, lines=lines)
    return 1 if faults else 0
