"""What is known of contacts? Drafts, receipts, notifications, messages and chats; what a client may see."""

from ovi.contact.queries.chat_desks import (
    ChatEstimate,
    DeskNow,
    chat_colleagues,
    chat_estimate,
    desk_now,
    desks_now,
    unit_of_slug,
)
from ovi.contact.queries.chats import (
    BoardRow,
    ChatView,
    Line,
    board,
    chat_of_contact,
    chat_view,
    own_open_chat,
    own_open_chats,
)
from ovi.contact.queries.codes import answered_by_code, contact_opened_by
from ovi.contact.queries.drafts import (
    draft_of_key,
    files_of_draft,
    newest_draft,
)
from ovi.contact.queries.files import (
    file_of_contact,
    files_of_contact,
)
from ovi.contact.queries.inbound import DocumentView, ReferralView, documents_of, referral_of
from ovi.contact.queries.notices import (
    NoticeView,
    notice_of,
    place_of,
    shown_to_client,
    shown_to_representatives,
    unopened,
)
from ovi.contact.queries.receipts import (
    Promise,
    Receipt,
    closed_for,
    phone_of,
    promises_of,
    receipt,
    receipt_of,
)
from ovi.contact.queries.senders import Sender, sender_of
from ovi.contact.queries.threads import (
    Draft,
    MessageView,
    ThreadView,
    awaits,
    drafts_of,
    file_of,
    follows,
    threads_of,
    unread_by_client,
)

__all__ = [
    "Sender",
    "sender_of",
    "answered_by_code",
    "contact_opened_by",
    "receipt_of",
    "BoardRow",
    "ChatEstimate",
    "ChatView",
    "DeskNow",
    "Draft",
    "Line",
    "MessageView",
    "NoticeView",
    "Promise",
    "Receipt",
    "ThreadView",
    "awaits",
    "board",
    "chat_colleagues",
    "chat_estimate",
    "chat_of_contact",
    "chat_view",
    "closed_for",
    "desk_now",
    "desks_now",
    "draft_of_key",
    "drafts_of",
    "file_of",
    "file_of_contact",
    "files_of_contact",
    "files_of_draft",
    "follows",
    "newest_draft",
    "notice_of",
    "own_open_chat",
    "own_open_chats",
    "phone_of",
    "place_of",
    "promises_of",
    "receipt",
    "shown_to_client",
    "shown_to_representatives",
    "threads_of",
    "unit_of_slug",
    "unopened",
    "unread_by_client",
    "DocumentView",
    "ReferralView",
    "documents_of",
    "referral_of",
]
