"""E-mail, text and Suomi.fi messages leave by their real protocols, and each fault is told apart: later or never."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ovi.plumbing.outbound import http, sms, smtp, suomi_fi
from ovi.plumbing.outbound.messages import LastingError, Outgoing, PassingError
from ovi.plumbing.settings import Mode, OviSettings
from tests.standins import mail_server, message_server
from tests.standins.starting import started


def message(to, key="7f8e"):
    return Outgoing(key=key, to=to, subject="Sinulle on viesti", body="Sinulle on viesti åäö {to}.\n.\nLoppu")


def _lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of our own for localhost, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begins,
                                   begins + timedelta(days=36500))  # fmt: skip
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = made.sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder


@pytest.fixture(scope="module")
def mail(certificate, tmp_path_factory):
    mails = tmp_path_factory.mktemp("mail") / "mails"
    options = ("--mails", str(mails), "--cert", str(certificate / "cert.pem"), "--key", str(certificate / "key.pem"))
    with started("mail_server", *options) as port:
        yield port, mails


@pytest.fixture
def mailing(mail, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    return OviSettings(
        mode=Mode.TEST, smtp_host="localhost", smtp_port=mail[0], smtp_user=mail_server.USER,
        smtp_password=mail_server.PASSWORD, email_from="Pirkanmaa <ei-vastausta@pirkanmaa.example>",
    )  # fmt: skip


def test_an_email_leaves_encrypted_and_signed_in(mail, mailing):
    sent = smtp.send(message("aino@example.fi"), mailing)
    taken = _lines(mail[1])[-1]
    assert taken["tls"]
    assert taken["user"] == mail_server.USER
    assert taken["number"] == sent.provider_id == "<7f8e@pirkanmaa.example>"
    assert (taken["subject"], taken["auto"]) == ("Sinulle on viesti", "auto-generated")
    assert taken["body"].splitlines() == message("x").body.splitlines()


@pytest.mark.parametrize(
    ("to", "kind", "code", "bad"),
    [
        ("gone@example.fi", LastingError, "smtp.550", True),
        ("full@example.fi", LastingError, "smtp.552", False),
        ("spam@example.fi", LastingError, "smtp.554", False),
        ("later@example.fi", PassingError, "smtp.451", None),
        ("drop@example.fi", PassingError, "smtp.SMTPServerDisconnected", None),
        ("a@example.fi\nBcc: b@example.fi", LastingError, "smtp.address", True),
    ],
)
def test_a_refused_email_says_whether_it_may_go_later(mailing, to, kind, code, bad):
    with pytest.raises(kind) as caught:
        smtp.send(message(to), mailing)
    assert caught.value.code == code
    if kind is LastingError:
        assert caught.value.bad_address is bad


def test_wrong_settings_are_an_operators_work_and_nothing_leaves_in_the_clear(mail, mailing, monkeypatch):
    before = len(_lines(mail[1]))
    wrong = mailing.model_copy(update={"smtp_password": "wrong"})
    with pytest.raises(PassingError) as caught:
        smtp.send(message("aino@example.fi"), wrong)
    assert caught.value.ours
    with pytest.raises(PassingError):
        smtp.send(message("aino@example.fi"), mailing.model_copy(update={"smtp_security": "none"}))
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(PassingError, match="SSLCertVerificationError"):  # a server that is not who it says it is
        smtp.send(message("aino@example.fi"), mailing)
    with pytest.raises(PassingError):
        smtp.send(message("aino@example.fi"), mailing.model_copy(update={"smtp_port": 1}))
    assert len(_lines(mail[1])) == before


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    seen = tmp_path_factory.mktemp("provider") / "seen"
    with started("message_server", "--seen", str(seen)) as port:
        yield f"http://127.0.0.1:{port}", seen


@pytest.fixture
def texting(provider, monkeypatch):
    monkeypatch.setattr(http, "_SECONDS", (1, 0.7))
    return OviSettings(
        mode=Mode.TEST, sms_url=f"{provider[0]}/sms", sms_token=message_server.TOKEN, sms_sender="Pirkanmaa",
        suomi_fi_url=provider[0], suomi_fi_user=message_server.USER, suomi_fi_password=message_server.PASSWORD,
        suomi_fi_service_id="ovi-service",
    )  # fmt: skip


def delivered(provider, key):
    return [one for one in _lines(provider[1]) if one["delivered"] and key in (one.get("key"), one.get("externalId"))]


def test_a_text_leaves_in_the_operators_shape(provider, texting):
    shaped = texting.model_copy(update={"sms_body": '{"to": "{to}", "parts": [{"t": "{text}"}], "n": 1}'})
    assert sms.send(message("+358401234567", "shape"), shaped).provider_id.isdigit()
    (taken,) = delivered(provider, "shape")
    assert taken["parts"] == [{"t": message("x").body}], "words never become structure"
    assert taken["n"] == 1


@pytest.mark.parametrize(
    ("ending", "code", "after", "ours"),
    [
        ("500", "sms.500", 90, False), ("504", "sms.ReadTimeout", 0, False), ("444", "sms.ConnectionError", 0, False),
        ("429", "sms.429", 90, False), ("401", "sms.401", 0, True), ("302", "sms.302", 0, True),
    ],
)  # fmt: skip
def test_a_text_that_did_not_go_now_may_go_later(texting, ending, code, after, ours):
    with pytest.raises(PassingError) as caught:
        sms.send(message(f"+358400000{ending}", f"once-{ending}"), texting)
    assert (caught.value.code, caught.value.after_seconds, caught.value.ours) == (code, after, ours)


@pytest.mark.parametrize(("ending", "bad"), [("404", True), ("400", False)])
def test_a_text_that_never_goes_says_so(texting, ending, bad):
    with pytest.raises(LastingError) as caught:
        sms.send(message(f"+358400000{ending}"), texting)
    assert caught.value.bad_address is bad


@pytest.mark.parametrize("ending", ["444", "504", "500"])
def test_a_text_tried_again_is_delivered_once(provider, texting, ending):
    key = f"again-{ending}"
    for _ in range(2):
        with pytest.raises(PassingError):
            sms.send(message(f"+358400000{ending}", key), texting)
    sms.send(message(f"+358400000{ending}", key), texting)
    assert len(delivered(provider, key)) == 1


def test_a_suomi_fi_message_goes_to_an_active_mailbox_once(provider, texting):
    first = suomi_fi.send(message("010190-900P", "sfi"), texting)
    assert suomi_fi.send(message("010190-900P", "sfi"), texting) == first
    (taken,) = delivered(provider, "sfi")
    assert taken["recipient"] == {"id": "010190-900P"}
    assert taken["electronic"]["visibility"] == "Recipient only"
    with pytest.raises(LastingError, match="no_mailbox"):
        suomi_fi.send(message(message_server.NO_MAILBOX), texting)
    with pytest.raises(PassingError) as caught:
        suomi_fi.send(message("010190-900P"), texting.model_copy(update={"suomi_fi_password": "x"}))
    assert caught.value.ours


def test_production_refuses_what_would_leave_in_the_clear():
    unsafe = OviSettings(
        mode=Mode.PRODUCTION, smtp_host="mail.example.fi", smtp_security="none", sms_url="http://sms.example.fi",
        suomi_fi_url="http://viestit.example.fi",
    )  # fmt: skip
    named = {fault.where for fault in unsafe.faults()}
    assert {"OVI_SMTP_SECURITY", "OVI_EMAIL_FROM", "OVI_SMS_URL", "OVI_SUOMI_FI_URL", "OVI_SITE_URL"} <= named
    with pytest.raises(ValueError, match="JSON"):
        OviSettings(sms_body="[]")
