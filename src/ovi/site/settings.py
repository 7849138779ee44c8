"""Django's settings, derived from the typed settings of the product (ovi.plumbing.settings)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from ovi.people.saml_setup import E_ID, saml_app, saml_origins
from ovi.plumbing.database import OWNER, django_database
from ovi.plumbing.settings import Mode, OviSettings, kept_secret, var_folder
from ovi.plumbing.settings import settings as read_settings

OVI = read_settings()
_package = Path(__file__).resolve().parents[1]
_rooms = (
    "plumbing", "design", "directory", "people", "staffing", "contact", "casework", "encounters", "booking",
    "performance", "programme", "exchange", "desks", "demo",
)  # fmt: skip

DEBUG = False  # never on: pages with client data must not show a traceback
SECRET_KEY = OVI.secret_key or kept_secret("django")
ALLOWED_HOSTS = [host.strip() for host in OVI.allowed_hosts.split(",") if host.strip()]
if OVI.mode is Mode.TEST:
    ALLOWED_HOSTS.append("testserver")
ROOT_URLCONF = "ovi.site.urls"
WSGI_APPLICATION = "ovi.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"

INSTALLED_APPS = [
    *(f"ovi.{room}.apps.Config" for room in _rooms),  # first, so that our templates come before allauth's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "template_partials",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ovi.site.middleware.ActorMiddleware",
    "ovi.site.signed_in.SessionLimitMiddleware",
    "ovi.site.signed_in.SecondFactorMiddleware",
    "ovi.site.middleware.RefusalMiddleware",
    "ovi.site.middleware.AccessLogMiddleware",
    "ovi.site.signed_in.OnBehalfMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ovi.site.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- data
DATABASES = {"default": django_database(OWNER if os.environ.get("OVI_DB_ROLE") == OWNER else "ovi_app")}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "plumbing_cache"}}

# --- language and time
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
USE_I18N = True
LOCALE_PATHS = [_package / "site" / "locale"]  # the site is no room; the rooms' own folders are found by themselves
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

# --- static files
STATIC_URL = "/static/"
STATIC_ROOT = var_folder() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if OVI.mode is Mode.TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = OVI.mode is Mode.TEST
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- security
_issuers = [issuer for issuer in (OVI.oidc_issuer, OVI.eid_oidc_issuer) if issuer]
_sign_outs = sorted({"{0.scheme}://{0.netloc}".format(urlsplit(one)) for one in _issuers} | saml_origins(OVI))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *_sign_outs],  # signing out goes on to the provider that let one in
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "ovi.site.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ovi.site.errors.expired_form"
SESSION_COOKIE_AGE = OVI.session_hours * 60 * 60  # the absolute end; the idle one is the middleware's
SESSION_SAVE_EVERY_REQUEST = False
if OVI.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host[0].isalpha()]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "ovi.plumbing.uploads.BoundedUploads",  # before those that keep: nothing too large is kept at all
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_PERMISSIONS = 0o600

# --- sign-in (the demo has a page of its own, present only with invented data)
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "after_sign_in"
ACCOUNT_ADAPTER = "ovi.people.sign_in.NoSignUpAdapter"
ACCOUNT_FORMS = {"login": "ovi.people.forms.PasswordForm", "reauthenticate": "ovi.people.forms.PasswordAgainForm"}
MFA_FORMS = {
    "authenticate": "ovi.people.forms.SecondFactorForm",
    "reauthenticate": "ovi.people.forms.SecondFactorAgainForm",
    "activate_totp": "ovi.people.forms.NewSecondFactorForm",
}
SOCIALACCOUNT_ADAPTER = "ovi.people.sign_in.CountyAccountsAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "5/5m/key,20/5m/ip"}
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = OVI.trusted_proxies
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False


def providers(ovi: OviSettings) -> dict[str, Any]:
    """The county's OpenID Connect provider and residents' strong e-ID as allauth wants them; nothing not named."""
    named = (
        ("county", ovi.oidc_issuer, ovi.oidc_client_id, ovi.oidc_client_secret),
        (E_ID, ovi.eid_oidc_issuer, ovi.eid_oidc_client_id, ovi.eid_oidc_client_secret),
    )
    apps = [
        {"provider_id": name, "name": name, "client_id": client, "secret": secret, "settings": {"server_url": issuer}}
        for name, issuer, client, secret in named
        if issuer
    ]
    by_oidc = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}} if apps else {}
    return {**by_oidc, **saml_app(ovi)}


SOCIALACCOUNT_PROVIDERS = providers(OVI)

# --- log: times, levels, no client data, no henkilötunnus
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask": {"()": "ovi.plumbing.logs.MaskIdentifiers"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"ovi": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
