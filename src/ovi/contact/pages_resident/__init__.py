"""How does a resident make contact? One question a page, answers checked before sending, a receipt at the end."""

from ovi.contact.pages_resident.asking import contact_line, contact_new, contact_reply, contact_whom, contact_wishes
from ovi.contact.pages_resident.asking import contact_words as contact_words
from ovi.contact.pages_resident.attaching import contact_file, contact_files
from ovi.contact.pages_resident.leaving import contact_drop, contact_for_other, help_now, quick_exit
from ovi.contact.pages_resident.receipt import contact_receipt_pdf, contact_sent
from ovi.contact.pages_resident.sending import contact_check

__all__ = [
    "contact_check",
    "contact_drop",
    "contact_file",
    "contact_files",
    "contact_for_other",
    "contact_line",
    "contact_new",
    "contact_receipt_pdf",
    "contact_reply",
    "contact_sent",
    "contact_whom",
    "contact_wishes",
    "contact_words",
    "help_now",
    "quick_exit",
]
