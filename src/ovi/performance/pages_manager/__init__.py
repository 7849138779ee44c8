"""What does a manager see? Access to care and its measures, who waits now, the social limits, and wellbeing."""

from ovi.performance.pages_manager.deadlines import social_deadlines
from ovi.performance.pages_manager.figures import access, cases, indicator
from ovi.performance.pages_manager.prevention import wellbeing
from ovi.performance.pages_manager.queue import queue

__all__ = ["access", "cases", "indicator", "queue", "social_deadlines", "wellbeing"]
