"""The plumbing's own jobs."""

from __future__ import annotations

from uuid import uuid4

from ovi.plumbing import access, jobs
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.models import AccessSeal

NURSE = Actor(account_id=7, name="Aino Testi", roles=frozenset({Role.NURSE}), purpose="care")


def test_the_job_seals_what_was_committed(committed_db, now):
    access.write(page="case", shown=[Shown(uuid4(), "case")], by=NURSE, now=now)
    jobs.seal_access_log.func(0)
    jobs.seal_access_log.func(60)
    assert AccessSeal.objects.get().rows == 1
