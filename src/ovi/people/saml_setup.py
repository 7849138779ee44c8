"""What must allauth know of the SAML provider of strong e-ID? From its metadata and our key; reads no Django."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

from ovi.plumbing.settings import OviSettings

E_ID = "suomifi"  # the provider's name in addresses, by either protocol
_TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"


def saml_app(ovi: OviSettings) -> dict[str, Any]:
    """The provider as allauth wants it; nothing where no metadata is given."""
    if not ovi.eid_saml_metadata:
        return {}
    idp = _metadata(ovi.eid_saml_metadata)
    key, certificate = _pem(ovi.eid_saml_key), _pem(ovi.eid_saml_certificate)
    signs = bool(key and certificate)
    app = {
        "provider_id": idp["entityId"], "name": "Suomi.fi", "client_id": E_ID,
        "settings": {
            "idp": {
                "entity_id": idp["entityId"], "x509cert": _certificate(idp),
                "sso_url": idp["singleSignOnService"]["url"],
                "slo_url": idp.get("singleLogoutService", {}).get("url"),
            },
            "sp": {"entity_id": ovi.eid_saml_entity_id},
            "advanced": {
                "x509cert": certificate, "private_key": key, "name_id_format": _TRANSIENT,
                "authn_request_signed": signs, "logout_request_signed": signs, "logout_response_signed": signs,
                "metadata_signed": signs, "want_assertion_signed": True, "want_assertion_encrypted": signs,
                "want_name_id": True, "reject_deprecated_algorithm": True, "allow_single_label_domains": True,
                "reject_idp_initiated_sso": True,
            },
        },
    }  # fmt: skip
    return {"saml": {"APPS": [app]}}


def saml_origins(ovi: OviSettings) -> set[str]:
    """Where signing out may lead: the Content-Security-Policy names it."""
    if not ovi.eid_saml_metadata:
        return set()
    url = _metadata(ovi.eid_saml_metadata).get("singleLogoutService", {}).get("url", "")
    parts = urlsplit(url)
    return {f"{parts.scheme}://{parts.netloc}"} if parts.netloc else set()


@lru_cache(maxsize=8)
def _metadata(path: str) -> dict[str, Any]:
    read = OneLogin_Saml2_IdPMetadataParser.parse(Path(path).read_text(encoding="utf-8"))
    found: dict[str, Any] = read["idp"]
    return found


def _certificate(idp: dict[str, Any]) -> str:
    several = idp.get("x509certMulti", {}).get("signing")
    return str(several[0] if several else idp["x509cert"])


def _pem(path: str) -> str | None:
    return Path(path).read_text(encoding="ascii") if path else None
