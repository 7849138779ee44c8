"""Who did what, and who read what, during the invented year? Audit events and rows of the access log."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa

from ovi.casework.states import MomentKind
from ovi.demo.assessing import HAND_OVER_ACCEPTED, HAND_OVER_DECLINED
from ovi.demo.axis import NEVER, Bools, Ints
from ovi.demo.columns import Tables, moments, numbered, table, taken
from ovi.demo.draws import Rng
from ovi.demo.frame_rows import demo_professionals
from ovi.demo.needs import CHANNELS
from ovi.demo.places import Professional
from ovi.demo.visits import GIVEN, MISSED
from ovi.demo.world import World
from ovi.law.vocabulary import Register
from ovi.people.states import Profession
from ovi.plumbing.actor import Role

ROLES = {
    Profession.DOCTOR: Role.DOCTOR,
    Profession.DENTIST: Role.DOCTOR,
    Profession.NURSE: Role.NURSE,
    Profession.PUBLIC_HEALTH_NURSE: Role.NURSE,
    Profession.PRACTICAL_NURSE: Role.NURSE,
    Profession.PSYCHIATRIC_NURSE: Role.NURSE,
    Profession.DENTAL_HYGIENIST: Role.NURSE,
    Profession.PHYSIOTHERAPIST: Role.THERAPIST,
    Profession.PSYCHOLOGIST: Role.THERAPIST,
    Profession.SOCIAL_WORKER: Role.SOCIAL_WORKER,
    Profession.SOCIAL_COUNSELLOR: Role.SOCIAL_WORKER,
}


def trail_tables(rng: Rng, world: World, first_access: int) -> Tables:
    """Audit events, and the access log from the row number `first_access` on."""
    access, subjects = _access(rng, world, first_access)
    return {
        "plumbing_auditevent": _audit(world),
        "plumbing_access": access,
        "plumbing_accesssubject": subjects,
    }


def _audit(world: World) -> pa.Table:
    """One event for each step that somebody took, oldest first."""
    assessed, visits, size = world.assessed, world.visits, len(world.needs)
    everyone = np.arange(size, dtype=np.int64)
    web = world.needs.channel == CHANNELS.index("web")
    accepted = np.where(assessed.hand_over == HAND_OVER_ACCEPTED, assessed.answered, NEVER)
    declined = np.where(assessed.hand_over == HAND_OVER_DECLINED, assessed.answered, NEVER)
    index = np.cumsum((visits.outcome == GIVEN) | (visits.outcome == MISSED)) - 1  # the encounter of the visit
    first = np.where(web, 0, assessed.assessor)
    begun = world.noted.at[MomentKind.ASSESSMENT_STARTED] < NEVER
    system = np.full(size, -1)
    steps = [
        ("contact.receive", "contact", everyone, everyone, world.needs.contact, first),
        ("casework.opened", "case", everyone, everyone, world.opened, system),
        (
            "casework.moment_noted",
            "case",
            everyone,
            everyone,
            np.where(begun, assessed.began, NEVER),
            assessed.assessor,
        ),
        ("casework.assessed", "case", everyone, everyone, assessed.at, assessed.assessor),
        ("casework.hand_over_offered", "case", everyone, everyone, assessed.offered, assessed.assessor),
        ("casework.hand_over_accepted", "case", everyone, everyone, accepted, world.owner),
        ("casework.hand_over_declined", "case", everyone, everyone, declined, assessed.assessor),
        ("casework.closed", "case", everyone, everyone, world.ended.closed, world.owner),
    ]
    picks = world.picks
    teller = np.where(picks.by_client, 0, world.owner[picks.need])
    steps += [
        ("casework.tray_picked", "case", picks.need, picks.need, picks.at, world.owner[picks.need]),
        ("casework.take_up_told", "case", picks.need, picks.need, picks.told, teller),
    ]
    for outcome, action in ((GIVEN, "casework.served"), (MISSED, "casework.missed")):
        of = visits.outcome == outcome
        need, start, who = visits.need[of], visits.start[of], visits.professional[of]
        steps += [(action, "case", need, need, start, who)]
        steps += [("encounters.recorded", "encounter", index[of], need, start, who)]
    parts = [_steps(world, *step) for step in steps]
    return pa.concat_tables(parts).take(
        pa.array(np.argsort(np.concatenate([at[at < NEVER] for *_, at, _ in steps]), kind="stable"))
    )


def _steps(world: World, action: str, kind: str, rows: Ints, need: Ints, at: Ints, who: Ints) -> pa.Table:
    """`rows` are the indices of the changed objects; `who` a professional's id, 0 the resident, -1 the product."""
    happened = at < NEVER
    rows, need, at, who = rows[happened], need[happened], at[happened], who[happened]
    person = world.needs.person[need]
    people, staff = world.residents, world.staffed.professionals
    residents = np.array([f"{a} {b}" for a, b in zip(people.first_names, people.last_names, strict=True)])
    names = np.array(["", *(one.name for one in staff)])
    by = np.where(who > 0, names[np.maximum(who, 0)], np.where(who == 0, residents[person], "system"))
    care = np.array(["", *(_purpose(world, one) for one in staff)])
    purpose = np.where(who > 0, care[np.maximum(who, 0)], np.where(who == 0, "own_matter", "reception"))
    return table(
        {
            "at": moments(at),
            "action": pa.array([action] * len(at), pa.string()),
            "account_id": _account_of(world, who, person),
            "actor_name": pa.array(by.tolist(), pa.string()),
            "purpose": pa.array(purpose.tolist(), pa.string()),
            "object_kind": pa.array([kind] * len(at), pa.string()),
            "object_id": pa.array((rows + 1).astype(str).tolist(), pa.string()),
            "subject_key": taken(people.keys, person),
            "details": pa.array(["{}"] * len(at), pa.string()),
        }
    )


def _account_of(world: World, who: Ints, person: Ints) -> pa.Array:
    """The account that acted, where the actor is one of the demonstration's own people."""
    accounts = np.zeros(len(world.staffed.professionals) + 1, dtype=np.int64)
    for number, one in enumerate(demo_professionals(world), start=1):
        if one:
            accounts[one.id] = number
    own = np.where((who == 0) & (person == world.demo_person), 1, 0)
    found = np.where(who > 0, accounts[np.maximum(who, 0)], own)
    return pa.array(found, mask=found == 0)


def _role(world: World, one: Professional) -> Role:
    """In which role a professional reads: in student welfare the unit says it, elsewhere the profession."""
    if world.staffed.unit(one.unit).register == Register.STUDENT_WELFARE:
        return Role.STUDENT_WELFARE
    return ROLES[Profession(one.profession)]


def _purpose(world: World, one: Professional) -> str:
    return "care" if world.staffed.unit(one.unit).register == Register.PATIENT else "service"


def _access(rng: Rng, world: World, first: int) -> tuple[pa.Table, pa.Table]:
    """Reading of the case before an encounter, for a sample of them and for all of the demonstration's resident."""
    visits = world.visits
    read: Bools = rng.random(len(visits.need)) < world.patterns.after.read_share.value
    read |= world.needs.person[visits.need] == world.demo_person
    shown = visits.where(read & (visits.outcome == GIVEN))
    shown = shown.where(np.argsort(shown.start, kind="stable"))
    staff, people = world.staffed.professionals, world.residents
    who = [staff[one - 1] for one in shown.professional.tolist()]
    keys = [people.keys[one] for one in world.needs.person[shown.need].tolist()]
    cases = [str(one + 1) for one in shown.need.tolist()]
    digests = [
        hashlib.md5(f"{key}:case:{case}".encode(), usedforsecurity=False).hexdigest()
        for key, case in zip(keys, cases, strict=True)
    ]
    size = len(who)
    access = table(
        {
            "id": numbered(size, first),
            "at": moments(shown.start),
            "account_id": _account_of(world, shown.professional, np.full(size, -1)),
            "viewer_name": pa.array([one.name for one in who], pa.string()),
            "viewer_roles": pa.array([_role(world, one).value for one in who], pa.string()),
            "viewer_unit": pa.array([world.staffed.unit(one.unit).name.fi for one in who], pa.string()),
            "page": pa.array(["case"] * size, pa.string()),
            "purpose": pa.array([_purpose(world, one) for one in who], pa.string()),
            "subjects_digest": pa.array(digests, pa.string()),
            "last_at": moments(shown.start),
            "times": np.ones(size, dtype=np.int64),
        }
    )
    subjects = table(
        {
            "access_id": numbered(size, first),
            "subject_key": pa.array(keys, pa.string()),
            "relation": pa.array(["case"] * size, pa.string()),
            "object_kind": pa.array(["case"] * size, pa.string()),
            "object_id": pa.array(cases, pa.string()),
        }
    )
    return access, subjects
