"""Does a definition file that cannot be read say which file, which line and what is wrong?"""

from __future__ import annotations

from pathlib import Path

import pytest

from ovi.foundation.definitions import content_hash, definitions_root, read_yaml
from ovi.foundation.refusals import Refused


def test_a_broken_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("title: x\nitems: [1, 2\nowner: y\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_yaml(path)
    assert refused.value.code == "definitions.broken"
    (fault,) = refused.value.faults
    assert fault.where == f"{path}:3"
    assert fault.what in refused.value.message


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("nimi: käynti\n".encode("latin-1"))
    with pytest.raises(Refused) as refused:
        read_yaml(path)
    assert refused.value.code == "definitions.broken"
    assert refused.value.faults[0].where == str(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_yaml(tmp_path / "none.yaml")
    assert refused.value.code == "definitions.unreadable"


def test_a_file_can_hold_no_python_objects(tmp_path: Path) -> None:
    path = tmp_path / "evil.yaml"
    path.write_text("!!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(Refused):
        read_yaml(path)


def test_a_good_file_is_read_and_its_hash_follows_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text("nimi: käynti\n", encoding="utf-8")
    assert read_yaml(path) == {"nimi": "käynti"}
    before = content_hash(path)
    path.write_text("nimi: käynti \n", encoding="utf-8")
    assert (len(before), content_hash(path) == before) == (12, False)


def test_a_county_may_keep_its_own_definitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVI_DEFINITIONS", str(tmp_path))
    assert definitions_root() == tmp_path
    monkeypatch.setenv("OVI_DEFINITIONS", str(tmp_path / "none"))
    with pytest.raises(Refused, match="no folder"):
        definitions_root()
