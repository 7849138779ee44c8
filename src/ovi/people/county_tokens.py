"""Is this ID token the provider's answer to our own question? Signature, issuer, audience, time and nonce are checked.

The library that carries the rest of OpenID Connect may trust an ID token because it came over TLS, and sends no
nonce; here each token is verified as OpenID Connect Core 3.1.3.7 says, with asymmetric algorithms only.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_CLAIMS = ("exp", "iat", "iss", "aud", "sub")
_LEEWAY_SECONDS = 30
SESSION_TOKEN = "county_id_token"  # noqa: S105 - the name of a key
SESSION_END = "county_end_session"


class CountyAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The library's adapter with the checks that it leaves to its user. The callback gives it the kept state."""

    kept: Mapping[str, Any] = {}

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        raw = kwargs["response"].get("id_token")
        if not raw:
            raise OAuth2Error("no id_token")
        if self.openid_config["issuer"].rstrip("/") != app.settings["server_url"].rstrip("/"):
            raise OAuth2Error("the provider names another issuer than the one in the settings")
        login = super().complete_login(request, app, token, **kwargs)
        claims = login.account.extra_data["id_token"]
        told = login.account.extra_data.get("userinfo") or {}
        if told and told.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo is about somebody else than the id_token")
        request.session[SESSION_TOKEN] = raw
        request.session[SESSION_END] = self.openid_config.get("end_session_endpoint", "")
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            claims = jwt.decode(
                id_token, self._key(id_token), algorithms=list(ALGORITHMS), audience=app.client_id,
                issuer=self.openid_config["issuer"], leeway=_LEEWAY_SECONDS, options={"require": list(_CLAIMS)},
            )  # fmt: skip
        except (jwt.PyJWTError, ValueError, KeyError) as error:
            raise OAuth2Error(f"the id_token is not valid: {type(error).__name__}") from error
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the id_token was made for another client")
        expected = str(self.kept.get("nonce") or "")
        if not expected or not secrets.compare_digest(str(claims.get("nonce", "")), expected):
            raise OAuth2Error("the id_token answers another question (nonce)")
        return claims

    def _key(self, id_token: str) -> Any:
        header = jwt.get_unverified_header(id_token)
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("the id_token is not signed with an algorithm that we accept")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = [key for key in keys if header.get("kid") in (None, key.key_id)]
        if len(named) != 1:
            raise OAuth2Error("the id_token names no key of the provider")
        return named[0].key
