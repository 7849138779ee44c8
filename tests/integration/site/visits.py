"""How is each address of the product visited? A table by url name: what it needs, what it is asked, what is sent to it.

Every name that the resolver knows must have a row. A new page adds its row here; the walk (test_every_url) then
visits it as everybody and proves that what it shows of a person is in the access log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

REASON = "Päivystyksessä tajuton ihminen, tiedot tarvitaan nyt."


@dataclass(frozen=True)
class Visit:
    """`args` of the address from the world of the walk; `gets` its queries; `posts` what is sent to it."""

    args: Callable[[Any], list[tuple[Any, ...]]] = lambda world: [()]
    gets: tuple[dict[str, str], ...] = ({},)
    posts: Callable[[Any], list[dict[str, Any]]] = lambda world: []


def of_cases(*posts: dict[str, Any], gets: tuple[dict[str, str], ...] = ({},)) -> Visit:
    return Visit(lambda world: [(pk,) for pk in world.case_ids], gets, lambda world: list(posts))


_ASSESSED = {"service_line": "primary_care", "urgency": "non_urgent", "care_reason": "illness", "note": "Arvio"}
_MET = {"day": "2026-03-03", "time": "08:00", "mode": "R10", "minutes": "20", "note": "Käynti"}
_NEVER_THERE = 10**9
_PLAIN = Visit(posts=lambda world: [{}])
_FORMS = (
    "contact_new", "contact_for_other", "contact_words", "contact_line", "contact_reply", "contact_check",
    "contact_drop", "help_now", "sign_in", "password_sign_in", "after_sign_in", "sign_out", "demo_sign_in",
)  # fmt: skip
LIBRARY = ("account_", "mfa_", "socialaccount_")  # the sign-in library's own pages, which know no client

VISITS: dict[str, Visit] = {
    "front": Visit(),
    "my_matters": Visit(),
    "matter": of_cases(),
    "worklist": Visit(gets=({}, {"shown": "mine"}, {"shown": "offered"}, {"standing": "breached"}, {"page": "2"})),
    "case": of_cases(),
    "case_take": of_cases({}),
    "case_give_back": of_cases({}),
    "case_assess": of_cases(_ASSESSED, {**_ASSESSED, "do": "save"}, {"do": "save"}),
    "encounter_record": of_cases(_MET, {}),
    "case_close": of_cases({"reason": "service_given"}, {}),
    "hand_over": of_cases({"reason": "Sopii paremmin"}, {}),
    "hand_over_accept": of_cases({}),
    "hand_over_decline": of_cases({}),
    "open_across": of_cases({"register": "social_welfare", "ground": "multi_sector", "reason": REASON}, {}),
    "kanta_note": of_cases({"seen_of": "patient", "word": "prohibition"}, {}),
    "log_limit": of_cases({"kind": "danger", "reason": REASON}, {"end": "1"}, {}),
    "emergency_open": Visit(
        posts=lambda world: [
            {"identity": number, "purpose": "care", "reason": REASON} for number in (*world.numbers[:2], "YHT-0")
        ]
    ),
    "opening": Visit(lambda world: [(pk,) for pk in (*world.opening_ids, _NEVER_THERE)]),
    "openings": Visit(),
    "opening_review": Visit(
        lambda world: [(pk,) for pk in (*world.opening_ids, _NEVER_THERE)],
        posts=lambda world: [{"state": "appropriate"}, {"state": "not_appropriate"}, {}],
    ),
    "operator": Visit(),
    "access_log": Visit(posts=lambda world: [{"henkilotunnus": world.hetu, "reason": "Pyyntö 12/2026"}, {}]),
    "about": Visit(),
    "accessibility": Visit(),
    "privacy": Visit(),
    "services": Visit(gets=({}, {"q": "polvi"})),
    "service": Visit(lambda world: [(_NEVER_THERE,)]),
    **dict.fromkeys(_FORMS, _PLAIN),
    "contact_sent": Visit(lambda world: [(number,) for number in world.numbers]),
    "access": Visit(gets=({}, {"format": "csv"})),
    "indicator": Visit(lambda world: [("access_within_lawful",)]),
    "indicator_cases": Visit(lambda world: [("access_within_lawful",)], gets=({"month": "2026-02"}, {})),
    "public_access": Visit(gets=({}, {"format": "csv"})),
    "programme": Visit(gets=({}, {"format": "csv"})),
    "openid_connect_login": Visit(lambda world: [("county",)]),
    "openid_connect_callback": Visit(lambda world: [("county",)]),
    "account_confirm_email": Visit(lambda world: [("abc",)]),
    "account_reset_password_from_key": Visit(lambda world: [("1", "abc")]),
}  # fmt: skip


def visit_of(name: str) -> Visit | None:
    """The row of this name; the library's own pages without parameters need none."""
    if name in VISITS:
        return VISITS[name]
    return Visit(posts=lambda world: [{}]) if name.startswith(LIBRARY) else None
