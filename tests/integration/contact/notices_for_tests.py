"""A notification made in the browser or by the action, with words that are easy to look for afterwards."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

from django.test import Client

from ovi.contact.actions import Notice, notify
from ovi.contact.models import Contact
from ovi.plumbing.actor import ANONYMOUS

NAME, PHONE, EMAIL = "Ilmari Ilmoittaja", "050 987 6543", "ilmari.ilmoittaja@example.fi"
ROLE, PLACE, WORRY = "luokanopettaja", "Pispalan koulu", "Lapsi tuli kouluun ilman takkia kolmatta päivää"
SECRETS = (NAME, PHONE, PHONE.replace(" ", ""), EMAIL, ROLE, PLACE, WORRY, "ilman takkia", "Ilmari")

FI = {
    "kind": "/ilmoitus/",
    "who": "/ilmoitus/ilmoittaja/",
    "you": "/ilmoitus/yhteystiedot/",
    "about": "/ilmoitus/kenesta/",
    "knows": "/ilmoitus/tieto/",
    "worry": "/ilmoitus/huoli/",
    "check": "/ilmoitus/tarkistus/",
}
STEPS = {
    "fi": FI,
    "sv": {
        "kind": "/sv/anmalan/", "who": "/sv/anmalan/anmalare/", "you": "/sv/anmalan/kontaktuppgifter/",
        "about": "/sv/anmalan/vem/", "knows": "/sv/anmalan/kannedom/", "worry": "/sv/anmalan/oro/",
        "check": "/sv/anmalan/kontroll/",
    },
    "en": {
        "kind": "/en/notification/", "who": "/en/notification/notifier/",
        "you": "/en/notification/contact-details/", "about": "/en/notification/about-whom/",
        "knows": "/en/notification/do-they-know/", "worry": "/en/notification/worry/",
        "check": "/en/notification/check/",
    },
}  # fmt: skip
DUTY = {
    "notifier_name": NAME,
    "notifier_role": ROLE,
    "notifier_organisation": PLACE,
    "notifier_phone": PHONE,
    "notifier_email": EMAIL,
}
ABOUT = {"subject_name": "Lilli Esimerkki", "subject_birth_date": "2016-04-05", "subject_where": "Kotikatu 1"}


def notice(**changed: object) -> Notice:
    """A child-protection notification by a teacher."""
    given = {
        "kind": "child_protection",
        "notifier_kind": "duty_bound",
        "own_words": WORRY,
        "subject_knows": "not_told",
        "subject_name": "Lilli Esimerkki",
        **DUTY,
        **changed,
    }
    return Notice(**given)  # type: ignore[arg-type]


def nameless(**changed: object) -> Notice:
    return notice(notifier_kind="anonymous", **dict.fromkeys(DUTY, ""), **changed)


def told(now, *, by=ANONYMOUS, key=None, channel="web", what=None, language="fi") -> Contact:  # type: ignore[no-untyped-def]
    return notify(
        idempotency_key=key or uuid4(), notice=what or notice(), language=language, channel=channel, by=by, now=now
    )


def answers_for(kind: str, notifier_kind: str) -> list[tuple[str, dict[str, str]]]:
    """The pages of this notification in order, with a good answer to each."""
    pages = [("kind", {"kind": kind}), ("who", {"notifier_kind": notifier_kind})]
    if notifier_kind != "anonymous":
        pages.append(("you", DUTY))
    pages.append(("about", ABOUT))
    if kind != "with_family":
        pages.append(("knows", {"subject_knows": "not_told"}))
    return [*pages, ("worry", {"own_words": WORRY})]


def hidden(html: str) -> dict[str, str]:
    """What the check page sends."""
    form = html[html.index("<form", html.index("<main")) :]
    form = form[: form.index("</form>")]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


def walk(client: Client, kind: str = "child_protection", notifier_kind: str = "duty_bound") -> dict[str, str]:
    """Answer everything in Finnish; returns what the check page would send."""
    for name, given in answers_for(kind, notifier_kind):
        response = client.post(FI[name], given)
        assert response.status_code == 302, response.content.decode()
    return hidden(client.get(FI["check"]).content.decode())
