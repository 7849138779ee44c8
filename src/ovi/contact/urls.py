"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.contact import pages_chat, pages_chat_staff, pages_code, pages_nameless, pages_notice
from ovi.contact import pages_resident as pages

urlpatterns = [
    path(pgettext_lazy("url", "contact/"), pages.contact_new, name="contact_new"),
    path(pgettext_lazy("url", "contact/for-another/"), pages.contact_for_other, name="contact_for_other"),
    path(pgettext_lazy("url", "contact/who/"), pages.contact_whom, name="contact_whom"),
    path(pgettext_lazy("url", "contact/matter/"), pages.contact_words, name="contact_words"),
    path(pgettext_lazy("url", "contact/service/"), pages.contact_line, name="contact_line"),
    path(pgettext_lazy("url", "contact/answer/"), pages.contact_reply, name="contact_reply"),
    path(pgettext_lazy("url", "contact/wishes/"), pages.contact_wishes, name="contact_wishes"),
    path(pgettext_lazy("url", "contact/files/"), pages.contact_files, name="contact_files"),
    path(pgettext_lazy("url", "contact/files/<uuid:key>/"), pages.contact_file, name="contact_file"),
    path(pgettext_lazy("url", "contact/check/"), pages.contact_check, name="contact_check"),
    path(pgettext_lazy("url", "contact/drop/"), pages.contact_drop, name="contact_drop"),
    path(pgettext_lazy("url", "contact/thanks/<slug:number>/"), pages.contact_sent, name="contact_sent"),
    path(
        pgettext_lazy("url", "contact/thanks/<slug:number>/receipt/"),
        pages.contact_receipt_pdf,
        name="contact_receipt_pdf",
    ),
    path(pgettext_lazy("url", "leave/"), pages.quick_exit, name="quick_exit"),
    path(pgettext_lazy("url", "contact/nameless/"), pages_nameless.nameless_new, name="nameless_new"),
    path(pgettext_lazy("url", "contact/nameless/matter/"), pages_nameless.nameless_words, name="nameless_words"),
    path(pgettext_lazy("url", "contact/nameless/files/"), pages_nameless.nameless_files, name="nameless_files"),
    path(pgettext_lazy("url", "contact/nameless/check/"), pages_nameless.nameless_check, name="nameless_check"),
    path(pgettext_lazy("url", "contact/nameless/code/"), pages_nameless.nameless_sent, name="nameless_sent"),
    path(pgettext_lazy("url", "contact/nameless/drop/"), pages_nameless.nameless_drop, name="nameless_drop"),
    path(pgettext_lazy("url", "contact/code/"), pages_code.code_enter, name="code_enter"),
    path(pgettext_lazy("url", "contact/code/message/"), pages_code.code_matter, name="code_matter"),
    path(pgettext_lazy("url", "contact/code/who-i-am/"), pages_code.code_identify, name="code_identify"),
    path(pgettext_lazy("url", "contact/code/close/"), pages_code.code_leave, name="code_leave"),
    path(pgettext_lazy("url", "notification/"), pages_notice.notice_step, {"name": "notice_new"}, name="notice_new"),
    path(
        pgettext_lazy("url", "notification/notifier/"),
        pages_notice.notice_step,
        {"name": "notice_who"},
        name="notice_who",
    ),
    path(
        pgettext_lazy("url", "notification/contact-details/"),
        pages_notice.notice_step,
        {"name": "notice_you"},
        name="notice_you",
    ),
    path(
        pgettext_lazy("url", "notification/about-whom/"),
        pages_notice.notice_step,
        {"name": "notice_about"},
        name="notice_about",
    ),
    path(
        pgettext_lazy("url", "notification/do-they-know/"),
        pages_notice.notice_step,
        {"name": "notice_knows"},
        name="notice_knows",
    ),
    path(
        pgettext_lazy("url", "notification/worry/"),
        pages_notice.notice_step,
        {"name": "notice_worry"},
        name="notice_worry",
    ),
    path(pgettext_lazy("url", "notification/check/"), pages_notice.notice_check, name="notice_check"),
    path(pgettext_lazy("url", "notification/drop/"), pages_notice.notice_drop, name="notice_drop"),
    path(pgettext_lazy("url", "notification/received/<str:receipt>/"), pages_notice.notice_sent, name="notice_sent"),
    path(pgettext_lazy("url", "help-now/"), pages.help_now, name="help_now"),
    path(pgettext_lazy("url", "chat/"), pages_chat.chats_page, name="chats"),
    path(pgettext_lazy("url", "chat/<slug:unit>/"), pages_chat.chat_begin, name="chat_begin"),
    path(pgettext_lazy("url", "chat/talk/<uuid:key>/"), pages_chat.chat, name="chat"),
    path(pgettext_lazy("url", "chat/talk/<uuid:key>/lines/"), pages_chat.chat_lines, name="chat_lines"),
    path(pgettext_lazy("url", "work/chat/"), pages_chat_staff.chat_board, name="chat_board"),
    path(pgettext_lazy("url", "work/chat/next/"), pages_chat_staff.chat_next, name="chat_next"),
    path(pgettext_lazy("url", "work/chat/<uuid:key>/"), pages_chat_staff.chat_staff, name="chat_staff"),
    path(
        pgettext_lazy("url", "work/chat/<uuid:key>/lines/"), pages_chat_staff.chat_staff_lines, name="chat_staff_lines"
    ),
    path(pgettext_lazy("url", "management/chat/"), pages_chat_staff.chat_desks, name="chat_desks"),
]
