"""The pages for what could not be answered."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What a page of the desk does with rows of a table, by the end of its name.
_DOES: dict[str, Any] = {
    "changelist": gettext_lazy("see %(rows)s"),
    "change": gettext_lazy("see %(rows)s"),
    "history": gettext_lazy("see %(rows)s"),
    "add": gettext_lazy("add %(rows)s"),
    "delete": gettext_lazy("delete %(rows)s"),
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be read. Who sent too much is told so: of what was typed on a page of the desk nothing needs to be lost."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    return render(request, "400.html", {"refused": {}, "too_much": too_much}, status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal says why, in a sentence; nothing else that went wrong inside is told."""
    why = str(exception) if isinstance(exception, PermissionDenied) else ""
    if not why and _is_logged_in(request):
        why = _lacking(request)
    return _refused(request, why=why)


def _is_logged_in(request: HttpRequest) -> bool:
    """Also of a request that was refused before anybody asked who sends it."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def _lacking(request: HttpRequest) -> str:
    """Which right is missing to an account that the desk does not let in here."""
    name = getattr(request.resolver_match, "url_name", None) or ""
    for model in admin.site._registry:
        action = name.removeprefix(f"{model._meta.app_label}_{model._meta.model_name}_")
        if name != action and action in _DOES:
            verb = _DOES[action] % {"rows": model._meta.verbose_name_plural}
            return _("Your account may not do this: “%(verb)s”.") % {"verb": verb}
    return _("Your account may not do this.")


def _refused(request: HttpRequest, expired_form: bool = False, log_in: str = "", why: str = "") -> HttpResponse:
    return render(request, "403.html", {"expired_form": expired_form, "log_in": log_in, "why": why}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """Without a context: whatever is broken, this page must not depend on it."""
    return HttpResponseServerError(loader.get_template("500.html").render())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its token: the log-in has ended, the page has expired, or cookies are refused. Nothing was
    saved."""
    desk, entrance = reverse("admin:index"), reverse("admin:login")
    left = request.path.startswith(desk) and request.path != entrance and not _is_logged_in(request)
    log_in = f"{entrance}?{urlencode({REDIRECT_FIELD_NAME: request.path})}" if left else ""
    return _refused(request, expired_form=not left, log_in=log_in)
