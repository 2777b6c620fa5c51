"""Answers that a reader's browser, or this worker, has already: given again before anything is read or rendered."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from incidents.answers import KEEPER
from incidents.views.remembered import PAGES

View = Callable[..., HttpResponse]


@cache
def _code() -> str:
    """Another text after every change of the program or its templates."""
    files = [path for folder in ("incidents", "templates") for path in (Path(settings.BASE_DIR) / folder).rglob("*")]
    written = sorted((str(path), path.stat().st_mtime_ns) for path in files if path.suffix in {".py", ".html", ".mo"})
    return hashlib.sha256(repr(written).encode()).hexdigest()


def unless_unchanged(view: View) -> View:
    """The view, asked only when the record or the program are no longer as they were when it was asked last: until then
    a browser that has the page is told so (304), and everybody else gets the same page again.

    Whoever has a session may be shown a message, and is always answered anew.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES:
            return view(request, *args, **kwargs)
        if request.headers.get("If-None-Match", "").strip() == "*":
            return view(request, *args, **kwargs)  # whether the page exists, only the view knows
        with KEEPER.as_it_is() as version:
            address = (request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", ""))
            shown = (version, address, get_language(), timezone.now().date(), _code())
            tag = f'"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"'
            return _answered(request, tag, lambda: view(request, *args, **kwargs))

    return answer


def _answered(request: HttpRequest, tag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    if request.headers.get("If-None-Match") == tag:  # as browsers ask; all else that it may say is read below
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "no-cache"})
    response = get_conditional_response(request, etag=tag) or PAGES.or_made(tag, make)
    if response.status_code in {200, 304}:
        response.headers["ETag"] = tag
        patch_cache_control(response, no_cache=True)
    return response
