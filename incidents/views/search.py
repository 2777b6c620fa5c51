"""One box over everything: of each kind the exact total, the first rows with the passage that says why, and the full list."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from incidents.answers import NotReady, meant
from incidents.figures.lines import draw
from incidents.filters import QUESTIONS
from incidents.filters.asking import Search
from incidents.filters.fields import Words
from incidents.search.query import parse
from incidents.views.unchanged import unless_unchanged

FIRST = 3  # rows of each kind


@unless_unchanged
def search(request: HttpRequest) -> HttpResponse:
    try:
        words = Words().clean(request.GET.get("q", ""))
    except ValidationError as error:
        return render(request, "400.html", {"refused": {"q": error.messages}}, status=400)
    context: dict[str, Any] = {"words": words, "kinds": [], "note": "", "meant": "", "as_meant": ""}
    query = parse(words)
    if words:
        context["note"] = Search().trouble(request.GET.get("q", ""))
    try:
        context["kinds"] = [_kind(name, words) for name in QUESTIONS] if query else []
    except NotReady:
        return render(request, "incidents/words_missing.html", {"question": None}, status=503)
    if query and not any(kind["total"] for kind in context["kinds"]):
        context["meant"] = str(meant(query) or "")
        context["as_meant"] = urlencode({"q": context["meant"]})
    return render(request, "incidents/search.html", context)


def _kind(name: str, words: str) -> dict[str, Any]:
    asked = QueryDict(mutable=True)
    asked["q"] = words
    question = QUESTIONS[name](asked)
    answer, page = question.answer(FIRST)
    draw(name, page.rows, parse(words))
    singular = name.removesuffix("s")
    return {
        "name": name,
        "noun": question.noun,
        "total": answer.total,
        "rows": page.rows,
        "row": f"incidents/partials/{singular}_row.html",
        "query": question.query(),
    }
