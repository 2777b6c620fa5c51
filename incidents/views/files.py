"""The lists as files: the same question, the same rows, all of them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.answers import ready
from incidents.exchange.tables import TABLES, Edition
from incidents.exchange.tables.csv import lines
from incidents.filters import QUESTIONS, Question


def file(name: str) -> Callable[[HttpRequest], Any]:
    """The view of the file of one list."""

    def view(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        question = QUESTIONS[name](request.GET, whole=True)
        if not question.is_valid():
            return refused(question)
        if question.value("q") and not ready():
            told = _("Words cannot be searched at the moment.")
            return HttpResponse(f"{told}\n", status=503, content_type="text/plain; charset=utf-8")
        edition = Edition(f"{request.scheme}://{request.get_host()}", timezone.now())
        written: Iterable[bytes] = () if request.method == "HEAD" else lines(TABLES[name], question, edition)
        answer = StreamingHttpResponse(written, content_type="text/csv; charset=utf-8; header=present")
        answer.headers["Content-Disposition"] = (
            f'attachment; filename="expediente-{name}-{edition.moment:%Y-%m-%d}.csv"'
        )
        return answer

    return view


def refused(question: Question) -> HttpResponse:
    """Which parameters cannot be read, and why, in plain text."""
    found = [f"{name}: {' '.join(reasons)}" for name, reasons in question.errors.items()]
    text = "\n".join([_("This question cannot be answered:"), *found, ""])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


incidents = file("incidents")
actors = file("actors")
organizations = file("organizations")
regions = file("regions")
allegations = file("allegations")
sources = file("sources")
