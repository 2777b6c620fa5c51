"""Answers to the readers' questions at any size of the record: totals, facets, pages, from bitmaps in each worker's memory.

One door: `answer`; `runs` for files, which hold every row; `total`, for pages that only say how many. Nothing here is a source of truth: whatever is held
is made from published rows of the record, and brought up to date from a log of changes before each answer.
"""

from incidents.answers.answering import Answer, Asking, Facet, answer, known, runs, total, values
from incidents.answers.keeper import KEEPER, LISTS, Keeper
from incidents.answers.orders import Sort

__all__ = [
    "KEEPER",
    "LISTS",
    "Answer",
    "Asking",
    "Facet",
    "Keeper",
    "Sort",
    "answer",
    "known",
    "runs",
    "total",
    "values",
]
