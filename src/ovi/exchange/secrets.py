"""How are keys and tokens made and kept? Made from 256 random bits; only their hash is stored."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """A secret that fits in an address and a header."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is stored of it. So long a random secret needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
