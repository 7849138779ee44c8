"""Does the batch stream, and say of a wrong line what is wrong?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, islice

import pytest

from ovi.foundation.refusals import Refused
from ovi.law import batch_faults, due_batch, load_law


def endless() -> Iterator[str]:
    return (json.dumps({"id": number, "register": "patient"}) + "\n" for number in count())


def test_answers_come_one_by_one_without_waiting_for_the_end() -> None:
    answers = islice(due_batch(endless(), load_law()), 3)
    assert [json.loads(answer)["id"] for answer in answers] == [0, 1, 2]


def test_empty_lines_are_passed_over_and_still_counted() -> None:
    assert len(list(due_batch(["{}\n", "\n", "  ", "{}"], load_law()))) == 2
    assert [fault.where for fault in batch_faults(["{}", "", '{"x": 1}'])] == ["line 3: x"]


@pytest.mark.parametrize(
    ("line", "where", "what"),
    [
        ("{", "line 1", "cannot be read as JSON"),
        ("[1]", "line 1", "a line holds one JSON object"),
        ("7", "line 1", "a line holds one JSON object"),
        ('{"id": 1, "id": 2}', "line 1", "a field is given twice"),
        ('{"contact": "2025-02-03"}', "line 1: contact", "unknown field"),
        ('{"register": "Patient"}', "line 1: register", "Input should be"),
        ('{"id": "\\ud800"}', "line 1: id", "lone surrogate"),
        ("[" * 100_000, "line 1", "cannot be read as JSON"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(line: str, where: str, what: str) -> None:
    with pytest.raises(Refused) as refused:
        list(due_batch([line], load_law()))
    assert refused.value.code == "law.batch"
    assert refused.value.faults[0].where == where
    assert any(what in fault.what for fault in refused.value.faults)
    assert batch_faults([line]) == list(refused.value.faults)


def test_a_stream_is_answered_up_to_its_first_wrong_line_and_every_fault_is_listed() -> None:
    answers = due_batch(['{"id": 1}', "", '{"a": 1, "b": 2}', '{"id": 2}', "{"], load_law())
    assert json.loads(next(answers))["id"] == 1
    with pytest.raises(Refused, match="end before line 3") as refused:
        next(answers)
    assert [fault.where for fault in refused.value.faults] == ["line 3: a", "line 3: b", "line 5"]
    assert list(answers) == []


def test_the_faults_of_a_huge_stream_stay_few() -> None:
    with pytest.raises(Refused) as refused:
        list(due_batch(('{"a": 1}' for _ in range(1000)), load_law()))
    assert len(refused.value.faults) == 101
    assert refused.value.faults[-1].what == "900 more faults"


def test_the_faults_of_one_huge_line_stay_few() -> None:
    line = json.dumps({f"unknown_{number}": 1 for number in range(150)})
    assert len(batch_faults([line])) == 101
    with pytest.raises(Refused) as refused:
        list(due_batch([line, line], load_law()))
    assert [len(refused.value.faults), refused.value.faults[-1].what] == [101, "200 more faults"]


def test_all_lines_are_checked_before_any_is_answered() -> None:
    assert [fault.where for fault in batch_faults(['{"a": 1, "b": 2}', "{}", "{"])] == [
        "line 1: a",
        "line 1: b",
        "line 3",
    ]
    assert batch_faults(["{}"] * 3) == []


def test_the_faults_of_a_huge_file_stay_few() -> None:
    faults = batch_faults('{"a": 1}' for _ in range(1000))
    assert len(faults) == 101
    assert (faults[-1].where, faults[-1].what) == ("the rest", "900 more faults")


def test_emoji_and_right_to_left_identifiers_come_back_as_they_were() -> None:
    name = "🩺 שלום ' ; <b>"
    (answer,) = due_batch([json.dumps({"id": name})], load_law())
    assert json.loads(answer)["id"] == name


def test_what_is_said_of_a_wrong_line_is_whole() -> None:
    answers = due_batch(["{", "[1]", '{"id": 1, "id": 2}'], load_law())
    with pytest.raises(Refused) as refused:
        next(answers)
    assert str(refused.value) == (
        "The answers end before line 1, which is wrong. The lines above it are answered, those below "
        "were only checked. Correct these faults and send the batch from there again."
    )
    assert refused.value.faults[1].what == "cannot be read as JSON: a line holds one JSON object"
    assert refused.value.faults[2].what == "cannot be read as JSON: a field is given twice"
    assert refused.value.__cause__ is not None
    assert (str(refused.value.__cause__), refused.value.__cause__.code) == ("line 1 is no matter.", "law.batch")  # type: ignore[attr-defined]


def test_answers_are_written_as_people_read_them() -> None:
    (answer,) = due_batch(['{"id": "Äijälä", "register": "patient", "contact_at": "2025-02-03"}'], load_law())
    assert '"id": "Äijälä"' in answer
