"""Keys of the tests: made anew each time, worth nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa


def key_pair(folder: Path, name: str) -> tuple[str, str]:
    """A key and its own certificate as PEM files."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    whose = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    now = datetime(2020, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(whose).issuer_name(whose).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=36500))
    paths = folder / f"{name}.key", folder / f"{name}.pem"
    plain = serialization.NoEncryption(), serialization.PrivateFormat.TraditionalOpenSSL, serialization.Encoding.PEM
    paths[0].write_bytes(key.private_bytes(plain[2], plain[1], plain[0]))
    paths[1].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(plain[2]))
    return str(paths[0]), str(paths[1])
