"""How do words of a controlled list come in: ontology terms with what people call them, or codes of a PTV list?

Reads the JSON of vrk-kpa/ptv-releases: TERO and JUPO (id, label {fi}, altLabels, hiddenLabels), and its code lists
(Id, Notation, Label {Fi}, Notes). A county may load KOKO in the same form. Words are kept by URI, never by label.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ovi.directory import actions
from ovi.directory.incoming import IncomingConcept
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.plumbing.actor import Actor

_LARGEST = 500_000_000


def import_terms(path: Path, *, scheme: str = "", version: str = "", by: Actor, now: datetime) -> actions.ImportReport:
    """Add or update the words of a file; what is no word is refused with its URI while the rest goes in."""
    rows, faults = _rows(path), list[Fault]()
    concepts = [one for number, row in enumerate(rows, 1) if (one := _concept(number, row, scheme, version, faults))]
    if not concepts:
        raise Refused(f"{path.name} holds no words. Nothing was changed.", code="import.empty", faults=faults[:1000])
    return actions.import_concepts(concepts=concepts, faults=faults, file_name=path.name, by=by, now=now)


def _rows(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(f"{path.name} is larger than 500 MB.", code="import.too_large")
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(f"{path.name} is no readable JSON file: {error}.", code="import.unreadable") from error
    if not isinstance(found, list):
        raise Refused(f"{path.name} holds no list of words.", code="import.unreadable")
    return found


def _concept(number: int, row: Any, scheme: str, version: str, faults: list[Fault]) -> IncomingConcept | None:
    if not isinstance(row, Mapping):
        faults.append(Fault(f"item {number}", "is no object"))
        return None
    fields = {str(key).lower(): value for key, value in row.items()}
    uri, label = fields.get("id"), _by_language(fields.get("label"))
    if not isinstance(uri, str) or not 0 < len(uri) <= 200:
        faults.append(Fault(f"item {number}", "has no id (a URI of at most 200 characters)"))
        return None
    if not any(label.values()):
        faults.append(Fault(f"item {number} {uri}", "has no label"))
        return None
    notation = fields.get("notation")
    broader = fields.get("broaderuris") or []
    return IncomingConcept(
        uri=uri,
        scheme=(scheme or str(fields.get("concepttype") or "terms"))[:40],
        label=Trilingual.of({lang: texts[0] for lang, texts in label.items() if texts}),
        code=notation[:40] if isinstance(notation, str) else "",
        parent_uri=broader[0][:200] if isinstance(broader, list) and broader and isinstance(broader[0], str) else "",
        alternatives=_alternatives(fields, label),
        notes_fi=" ".join(_by_language(fields.get("notes")).get("fi", [])),
        version=version[:80],
    )


def _alternatives(fields: Mapping[str, Any], label: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Alternative labels, then hidden ones (other spellings), each once and none that is the label itself."""
    shown, hidden = _by_language(fields.get("altlabels")), _by_language(fields.get("hiddenlabels"))
    return {
        lang: [word for word in dict.fromkeys([*shown.get(lang, []), *hidden.get(lang, [])]) if word not in own]
        for lang in LANGUAGES
        for own in [label.get(lang, [])]
    }


def _by_language(value: Any) -> dict[str, list[str]]:
    return {lang: texts for lang, texts in _pairs(value) if texts}


def _pairs(value: Any) -> Iterator[tuple[str, list[str]]]:
    for key, said in value.items() if isinstance(value, Mapping) else ():
        if str(key).lower() in LANGUAGES:
            given = said if isinstance(said, list) else [said]
            yield str(key).lower(), [" ".join(one.split()) for one in given if isinstance(one, str) and one.strip()]
