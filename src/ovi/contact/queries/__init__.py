"""What is known of contacts? Drafts, the sender's receipt, a notification for its unit, what a client may see."""

from ovi.contact.queries.drafts import draft_of_key, files_of_draft, newest_draft
from ovi.contact.queries.files import file_of_contact, files_of_contact
from ovi.contact.queries.nameless import nameless_service, nameless_services
from ovi.contact.queries.notices import NoticeView, notice_of, place_of, shown_to_client, shown_to_representatives, unopened
from ovi.contact.queries.receipts import Promise, Receipt, closed_for, phone_of, promises_of, receipt

__all__ = [
    "NoticeView",
    "Promise",
    "Receipt",
    "closed_for",
    "draft_of_key",
    "file_of_contact",
    "files_of_contact",
    "files_of_draft",
    "nameless_service",
    "nameless_services",
    "newest_draft",
    "notice_of",
    "phone_of",
    "place_of",
    "promises_of",
    "receipt",
    "shown_to_client",
    "shown_to_representatives",
    "unopened",
]
