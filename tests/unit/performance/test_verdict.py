"""What does the manager read of a change: real or not, and for the better or the worse by the measure's direction?"""

from __future__ import annotations

import pytest
from django.utils import translation

from ovi.performance import queries, telling
from ovi.performance.queries import Value

STEADY = [0.90, 0.92, 0.91, 0.93, 0.90, 0.92, 0.91, 0.92]


def series(values):
    return [
        Value("x", "", f"20{25 + i // 12}-{i % 12 + 1:02d}", "", "", None, None, value)
        for i, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("indicator", "values", "said"),
    [
        ("access_within_lawful", [*STEADY, 0.99], "Real change for the better"),
        ("access_within_lawful", [*STEADY, 0.80], "Real change for the worse"),
        ("access_within_lawful", [*STEADY, 0.93], "Usual variation: no real change"),
        ("access_within_lawful", [*STEADY[1:], 0.99], "Too few months to tell a change from chance"),
        ("access_within_lawful", [*STEADY, None], "Too few months to tell a change from chance"),
        ("t3", [9, 10, 9, 10, 11, 9, 10, 9, 25], "Real change for the worse"),
        ("t3", [9, 10, 9, 10, 11, 9, 10, 9, 2], "Real change for the better"),
    ],
)
def test_the_verdict_in_words(indicator, values, said):
    with translation.override("en"):
        assert telling.verdict(queries.definition(indicator), reversed(series(values))) == said
