"""A county's OpenID Connect provider for the tests: django-oauth-toolkit as a server of its own, with its own database.

It is a real provider (discovery, keys, PKCE, signed tokens, sign-out). Two addresses exist for the tests only:
`/test/people/<name>/` puts a person with their claims, `/test/fault/` makes its tokens wrong in a chosen way.

    python -m tests.providers.county_idp FOLDER REDIRECT_URI BACK_URI      prints its port, then serves
"""

from __future__ import annotations

import base64
import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT_ID, CLIENT_SECRET, PASSWORD = "oikea-ovi", "a-secret-of-the-tests", "pitkä-salasana-täällä"
_PAGE = "<form method=post>{% csrf_token %}{{ form }}</form>"
FAULT: dict[str, str] = {}
CLAIMS: dict[str, dict] = {}


def configure(folder: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="of-the-tests-only", ALLOWED_HOSTS=["127.0.0.1"], USE_TZ=True, ROOT_URLCONF=__name__,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # quick; nothing is at stake here
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "idp.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", LOGIN_URL="/login/", SESSION_COOKIE_NAME="idp",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions",
                        "oauth2_provider"],
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                    "django.contrib.auth.middleware.AuthenticationMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [
            ("django.template.loaders.locmem.Loader", {"login.html": _PAGE})]}}],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": key.decode(), "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "sign in", "profile": "name", "email": "address"},
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
            "OIDC_RP_INITIATED_LOGOUT_ENABLED": True, "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
        },
    )  # fmt: skip


def __getattr__(name: str):  # type: ignore[no-untyped-def]
    """Django asks this module for its urls and its validator once it has been configured."""
    if name == "urlpatterns":
        return _urls()
    if name == "Validator":
        return _validator()
    raise AttributeError(name)


def _urls() -> list:
    from django.contrib.auth.views import LoginView
    from django.http import JsonResponse
    from django.urls import include, path

    def person(request, name: str):  # type: ignore[no-untyped-def]
        from django.contrib.auth.models import User

        CLAIMS[name] = json.loads(request.body)
        User.objects.filter(username=name).exists() or User.objects.create_user(name, password=PASSWORD)
        return JsonResponse({})

    def fault(request):  # type: ignore[no-untyped-def]
        FAULT.clear()
        FAULT.update(json.loads(request.body))
        return JsonResponse({})

    return [
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
        path("login/", LoginView.as_view(template_name="login.html")),
        path("test/people/<str:name>/", person),
        path("test/fault/", fault),
    ]


def _validator() -> type:
    from jwcrypto import jwk, jwt
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Validator(OAuth2Validator):
        oidc_claim_scope = None

        def get_additional_claims(self, request):  # type: ignore[no-untyped-def]
            return CLAIMS.get(request.user.username, {})

        def get_id_token_dictionary(self, token, token_handler, request):  # type: ignore[no-untyped-def]
            claims, expires = super().get_id_token_dictionary(token, token_handler, request)
            if FAULT.get("kind") == "expired":
                claims["exp"] = int((expires - timedelta(days=2)).timestamp())
            if FAULT.get("kind") == "issuer":
                claims["iss"] = "https://another.example"
            return claims, expires

        def finalize_id_token(self, id_token, token, token_handler, request):  # type: ignore[no-untyped-def]
            kind = FAULT.get("kind")
            if kind == "audience":
                id_token["aud"] = "another-client"
            if kind == "nonce":
                id_token["nonce"] = "another-question"
            whole = super().finalize_id_token(id_token, token, token_handler, request)
            head, body, _sign = whole.split(".")
            if kind == "unsigned":
                none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
                return f"{none}.{body}."
            if kind == "stranger":
                claims = base64.urlsafe_b64decode(body + "==").decode()
                header = base64.urlsafe_b64decode(head + "==").decode()
                forged = jwt.JWT(header=header, claims=claims)
                forged.make_signed_token(jwk.JWK.generate(kty="RSA", size=2048))
                return forged.serialize()
            return whole

        def get_userinfo_claims(self, request):  # type: ignore[no-untyped-def]
            claims = super().get_userinfo_claims(request)
            return {**claims, "sub": "somebody-else"} if FAULT.get("kind") == "userinfo" else claims

    return Validator


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """The tests print their own."""


def main(folder: str, redirect_uri: str, back_uri: str) -> None:
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain http on the loopback
    sys.modules["tests.providers.county_idp"] = sys.modules[__name__]
    configure(Path(folder))
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    Application.objects.create(
        name="Oikea ovi", client_id=CLIENT_ID, client_secret=CLIENT_SECRET, client_type="confidential",
        authorization_grant_type="authorization-code", redirect_uris=redirect_uri,
        post_logout_redirect_uris=back_uri, skip_authorization=True, algorithm="RS256",
    )  # fmt: skip
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Quiet)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
