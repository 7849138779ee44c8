"""House rules of templates: nothing inline, nothing unescaped, one base."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "src" / "ovi").glob("*/templates/**/*.html"))
RULES = {
    r"\sstyle\s*=": "no style attribute: the Content-Security-Policy refuses it; use a class of ours.css",
    r"<style": "no style element: use ours.css",
    r"<script(?![^>]*\ssrc=)": "no inline script: use ours.js",
    r"\son[a-z]+\s*=\s*[\"']": "no on… attribute: use ours.js",
    r"\|\s*safe\b": "no |safe: texts are escaped; charts come through the design room's tags",
    r"javascript:": "no javascript: address",
    r"autoescape\s+off": "escaping stays on",
    r"https?://(?!schema\.org|www\.w3\.org)[a-z]": "no address of another site in a template",
}


def test_there_are_templates():
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_keeps_the_house_rules(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for pattern, reason in RULES.items():
        found = re.search(pattern, text, re.IGNORECASE)
        assert not found, f"{path}: {found.group(0)!r}: {reason}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_post_form_carries_its_token(path):
    text = path.read_text(encoding="utf-8")
    posts = len(re.findall(r"<form[^>]*method=[\"']post", text, re.IGNORECASE))
    assert posts == 0 or text.count("csrf_token") >= posts, f"{path}: a form without {{% csrf_token %}}"
