"""How does a Suomi.fi message leave? By the REST interface of Suomi.fi Messages, to an active mailbox only.

Shape as its public description gives it (https://api.messages.suomi.fi/api-docs, v1/token, v1/mailboxes/active,
v2/messages/electronic). Paper through Suomi.fi is left out: letters are printed by the county, where safe contact and
turvakielto are judged. `externalId` is our key; the service answers 409 to one that it has taken before.
"""

from __future__ import annotations

from typing import Any

from ovi.plumbing.outbound.http import post
from ovi.plumbing.outbound.messages import LastingError, Outgoing, Sent
from ovi.plumbing.settings import OviSettings

_TAKEN_BEFORE = 409


def send(message: Outgoing, ours: OviSettings) -> Sent:
    """Hand one message over; LastingError where the person has not taken Suomi.fi Messages into use."""
    base = ours.suomi_fi_url.rstrip("/")
    login = {"username": ours.suomi_fi_user, "password": ours.suomi_fi_password}
    token = _field(post("suomi_fi", f"{base}/v1/token", login), "access_token")
    headers = {"Authorization": f"Bearer {token}"}
    asked = {"endUsers": [{"id": message.to}]}
    active = post("suomi_fi", f"{base}/v1/mailboxes/active", asked, headers=headers)
    if not _field(active, "endUsersWithActiveMailbox"):
        raise LastingError("suomi_fi.no_mailbox")
    answer = post(
        "suomi_fi", f"{base}/v2/messages/electronic", _body(message, ours), headers=headers, taken=(_TAKEN_BEFORE,)
    )
    return Sent(str(_field(answer, "messageId") or message.key))


def _body(message: Outgoing, ours: OviSettings) -> dict[str, Any]:
    return {
        "externalId": message.key,
        "recipient": {"id": message.to},
        "sender": {"serviceId": ours.suomi_fi_service_id},
        "electronic": {
            "title": message.subject,
            "body": message.body,
            "bodyFormat": "Text",
            "messageServiceType": "Normal",
            "replyAllowedBy": "No one",
            "visibility": "Recipient only",  # whoever acts for the person by a mandate does not see it
            "attachments": [],
            "notifications": {
                "senderDetailsInNotifications": "None",
                "unreadMessageNotification": {"reminder": "Default reminder"},
            },
        },
    }


def _field(answer: Any, name: str) -> Any:
    return answer.get(name) if isinstance(answer, dict) else None
