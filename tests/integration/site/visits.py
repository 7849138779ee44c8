"""How is each address of the product visited? A table by url name: what it needs, what it is asked, what is sent to it.

Every name that the resolver knows must have a row. A new page adds its row here; the walk (test_every_url) then
visits it as everybody and proves that what it shows of a person is in the access log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

REASON = "Päivystyksessä tajuton ihminen, tiedot tarvitaan nyt."


@dataclass(frozen=True)
class Visit:
    """`args` of the address from the world of the walk; `gets` its queries; `posts` what is sent to it, and `sent_as`
    how (headers, content type)."""

    args: Callable[[Any], list[tuple[Any, ...]]] = lambda world: [()]
    gets: tuple[dict[str, str], ...] | Callable[[Any], tuple[dict[str, str], ...]] = ({},)
    posts: Callable[[Any], list[dict[str, Any]]] = lambda world: []
    sent_as: Callable[[Any], dict[str, Any]] = lambda world: {}

    def queries(self, world: Any) -> tuple[dict[str, str], ...]:
        return self.gets(world) if callable(self.gets) else self.gets


def of_cases(*posts: dict[str, Any], gets: tuple[dict[str, str], ...] = ({},)) -> Visit:
    return Visit(lambda world: [(pk,) for pk in world.case_ids], gets, lambda world: list(posts))


def at(what: str, *posts: dict[str, Any], gets: tuple[dict[str, str], ...] = ({},)) -> Visit:
    """Every one of these that there is, and one that is not there."""
    return Visit(lambda world: _with_missing(world.at[what]), gets, lambda world: list(posts))


def _with_missing(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [*dict.fromkeys(found), (_NEVER_THERE,) * len(found[0])]


_ASSESSED = {"service_line": "primary_care", "urgency": "non_urgent", "care_reason": "illness", "note": "Arvio"}
_MET = {"day": "2026-03-03", "time": "08:00", "mode": "R10", "minutes": "20", "note": "Käynti"}
_NEVER_THERE = 10**9
_PLAIN = Visit(posts=lambda world: [{}])
_RIGHT = {"kind": "mandate", "source": "worker", "scope": "health", "valid_to": "2027-01-01"}
_FORMS = (
    "contact_new", "contact_for_other", "contact_words", "contact_line", "contact_reply", "contact_check",
    "contact_drop", "help_now", "sign_in", "password_sign_in", "after_sign_in", "sign_out", "demo_sign_in",
    "notice_new", "notice_who", "notice_you", "notice_about", "notice_knows", "notice_worry", "notice_check",
    "notice_drop", "contact_whom", "contact_wishes", "contact_files", "quick_exit", "nameless_new", "nameless_words",
    "nameless_files", "nameless_check", "nameless_sent", "nameless_drop", "code_enter", "code_matter", "code_identify",
    "code_leave",
)  # fmt: skip
LIBRARY = ("account_", "mfa_", "socialaccount_")  # the sign-in library's own pages, which know no client
_TODAY, _LATER = "2026-03-03", "2026-04-01"
_LOGGED = {"channel": "phone", "identity_check": "questions", "own_words": "Polvi", "service_line": "primary_care",
           "reply_to": "", "by_letter": "on"}  # fmt: skip
_MOVED = {"from_on": _LATER, "open_cases": "yes", "reason": "Siirto"}
_WRITTEN = {"key": str(uuid4()), "subject": "Aihe", "text": "Viesti", "wants_answer": "on"}
_SAID = {"do": "say", "key": str(uuid4()), "text": "Sanottu"}
_CHAT = {"key": str(uuid4()), "own_words": "Hei", "service_line": "primary_care", "for_whom": "self"}
_CLOSURE = {"closes_on": _TODAY, "closes_time": "12:00", "opens_on": _LATER, "opens_time": "12:00", "unit": "",
            "service_line": "", "message_fi": "Suljettu", "instead_fi": "Soita"}  # fmt: skip
_LISTS = (
    {}, {"shown": "mine"}, {"shown": "offered"}, {"shown": "sent"}, {"standing": "breached"}, {"page": "2"},
    {"format": "csv"}, {"q": "test"}, {"henkilo": "x"},
)  # fmt: skip
_TEAM = {"preset": "area:", "name_fi": "Uusi tiimi", "municipalities": ["837"], "valid_from": _TODAY}
_NEAR = {"municipality": "837", "service_line": "primary_care", "kind": "mobile", "name_fi": "Rokotusbussi",
         "about_fi": "Rokotuksia", "baseline": "20 km", "target": "Joka viikko", "target_on": "2027-01-01",
         "valid_from": _TODAY}  # fmt: skip
_NOTED = {"on": _TODAY, "text_fi": "Iltavastaanotto alkoi", "group": "county", "indicators": ["t3"]}
_STOPS = {"first_on": _LATER, "opens": "9", "closes": "12", "place": "Kirjaston piha"}
_TICKED = {"entry_over_15": "on", "entry_musculoskeletal": "on", "entry_suits_physiotherapist": "on", "version": "1"}


def _lists(world: Any) -> list[dict[str, Any]]:
    return [{**_MOVED, "target": world.holder}, {**_MOVED, "target": world.holder, "expected": "1"}, {}]


def _teams(world: Any) -> list[dict[str, str]]:
    return [{"team": str(pk)} for (pk,) in world.at["team"]]


def _selected(world: Any) -> list[dict[str, Any]]:
    of = {"case": [str(pk) for pk in world.case_ids]}
    asked = [{**of, "do": do} for do in ("take", "give_back", "assign", "wait", "hand_over", "withdraw")]
    given = {"confirmed": "1", "worker": world.colleague, "reason": "Tasataan työtä"}
    return [*asked, {**of, "do": "assign", **given}, {}]


def _logged(world: Any) -> list[dict[str, Any]]:
    of = [{"henkilotunnus": world.hetu}, {"henkilotunnus": world.hidden_hetu}, {"last_name": "Uusi"}]
    return [{**_LOGGED, **one, "do": do, "idempotency_key": str(uuid4())} for one in of for do in ("assess", "save")]


def _referred(world: Any) -> list[dict[str, Any]]:
    given = {"organisation": "Asema Oy", "professional": "Tohtori", "urgency": "urgent", "referred_on": _TODAY,
             "own_words": "Jatkoon", "service_line": "primary_care", "last_name": "Uusi"}  # fmt: skip
    of = [{"henkilotunnus": world.hetu}, {"henkilotunnus": world.hidden_hetu}, {"last_name": ""}]
    return [{**given, **one, "idempotency_key": str(uuid4())} for one in of]


def _rights(world: Any) -> list[dict[str, Any]]:
    return [{"represented": world.hetu, "representative": world.hidden_hetu, **_RIGHT}, {}]


def _helped(world: Any) -> list[dict[str, Any]]:
    return [{"henkilotunnus": code, "check_made": "document"} for code in (world.hetu, world.hidden_hetu)] + [{}]


def _sent(*bodies: dict[str, Any]) -> Visit:
    """What another system sends, with a key that opens another interface."""
    return Visit(
        posts=lambda world: list(bodies),
        sent_as=lambda world: {
            "content_type": "application/json", "headers": {"Authorization": f"Bearer {world.key}"},
        },
    )  # fmt: skip


VISITS: dict[str, Visit] = {
    "contact_file": Visit(lambda world: [(uuid4(),)]),
    "contact_receipt_pdf": Visit(lambda world: [(number,) for number in world.numbers]),
    "case_file": Visit(lambda world: [(pk, uuid4()) for pk in world.case_ids]),
    "front": Visit(),
    "my_matters": Visit(gets=({}, {"shown": "ended"}, {"shown": "yours"})),
    "on_behalf": Visit(gets=({}, {"ended": "1"})),
    "act_for": Visit(lambda world: [(_NEVER_THERE,)], posts=lambda world: [{}]),
    "act_for_self": _PLAIN,
    "right_end": Visit(lambda world: [(_NEVER_THERE,)], posts=lambda world: [{}]),
    "right_new": Visit(posts=_rights),
    "help_start": Visit(posts=_helped),
    "sign_ins": Visit(),
    "session_continue": Visit(),
    "own_copy": Visit(posts=lambda world: [{}]),
    "own_copy_file": Visit(lambda world: [(uuid4(), "json")], posts=lambda world: [{}]),
    "mandates_begin": _PLAIN,
    "mandates_answer": Visit(gets=({}, {"code": "x", "state": "y"})),
    "matter": of_cases(),
    "tray": Visit(
        lambda world: [(pk,) for pk in world.case_ids], gets=({}, {"q": "apu"}),
        posts=lambda world: [{"service": str(world.at["service"][1][0]), "reason": "Sopii hyvin"}, {}],
    ),
    "tray_paper": of_cases(),
    "tray_revoke": at("pick", {}),
    "tray_restore": at("pick", {}),
    "tray_take_up": at("pick", {"take_up": "went"}, {}),
    "own_take_up": at("pick", {"take_up": "went"}, {}),
    "tray_tell": of_cases({}),
    "case_reach": of_cases(
        {"do": "point", "kind": "phone", "value": "040 123 4567"},
        {"do": "rule", "way": "email", "rule": "never", "words": "Ei kotiin"}, {"do": "end_point", "point": "1"},
        {"do": "nothing"}, {}, gets=({}, {"this": "1"}, {"saved": "1"}),
    ),
    "notice_told": Visit(
        lambda world: [(pk, number) for pk in world.case_ids for number in (1, _NEVER_THERE)],
        posts=lambda world: [{}],
    ),
    "own_reach": Visit(
        gets=({}, {"matter": "OVI-2026-000001"}, {"saved": "1"}),
        posts=lambda world: [
            {"do": "point", "kind": "email", "value": "oma@example.fi"}, {"do": "point", "kind": "phone", "value": "x"},
            {"do": "code", "point": "1", "code": "000000"}, {"do": "send_code", "point": "1"},
            {"do": "rule", "way": "sms", "rule": "never"}, {"do": "end_rule", "rule": "1"}, {},
        ],
    ),
    "letters": Visit(gets=({}, {"printed": "2"}), posts=lambda world: [{"letter": ["1"]}, {}]),
    "letters_paper": Visit(posts=lambda world: [{"letter": ["1"]}, {}]),
    "letter_change": Visit(
        lambda world: [(1,), (_NEVER_THERE,)], posts=lambda world: [{"do": "again"}, {"do": "came_back"}, {}]
    ),
    "sunk_messages": Visit(),
    "own_tray_paper": of_cases(),
    "open_list": Visit(lambda world: [*world.at["open_list"], (uuid4(),)]),
    "open_list_paper": Visit(lambda world: [*world.at["open_list"], (uuid4(),)]),
    "saved_lists": Visit(gets=({}, {"deleted": "1"})),
    "saved_list_new": Visit(posts=lambda world: [{"name": "Lista", "note": "Ei asiakkaita"}, {}]),
    "saved_list": at("saved", gets=({}, {"q": "apu"})),
    "saved_list_edit": at("saved", {}),
    "saved_list_change": at("saved", {"add": "1", "based_on": "1"}, {}),
    "saved_list_copy": at("saved", {}),
    "saved_list_delete": at("saved", {}),
    "saved_list_restore": at("saved", {}),
    "saved_list_paper": at("saved"),
    "gaps": Visit(gets=({}, {"kind": "not_opened", "handled": "1"})),
    "gap_mark": at("gap", {"state": "not_ours"}, {}),
    "worklist": Visit(gets=lambda world: (*_LISTS, {"henkilo": world.context}, *_teams(world))),
    "worklist_search": Visit(
        posts=lambda world: [{"q": "test", "kept": "shown=team"}, {"q": world.hetu}, {"q": "YHT-0"}, {}]
    ),
    "worklist_changes": Visit(gets=({}, {"since": "1"})),
    "worklist_bulk": Visit(posts=_selected),
    "contact_log": Visit(gets=({}, {"ticket": "1"}), posts=_logged),
    "log_receipt": of_cases(),
    "referral_log": Visit(posts=_referred),
    "calls": Visit(gets=({}, {"page": "2"}, {"left": "1"})),
    "calls_changes": Visit(gets=({}, {"since": "1"})),
    "call": of_cases({"do": "answered"}, {"do": "stop"}, {}),
    "call_take": of_cases({}),
    "call_letter": of_cases(gets=({}, {"large": "1"})),
    "call_figures": Visit(gets=({}, {"weeks": "12"}, {"format": "csv"})),
    "tickets": Visit(posts=lambda world: [{"do": "open"}, {"do": "next", "place": "2"}, {}]),
    "ticket_slip": Visit(lambda world: [(uuid4(),)]),
    "ticket_kiosk": Visit(lambda world: [(uuid4(),)], posts=lambda world: [{"idempotency_key": str(uuid4())}, {}]),
    "ticket_taken": Visit(lambda world: [(uuid4(), uuid4())]),
    "ticket_board": Visit(lambda world: [("keskus",)]),
    "api_assessments": _sent({"document": {"resourceType": "Composition"}}, {}),
    "api_referrals": _sent({"referring": {}}, {}),
    "help": Visit(),
    "help_page": Visit(lambda world: [("contact",), ("rights",), ("none",)]),
    "help_language": Visit(lambda world: [("ar",), ("zz",)]),
    "caseload": Visit(gets=({}, {"unit": "1"})),
    "case_assign": Visit(
        lambda world: [(pk,) for pk in world.case_ids],
        posts=lambda world: [{"worker": world.colleague, "reason": "Tuttu"}, {}],
    ),
    "case_escalate": of_cases({"reason": "Kuka ratkaisee"}, {}),
    "case_wait": of_cases({"reason": "resource", "from_on": _TODAY, "note": "Ei aikoja"}, {}),
    "case_wait_end": of_cases({"ended_on": _TODAY}, {}),
    "case_moments": of_cases(
        {"kind": "assessment_started", "day": _TODAY}, {"correct": "assessment_started", "day": _TODAY, "reason": "x"},
        {}, gets=({}, {"correct": "assessment_started"}),
    ),
    "case_link": of_cases({"about": "Lapsesta huoli", "idempotency_key": str(uuid4())}, {}),
    "case_shown": of_cases({"shown": "yes"}, {}),
    "case_match": of_cases(
        {"last_name": "Esimerkki", "birth_date": "1980-05-17"}, {"subject_key": str(uuid4())}, {},
    ),
    "case_open_to_client": of_cases({}),
    "case_note": Visit(lambda world: [(pk, "assessment") for pk in world.case_ids]),
    "case_meeting": of_cases({"team": "1", "meeting_on": _LATER, "reason": "Puhutaan"}, {}),
    "hand_over_withdraw": of_cases({}),
    "goal_new": of_cases({"own_words": "Haluan marjaan"}, {}),
    "goal_end": at("goal", {"outcome": "reached", "reason": "Käveli"}, {}),
    "goal_reopen": at("goal", {}),
    "path_choose": of_cases(),
    "path_start": Visit(
        lambda world: [(pk, "physiotherapist_direct_access") for pk in world.case_ids],
        posts=lambda world: [{**_TICKED, "own_words": "Haluan marjaan"}, {}],
    ),
    "path_review": of_cases({"next_review_on": _LATER}, {}),
    "path_end": of_cases({"reason": "completed"}, {"reason": "changed", "note": "Muu"}, {}),
    "path_step": at("step", {"do": "done", "done_on": _TODAY}, {"do": "skip"}, {"do": "assign"}),
    "step_add": of_cases({"text": "Soitto"}, {}),
    "step_done": at("step", {}),
    "step_undo": at("step", {}),
    "step_remove": at("step", {}),
    "pathways": Visit(),
    "pathway": Visit(lambda world: [("physiotherapist_direct_access",), ("reception_nokia",), ("none",)]),
    "own": Visit(
        lambda world: [(pk,) for pk in world.case_ids],
        posts=lambda world: [{"kind": "own_doctor", "holder": world.holder, "from_on": _TODAY}, {}],
    ),
    "own_end": at("own", {"reason": "Muutti"}, {}),
    "lists": Visit(gets=({}, {"unit": "1"})),
    "list_worker": at("list"),
    "list_team": at("team"),
    "list_set_worker": at("list", {"cap": "900", "open_to_new": "on"}, {"cap": "x"}),
    "list_set_team": at("team", {"cap": "900"}, {"cap": "x"}),
    "list_move_worker": Visit(lambda world: _with_missing(world.at["list"]), posts=_lists),
    "list_move_team": Visit(lambda world: _with_missing(world.at["team"]), posts=_lists),
    "cover_add": Visit(
        lambda world: _with_missing(world.at["list"]),
        posts=lambda world: [{"substitute": world.colleague, "from_on": _LATER, "to_on": "2026-05-01"}, {}],
    ),
    "cover_end": at("cover", {}),
    "team": at("team"),
    "team_new": Visit(posts=lambda world: [{**_TEAM, "unit": pk} for (pk,) in world.at["unit"][:1]] + [{}]),
    "team_edit": at("team", _TEAM, {}),
    "member_add": Visit(
        lambda world: _with_missing(world.at["team"]), posts=lambda world: [{"professional": world.colleague}, {}]
    ),
    "member_end": at("meeting", {}),
    "meeting_handled": at("meeting", {}),
    "unit_settings_all": Visit(),
    "unit_settings": at("unit", {"publish": "1", "based_on": "0", "phone": "03 123"}, {"preview": "1"}, {}),
    "unit_restore": Visit(
        lambda world: [(pk, 1) for (pk,) in world.at["unit"][:2]] + [(_NEVER_THERE, 1)], posts=lambda world: [{}]
    ),
    "channels": Visit(posts=lambda world: [{**_CLOSURE, "channel": "chat"}, {}]),
    "near": Visit(gets=({}, {"municipality": "837"})),
    "near_plan": Visit(),
    "near_new": Visit(posts=lambda world: [{**_NEAR, "unit": pk} for (pk,) in world.at["unit"][:1]] + [{}]),
    "near_edit": at("near", _NEAR, {}),
    "near_stops": at("near", _STOPS, {}),
    "near_stop": at("stop", {"reason": "Auto rikki"}, {"take_back": "1"}, {}),
    "channel_open": at("closure", {}),
    "attention": Visit(),
    "escalation_answer": Visit(
        lambda world: _with_missing(world.at["raised"]),
        posts=lambda world: [{"answer": "Otan hoitaakseni"}, {"answer": "Siirto", "worker": world.colleague}, {}],
    ),
    "open_queue": Visit(gets=({}, {"by": "unit"}, {"by": "municipality"}, {"format": "csv"})),
    "social_deadlines": Visit(gets=({}, {"format": "csv"})),
    "api_person_context": Visit(
        posts=lambda world: [{"henkilotunnus": world.hetu}, {"henkilotunnus": "x"}, {}],
        sent_as=lambda world: {
            "content_type": "application/json", "headers": {"Authorization": f"Bearer {world.key}"},
        },
    ),
    "notice_sent": Visit(lambda world: [(number,) for number in (*world.numbers[:2], "x")]),
    "case": of_cases(),
    "case_take": of_cases({}),
    "case_give_back": of_cases({}),
    "case_assess": of_cases(_ASSESSED, {**_ASSESSED, "do": "save"}, {**_ASSESSED, "do": "resolve"}, {"do": "save"}),
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
    "messages": Visit(gets=({}, {"shown": "client"}, {"shown": "mine", "page": "9"})),
    "case_messages": of_cases(_WRITTEN, {**_WRITTEN, "do": "draft"}, {"do": "template", "template": "ask_more"}, {}),
    "messages_close": at("thread", {"reason": "answered"}, {}),
    "messages_reopen": at("thread", {}),
    "message_file": Visit(lambda world: [(pk, uuid4()) for pk in world.case_ids]),
    "own_messages": of_cases(_WRITTEN, {**_WRITTEN, "do": "draft"}, {}),
    "own_message_file": Visit(lambda world: [(pk, uuid4()) for pk in world.case_ids]),
    "not_solved": of_cases({"key": str(uuid4()), "text": "Ei auttanut"}, {}),
    "chats": Visit(),
    "chat_begin": Visit(lambda world: [("none",), *world.at["chat_slug"]], posts=lambda world: [_CHAT, {}]),
    "chat": Visit(
        lambda world: [*world.at["chat"], (uuid4(),)],
        posts=lambda world: [_SAID, {"do": "refresh", "text": "Kesken"}, {"do": "back"}, {"do": "end"}, {}],
    ),
    "chat_lines": Visit(lambda world: [*world.at["chat"], (uuid4(),)], gets=({}, {"since": "1"})),
    "chat_board": Visit(),
    "chat_next": _PLAIN,
    "chat_staff": Visit(
        lambda world: [*world.at["chat"], (uuid4(),)],
        posts=lambda world: [{"do": "take"}, _SAID, {"do": "offer", "to": world.colleague}, {"do": "return"}, {}],
    ),
    "chat_staff_lines": Visit(lambda world: [*world.at["chat"], (uuid4(),)], gets=({}, {"since": "1"})),
    "chat_desks": Visit(gets=({}, {"unit": "1"}), posts=lambda world: [{}]),
    "about": Visit(),
    "accessibility": Visit(),
    "privacy": Visit(),
    "services": Visit(gets=({}, {"q": "polvi"}, {"municipality": "837", "open": "1", "near": "Tampere"})),
    "service": at("service"),
    "service_data": at("service"),
    "browse": Visit(),
    "my_needs": Visit(posts=lambda world: [{"needs": "step_free"}, {}]),
    "embed_code": Visit(),
    "embed_box": Visit(gets=({}, {"q": "polvi"})),
    **dict.fromkeys(_FORMS, _PLAIN),
    "contact_sent": Visit(lambda world: [(number,) for number in world.numbers]),
    "access": Visit(gets=({}, {"format": "csv"}, {"format": "parquet"})),
    "chart_note_new": Visit(gets=({}, {"kind": "new_level", "indicator": "t3"}), posts=lambda world: [_NOTED, {}]),
    "chart_note": Visit(lambda world: [(_NEVER_THERE,)], posts=lambda world: [_NOTED]),
    "chart_note_take_back": Visit(lambda world: [(_NEVER_THERE,)], posts=lambda world: [{}]),
    "saved_views": Visit(
        gets=({}, {"indicator": "t3"}), posts=lambda world: [{"name": "Oma", "query": "indicator=t3"}, {}]
    ),
    "saved_view": Visit(lambda world: [(_NEVER_THERE,)], posts=lambda world: [{"name": "Oma"}]),
    "saved_view_do": Visit(lambda world: [(_NEVER_THERE,)], posts=lambda world: [{"do": "delete"}]),
    "figures_file": Visit(lambda world: [("csv",), ("json",), ("parquet",), ("x",)]),
    "unit_choice": Visit(),
    "unit_figures": Visit(lambda world: [("nowhere",), ("station-837",), ("station-980",)]),
    "wellbeing": Visit(gets=({}, {"format": "csv"}, {"format": "json"}, {"municipality": "837"}, {"own": "x"})),
    "indicator": Visit(lambda world: [("access_within_lawful",)]),
    "indicator_cases": Visit(lambda world: [("access_within_lawful",)], gets=({"month": "2026-02"}, {})),
    "public_access": Visit(gets=({}, {"format": "csv"}, {"format": "json"}, {"unit": "x"})),
    "programme": Visit(gets=({}, {"format": "csv"})),
    **dict.fromkeys(("saml_login", "saml_acs", "saml_finish_acs", "saml_sls", "saml_metadata"),
                    Visit(lambda world: [("suomifi",)])),
    "openid_connect_login": Visit(lambda world: [("county",), ("suomifi",)]),
    "openid_connect_callback": Visit(lambda world: [("county",)]),
    "account_confirm_email": Visit(lambda world: [("abc",)]),
    "account_reset_password_from_key": Visit(lambda world: [("1", "abc")]),
}  # fmt: skip


def visit_of(name: str) -> Visit | None:
    """The row of this name; the library's own pages without parameters need none."""
    if name in VISITS:
        return VISITS[name]
    return Visit(posts=lambda world: [{}]) if name.startswith(LIBRARY) else None
