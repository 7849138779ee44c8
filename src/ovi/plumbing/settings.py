"""Which settings are there, what do they mean, and what may each mode contain? Read once from the environment."""

from __future__ import annotations

import json
import os
import secrets
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ovi.foundation.definitions import DEFAULT_COUNTY
from ovi.foundation.refusals import Fault, Refused


class Mode(StrEnum):
    """What may exist: invented people and demo sign-in only in DEMO and TEST."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class OviSettings(BaseSettings):
    """Every setting of the product. Environment variables, prefix OVI_ except DATABASE_URL."""

    model_config = SettingsConfigDict(env_prefix="OVI_", extra="ignore")

    mode: Mode = Field(Mode.DEMO, description="demo, test or production; decides what may exist")
    var: Path = Field(Path("var"), description="folder of everything the product writes")
    county: str = Field(DEFAULT_COUNTY, description="which folder of definitions/counties this installation serves")
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or newer as role ovi_app; empty starts the embedded server in OVI_VAR",
    )
    owner_database_url: str = Field(
        "", description="the same database as role ovi_owner; needed by ovi migrate when DATABASE_URL is set"
    )
    secret_key: str = Field("", description="signs sessions and forms; required in production, 50 characters or more")
    allowed_hosts: str = Field("127.0.0.1,localhost,[::1]", description="host names served, separated by commas")
    https: bool = Field(False, description="true behind TLS: secure cookies, HSTS; required in production")
    trusted_proxies: int = Field(0, ge=0, le=5, description="how many proxies in front set X-Forwarded-For")
    workers: int = Field(1, ge=1, le=64, description="web processes; as many as there are cores serve the most people")
    threads: int = Field(4, ge=1, le=64, description="threads in each web process")
    jobs: int = Field(2, ge=1, le=64, description="jobs run at once by the job worker")
    definitions: str = Field("", description="another folder of definitions than the one that ships with the product")
    oidc_issuer: str = Field("", description="OpenID Connect issuer for sign-in; empty hides that way in")
    oidc_client_id: str = Field("", description="client id at the OpenID Connect issuer")
    oidc_client_secret: str = Field("", description="client secret at the OpenID Connect issuer")
    embed_origins: str = Field(
        "", description="sites that may show the box of services, for example https://www.kunta.fi; separated by commas"
    )
    oidc_roles: str = Field(
        "", description="YAML file: which group at the county's sign-in gives which role, unit and profession"
    )
    oidc_groups_claim: str = Field("groups", description="claim of the ID token (or userinfo) that lists the groups")
    oidc_mfa_amr: str = Field(
        "mfa",
        description="values of the claim amr that prove two factors, separated by commas; one of them is enough",
    )
    oidc_mfa_acr: str = Field("", description="values of the claim acr that prove two factors, separated by commas")
    eid_oidc_issuer: str = Field(
        "", description="OpenID Connect issuer of residents' strong e-ID; empty hides that way"
    )
    eid_oidc_client_id: str = Field("", description="client id at the issuer of strong e-ID")
    eid_oidc_client_secret: str = Field("", description="client secret at the issuer of strong e-ID")
    eid_saml_metadata: str = Field(
        "", description="file: SAML metadata of residents' strong e-ID; empty hides that way"
    )
    eid_saml_key: str = Field("", description="PEM file: our private key, signs SAML requests and opens sealed answers")
    eid_saml_certificate: str = Field("", description="PEM file: the certificate of our SAML key")
    eid_saml_entity_id: str = Field("", description="our SAML entity id; empty: the address of our metadata")
    mandates_url: str = Field(
        "", description="address of the mandate register (Suomi.fi-valtuudet); empty: none is asked"
    )
    mandates_client_id: str = Field("", description="client id at the mandate register")
    mandates_client_secret: str = Field("", description="client secret (OAuth) at the mandate register")
    mandates_key: str = Field("", description="key of the checksum at the mandate register")
    mandates_health: str = Field("", description="URI of the mandate theme that covers health matters")
    mandates_social: str = Field("", description="URI of the mandate theme that covers social matters")
    copy_days: int = Field(7, ge=1, le=30, description="how many days a copy of one's own data is kept for fetching")
    help_minutes: int = Field(30, ge=5, le=60, description="how long helping a person side by side lasts at most")
    staff_mfa: bool | None = Field(
        None, description="demand a second factor of staff who sign in by password; empty: only in production"
    )
    idle_minutes: int = Field(60, ge=5, le=720, description="a session without a request ends after this many minutes")
    session_hours: int = Field(12, ge=1, le=24, description="a session ends after this many hours in any case")
    emergency_minutes: int = Field(
        60, ge=5, le=720, description="how long an opening in an emergency or on a ground lasts, for reading"
    )
    guardian_view_age: int = Field(
        12, ge=0, le=18, description="from this age a guardian sees a child's log only after a professional's judgement"
    )
    hand_over_days: int = Field(
        1, ge=1, le=30, description="working days in which an offered case is answered before the managers are warned"
    )
    callback_attempts: int = Field(
        3, ge=1, le=20, description="calls without an answer after which a worker may stop and send a letter"
    )
    callback_days: int = Field(2, ge=1, le=14, description="on how many different days those calls must have been made")
    callback_gap_minutes: int = Field(
        30, ge=0, le=600, description="calls nearer to each other than this count as one; the list rests a row so long"
    )
    callback_hold_minutes: int = Field(
        15, ge=1, le=120, description="a call taken from the list is free for others again after this many minutes"
    )
    draft_days: int = Field(14, ge=1, le=90, description="days that an unsent message of a signed-in person is kept")
    code_days: int = Field(90, ge=7, le=730, description="days that a code opens a message sent without an account")
    scan_command: str = Field(
        "",
        description="looks at each file that is sent, given its path as last argument: exit status 0 clean, 1 blocked, "
        "anything else asked again; for example clamdscan --fdpass --no-summary. Empty: files are not scanned",
    )
    facts_key: str = Field("", description="keyed hash for pseudonyms in facts; empty makes one in OVI_VAR/secrets")
    facts_keep: int = Field(
        35, ge=1, le=3660, description="how many snapshots of facts and runs of figures are kept, newest first"
    )
    site_url: str = Field(
        "", description="the address that notices tell people to come to; empty makes it of the first allowed host"
    )
    quiet_from: int = Field(21, ge=0, le=23, description="from this hour in Finland no notice is sent until quiet_to")
    quiet_to: int = Field(7, ge=0, le=23, description="the hour at which waiting notices leave; equal: no quiet hours")
    notice_tries: int = Field(8, ge=1, le=20, description="tries by one way before the next way is taken")
    smtp_host: str = Field("", description="mail server for notices; empty: no e-mail leaves")
    smtp_port: int = Field(587, ge=1, le=65535, description="port of the mail server")
    smtp_user: str = Field("", description="user name at the mail server; empty: none is given")
    smtp_password: str = Field("", description="password at the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls (from the first byte, port 465), or none on one's own machine only"
    )
    email_from: str = Field("", description="sender of e-mails, for example Pirkanmaa <ei-vastausta@pirkanmaa.example>")
    sms_url: str = Field("", description="address of the text message operator's HTTP interface; empty: none leave")
    sms_token: str = Field("", description="bearer token at the text message operator")
    sms_sender: str = Field("", description="sender of text messages as it is registered (a name or a number)")
    sms_body: str = Field(
        '{"to": "{to}", "from": "{sender}", "text": "{text}", "reference": "{key}"}',
        description="JSON that the operator wants; a value that is {to}, {text}, {sender} or {key} is filled in",
    )
    sms_id: str = Field("id", description="which field of the operator's answer names the message")
    suomi_fi_url: str = Field("", description="Suomi.fi Messages, https://api.messages.suomi.fi; empty: none leave")
    suomi_fi_user: str = Field("", description="user name at Suomi.fi Messages")
    suomi_fi_password: str = Field("", description="password at Suomi.fi Messages")
    suomi_fi_service_id: str = Field("", description="the county's service id at Suomi.fi Messages")
    letter_sender: str = Field("", description="return address on letters, its lines separated by |")
    security_emails: str = Field(
        "", description="who is told at once of openings in an emergency; e-mail addresses separated by commas"
    )

    @field_validator("sms_body")
    @classmethod
    def _is_json(cls, value: str) -> str:
        if not isinstance(json.loads(value), dict):
            raise ValueError("must be a JSON object")
        return value

    @property
    def invented_data(self) -> bool:
        """True where all people are invented, so pages must say so."""
        return self.mode is not Mode.PRODUCTION

    @property
    def demands_second_factor(self) -> bool:
        """Must staff with a password have a second factor?"""
        return self.mode is Mode.PRODUCTION if self.staff_mfa is None else self.staff_mfa

    @property
    def address(self) -> str:
        """Where people are told to come, without a slash at the end."""
        host = self.allowed_hosts.split(",")[0].strip()
        return (self.site_url or f"http{'s' if self.https else ''}://{host}").rstrip("/")

    def faults(self) -> list[Fault]:
        """What this mode does not allow. Empty when safe."""
        if self.mode is not Mode.PRODUCTION:
            return []
        found: list[Fault] = []
        if len(self.secret_key) < 50 or "insecure" in self.secret_key or len(set(self.secret_key)) < 10:
            found.append(
                Fault(
                    "OVI_SECRET_KEY",
                    "set 50 random characters or more, for example from: openssl rand -base64 48",
                )
            )
        if not self.database_url:
            found.append(Fault("DATABASE_URL", "production needs a PostgreSQL server of its own"))
        if not self.https:
            found.append(Fault("OVI_HTTPS", "set to true and put a TLS proxy in front"))
        if "*" in self.allowed_hosts:
            found.append(Fault("OVI_ALLOWED_HOSTS", "name the hosts; * is refused"))
        if self.oidc_issuer and not self.oidc_roles:
            found.append(Fault("OVI_OIDC_ROLES", "name the file that says which group gives which role"))
        if self.oidc_issuer and not self.oidc_issuer.startswith("https://"):
            found.append(Fault("OVI_OIDC_ISSUER", "the county's sign-in must be https"))
        for name, value in (("OVI_EID_OIDC_ISSUER", self.eid_oidc_issuer), ("OVI_MANDATES_URL", self.mandates_url)):
            if value and not value.startswith("https://"):
                found.append(Fault(name, "must be https"))
        if self.eid_saml_metadata and not (self.eid_saml_key and self.eid_saml_certificate):
            found.append(
                Fault("OVI_EID_SAML_KEY", "strong e-ID by SAML signs its requests: give a key and certificate")
            )
        if not self.facts_key:
            found.append(Fault("OVI_FACTS_KEY", "set a key kept apart from the facts"))
        return [*found, *self._outbound_faults()]

    def _outbound_faults(self) -> list[Fault]:
        """What leaves the house leaves it encrypted, and only as a whole setting."""
        found: list[Fault] = []
        if self.smtp_host and self.smtp_security == "none" and self.smtp_host not in ("localhost", "127.0.0.1", "::1"):
            found.append(Fault("OVI_SMTP_SECURITY", "e-mail must leave encrypted: starttls or tls"))
        if self.smtp_host and "@" not in self.email_from:
            found.append(Fault("OVI_EMAIL_FROM", "name the sender of e-mails"))
        for variable, url in (("OVI_SMS_URL", self.sms_url), ("OVI_SUOMI_FI_URL", self.suomi_fi_url)):
            if url and not url.startswith("https://"):
                found.append(Fault(variable, "must be https"))
        if (self.smtp_host or self.sms_url or self.suomi_fi_url) and not self.site_url.startswith("https://"):
            found.append(Fault("OVI_SITE_URL", "notices tell people to come to this address: https://…"))
        return found


@lru_cache(maxsize=1)
def settings() -> OviSettings:
    """The settings of this process; refuses unsafe production and values it cannot read."""
    try:
        read = OviSettings()
    except ValidationError as error:
        faults = [
            Fault("OVI_" + ".".join(str(part) for part in fault["loc"]).upper(), fault["msg"])
            for fault in error.errors()
        ]
        raise Refused(
            "Some settings cannot be used; nothing was started.",
            code="settings.invalid",
            faults=faults,
        ) from error
    if faults := read.faults():
        raise Refused(
            "Production mode refuses to start with unsafe settings.",
            code="settings.unsafe",
            faults=faults,
        )
    return read


def var_folder() -> Path:
    """OVI_VAR as an absolute path, made if missing; a clear refusal if it cannot be written."""
    path = settings().var.expanduser().absolute()
    try:
        path.mkdir(mode=0o750, parents=True, exist_ok=True)
        probe = path / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refused(
            f"The folder {path} cannot be written ({error.strerror}). Give yourself write access to it, "
            "or set OVI_VAR to another folder.",
            code="var.unwritable",
        ) from error
    return path


def kept_secret(name: str) -> str:
    """A random secret kept in OVI_VAR/secrets, readable by its owner only; made at first need."""
    folder = var_folder() / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
