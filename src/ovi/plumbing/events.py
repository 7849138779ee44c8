"""How does an earlier step cause something later? By an event, deferred as jobs inside its transaction.

`EVENTS` is the declared table. A room emits with `emit(...)`; a later room's jobs.py handles with `@handles(...)`.
A job may run twice (a worker can die between work and bookkeeping), so every handler is idempotent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

EVENTS: dict[str, str] = {
    "contact.received": "A resident's contact is stored and has its number; casework opens a case for it.",
    "contact.identified": "A nameless contact has been joined to a person by their own choice; its case follows.",
    "plumbing.file_stored": "A file that somebody sent is stored; the scanner looks at it before anybody may open it.",
    "casework.opened_exceptionally": "Matters were opened in an emergency or on a ground; somebody is alerted at once.",
    "people.notice_made": "A notice waits in the box; it is sent now, or when the quiet hours are over.",
    "people.copy_asked": "A person has asked for a copy of their own data; a job makes it.",
}


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the table of jobs. `schedule` is cron in UTC; a sixth field counts seconds."""

    name: str
    description: str
    event: str | None = None
    schedule: str | None = None


JOBS: dict[str, Job] = {}
HANDLERS: dict[str, list[Any]] = {name: [] for name in EVENTS}
_RETRY = RetryStrategy(max_attempts=12, exponential_wait=2)


def handles(event: str, *, priority: int = 0) -> Callable[[Callable[..., None]], Any]:
    """Register the function as an idempotent handler of `event`; it gets the event's payload as keywords.

    A negative `priority` lets other jobs go first: what waits for the outer world must not hold up the house.
    """

    def register(function: Callable[..., None]) -> Any:
        name = _declare(function, event=event)
        task = app.task(name=name, retry=_RETRY, priority=priority)(function)
        HANDLERS[event].append(task)
        return task

    return register


def scheduled(cron: str) -> Callable[[Callable[..., None]], Any]:
    """Register the function to run by `cron` (UTC). It gets no arguments and reads plumbing.clock itself."""

    def register(function: Callable[..., None]) -> Any:
        name = _declare(function, schedule=cron)

        def run(timestamp: int) -> None:
            function()

        return app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, pass_context=False)(run))

    return register


def _declare(function: Callable[..., None], *, event: str | None = None, schedule: str | None = None) -> str:
    module = function.__module__.removeprefix("ovi.").removesuffix(".jobs")
    name = f"{module}.{function.__name__}"
    if name in JOBS:
        raise ValueError(f"job {name} is declared twice")
    description = (function.__doc__ or "").strip().split("\n", 1)[0]
    JOBS[name] = Job(name, description, event, schedule)
    return name


def emit(event: str, **payload: Any) -> None:
    """Defer one job for each handler of `event`, in the caller's transaction: all happen or none."""
    for task in HANDLERS[event]:
        task.defer(**payload)
