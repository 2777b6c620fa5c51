"""Words that come into a public case and by which somebody protected is called: whoever saves says that they mean another."""

from django.http import HttpRequest

from incidents import workflow
from incidents.models import Incident, Stage

MEANS_ANOTHER = "desk-namesake"  # sent with each of the words of which the editor has said so


def note_namesakes(request: HttpRequest, case: Incident) -> None:
    """Before a save: which of these words the case has already."""
    known = workflow.namesakes_in(case) if case.stage == Stage.PUBLISHED else ()
    request.namesakes = {*known, *request.POST.getlist(MEANS_ANOTHER)}  # type: ignore[attr-defined]


def ask_about_namesakes(request: HttpRequest, case: Incident) -> None:
    """Raises NotAllowed for words that a published case has only now, until the editor has said that another is meant."""
    if case.stage != Stage.PUBLISHED:
        return
    known: set[str] = getattr(request, "namesakes", set())
    new = [words for words in workflow.namesakes_in(case) if words not in known]
    if new:
        request.namesakes_asked = new  # type: ignore[attr-defined]
        raise workflow.NotAllowed([workflow.may_name_somebody(words) for words in new])


def namesakes_asked(request: HttpRequest) -> list[tuple[str, bool]]:
    """The words that the page asks about, each with whether the editor has said already that they mean another."""
    said = dict.fromkeys(request.POST.getlist(MEANS_ANOTHER), True)
    return list((said | dict.fromkeys(getattr(request, "namesakes_asked", ()), False)).items())
