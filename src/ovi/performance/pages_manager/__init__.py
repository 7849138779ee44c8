"""What does a manager see? Access to care and its measures, who waits now, and how the social limits were kept."""

from ovi.performance.pages_manager.deadlines import social_deadlines
from ovi.performance.pages_manager.figures import access, cases, indicator
from ovi.performance.pages_manager.queue import queue

__all__ = ["access", "cases", "indicator", "queue", "social_deadlines"]
