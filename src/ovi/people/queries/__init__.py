"""Who is signed in, how may somebody be reached, and what has been sent to them?"""

from ovi.people.queries.accounts import (
    FOUND_AT_MOST,
    REGISTERS,
    FoundPerson,
    RepresentationView,
    actor_for,
    found_people,
    person_with_code,
    representations_of,
)
from ovi.people.queries.acting import (
    HelpView,
    RightView,
    SignInView,
    helps_of,
    representatives_of,
    sign_ins_of,
)
from ovi.people.queries.copies import CopyView, latest_copy
from ovi.people.queries.notices import (
    LetterView,
    NoticeView,
    OutboxHealth,
    TryView,
    letters,
    notices_about,
    outbox_health,
    own_notices,
    sunk_messages,
)
from ovi.people.queries.reaching import (
    AllowedWay,
    PointView,
    RuleView,
    allowed_ways,
    points_of,
    rules_of,
)

__all__ = [
    "CopyView",
    "latest_copy",
    "HelpView",
    "RightView",
    "SignInView",
    "helps_of",
    "representatives_of",
    "sign_ins_of",
    "FOUND_AT_MOST",
    "REGISTERS",
    "AllowedWay",
    "FoundPerson",
    "LetterView",
    "NoticeView",
    "OutboxHealth",
    "PointView",
    "RepresentationView",
    "RuleView",
    "TryView",
    "actor_for",
    "allowed_ways",
    "found_people",
    "letters",
    "notices_about",
    "outbox_health",
    "own_notices",
    "person_with_code",
    "points_of",
    "representations_of",
    "rules_of",
    "sunk_messages",
]
