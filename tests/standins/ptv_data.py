"""Made-up services and channels in PTV's v11 and v12 shapes, any number of them; all five channel types come round."""

from __future__ import annotations

import uuid
from typing import Any

KINDS = ("ServiceLocation", "Phone", "EChannel", "WebPage", "PrintableForm")
_V12_KINDS = {"Phone": "TelephoneService", "EChannel": "EService"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
COUNTY = "08"  # Pirkanmaa
TOWN = "837"  # Tampere
GENERAL = "10000000-0000-4000-8000-000000000001"
COLLECTION = "20000000-0000-4000-8000-000000000001"
COLLECTED = (0, 3)  # the services in it


def guid(kind: str, number: int) -> str:
    """Always the same id for the same kind and number."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind}-{number}"))


def _texts(fi: str, sv: str = "", kind: str = "Name") -> list[dict[str, str]]:
    return [{"language": "fi", "value": fi, "type": kind}, {"language": "sv", "value": sv, "type": kind}]


def organisation(number: int) -> dict[str, Any]:
    return {
        "id": guid("organisation", number),
        "organizationType": "Organization",
        "businessCode": f"{1_000_000 + number}-1",
        "oid": None,
        "parentOrganizationId": None,
        "organizationNames": _texts(f"Yhdistys {number}", f"Förening {number}"),
        "publishingStatus": "Published",
    }


def area() -> dict[str, Any]:
    return {
        "type": "WellbeingServiceCounties",
        "code": "8",  # v11 drops the zero
        "name": [{"language": "fi", "value": "Pirkanmaan hyvinvointialue"}],
        "municipalities": [
            {"code": TOWN, "name": [{"language": "fi", "value": "Tampere"}]},
            {"code": "20", "name": [{"language": "fi", "value": "Akaa"}]},
        ],
    }


def week(start: str = "08:00:00", end: str = "16:00:00") -> dict[str, Any]:
    return {
        "serviceHourType": "DaysOfTheWeek",
        "validFrom": None,
        "validTo": None,
        "isClosed": False,
        "validForNow": True,
        "isAlwaysOpen": False,
        "isReservation": False,
        "additionalInformation": None,
        "openingHour": [{"dayFrom": day, "dayTo": None, "from": start, "to": end} for day in DAYS],
    }


def channel(number: int, kind: str = "") -> dict[str, Any]:
    kind = kind or KINDS[number % len(KINDS)]
    row: dict[str, Any] = {
        "id": guid("channel", number),
        "serviceChannelType": kind,
        "organizationId": guid("organisation", number % 20),
        "serviceChannelNames": _texts(f"Asiointikanava {number}", f"Kanal {number}"),
        "serviceChannelDescriptions": _texts("Lyhyesti.", "Kort.", "Summary") + _texts("Pitkästi.", "", "Description"),
        "areaType": "LimitedType",
        "areas": [area()],
        "languages": ["fi", "sv"],
        "serviceHours": [week()],
        "publishingStatus": "Published",
        "modified": "2026-01-15T10:00:00",
    }
    if kind == "ServiceLocation":
        row["phoneNumbers"] = [phone(number)]
        row["emails"] = [{"value": f"palvelu{number}@example.org", "language": "fi"}]
        row["addresses"] = [address(number)]
    elif kind == "Phone":
        row["phoneNumbers"] = [phone(number)]
    else:
        row["webPages"] = [{"url": f"https://example.org/{number}", "value": "Sivu", "language": "fi"}]
    return row


def phone(number: int) -> dict[str, Any]:
    return {
        "type": "Phone",
        "prefixNumber": "+358",
        "number": f"03{number:07d}",
        "isFinnishServiceNumber": False,
        "serviceChargeType": "Chargeable",
        "chargeDescription": "pvm/mpm",
        "additionalInformation": "",
        "language": "fi",
    }


def address(number: int) -> dict[str, Any]:
    sentences = [{"sentence": [{"language": "fi", "value": "Sisäänkäynnissä ei ole porrasta."}]}]
    return {
        "type": "Location",
        "subType": "Single",
        "country": "FI",
        "streetAddress": {
            "street": [{"language": "fi", "value": "Hämeenkatu"}],
            "streetNumber": str(number % 90 + 1),
            "postalCode": "33100",
            "postOffice": [{"language": "fi", "value": "TAMPERE"}],
            "municipality": {"code": TOWN, "name": [{"language": "fi", "value": "Tampere"}]},
            "latitude": f"{6822000 + number % 5000}.000",
            "longitude": f"{328000 + number % 5000}.000",
            "coordinateState": "Ok",
        },
        "entrances": [
            {
                "name": [{"language": "fi", "value": "Pääovi"}],
                "isMainEntrance": True,
                "coordinates": {"latitude": "6822000", "longitude": "328000"},
                "accessibilitySentences": [
                    {"sentenceGroup": [{"language": "fi", "value": "Ovi"}], "sentences": sentences}
                ],
            }
        ],
    }


def service(number: int, channels: list[int] | None = None) -> dict[str, Any]:
    chosen = [number] if channels is None else channels
    return {
        "id": guid("service", number),
        "generalDescriptionId": GENERAL if number % 7 == 0 else None,
        "type": "Service",
        "fundingType": "PubliclyFunded",
        "serviceNames": _texts(f"Palvelu {number}", f"Tjänst {number}"),
        "serviceDescriptions": [
            *_texts("Tiivistelmä.", "Sammandrag.", "Summary"),
            *_texts(f"Kuvaus numero {number}. " * 20, "Beskrivning. " * 20, "Description"),
        ],
        "serviceChargeType": "FreeOfCharge",
        "areaType": "LimitedType",
        "areas": [area()],
        "languages": ["fi", "sv"],
        "keywords": [{"language": "fi", "value": f"sana{number}"}],
        "serviceClasses": [
            {
                "name": [{"language": "fi", "value": "Perusterveydenhuolto"}],
                "code": "P5.1",
                "ontologyType": "Serviceclass",
                "uri": "http://urn.fi/URN:NBN:fi:au:ptvl:v1039",
                "newUri": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P5.1",
            }
        ],
        "ontologyTerms": [
            {"name": [{"language": "fi", "value": "terveys"}], "code": "", "uri": "http://www.yso.fi/onto/koko/p1"}
        ],
        "targetGroups": [{"code": "KR1", "uri": "http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/KR1"}],
        "lifeEvents": [],
        "organizations": [
            {"organization": {"id": guid("organisation", number % 20), "name": "Y"}, "roleType": "Responsible"}
        ],
        "serviceVouchersInUse": False,
        "serviceCollections": [
            {"id": COLLECTION, "name": [{"language": "fi", "value": "Arjen tuki"}]}
            for one in COLLECTED
            if one == number
        ],
        "serviceChannels": [connection(one) for one in chosen],
        "publishingStatus": "Published",
        "modified": f"2026-02-{number % 28 + 1:02d}T10:00:00",
    }


def connection(number: int) -> dict[str, Any]:
    return {
        "serviceChannel": {"id": guid("channel", number), "name": f"Asiointikanava {number}"},
        "serviceChargeType": None,
        "description": [],
        "serviceHours": [],
        "contactDetails": None,
        "modified": "2026-01-15T10:00:00",
    }


def general_description() -> dict[str, Any]:
    return {
        "id": GENERAL,
        "names": _texts("Pohjakuvaus"),
        "descriptions": _texts("Taustaa laista.", "Bakgrund.", "BackgroundDescription")
        + _texts("Kansallinen kuvaus.", "", "Description"),
        "serviceClasses": [{"code": "P5.2", "newUri": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P5.2"}],
        "targetGroups": [],
        "lifeEvents": None,
        "ontologyTerms": [],
        "legislation": [],
        "publishingStatus": "Published",
    }


def v12_service(number: int) -> dict[str, Any]:
    return {
        "contentId": guid("service", number),
        "serviceType": "Service",
        "organizationContentId": guid("organisation", number % 20),
        "generalDescriptionContentId": GENERAL if number % 7 == 0 else None,
        "targetGroups": ["KR1"],
        "industrialClasses": [],
        "lifeEvents": [],
        "ontologyTerms": ["http://www.yso.fi/onto/koko/p1"],
        "serviceClasses": ["P5.1"],
        "chargeType": "Free",
        "fundingType": "PubliclyFunded",
        "serviceLanguages": ["fi", "sv"],
        "area": {"areaType": "LimitedArea", "municipalities": [], "regions": [], "wellbeingServicesCounties": [COUNTY]},
        "publishedAt": "2026-02-01T10:00:00.000Z",
        "languageVersions": {
            "fi": {
                "name": f"Palvelu {number}",
                "alternativeName": None,
                "summary": "Tiivistelmä.",
                "description": "### Otsikko\n\n* **yksi**\n* kaksi",
                "userInstructions": None,
                "conditions": None,
                "legislationLinks": [],
                "freelyAssignedKeywords": [f"sana{number}"],
                "voucher": {"voucherType": "NotUsed"},
                "chargeTypeAdditionalInformation": None,
            },
            "sv": {"name": f"Tjänst {number}", "summary": "", "description": None},
        },
    }


def v12_channel(number: int, kind: str = "") -> dict[str, Any]:
    kind = kind or KINDS[number % len(KINDS)]
    version: dict[str, Any] = {"name": f"Asiointikanava {number}", "summary": "Lyhyesti.", "description": "Pitkästi."}
    row: dict[str, Any] = {
        "contentId": guid("channel", number),
        "serviceChannelType": _V12_KINDS.get(kind, kind),
        "organizationContentId": guid("organisation", number % 20),
        "serviceLanguages": ["fi"],
        "area": None,
        "publishedAt": "2026-01-15T10:00:00.000Z",
        "languageVersions": {"fi": version},
    }
    telephone = {"type": "DomesticPhone", "number": f"03 {number:06d}", "chargeType": "Charged"}
    if kind in ("ServiceLocation", "Phone", "EChannel"):
        row["serviceHours"] = {"hours": [v12_week()], "holidayServiceHours": None}
    if kind == "ServiceLocation":
        version["contactPhoneNumbers"] = [telephone]
        row["location"] = {"streetAddresses": [v12_address(number)], "otherAddresses": [], "foreignAddresses": []}
    elif kind == "Phone":
        version["phoneNumbers"] = [telephone]
    elif kind == "PrintableForm":
        version["formFiles"] = [{"name": "Lomake", "url": "https://example.org/lomake.pdf", "type": "pdf"}]
    else:
        version["webAddress"] = {"name": "Sivu", "url": f"https://example.org/{number}"}
    return row


def v12_address(number: int) -> dict[str, Any]:
    return {
        "streetName": {"fi": "Hämeenkatu"},
        "addressDetail": str(number % 90 + 1),
        "postalCode": "33100",
        "coordinates": [
            {"system": "EPSG:3067", "source": "User", "easting": 328500, "northing": 6822500},
            {"system": "EPSG:3067", "source": "NLS", "easting": 328000, "northing": 6822000},
        ],
        "additionalInformation": {},
        "accessibilityRegisterServicePointId": None,
    }


def v12_week() -> dict[str, Any]:
    hour = {"start": "08:00", "end": "16:00", "openingStatus": "Open", "repetition": "Weekly"}
    days = {day.lower(): {"hours": [hour]} for day in DAYS}
    return {"type": "WeeklyUntilFurtherNoticeServiceHour", "heading": {}, "weeklyHours": days}


def v12_connection(number: int) -> dict[str, Any]:
    return {
        "serviceContentId": guid("service", number),
        "channelContentId": guid("channel", number),
        "chargeType": None,
        "serviceHours": {"hours": [], "holidayServiceHours": None},
        "languageVersions": {},
        "publishedAt": "2026-01-15T10:00:00.000Z",
    }


def v12_organisation(number: int) -> dict[str, Any]:
    return {
        "contentId": guid("organisation", number),
        "organizationType": "Organization",
        "businessId": f"{1_000_000 + number}-1",
        "oid": None,
        "parentOrganizationContentId": None,
        "languageVersions": {"fi": {"name": f"Yhdistys {number}"}},
    }


def v12_general_description() -> dict[str, Any]:
    version = {"name": "Pohjakuvaus", "backgroundDescription": "Taustaa laista.", "description": "Kansallinen kuvaus."}
    return {"contentId": GENERAL, "serviceClasses": ["P5.2"], "languageVersions": {"fi": version}}


def v12_collection() -> dict[str, Any]:
    return {
        "contentId": COLLECTION,
        "organizationContentId": guid("organisation", 0),
        "languageVersions": {"fi": {"name": "Arjen tuki", "summary": "Lyhyesti.", "description": None}},
        "items": [
            *({"itemType": "Service", "contentId": guid("service", one)} for one in COLLECTED),
            {"itemType": "Channel", "contentId": guid("channel", 1)},
        ],
    }
