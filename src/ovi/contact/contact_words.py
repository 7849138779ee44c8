"""What do the answers of a contact mean, in words a resident understands?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovi.contact.states import Ground, ReplyBy, TypedBy
from ovi.people.queries import RepresentationView
from ovi.people.states import RepresentationKind

WAYS: dict[ReplyBy, Any] = {
    ReplyBy.MY_MATTERS: _("Here, in My matters"),
    ReplyBy.SMS: _("Here, and we tell you by text message when there is an answer"),
    ReplyBy.EMAIL: _("Here, and we tell you by e-mail when there is an answer"),
    ReplyBy.PHONE: _("By calling me"),
    ReplyBy.LETTER: _("By letter to my home address"),
}
TYPED: dict[str, Any] = {
    TypedBy.CLIENT: _("The client typed"),
    TypedBy.HELPER: _("The helper typed what the client said"),
}
IN_MY_MATTERS = frozenset({ReplyBy.MY_MATTERS, ReplyBy.SMS, ReplyBy.EMAIL})
GROUNDS: dict[str, Any] = {
    Ground.GUARDIAN: _("as the child’s guardian"),
    Ground.TRUSTEE: _("as a trustee"),
    Ground.MANDATE: _("by a mandate"),
}
STAFF_GROUNDS: dict[str, Any] = {
    Ground.GUARDIAN: _("guardian"),
    Ground.TRUSTEE: _("trustee"),
    Ground.MANDATE: _("holder of a mandate"),
}
SAFE: dict[str, Any] = {
    "no_voice_mail": _("Do not leave a message on my answering machine or with anybody else"),
    "not_home": _("Do not send or bring anything to my home"),
    "no_sms": _("Do not send text messages"),
    "no_email": _("Do not send e-mail"),
    "private": _("Do not show this matter to others who act for me or for my child"),
}
INTERPRETED: dict[str, Any] = {
    "fse": _("Finnish sign language"),
    "fss": _("Finland-Swedish sign language"),
    "se": _("Northern Sámi"),
    "ru": _("Russian"),
    "et": _("Estonian"),
    "uk": _("Ukrainian"),
    "ar": _("Arabic"),
    "so": _("Somali"),
    "fa": _("Persian"),
    "ku": _("Kurdish"),
    "sq": _("Albanian"),
    "vi": _("Vietnamese"),
    "zh": _("Chinese"),
    "th": _("Thai"),
    "tr": _("Turkish"),
    "es": _("Spanish"),
    "en": _("English"),
    "sv": _("Swedish"),
    "fi": _("Finnish"),
}


def right_said(right: RepresentationView) -> str:
    """Whom one may act for, and until when: 'Emma Esimerkki, your child' or '…, by a mandate until 31.12.2026'."""
    ground = gettext("your child") if right.kind == RepresentationKind.GUARDIAN else str(GROUNDS.get(right.kind, ""))
    if right.valid_to is None or right.kind == RepresentationKind.GUARDIAN:
        return f"{right.name}, {ground}"
    last = right.valid_to - timedelta(days=1)
    until = gettext("until %(day)s") % {"day": date_format(last, "SHORT_DATE_FORMAT")}
    return f"{right.name}, {ground} {until}"


def answer_said(reply_by: ReplyBy, to: str) -> str:
    """How the answer comes, as the receipt says it."""
    match reply_by:
        case ReplyBy.PHONE:
            return gettext("We call you at %(number)s") % {"number": to}
        case ReplyBy.SMS:
            return gettext("You see the answer in My matters. We tell you by text message to %(number)s") % {
                "number": to
            }
        case ReplyBy.EMAIL:
            return gettext("You see the answer in My matters. We tell you by e-mail to %(address)s") % {"address": to}
        case ReplyBy.LETTER:
            return gettext("We send a letter to your home address")
        case ReplyBy.CODE:
            return gettext("You read the answer here with your code")
    return gettext("You see the answer in My matters")
