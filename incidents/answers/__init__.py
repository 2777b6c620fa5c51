"""Answers to the readers' questions at any size of the record: totals, facets, pages, from bitmaps in each worker's memory.

One door: `answer` for a question to a list; `runs` for files, which hold every row; `front`, `around`, `involved` and
`reading` for the pages that are no lists. Nothing here is a source of truth: whatever is held is made from published rows
of the record, and brought up to date from a log of changes before each answer.
"""

from incidents.answers.answering import Answer, Asking, Facet, answer, known, runs, values
from incidents.answers.keeper import KEEPER, LISTS, Keeper
from incidents.answers.meant import meant
from incidents.answers.orders import Sort
from incidents.answers.overview import Around, Front, Involved, Some, around, front, involved, reading
from incidents.answers.words.filling import is_whole as ready
from incidents.answers.words.held import NotReady
from incidents.answers.words.vocabulary import near_in_hidden

__all__ = [
    "KEEPER",
    "LISTS",
    "Answer",
    "Around",
    "Asking",
    "Facet",
    "Front",
    "Involved",
    "Keeper",
    "NotReady",
    "Some",
    "Sort",
    "answer",
    "around",
    "front",
    "involved",
    "known",
    "meant",
    "near_in_hidden",
    "reading",
    "ready",
    "runs",
    "values",
]
