"""What does a record of the v12 read API (beta 0.1.0) of PTV say? MalformedError says why it cannot be read.

v12 gives texts by language version, classifications as bare codes or URIs, coordinates with their system, and
connections as records of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ovi.directory.contacts import Contacts, Email, Phone, WebPage
from ovi.directory.incoming import (
    IncomingChannel,
    IncomingLink,
    IncomingOrganisation,
    IncomingPlace,
    IncomingService,
    MalformedError,
    Reach,
)
from ovi.exchange.importers import reading
from ovi.exchange.importers.postal_codes import post_office
from ovi.exchange.importers.ptv_context import Context, charge, listed, padded, point
from ovi.exchange.importers.ptv_hours import hours_v12
from ovi.exchange.importers.reading import Row
from ovi.foundation.text import LANGUAGES, Trilingual

_CHANNELS = {
    "EService": "e_channel",
    "WebPage": "web_page",
    "PrintableForm": "printable_form",
    "TelephoneService": "phone",
    "ServiceLocation": "service_location",
}
_REACHES = {"": "", "WholeCountry": "nationwide", "WholeCountryExceptAland": "nationwide_except_aland"}
_LIMITED = {"municipalities": "municipality", "regions": "region", "wellbeingServicesCounties": "wellbeing_county"}
_DETAILS = {
    "charge_info": "chargeTypeAdditionalInformation",
    "processing_time": "processingTimeAdditionalInformation",
    "deadline": "deadlineAdditionalInformation",
    "validity": "validityTimeAdditionalInformation",
    "requirements": "conditions",
}


def organisation(row: Row, context: Context) -> IncomingOrganisation:
    """A v12 organization of any type."""
    return IncomingOrganisation(
        source_id=reading.text(row.get("contentId"), "contentId"),
        name=reading.require_name(_short(row, "name"), "the name"),
        kind=reading.text(row.get("organizationType"), "organizationType"),
        business_code=reading.text(row.get("businessId"), "businessId"),
        oid=reading.text(row.get("oid"), "oid"),
        parent_id=reading.text(row.get("parentOrganizationContentId"), "parentOrganizationContentId"),
        raw=row,
    )


def channel(row: Row, context: Context) -> IncomingChannel:
    """A v12 service channel of any of the five types."""
    kind = reading.text(row.get("serviceChannelType"), "serviceChannelType")
    if kind not in _CHANNELS:
        raise MalformedError(f"serviceChannelType is {kind[:40]!r}; known are {', '.join(_CHANNELS)}")
    return IncomingChannel(
        source_id=reading.text(row.get("contentId"), "contentId"),
        kind=_CHANNELS[kind],
        name=reading.require_name(_short(row, "name"), "the name"),
        organisation_id=reading.text(row.get("organizationContentId"), "organizationContentId"),
        summary=_long(row, "summary"),
        description=_long(row, "description"),
        reach=_reach(row, context),
        languages=reading.texts(row.get("serviceLanguages"), "serviceLanguages"),
        hours=hours_v12(row.get("serviceHours")),
        contacts=_contacts(row, context),
        places=[*_places(row, context)],
        source_modified_at=reading.moment(row.get("publishedAt"), "publishedAt"),
        raw=row,
    )


def service(row: Row, context: Context, connections: Sequence[Row] = ()) -> IncomingService:
    """A v12 service with the connections of the same download; its general description is merged into it."""
    own = reading.text(row.get("generalDescriptionContentId"), "generalDescriptionContentId")
    general = context.general.get(own, {})
    return IncomingService(
        source_id=reading.text(row.get("contentId"), "contentId"),
        name=reading.require_name(_short(row, "name"), "the name"),
        summary=_either(_long(row, "summary"), _long(general, "summary")),
        description=_joined(
            _long(general, "backgroundDescription"), _long(general, "description"), _long(row, "description")
        ),  # fmt: skip
        how=_joined(_long(general, "userInstructions"), _long(row, "userInstructions")),
        keywords=_keywords(row),
        service_classes=_codes(row, general, "serviceClasses", context),
        target_groups=_codes(row, general, "targetGroups", context),
        life_events=_codes(row, general, "lifeEvents", context),
        ontology_terms=_codes(row, general, "ontologyTerms", context),
        charge=charge(row.get("chargeType") or general.get("chargeType"), "chargeType"),
        organisation_id=reading.text(row.get("organizationContentId"), "organizationContentId"),
        reach=_reach(row, context),
        languages=reading.texts(row.get("serviceLanguages"), "serviceLanguages"),
        voucher=any(_voucher(version) for _, version in _versions(row)),
        general_description_id=own,
        details=_details(row, general, context),
        source_modified_at=reading.moment(row.get("publishedAt"), "publishedAt"),
        links=[_link(one, context) for one in connections],
        raw=row,
    )


def _versions(row: Row) -> Iterator[tuple[str, Row]]:
    versions = reading.row(row.get("languageVersions"), "languageVersions")
    for language in LANGUAGES:
        if versions.get(language) is not None:
            yield language, reading.row(versions[language], f"languageVersions.{language}")


def _by_version(row: Row, said: Callable[[Row], str]) -> Trilingual:
    return Trilingual.of({language: said(version) for language, version in _versions(row)})


def _short(row: Row, name: str) -> Trilingual:
    return _by_version(row, lambda version: reading.text(version.get(name), name))


def _long(row: Row, name: str) -> Trilingual:
    return _by_version(row, lambda version: reading.paragraphs(version.get(name), name, markdown=True))


def _either(first: Trilingual, second: Trilingual) -> Trilingual:
    return Trilingual.of({lang: getattr(first, lang) or getattr(second, lang) for lang in LANGUAGES})


def _joined(*texts: Trilingual) -> Trilingual:
    return Trilingual.of({lang: "\n\n".join(filter(None, (getattr(t, lang) for t in texts))) for lang in LANGUAGES})


def _codes(row: Row, general: Row, name: str, context: Context) -> list[str]:
    found = [*reading.texts(row.get(name), name), *reading.texts(general.get(name), name)]
    return list(dict.fromkeys(context.code(one) for one in found))


def _keywords(row: Row) -> dict[str, list[str]]:
    found = {}
    for language, version in _versions(row):
        words = reading.texts(version.get("freelyAssignedKeywords"), "freelyAssignedKeywords")
        found[language] = [*words, reading.text(version.get("alternativeName"), "alternativeName")]
    return listed(found)


def _voucher(version: Row) -> bool:
    kind = reading.row(version.get("voucher"), "voucher").get("voucherType")
    return kind not in (None, "NotUsed")


def collection(row: Row) -> tuple[dict[str, Any], list[str]]:
    """A v12 service collection: what a service's details keep of it, and the ids of the services in it."""
    names = _short(row, "name")
    kept = {
        "id": reading.text(row.get("contentId"), "contentId"),
        "name": {lang: getattr(names, lang) for lang in LANGUAGES if getattr(names, lang)},
    }
    items = [one for one in reading.rows(row.get("items"), "items") if one.get("itemType") == "Service"]
    return kept, [reading.text(one.get("contentId"), "items") for one in items]


def _details(row: Row, general: Row, context: Context) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in _DETAILS.items():
        text = _joined(_long(general, field), _long(row, field))
        if filled := {lang: getattr(text, lang) for lang in LANGUAGES if getattr(text, lang)}:
            found[name] = filled
    laws = [*_laws(row)] or [*_laws(general)]
    if laws:
        found["laws"] = laws
    vouchers = [one for language, version in _versions(row) for one in _vouchers(language, version)]
    if vouchers:
        found["vouchers"] = vouchers
    if kind := reading.text(row.get("serviceType"), "serviceType"):
        found["type"] = kind
    if collections := context.collections.get(reading.text(row.get("contentId"), "contentId")):
        found["collections"] = collections
    return found


def _laws(row: Row) -> Iterator[dict[str, Any]]:
    for language, version in _versions(row):
        for one in reading.rows(version.get("legislationLinks"), "legislationLinks"):
            url = reading.address(one.get("url"), "legislationLinks")
            yield {"name": {language: reading.text(one.get("name"), "legislationLinks")}, "url": {language: url}}


def _vouchers(language: str, version: Row) -> Iterator[dict[str, str]]:
    voucher = reading.row(version.get("voucher"), "voucher")
    if info := reading.text(voucher.get("additionalInformation"), "voucher"):
        yield {"language": language, "name": "", "url": "", "info": info}
    for one in reading.rows(voucher.get("urls"), "voucher"):
        yield {
            "language": language,
            "name": reading.text(one.get("name"), "voucher"),
            "url": reading.address(one.get("url"), "voucher"),
            "info": reading.text(one.get("additionalInformation"), "voucher"),
        }


def _link(one: Row, context: Context) -> IncomingLink:
    return IncomingLink(
        channel_id=reading.text(one.get("channelContentId"), "channelContentId"),
        charge=charge(one.get("chargeType"), "chargeType"),
        description=_long(one, "description"),
        hours=hours_v12(one.get("serviceHours")),
        contacts=_contacts(one, context),
        raw=one,
    )


def _reach(row: Row, context: Context) -> Reach:
    area = reading.row(row.get("area"), "area")
    kind = reading.text(area.get("areaType"), "areaType")
    if kind in _REACHES:
        return Reach(_REACHES[kind])
    if kind != "LimitedArea":
        raise MalformedError(f"areaType is {kind[:40]!r}")
    keys = []
    for name, ours in _LIMITED.items():
        for code in reading.texts(area.get(name), name):
            padded_code = padded(code, 3 if ours == "municipality" else 2, name)
            key = f"{ours}:{padded_code}"
            if key not in context.areas:
                context.area(ours, padded_code, Trilingual(), [padded_code] if ours == "municipality" else [])
            keys.append(key)
    return context.reach_of(keys)


_PHONES = ("phoneNumbers", "contactPhoneNumbers", "supportPhoneNumbers", "contactFaxNumbers")
_EMAILS = ("contactEmails", "supportEmails")
_PAGES = ("contactWebPages", "attachmentLinks", "formFiles")


def _contacts(row: Row, context: Context) -> Contacts:
    phones: list[Phone] = []
    emails: list[Email] = []
    pages: list[WebPage] = []
    for language, version in _versions(row):
        for name in _PHONES:
            given = reading.rows(version.get(name), name)
            phones += [_phone(one, language, context) for one in given if reading.text(one.get("number"), name)]
        for name in _EMAILS:
            for one in reading.rows(version.get(name), name):
                emails += reading.email(one.get("email"), language, name, context.notes)
        if version.get("webAddress"):
            one = reading.row(version["webAddress"], "webAddress")
            pages += reading.page(one.get("url") or one.get("webAddress"), one.get("name"), language, "webAddress")
        for name in _PAGES:
            for one in reading.rows(version.get(name), name):
                form = name == "formFiles"
                pages += reading.page(one.get("url"), one.get("name"), language, name, form=form)
    return Contacts(tuple(phones), tuple(emails), tuple(pages))


def _phone(one: Row, language: str, context: Context) -> Phone:
    kind = reading.text(one.get("type"), "type")
    number, prefix = reading.text(one.get("number"), "number"), reading.text(one.get("dialCode"), "dialCode")
    if prefix:
        number = f"{prefix} {number.lstrip('0') if prefix == '+358' else number}"
    return Phone(
        number=number,
        kind={"Sms": "sms", "Fax": "fax"}.get(kind, "phone"),
        charge=charge(one.get("chargeType"), "chargeType"),
        charge_info=reading.text(one.get("chargeDescription"), "chargeDescription"),
        info=reading.info(one.get("additionalInformation"), "phoneNumbers", context.notes),
        language=language,
    )


def _places(row: Row, context: Context) -> Iterator[IncomingPlace]:
    location = reading.row(row.get("location"), "location")
    contact = reading.row(row.get("contactAddresses"), "contactAddresses")
    for name in ("streetAddresses", "otherAddresses", "foreignAddresses"):
        for one in reading.rows(location.get(name), name):
            yield _place(one, context, postal=False)
    for name in ("streetAddresses", "postOfficeBoxAddresses", "foreignAddresses"):
        for one in reading.rows(contact.get(name), name):
            yield _place(one, context, postal=True)


def _place(one: Row, context: Context, *, postal: bool) -> IncomingPlace:
    latitude, longitude = _where(one)
    street = _mapped(one.get("streetName") or one.get("postOfficeBox") or one.get("address"))
    detail = reading.text(one.get("addressDetail"), "addressDetail")
    numbered = {lang: f"{getattr(street, lang)} {detail}".strip() for lang in LANGUAGES if getattr(street, lang)}
    postal_code = padded(one.get("postalCode"), 5, "postalCode")
    town = post_office(postal_code)  # v12 names no municipality
    return IncomingPlace(
        street=Trilingual.of(numbered),
        postal_code=postal_code,
        post_office=town.name,
        municipality_code=town.municipality,
        info=_mapped(one.get("additionalInformation")),
        latitude=latitude,
        longitude=longitude,
        postal=postal,
    )


def _where(one: Row) -> tuple[float | None, float | None]:
    """The best of the coordinates: the accessibility register's, then the land survey's, then the writer's own."""
    given = [spot for spot in reading.rows(one.get("coordinates"), "coordinates") if spot.get("system") == "EPSG:3067"]
    ranks = ("AccessibilityRegister", "NLS", "User")
    given.sort(key=lambda spot: ranks.index(spot["source"]) if spot.get("source") in ranks else len(ranks))
    return point(given[0].get("northing"), given[0].get("easting")) if given else (None, None)


def _mapped(value: Any) -> Trilingual:
    found = reading.row(value, "address")
    return Trilingual.of({lang: reading.text(found.get(lang), "address") for lang in LANGUAGES})
