"""For whom the desk tells what it tells: whoever has logged in, from the first row read to the last template."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from incidents.models import looked_at_by


class Looking:
    """A middleware: names that are never public are told only to those who see them (`incidents.models.looked_at_by`)."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with looked_at_by(request.user):
            return self.answer(request)
