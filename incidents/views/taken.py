"""What a page that is no list reads from its address; anything else in it is refused visibly, never ignored."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from incidents.filters.fields import not_taken

MOST = 20  # parameters that are named in a refusal


def takes(*names: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view, asked only where the address holds none but these parameters, each once."""

    def taking(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refused = not_taken(request.GET, names)
            if not refused:
                return view(request, *args, **kwargs)
            return render(request, "400.html", {"refused": dict(list(refused.items())[:MOST])}, status=400)

        return answer

    return taking
