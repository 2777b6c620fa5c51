"""How tests ask: a query string in, the public rows out."""

from typing import Any

from django.http import QueryDict

from incidents.filters import QUESTIONS, Question


def question(name: str, query: str) -> Question:
    return QUESTIONS[name](QueryDict(query))


def answers(name: str, query: str = "") -> set[Any]:
    asked = question(name, query)
    assert not asked.errors, asked.errors
    return set(asked.qs)
