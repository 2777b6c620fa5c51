"""The pages of single records."""

from django.http import Http404, HttpRequest, HttpResponse


def incident(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    raise Http404


def region(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    raise Http404


actor = organization = allegation = source = incident
