"""What does a record of PTV's Open API v11 say? One function a kind of record; MalformedError says why not."""

from __future__ import annotations

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
from ovi.exchange.importers.ptv_context import Context, area_kind, charge, listed, padded, point
from ovi.exchange.importers.ptv_hours import hours_v11
from ovi.exchange.importers.reading import Row
from ovi.foundation.text import LANGUAGES, Trilingual

_CHANNELS = {
    "EChannel": "e_channel",
    "WebPage": "web_page",
    "PrintableForm": "printable_form",
    "Phone": "phone",
    "ServiceLocation": "service_location",
}
_REACHES = {"": "", "Nationwide": "nationwide", "NationwideExceptAlandIslands": "nationwide_except_aland"}
_SUMMARY: frozenset[str | None] = frozenset({"Summary", "ShortDescription"})
_DESCRIPTION: frozenset[str | None] = frozenset({"Description"})
_BACKGROUND: frozenset[str | None] = frozenset({"BackgroundDescription", "GD_BackgroundDescription", "GD_Description"})
_HOW: frozenset[str | None] = frozenset({"UserInstruction", "ServiceUserInstruction", "GD_UserInstruction"})
_DETAILS: dict[str, frozenset[str | None]] = {
    "charge_info": frozenset({"ChargeTypeAdditionalInfo", "GD_ChargeTypeAdditionalInfo"}),
    "processing_time": frozenset({"ProcessingTime", "ProcessingTimeAdditionalInfo"}),
    "deadline": frozenset({"DeadLine", "DeadLineAdditionalInfo"}),
    "validity": frozenset({"ValidityTime", "ValidityTimeAdditionalInfo"}),
}
_PHONES = {"": "phone", "phone": "phone", "sms": "sms", "fax": "fax"}


def organisation(row: Row, context: Context) -> IncomingOrganisation:
    """A v11 Organization."""
    names = reading.by_language(row.get("organizationNames"), "organizationNames", wanted=_NAME, short=True)
    return IncomingOrganisation(
        source_id=reading.text(row.get("id"), "id"),
        name=reading.require_name(names, "the name"),
        kind=reading.text(row.get("organizationType"), "organizationType"),
        business_code=reading.text(row.get("businessCode"), "businessCode"),
        oid=reading.text(row.get("oid"), "oid"),
        parent_id=reading.text(row.get("parentOrganizationId") or row.get("parentOrganization"), "parent"),
        raw=row,
    )


_NAME: frozenset[str | None] = frozenset({"Name", None})
_OTHER_NAMES: frozenset[str | None] = frozenset({"AlternativeName", "AlternateName"})


def channel(row: Row, context: Context) -> IncomingChannel:
    """A v11 ServiceChannel of any of the five types."""
    kind = reading.text(row.get("serviceChannelType"), "serviceChannelType")
    if kind not in _CHANNELS:
        raise MalformedError(f"serviceChannelType is {kind[:40]!r}; known are {', '.join(_CHANNELS)}")
    names = reading.by_language(row.get("serviceChannelNames"), "serviceChannelNames", wanted=_NAME, short=True)
    said = row.get("serviceChannelDescriptions")
    return IncomingChannel(
        source_id=reading.text(row.get("id"), "id"),
        kind=_CHANNELS[kind],
        name=reading.require_name(names, "the name"),
        organisation_id=reading.text(row.get("organizationId"), "organizationId"),
        summary=reading.by_language(said, "descriptions", wanted=_SUMMARY),
        description=reading.by_language(said, "descriptions", wanted=_DESCRIPTION),
        reach=_reach(row, context),
        languages=reading.texts(row.get("languages"), "languages"),
        hours=hours_v11(row.get("serviceHours")),
        contacts=_contacts(row, context),
        places=[_place(one, context) for one in reading.rows(row.get("addresses"), "addresses")],
        source_modified_at=reading.moment(row.get("modified"), "modified"),
        raw=row,
    )


def service(row: Row, context: Context) -> IncomingService:
    """A v11 Service with its connections; a general description in the same download is merged into it."""
    own = reading.text(row.get("generalDescriptionId"), "generalDescriptionId")
    general = context.general.get(own, {})
    said = [*reading.rows(row.get("serviceDescriptions"), "serviceDescriptions")]
    merged = any(str(one.get("type")).startswith("GD_") for one in said)
    given = [] if merged else [*reading.rows(general.get("descriptions"), "general description")]
    names = row.get("serviceNames")
    name = reading.by_language(names, "serviceNames", wanted=_NAME, short=True)
    return IncomingService(
        source_id=reading.text(row.get("id"), "id"),
        name=reading.require_name(name, "the name"),
        summary=_either(_said(said, _SUMMARY), _said(given, _SUMMARY)),
        description=_said([*_as_background(given), *said], _BACKGROUND | _DESCRIPTION),
        how=_said([*given, *said], _HOW),
        keywords=_keywords(row),
        service_classes=_terms(row, general, "serviceClasses", context),
        target_groups=_terms(row, general, "targetGroups", context),
        life_events=_terms(row, general, "lifeEvents", context),
        ontology_terms=_terms(row, general, "ontologyTerms", context),
        charge=charge(row.get("serviceChargeType") or general.get("serviceChargeType"), "serviceChargeType"),
        organisation_id=_responsible(row),
        reach=_reach(row, context),
        languages=reading.texts(row.get("languages"), "languages"),
        voucher=reading.truth(row.get("serviceVouchersInUse"), "serviceVouchersInUse"),
        general_description_id=own,
        details=_details(row, [*given, *said], general),
        source_modified_at=reading.moment(row.get("modified"), "modified"),
        links=[_link(one, context) for one in reading.rows(row.get("serviceChannels"), "serviceChannels")],
        raw=row,
    )


def _said(rows: list[Row], wanted: frozenset[str | None]) -> Trilingual:
    return reading.by_language(rows, "descriptions", wanted=wanted)


def _as_background(rows: list[Row]) -> list[Row]:
    # The national text first, the organisation's own after it, as PTV's own pages show them.
    return [row for row in rows if row.get("type") in _BACKGROUND | _DESCRIPTION]


def _either(first: Trilingual, second: Trilingual) -> Trilingual:
    return Trilingual.of({lang: getattr(first, lang) or getattr(second, lang) for lang in LANGUAGES})


def _terms(row: Row, general: Row, name: str, context: Context) -> list[str]:
    found = [*context.terms(row.get(name), name), *context.terms(general.get(name), name)]
    return list(dict.fromkeys(found))


def _keywords(row: Row) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    named = [*reading.rows(row.get("serviceNames"), "serviceNames")]
    for one in [*reading.rows(row.get("keywords"), "keywords"), *named]:
        if one.get("language") in LANGUAGES and one.get("type") in _OTHER_NAMES | {None}:
            found[one["language"]].append(reading.text(one.get("value"), "keywords"))
    return listed(found)


def _responsible(row: Row) -> str:
    found = reading.rows(row.get("organizations"), "organizations")
    roles = sorted(found, key=lambda one: one.get("roleType") != "Responsible")
    for one in roles:
        if id_ := reading.text(reading.row(one.get("organization"), "organization").get("id"), "organization"):
            return id_
    return ""


def _details(row: Row, said: list[Row], general: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    texts = {name: _said(said, wanted) for name, wanted in _DETAILS.items()}
    texts["requirements"] = _either(
        reading.by_language(row.get("requirements"), "requirements"),
        reading.by_language(general.get("requirements"), "requirements"),
    )
    for name, text in texts.items():
        if filled := {lang: getattr(text, lang) for lang in LANGUAGES if getattr(text, lang)}:
            found[name] = filled
    laws = [*reading.rows(row.get("legislation"), "legislation")] or reading.rows(general.get("legislation"), "laws")
    if laws:
        found["laws"] = [_law(one) for one in laws]
    vouchers = reading.rows(row.get("serviceVouchers"), "serviceVouchers")
    if vouchers:
        found["vouchers"] = [_voucher(one) for one in vouchers]
    if producers := [_producer(one) for one in reading.rows(row.get("organizations"), "organizations")]:
        found["producers"] = [one for one in producers if one["name"] or one["info"]]
    if kind := reading.text(row.get("type"), "type"):
        found["type"] = kind
    if collections := [_collection(one) for one in reading.rows(row.get("serviceCollections"), "serviceCollections")]:
        found["collections"] = collections
    return found


def _collection(one: Row) -> dict[str, Any]:
    return {"id": reading.text(one.get("id"), "serviceCollections"), "name": _plain(one.get("name"))}


def _law(one: Row) -> dict[str, Any]:
    pages = reading.rows(one.get("webPages"), "webPages")
    names = reading.by_language(one.get("names"), "names", short=True)
    urls = {page.get("language"): reading.address(page.get("url"), "legislation") for page in pages}
    return {
        "name": {lang: getattr(names, lang) for lang in LANGUAGES if getattr(names, lang)},
        "url": {lang: url for lang, url in urls.items() if lang in LANGUAGES and url},
    }


def _voucher(one: Row) -> dict[str, str]:
    return {
        "language": reading.text(one.get("language"), "language"),
        "name": reading.text(one.get("value"), "serviceVouchers"),
        "url": reading.address(one.get("url"), "serviceVouchers"),
        "info": reading.text(one.get("additionalInformation"), "serviceVouchers"),
    }


def _producer(one: Row) -> dict[str, Any]:
    info = reading.by_language(one.get("additionalInformation"), "organizations", short=True)
    return {
        "name": reading.text(reading.row(one.get("organization"), "organization").get("name"), "organization"),
        "role": reading.text(one.get("roleType"), "roleType"),
        "provision": reading.text(one.get("provisionType"), "provisionType"),
        "info": {lang: getattr(info, lang) for lang in LANGUAGES if getattr(info, lang)},
    }


def _link(one: Row, context: Context) -> IncomingLink:
    to = reading.row(one.get("serviceChannel"), "serviceChannel")
    details = reading.row(one.get("contactDetails"), "contactDetails")
    return IncomingLink(
        channel_id=reading.text(to.get("id"), "serviceChannel"),
        charge=charge(one.get("serviceChargeType"), "serviceChargeType"),
        description=reading.by_language(one.get("description"), "description", wanted=_DESCRIPTION | {None}),
        hours=hours_v11(one.get("serviceHours")),
        contacts=_contacts(details, context),
        raw=one,
    )


def _reach(row: Row, context: Context) -> Reach:
    kind = reading.text(row.get("areaType"), "areaType")
    if kind in _REACHES:
        return Reach(_REACHES[kind])
    if kind not in ("LimitedType", "AreaType"):
        raise MalformedError(f"areaType is {kind[:40]!r}")
    keys = []
    for one in reading.rows(row.get("areas"), "areas"):
        keys += _areas(one, context)
    return context.reach_of(keys)


def _areas(one: Row, context: Context) -> list[str]:
    kind = area_kind(reading.text(one.get("type"), "areas"))
    inner = reading.rows(one.get("municipalities"), "municipalities")
    named = {
        padded(town.get("code"), 3, "municipality"): reading.by_language(town.get("name"), "municipality", short=True)
        for town in inner
    }
    if kind == "municipality":
        code = padded(one.get("code"), 3, "areas")
        named = named or {code: reading.by_language(one.get("name"), "areas", short=True)}
        return [context.area("municipality", code, name, [code]) for code, name in named.items() if code]
    code = padded(one.get("code"), 2, "areas")
    return [context.area(kind, code, reading.by_language(one.get("name"), "areas", short=True), named)]


def _contacts(row: Row, context: Context) -> Contacts:
    notes = context.notes
    phones = [
        _phone(one, context)
        for name in ("phoneNumbers", "supportPhones")
        for one in reading.rows(row.get(name), name)
        if reading.text(one.get("number"), name)
    ]
    emails: list[Email] = []
    for name in ("emails", "supportEmails"):
        for one in reading.rows(row.get(name), name):
            emails += reading.email(one.get("value"), reading.text(one.get("language"), name), name, notes)
    pages: list[WebPage] = []
    for name in ("webPages", "channelUrls", "attachments"):
        for one in reading.rows(row.get(name), name):
            url, title = one.get("url") or one.get("value"), one.get("name") or one.get("value")
            title = None if title == url else title
            language = reading.text(one.get("language"), name)
            pages += reading.page(url, title, language, name, form=name == "channelUrls")
    return Contacts(tuple(phones), tuple(emails), tuple(pages))


def _phone(one: Row, context: Context) -> Phone:
    number = reading.text(one.get("number"), "phoneNumbers")
    prefix = reading.text(one.get("prefixNumber"), "phoneNumbers")
    if prefix and not reading.truth(one.get("isFinnishServiceNumber"), "isFinnishServiceNumber"):
        number = f"{prefix} {number.lstrip('0') if prefix == '+358' else number}"
    return Phone(
        number=number,
        kind=_PHONES.get(reading.text(one.get("type"), "phoneNumbers").lower(), "phone"),
        charge=charge(one.get("serviceChargeType"), "phoneNumbers"),
        charge_info=reading.text(one.get("chargeDescription"), "phoneNumbers"),
        info=reading.info(one.get("additionalInformation"), "phoneNumbers", context.notes),
        language=reading.text(one.get("language"), "phoneNumbers"),
    )


def _place(one: Row, context: Context) -> IncomingPlace:
    street = reading.row(one.get("streetAddress") or one.get("otherAddress"), "streetAddress")
    box = reading.row(one.get("postOfficeBoxAddress"), "postOfficeBoxAddress")
    given = street or box
    town = reading.row(given.get("municipality"), "municipality")
    names = reading.by_language(given.get("street") or given.get("postOfficeBox"), "street", short=True)
    number = reading.text(given.get("streetNumber"), "streetNumber")
    abroad = reading.by_language(one.get("locationAbroad"), "locationAbroad", short=True)
    latitude, longitude = point(street.get("latitude"), street.get("longitude"))
    numbered = {lang: f"{getattr(names, lang)} {number}".strip() for lang in LANGUAGES if getattr(names, lang)}
    return IncomingPlace(
        street=_either(Trilingual.of(numbered), abroad),
        postal_code=padded(given.get("postalCode"), 5, "postalCode"),
        post_office=reading.by_language(given.get("postOffice"), "postOffice", short=True),
        info=reading.by_language(given.get("additionalInformation"), "additionalInformation", short=True),
        municipality_code=padded(town.get("code"), 3, "municipality"),
        municipality=reading.by_language(town.get("name"), "municipality", short=True),
        latitude=latitude,
        longitude=longitude,
        postal=one.get("type") == "Postal",
        entrances=[_entrance(entrance) for entrance in reading.rows(one.get("entrances"), "entrances")],
    )


def _entrance(one: Row) -> dict[str, Any]:
    where = reading.row(one.get("coordinates"), "coordinates")
    latitude, longitude = point(where.get("latitude"), where.get("longitude"))
    groups = [
        {
            "group": _plain(group.get("sentenceGroup")),
            "sentences": [
                _plain(said.get("sentence")) for said in reading.rows(group.get("sentences"), "accessibilitySentences")
            ],
        }
        for group in reading.rows(one.get("accessibilitySentences"), "accessibilitySentences")
    ]
    return {
        "name": _plain(one.get("name")),
        "main": reading.truth(one.get("isMainEntrance"), "isMainEntrance"),
        "latitude": latitude,
        "longitude": longitude,
        "accessibility": groups,
    }


def _plain(value: Any) -> dict[str, str]:
    found = reading.by_language(value, "entrances", short=True)
    return {lang: getattr(found, lang) for lang in LANGUAGES if getattr(found, lang)}
