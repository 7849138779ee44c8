"""What runs? Web, job worker with schedules, and the embedded database, under one supervisor that restarts them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ovi.foundation.refusals import Refused
from ovi.plumbing import database
from ovi.plumbing.settings import settings

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_QUICK_SECONDS = 60.0  # a program that lived this long starts again at once
_LONGEST_PAUSE = 10.0  # a crash loop costs little, and an acknowledged contact has its case within a minute


def require_free_port(host: str, port: int) -> None:
    """Refuse clearly when somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what uses it, or choose another: --port {port + 1}.",
                code="port.occupied",
            ) from error


def _die_with_supervisor() -> None:
    """In the child: a supervisor killed with -9 must not leave programs behind."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Program:
    """One supervised program and when it may start again."""

    name: str
    argv: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    not_before: float = 0.0

    def tend(self, clock: float) -> None:
        """Start the program if it should run; note its end."""
        if self.process is not None:
            status = self.process.poll()
            if status is None:
                return
            self._end_group(signal.SIGKILL)  # its own children, if any are left
            self.process = None
            self.pause = 0.5 if clock - self.started > _QUICK_SECONDS else min(self.pause * 2, _LONGEST_PAUSE)
            self.not_before = clock + self.pause
            say(f"{self.name} ended with status {status}; starting it again in {self.pause:.0f} s")
        elif clock >= self.not_before:
            self.process = subprocess.Popen(self.argv, start_new_session=True, preexec_fn=_die_with_supervisor)  # noqa: PLW1509
            self.started = clock

    def stop(self) -> None:
        if self.process is not None:
            self._end_group(signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._end_group(signal.SIGKILL)
            self.process.wait()

    def _end_group(self, sign: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, sign)


def say(text: str) -> None:
    """One line for the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass
class Supervisor:
    """Keeps programs and the embedded database running until told to stop."""

    programs: list[Program]
    tend_database: Callable[[], None] | None = None
    stopping: bool = field(default=False)

    def run(self) -> int:
        """Blocks until SIGTERM or SIGINT; then ends everything in order."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)
        while not self.stopping:
            if self.tend_database is not None:
                self.tend_database()
            for program in self.programs:
                program.tend(time.monotonic())
            time.sleep(0.25)
        for program in self.programs:
            program.stop()
        for program in self.programs:
            program.wait(10)
        return 0

    def _stop(self, sign: int, frame: object) -> None:
        self.stopping = True


class DatabaseTender:
    """Looks at the embedded database each second and starts it again when it is gone."""

    def __init__(self) -> None:
        self.server = database.ensure_embedded()
        self.looked = 0.0

    def __call__(self) -> None:
        if time.monotonic() - self.looked < 1:
            return
        self.looked = time.monotonic()
        if self.server.answers():
            return
        say("The database does not answer; starting it again")
        try:
            self.server.start()
        except Refused as refusal:
            say(refusal.message)


def programs(*, host: str, port: int) -> list[Program]:
    """The table of supervised programs."""
    read = settings()
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(read.workers), "--blocking-threads", str(read.threads), "--respawn-failed-workers",
        "--no-access-log", "--log-level", "warning", "ovi.site.wsgi:application",
    ]  # fmt: skip
    return [
        Program("web", web),
        Program("job worker", [sys.executable, "-m", "ovi.site.cli", "worker"]),
    ]


def serve(*, host: str, port: int) -> int:
    """Start everything. Refuses an occupied port, unsafe settings and a database that is not migrated."""
    require_free_port(host, port)
    from ovi.site.prepare import collect_static, require_migrated, start_django

    start_django()
    require_migrated()
    collect_static()
    say(f"Oikea ovi answers at http://{host}:{port}/   (stop with Ctrl-C)")
    tender = None if settings().database_url else DatabaseTender()
    return Supervisor(programs(host=host, port=port), tender).run()
