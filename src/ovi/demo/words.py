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


def own_words(rng: Rng, line: Ints, line_names: Sequence[str], languages: Sequence[str]) -> list[str]:
    """One text for each need, in the language its writer uses."""
    spec: dict[str, Any] = demo_file("own_words.yaml")
    texts: dict[tuple[str, str], list[str]] = {}
    for name in line_names:
        for language, templates in spec["lines"][name].items():
            texts[name, language] = _filled(templates, spec["phrases"][language])
    draws = rng.random(len(line))
    out = []
    for index, language, draw in zip(line.tolist(), languages, draws.tolist(), strict=True):
        choices = texts.get((line_names[index], language)) or spec["lines"]["any"][language]
        out.append(choices[int(draw * len(choices))])
    return out


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
