"""What may be done in contact? Receive one with or without a name, keep drafts and codes, write, chat, notify."""

from ovi.contact.actions.assisting import require_typed_by
from ovi.contact.actions.chat_answering import (
    end_chat,
    note_unit,
    offer_chat,
    return_chat,
    say_as_unit,
    set_desk,
    take_chat,
    take_next,
    withdraw_chat_offer,
)
from ovi.contact.actions.chatting import (
    Asked,
    begin_chat,
    come_back,
    end_as_client,
    lapse_waiting,
    note_client,
    say_as_client,
)
from ovi.contact.actions.codes import (
    code_of,
    identify,
    note_wrong_code,
    open_by_code,
    write_by_code,
)
from ovi.contact.actions.drafting import (
    attach_file,
    detach_file,
    drop_draft,
    forget_drafts,
    keep_answers,
)
from ovi.contact.actions.following import (
    follow_up,
)
from ovi.contact.actions.giving_codes import CodeOrder, give_code
from ovi.contact.actions.inbound import (
    Arrival,
    Assessed,
    Referred,
    content_hash,
    receive_assessment,
    receive_referral,
    received_before,
)
from ovi.contact.actions.nameless import (
    receive_nameless,
)
from ovi.contact.actions.notifying import (
    Notice,
    notify,
)
from ovi.contact.actions.receiving import (
    OWN_WORDS_MAX,
    Taken,
    Wishes,
    log_contact,
    next_number,
    receive,
)
from ovi.contact.actions.threads import (
    Upload,
    Words,
    append,
    drop_new_draft,
    end_thread,
    keep_draft,
    locked_thread,
    note_read,
    reopen_thread,
    sent_before,
    start_thread,
)
from ovi.contact.actions.turns import (
    forget_turns,
    take_turn,
)

__all__ = [
    "require_typed_by",
    "CodeOrder",
    "Asked",
    "Notice",
    "OWN_WORDS_MAX",
    "Taken",
    "Upload",
    "Wishes",
    "Words",
    "append",
    "attach_file",
    "begin_chat",
    "code_of",
    "come_back",
    "detach_file",
    "drop_draft",
    "drop_new_draft",
    "end_as_client",
    "end_chat",
    "end_thread",
    "follow_up",
    "forget_drafts",
    "forget_turns",
    "give_code",
    "identify",
    "keep_answers",
    "keep_draft",
    "lapse_waiting",
    "locked_thread",
    "log_contact",
    "next_number",
    "note_client",
    "note_read",
    "note_unit",
    "note_wrong_code",
    "notify",
    "offer_chat",
    "open_by_code",
    "receive",
    "receive_nameless",
    "reopen_thread",
    "return_chat",
    "say_as_client",
    "say_as_unit",
    "sent_before",
    "set_desk",
    "start_thread",
    "take_chat",
    "take_next",
    "take_turn",
    "withdraw_chat_offer",
    "write_by_code",
    "Arrival",
    "Assessed",
    "Referred",
    "content_hash",
    "receive_assessment",
    "receive_referral",
    "received_before",
]
