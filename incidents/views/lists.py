"""The lists: a question in, a page of answers out."""

from django.http import HttpRequest, HttpResponse


def incidents(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


actors = organizations = regions = allegations = sources = incidents
