"""What is known of the programme? Its definition, and how each goal stands by the newest figures."""

from ovi.programme.queries.definition import Goal, Programme, programme
from ovi.programme.queries.progress import GoalProgress, MonthOfGoal, progress
from ovi.programme.queries.standing import Standing, standing_of

__all__ = ["Goal", "GoalProgress", "MonthOfGoal", "Programme", "Standing", "programme", "progress", "standing_of"]
