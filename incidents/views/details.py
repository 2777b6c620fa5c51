"""The page of one row of each kind, at its one right address."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from incidents.figures.addresses import address
from incidents.figures.case import Case
from incidents.figures.dossier import Dossier
from incidents.figures.hub import Hub
from incidents.figures.reading import Reading
from incidents.models import Actor, Allegation, Incident, Organization, Party, Region, Source
from incidents.views.found import or_gone, party_or_gone, published_or_gone
from incidents.views.unchanged import unless_unchanged


def _page(request: HttpRequest, row: Any, template: str, **context: Any) -> HttpResponse:
    """The page, or the way to it from an address with another slug or none, and from that of a party merged into it.

    A title may change back and a merge be undone: no browser keeps the way without asking again.
    """
    right = address(row)
    if request.path != right:
        merged = isinstance(row, Party) and row.public_id not in request.path
        way = HttpResponseRedirect(right) if merged else HttpResponsePermanentRedirect(right)
        patch_cache_control(way, no_cache=True)
        return way
    return render(request, f"incidents/{template}_detail.html", context)


@unless_unchanged
@or_gone
def incident(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    found = published_or_gone(Incident.objects.all(), public_id)
    return _page(request, found, "incident", case=Case(found))


@unless_unchanged
@or_gone
def actor(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    found = party_or_gone(Actor.objects.labelled(), public_id)
    return _page(request, found, "actor", dossier=Dossier(found))


@unless_unchanged
@or_gone
def organization(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    found = party_or_gone(Organization.objects.labelled().select_related("country"), public_id)
    return _page(request, found, "organization", dossier=Dossier(found))


@unless_unchanged
@or_gone
def region(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    found = None if "\x00" in code else Region.objects.published().coded(code).first()
    if found is None:
        found = published_or_gone(Region.objects.all(), code)
    return _page(request, found, "region", hub=Hub(found))


@unless_unchanged
@or_gone
def allegation(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    found = published_or_gone(Allegation.objects.select_related("incident"), public_id)
    case = Case(found.incident)
    claim = next((claim for claim in case.claims if claim.allegation.pk == found.pk), None)
    if claim is None:
        raise Http404
    return _page(request, found, "allegation", case=case, claim=claim, courses=case.proceedings_of(claim))


@unless_unchanged
@or_gone
def source(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    found = published_or_gone(Source.objects.all(), public_id)
    return _page(request, found, "source", reading=Reading(found))
