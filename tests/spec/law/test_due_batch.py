"""Many matters in, their clocks out, line by line."""

from __future__ import annotations

import json

from ovi.law import due_batch, load_law

title = "Clocks of many matters: JSON Lines in and out (ovi law due --batch)"

QUESTION = """{"id": "1", "service_line": "primary_care", "register": "patient", "birth_date": "2004-03-01",
 "contact_at": "2025-02-03T09:12+02:00", "assessed_at": "2025-02-03", "care_reason": "new_symptoms",
 "general_medicine": true, "plan_based": false, "certificate_only": false, "preventive": false}"""


def test_a_young_adult_with_new_symptoms_has_two_clocks() -> None:
    (line,) = due_batch([QUESTION.replace("\n", "")], load_law())
    answer = json.loads(line)
    assert list(answer) == ["id", "clocks", "not_applied"]
    assert answer["id"] == "1"
    assert answer["clocks"] == [
        {
            "rule_id": "PHC-CONTACT",
            "legal_ref": "terveydenhuoltolaki 1326/2010 51 §",
            "status": "verified",
            "start": "contact",
            "starts_on": "2025-02-03",
            "stop": "assessed",
            "due_on": "2025-02-03",
        },
        {
            "rule_id": "PHC-14D-U23",
            "legal_ref": "terveydenhuoltolaki 1326/2010 51 a § 1 mom.",
            "status": "verified",
            "start": "assessed",
            "starts_on": "2025-02-03",
            "stop": "care_event",
            "due_on": "2025-02-17",
        },
    ]
    assert {"rule_id": "PHC-3M-ADULT", "why": "age 20 is under 23"} in answer["not_applied"]


def test_an_empty_matter_has_no_clock_and_every_rule_says_why() -> None:
    (line,) = due_batch(["{}"], load_law())
    answer = json.loads(line)
    assert answer["id"] is None
    assert answer["clocks"] == []
    assert {rule["rule_id"] for rule in answer["not_applied"]} == {rule.id for rule in load_law().rules}
