"""What have people asked of the search in the last weeks? Counted by the product's own verbs, so all its rules hold."""

from __future__ import annotations

from datetime import date, timedelta

from ovi.demo.patterns import demo_file
from ovi.directory.actions import count_opened, count_question
from ovi.directory.asked_words import Asked, asked
from ovi.foundation.text import LANGUAGES


def ask_questions(*, today: date) -> None:
    """Each question of tray.yaml on its days, up to yesterday."""
    for row in demo_file("tray.yaml")["questions"]:
        language = next(one for one in LANGUAGES if one in row)
        counted = asked(row[language], language)
        if counted is not None:
            for ago in range(row["days"], 0, -row["every"]):
                _on_day(counted, language, today - timedelta(days=ago), row, ago)


def _on_day(counted: Asked, language: str, day: date, row: dict[str, int], ago: int) -> None:
    for _one in range(row["asked"]):
        count_question(counted, language=language, municipality="", found=row["found"], today=day)
    if row["found"] and ago % row["opened_each"] == 0:
        count_opened(counted.digest, today=day)
