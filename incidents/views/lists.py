"""The lists: a question in, a page of answers out; a question that cannot be read is refused with the form kept."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from incidents.answers import NotReady, meant
from incidents.figures.facets import Facets
from incidents.figures.lines import draw
from incidents.filters import QUESTIONS
from incidents.search.query import LONGEST, parse
from incidents.search.turning import unturned
from incidents.views.panel import controls
from incidents.views.unchanged import unless_unchanged


def listing(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of one list."""

    @unless_unchanged
    def view(request: HttpRequest) -> HttpResponse:
        question = QUESTIONS[name](request.GET)
        context: dict[str, Any] = {
            "name": name,
            "question": question,
            "controls": list(controls(question)),
            "refused": question.errors,
            "words": unturned(question.data.get("q", "")[:LONGEST]),
        }
        if not question.is_valid():
            return render(request, "incidents/list_refused.html", context, status=400)
        try:
            answer, page = question.answer(facets=True)
        except NotReady:
            return render(request, "incidents/words_missing.html", context, status=503)
        query = parse(question.value("q") or "")
        draw(name, page.rows, query)
        words = str(meant(query) or "") if query and not answer.total else ""
        context |= {
            "meant": words,
            "as_meant": question.replacing("q", words) if words else "",
            "page": page,
            "total": answer.total,
            "sentence": question.sentence(),
            "facets": Facets(question, answer),
            "chips": question.chips(),
            "previous": question.query(before=page.before) if page.before else "",
            "next": question.query(after=page.after) if page.after else "",
        }
        return render(request, f"incidents/{name}_list.html", context)

    return view


incidents = listing("incidents")
actors = listing("actors")
organizations = listing("organizations")
regions = listing("regions")
allegations = listing("allegations")
sources = listing("sources")
