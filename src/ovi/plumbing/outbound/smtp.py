"""How does an e-mail leave? Through the county's mail server, with TLS, as plain text that no machine answers.

SMTP knows no keys: a process that dies between the server's yes and our note of it sends once more. The Message-ID
is made of the key, so that mail servers which look at it keep only one.
"""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.core.mail import EmailMessage, get_connection

from ovi.plumbing.outbound.messages import LastingError, Outgoing, PassingError, Sent
from ovi.plumbing.settings import OviSettings

_SECONDS = 10
# RFC 5321 and 3463: the mailbox is not there, moved or takes nothing; 552 (full) and 554 (policy) say nothing of it.
_NOBODY_THERE = frozenset({501, 510, 511, 550, 551, 553, 556})


def send(message: Outgoing, ours: OviSettings) -> Sent:
    """Hand one message to the mail server."""
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host=ours.smtp_host, port=ours.smtp_port,
        username=ours.smtp_user, password=ours.smtp_password, use_tls=ours.smtp_security == "starttls",
        use_ssl=ours.smtp_security == "tls", timeout=_SECONDS,
    )  # fmt: skip
    number = f"<{message.key}@{parseaddr(ours.email_from)[1].rpartition('@')[2]}>"
    headers = {
        "Message-ID": number,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday replies
        "Content-Language": message.language,
    }
    mail = EmailMessage(message.subject, message.body, ours.email_from, [message.to], headers=headers)
    try:
        connection.send_messages([mail])
    except smtplib.SMTPException as error:
        raise _judged(error) from error
    except OSError as error:  # a wrong certificate is one too, and a ValueError besides: no fault of the address
        raise PassingError(f"smtp.{type(error).__name__}", whole=True) from error
    except ValueError as error:  # no address, or one that would become a header
        raise LastingError("smtp.address", bad_address=True) from error
    return Sent(number)


def _judged(error: smtplib.SMTPException) -> Exception:
    """What the server's answer means for this message: later, never, or an operator's work."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(number for number, _text in error.recipients.values())
        return _by_code(code, bad_address=code in _NOBODY_THERE)
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code)
    wrong_settings = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError)
    return PassingError(f"smtp.{type(error).__name__}", ours=isinstance(error, wrong_settings))


def _by_code(code: int, *, bad_address: bool = False) -> Exception:
    if code < 500:
        return PassingError(f"smtp.{code}")
    return LastingError(f"smtp.{code}", bad_address=bad_address)
