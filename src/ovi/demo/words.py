"""What do invented residents write? Texts from definitions/demo/own_words.yaml, by service line and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from string import Formatter
from typing import Any

import numpy as np

from ovi.demo.axis import Ints
from ovi.demo.draws import Rng
from ovi.demo.patterns import demo_file

_FROM_AGE, _TO_AGE = 13, 120  # of a template that names no ages


def own_words(
    rng: Rng, line: Ints, line_names: Sequence[str], languages: Sequence[str], ages: Sequence[int]
) -> list[str]:
    """One text for each need, in the language its writer uses and about somebody of that age."""
    spec: dict[str, Any] = demo_file("own_words.yaml")
    texts: dict[tuple[str, str, int], list[str]] = {}
    out = []
    for index, language, age, draw in zip(line.tolist(), languages, ages, rng.random(len(line)).tolist(), strict=True):
        name = line_names[index]
        if (name, language, age) not in texts:
            templates = spec["lines"][name].get(language) or spec["lines"]["any"][language]
            texts[name, language, age] = _filled(_of_age(templates, age), spec["phrases"].get(language, {}))
        choices = texts[name, language, age]
        out.append(choices[int(draw * len(choices))])
    return out


def _of_age(templates: Sequence[Any], age: int) -> list[str]:
    """The templates for that age; all of them if there is none."""
    told = [one if isinstance(one, dict) else {"ages": (_FROM_AGE, _TO_AGE), "text": one} for one in templates]
    fitting = [one for one in told if one["ages"][0] <= age <= one["ages"][1]]
    return [one["text"] for one in fitting or told]


def _filled(templates: Sequence[str], phrases: Mapping[str, Sequence[str]]) -> list[str]:
    """Every template with every combination of its phrases."""
    out = []
    for template in templates:
        names = [name for _, name, _, _ in Formatter().parse(template) if name]
        for values in product(*(phrases[name] for name in names)):
            out.append(template.format(**dict(zip(names, values, strict=True))))
    return out


def in_language(languages: Sequence[str], person: Ints) -> list[str]:
    """The language of each need's writer."""
    return [str(one) for one in np.array(languages)[person]]
