"""Path templates: the shipped ones can be used, and each fault of a broken one is told by file and line."""

from __future__ import annotations

import shutil

import pytest
import yaml

from ovi.casework.pathways import ASPECTS, check_pathways, load_pathways
from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import Register

SHIPPED = sorted((definitions_root() / "pathways").glob("*.yaml"))


@pytest.fixture
def root(tmp_path):
    (tmp_path / "pathways").mkdir()
    return tmp_path


def put(root, name="oral_examination", **changes):
    """A copy of a shipped template with changes at dotted places; None removes the key."""
    content = yaml.safe_load((definitions_root() / "pathways" / f"{name}.yaml").read_text(encoding="utf-8"))
    for place, value in changes.items():
        *way, last = place.split("__")
        inner = content
        for part in way:
            inner = inner[int(part)] if part.isdigit() else inner[part]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
    path = root / "pathways" / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_all_shipped_templates_can_be_used():
    assert check_pathways() == ()
    library = load_pathways()
    assert len(library.paths) + len(library.models) == len(SHIPPED)
    assert {"physiotherapist_direct_access", "child_protection_assessment", "mental_health_first_line",
            "oral_examination", "home_rehabilitation"} <= set(library.paths)  # fmt: skip
    assert len(library.models) == 5


def test_a_template_is_of_one_register_wall():
    for one in load_pathways().paths.values():
        assert len(one.registers) == 1, "a path over the wall needs a named ground, which no template can give"
    assert load_pathways().paths["child_protection_assessment"].registers == {Register.SOCIAL_WELFARE}


def test_a_reception_model_says_each_aspect_or_leaves_it_to_the_county():
    for model in load_pathways().models.values():
        said = {name for name in ASPECTS if getattr(model, name) is not None}
        assert said | set(model.county_completes) == set(ASPECTS)
        assert not said & set(model.county_completes)
        assert model.to_complete


FAULTS = [
    ({"version": 0}, "version: "),
    ({"owner": ""}, "owner: "),
    ({"source": None}, "source: "),
    ({"next_review": "2020-01-01"}, "next_review must be after verified_on"),
    ({"names__sv": ""}, "the text is missing in sv"),
    ({"registers": []}, "registers: "),
    ({"registers": ["patients"]}, "registers: "),
    ({"service_lines": ["teeth"]}, "service_lines: "),
    ({"steps": []}, "steps: "),
    ({"goals": []}, "goals: "),
    ({"outcome_measures": []}, "outcome_measures: "),
    ({"review_weeks": 0}, "review_weeks: "),
    ({"steps__0__due": {"days": 3, "weeks": 2}}, "give exactly one of days, weeks and by_first_visit"),
    ({"steps__0__due": {}}, "give exactly one of days, weeks and by_first_visit"),
    ({"steps__0__mode": "by_fax"}, "steps.mode: "),
    ({"steps__0__professions": ["astrologer"]}, "steps.professions: "),
    ({"steps__0__competence": "flying"}, "flying is not in definitions/staffing/competences.yaml"),
    ({"steps__1__guideline__url": "http://insecure.example"}, "steps.guideline.url: "),
    ({"steps__1__id": "examination"}, "steps has examination twice"),
    ({"unknown_key": 1}, "unknown_key: "),
    ({"id": "other_id"}, "the file must be named other_id.yaml"),
    ({"kind": "poem"}, "kind"),
]


@pytest.mark.parametrize(("changes", "said"), FAULTS, ids=[next(iter(changes)) for changes, _ in FAULTS])
def test_a_fault_is_told_with_file_and_line(root, changes, said):
    path = put(root, **changes)
    faults = check_pathways(root)
    assert any(said in fault.what for fault in faults), faults
    for fault in faults:
        file, line = fault.where.rsplit(":", 1)
        assert file == str(path)
        assert 1 <= int(line) <= path.read_text(encoding="utf-8").count("\n")


def test_the_line_is_the_faulty_one(root):
    path = put(root, steps__2__mode="by_fax")
    [fault] = check_pathways(root)
    line = path.read_text(encoding="utf-8").splitlines()[int(fault.where.rsplit(":", 1)[1]) - 1]
    assert "by_fax" in line


def test_every_fault_of_every_file_is_listed(root):
    put(root, owner="", version=0)
    put(root, "home_rehabilitation", steps=[])
    with pytest.raises(Refused) as refused:
        load_pathways(root)
    assert len(refused.value.faults) == 3


def test_a_model_may_not_both_say_and_leave_open(root):
    put(root, "reception_nokia", county_completes=["answered_by", "split_by"])
    assert "split_by: either say it" in check_pathways(root)[0].what


def test_a_key_given_twice_and_broken_yaml_are_faults(root):
    path = put(root)
    path.write_text(path.read_text(encoding="utf-8") + "\nversion: 2\n", encoding="utf-8")
    assert any("version is given twice" in fault.what for fault in check_pathways(root))
    path.write_text("kind: [path", encoding="utf-8")
    assert check_pathways(root)


def test_a_changed_file_is_read_again(root):
    put(root, version=1)
    assert load_pathways(root).paths["oral_examination"].version == 1
    put(root, version=22)
    assert load_pathways(root).paths["oral_examination"].version == 22


def test_no_templates_are_an_empty_library(root):
    shutil.rmtree(root / "pathways")
    assert load_pathways(root).paths == {}
