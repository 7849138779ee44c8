"""A SAML 2.0 identity provider in the shape of Suomi.fi-tunnistus, run beside the tests: pysaml2 as a server.

pysaml2 reads our requests (and their signatures), knows our metadata and makes the answers; libxmlsec signs and
seals them. `/test/…` puts our metadata, who signs in, and in which chosen way the answer is wrong.

    python -m tests.providers.saml_idp FOLDER      prints its port, then serves
"""

from __future__ import annotations

import base64
import json
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import xmlsec
from lxml import etree
from saml2 import BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_TRANSIENT, NameID
from saml2.server import Server
from saml2.xmldsig import SIG_RSA_SHA256

from tests.providers.keys import key_pair

_SAML, _SAMLP = "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol"
_URI = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
_EIDAS = "http://eidas.europa.eu/attributes/naturalperson/"
NAMES = {
    "nationalIdentificationNumber": "urn:oid:1.2.246.21", "sn": "urn:oid:2.5.4.4", "givenName": "urn:oid:2.5.4.42",
    "turvakielto": "urn:oid:1.2.246.517.2002.2.27", "PersonIdentifier": f"{_EIDAS}PersonIdentifier",
    "CurrentFamilyName": f"{_EIDAS}CurrentFamilyName", "CurrentGivenName": f"{_EIDAS}CurrentGivenName",
    "DateOfBirth": f"{_EIDAS}DateOfBirth",
}  # fmt: skip
PERSON: dict = {}
FAULT: dict = {}


class Idp:
    """The provider: its pysaml2 server is made anew when our metadata comes."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.key, self.cert = key_pair(folder, "idp")
        self.stranger = key_pair(folder, "stranger")
        maps = folder / "maps"
        maps.mkdir()
        named = {"identifier": _URI, "fro": {uri: name for name, uri in NAMES.items()}, "to": NAMES}
        (maps / "suomifi.py").write_text(f"MAP = {named!r}\n")
        # pysaml2 asks the program what it can; signatures are made by the library of the same name instead.
        (folder / "xmlsec1").write_text('#!/bin/sh\nprintf \'transforms:\\n"sha256","rsa-sha256"\\n\'\n')
        (folder / "xmlsec1").chmod(0o755)
        (folder / "idp.xml").write_text(str(entity_descriptor(self._config())))
        self.server: Server | None = None

    def _config(self, sp: str = "") -> IdPConfig:
        ends = {"single_sign_on_service": [(f"{self.url}/sso", BINDING_HTTP_REDIRECT)],
                "single_logout_service": [(f"{self.url}/slo", BINDING_HTTP_REDIRECT)]}  # fmt: skip
        given = {
            "entityid": f"{self.url}/metadata", "key_file": self.key, "cert_file": self.cert,
            "xmlsec_binary": str(self.folder / "xmlsec1"),
            "attribute_map_dir": str(self.folder / "maps"),
            "service": {"idp": {"endpoints": ends, "want_authn_requests_signed": True,
                                "policy": {"default": {"name_form": _URI, "lifetime": {"minutes": 5}}}}},
        }  # fmt: skip
        return IdPConfig().load(given | ({"metadata": {"inline": [sp]}} if sp else {}))

    def know(self, sp: str) -> None:
        self.server = Server(config=self._config(sp))

    def asked(self, query: dict[str, list[str]], kind: str):  # type: ignore[no-untyped-def]
        read = getattr(self.server, f"parse_{kind}")
        return read(
            query["SAMLRequest"][0], BINDING_HTTP_REDIRECT, relay_state=query.get("RelayState", [""])[0],
            sigalg=query["SigAlg"][0], signature=query["Signature"][0],
        ).message  # fmt: skip

    def answer(self, query: dict[str, list[str]]) -> bytes:
        assert self.server is not None
        asked = self.asked(query, "authn_request")
        told = {name: value for name, value in PERSON.items() if name in NAMES}
        made = self.server.create_authn_response(
            identity=told, in_response_to=asked.id, destination=asked.assertion_consumer_service_url,
            sp_entity_id=asked.issuer.text, userid="someone",
            name_id=NameID(format=NAMEID_FORMAT_TRANSIENT, text="transient-1"),
            authn={"class_ref": PERSON["level"], "authn_auth": "https://bank.example"},
        )  # fmt: skip
        tree = etree.fromstring(str(made).encode())
        assertion = tree.find(f"{{{_SAML}}}Assertion")
        self._spoil(tree, assertion)
        if FAULT.get("kind") != "unsigned":
            self._sign(assertion, self.stranger if FAULT.get("kind") == "stranger" else (self.key, self.cert))
        if FAULT.get("kind") == "changed":
            assertion.find(f".//{{{_SAML}}}AttributeValue").text = "010190-900P"
        if FAULT.get("kind") != "open":
            self._seal(tree, assertion)
        return base64.b64encode(etree.tostring(tree))

    def _spoil(self, tree, assertion) -> None:  # type: ignore[no-untyped-def]
        kind = FAULT.get("kind")
        past = (datetime.now(tz=UTC) - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: TID251
        if kind == "expired":
            for one in assertion.iter(f"{{{_SAML}}}Conditions", f"{{{_SAML}}}SubjectConfirmationData"):
                one.set("NotOnOrAfter", past)
        if kind == "audience":
            assertion.find(f".//{{{_SAML}}}Audience").text = "https://another.example"
        if kind == "issuer":
            for one in tree.iter(f"{{{_SAML}}}Issuer"):
                one.text = "https://another.example"
        if kind == "unasked":
            for one in (tree, assertion.find(f".//{{{_SAML}}}SubjectConfirmationData")):
                one.set("InResponseTo", "id-of-no-question")
        if kind == "unsolicited":
            for one in (tree, assertion.find(f".//{{{_SAML}}}SubjectConfirmationData")):
                one.attrib.pop("InResponseTo")
        if kind == "cancelled":
            tree.find(f".//{{{_SAMLP}}}StatusCode").set("Value", "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed")

    def _sign(self, assertion, pair: tuple[str, str]) -> None:  # type: ignore[no-untyped-def]
        xmlsec.tree.add_ids(assertion, ["ID"])
        sign = xmlsec.template.create(assertion, xmlsec.constants.TransformExclC14N,
                                      xmlsec.constants.TransformRsaSha256, ns="ds")  # fmt: skip
        assertion.insert(1, sign)
        about = xmlsec.template.add_reference(sign, xmlsec.constants.TransformSha256, uri="#" + assertion.get("ID"))
        xmlsec.template.add_transform(about, xmlsec.constants.TransformEnveloped)
        xmlsec.template.add_transform(about, xmlsec.constants.TransformExclC14N)
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(sign))
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_file(pair[0], xmlsec.constants.KeyDataFormatPem)
        context.key.load_cert_from_file(pair[1], xmlsec.constants.KeyDataFormatPem)
        context.sign(sign)

    def _seal(self, tree, assertion) -> None:  # type: ignore[no-untyped-def]
        manager = xmlsec.KeysManager()
        key = xmlsec.Key.from_file(str(self.folder / "sp.pem"), xmlsec.constants.KeyDataFormatCertPem)
        manager.add_key(key)
        around = etree.Element(f"{{{_SAML}}}EncryptedAssertion", nsmap={"saml": _SAML})
        data = xmlsec.template.encrypted_data_create(
            around, xmlsec.constants.TransformAes256Cbc, type=xmlsec.constants.TypeEncElement, ns="xenc"
        )
        xmlsec.template.encrypted_data_ensure_cipher_value(data)
        info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="ds")
        inner = xmlsec.template.add_encrypted_key(info, xmlsec.constants.TransformRsaOaep)
        xmlsec.template.encrypted_data_ensure_cipher_value(inner)
        context = xmlsec.EncryptionContext(manager)
        context.key = xmlsec.Key.generate(xmlsec.constants.KeyDataAes, 256, xmlsec.constants.KeyDataTypeSession)
        alone = etree.fromstring(etree.tostring(assertion))
        sealed = context.encrypt_xml(data, alone)
        tree.remove(assertion)
        around.append(sealed)
        tree.append(around)

    def signed_out(self, query: dict[str, list[str]]) -> str:
        assert self.server is not None
        asked = self.asked(query, "logout_request")
        answer = self.server.create_logout_response(asked, [BINDING_HTTP_REDIRECT])
        _, there = self.server.pick_binding("single_logout_service", [BINDING_HTTP_REDIRECT], "spsso", request=asked)
        sent = self.server.apply_binding(
            BINDING_HTTP_REDIRECT, str(answer), there, response=True, sign=True, sigalg=SIG_RSA_SHA256
        )
        return dict(sent["headers"])["Location"]

    def begin_sign_out(self) -> str:
        """The person signs out at the provider, which tells us."""
        assert self.server is not None
        sp = next(iter(self.server.metadata.service_providers()))
        there = self.server.metadata.single_logout_service(sp, BINDING_HTTP_REDIRECT, "spsso")[0]["location"]
        name = NameID(format=NAMEID_FORMAT_TRANSIENT, text="transient-1")
        _, asked = self.server.create_logout_request(there, sp, name_id=name)
        return dict(
            self.server.apply_binding(BINDING_HTTP_REDIRECT, str(asked), there, sign=True, sigalg=SIG_RSA_SHA256)[
                "headers"
            ]
        )["Location"]


class Pages(BaseHTTPRequestHandler):
    idp: Idp

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if self.path.startswith("/sso"):
            self._send(200, self.idp.answer(query))
        elif self.path.startswith("/slo-begin"):
            self._send(302, b"", {"Location": self.idp.begin_sign_out()})
        elif self.path.startswith("/slo"):
            self._send(302, b"", {"Location": self.idp.signed_out(query)})
        else:
            self._send(404, b"")

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/test/sp":
            self.idp.know(body.decode())
        else:
            kept = PERSON if self.path == "/test/person" else FAULT
            kept.clear()
            kept.update(json.loads(body))
        self._send(200, b"")

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """The tests print their own."""


def main(folder: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    Pages.idp = Idp(Path(folder), f"http://127.0.0.1:{server.server_port}")
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
