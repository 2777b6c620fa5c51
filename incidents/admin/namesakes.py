"""Words that come into a public case and by which somebody protected is called: whoever saves says that they mean another."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from incidents import workflow
from incidents.admin.errors import Refused, with_words
from incidents.admin.visit import visit_of
from incidents.models import Incident, Stage

MEANS_ANOTHER = "desk-namesake"  # sent with each of the words of which the editor has said so


def note_namesakes(request: HttpRequest, case: Incident) -> None:
    """Before a save: how often the case has these words already."""
    if case.stage == Stage.PUBLISHED:
        visit_of(request).namesakes = workflow.namesakes_in(case)


def others_meant(request: HttpRequest) -> list[str]:
    """The words of which the editor has said that they mean another."""
    return request.POST.getlist(MEANS_ANOTHER)


def ask_about_namesakes(request: HttpRequest, case: Incident, note: str) -> None:
    """Raises NotAllowed for words that a published case has only now, or once more than before, and for all of the note for
    readers, until the editor has said that another is meant."""
    if case.stage != Stage.PUBLISHED:
        return
    came = [*(workflow.namesakes_in(case) - visit_of(request).namesakes), *workflow.corrections.may_name(case, note)]
    said = others_meant(request)
    if new := [words for words in dict.fromkeys(came) if words not in said]:
        with asking_about_namesakes(request):
            raise workflow.PerhapsProtected(new)


@contextmanager
def asking_about_namesakes(request: HttpRequest) -> Iterator[None]:
    """Where a verb refuses words that may name somebody protected, the page asks about them (`namesakes_asked`)."""
    try:
        yield
    except workflow.PerhapsProtected as refusal:
        visit_of(request).namesakes_asked = refusal.words
        raise


@dataclass(frozen=True)
class Meant:
    """Words that the page asks about; whether the editor has said already that they mean another; where they stand."""

    words: str
    is_another: bool
    rows: list[Refused]


def namesakes_asked(request: HttpRequest, form: Any, formsets: list[Any]) -> list[Meant]:
    """What the page asks, and what it asked before, with the answer."""
    said = dict.fromkeys(others_meant(request), True)
    asked = said | dict.fromkeys(visit_of(request).namesakes_asked, False)
    return [
        Meant(words, another, list(with_words(words, form, formsets, workflow.may_name_somebody(words))))
        for words, another in asked.items()
    ]
