"""Statistics: how sure is a figure, is a change or a difference real, and what of a table may be published?

Answers are numbers and enumerations, never sentences: the pages say them in three languages (decision 25).
"""
