"""Are pseudonyms stable under one key, different under another, and is the key kept apart from the facts?"""

from __future__ import annotations

import pyarrow as pa
import pytest

from ovi.engines.facts.pseudonyms import PURPOSES, Pseudonyms, require_apart
from ovi.engines.facts.tables import TABLES
from ovi.foundation.refusals import Refused


def test_the_same_key_and_purpose_give_the_same_pseudonym_and_nothing_else_does():
    one, other = Pseudonyms("a" * 20), Pseudonyms("b" * 20)
    assert one.of(b"need", "1") == one.of(b"need", "1")
    assert len({one.of(b"need", "1"), one.of(b"person", "1"), one.of(b"need", "2"), other.of(b"need", "1")}) == 4
    assert one.fingerprint != other.fingerprint


def test_a_column_keeps_its_nulls_and_its_order():
    keys = pa.chunked_array([["x", None], ["y", "x"]])
    made = Pseudonyms("a" * 20).column(b"need", keys).to_pylist()
    assert made[1] is None
    assert made[0] == made[3] != made[2]
    assert all(len(one) == 32 for one in made if one)


def test_every_key_column_of_the_contract_has_a_purpose():
    keys = {column.name for table in TABLES.values() for column in table.columns if column.name.endswith("_key")}
    assert keys == set(PURPOSES)


def test_a_short_key_is_refused():
    with pytest.raises(Refused, match="openssl"):
        Pseudonyms("secret")


@pytest.mark.parametrize(("key", "facts"), [("facts/key", "facts"), ("all/key", "all/facts"), ("all/key", "all")])
def test_a_key_with_the_facts_is_refused(tmp_path, key, facts):
    with pytest.raises(Refused) as refusal:
        require_apart([tmp_path / key], tmp_path / facts)
    assert refusal.value.code == "facts.key_beside"


def test_a_link_does_not_hide_that_they_lie_together(tmp_path):
    (tmp_path / "facts").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "facts")
    with pytest.raises(Refused):
        require_apart([tmp_path / "elsewhere" / "key"], tmp_path / "facts")
    require_apart([tmp_path / "secrets" / "key"], tmp_path / "facts")
