"""What is known of contacts? The sender's receipt, a notification for the unit that answers, what a client may see."""

from ovi.contact.queries.inbound import DocumentView, ReferralView, documents_of, referral_of
from ovi.contact.queries.notices import NoticeView, notice_of, place_of, shown_to_client, unopened
from ovi.contact.queries.receipts import Promise, Receipt, closed_for, phone_of, promises_of, receipt

__all__ = [
    "DocumentView",
    "ReferralView",
    "documents_of",
    "referral_of",
    "NoticeView",
    "Promise",
    "Receipt",
    "closed_for",
    "notice_of",
    "phone_of",
    "place_of",
    "promises_of",
    "receipt",
    "shown_to_client",
    "unopened",
]
