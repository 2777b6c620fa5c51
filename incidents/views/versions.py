"""A published case as it was: its versions, and how readers could read it on some day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.figures.editions import Editions, period_of_address
from incidents.models import Incident
from incidents.views.found import or_gone, published_or_gone


@or_gone
def versions(request: HttpRequest, public_id: str) -> HttpResponse:
    found = published_or_gone(Incident.objects.all(), public_id)
    before = request.GET.get("before")
    try:
        moment = period_of_address(before)[0] if before is not None else None
    except (ValueError, OverflowError):
        raise Http404(_("There is no such page.")) from None
    editions = Editions(found)
    context = {"incident": found, "editions": editions, "page": editions.page(moment), "first": before is None}
    return render(request, "incidents/versions.html", context)


@or_gone
def as_published(request: HttpRequest, public_id: str, when: str) -> HttpResponse:
    found = published_or_gone(Incident.objects.all(), public_id)
    editions = Editions(found)
    try:
        start, end = period_of_address(when)
    except (ValueError, OverflowError):
        raise Http404(_("This is no day: write it as 2026-05-03.")) from None
    edition = editions.on(end, start) if start <= timezone.now() else None
    if edition is None:
        raise Http404(_("The case was not public on that day."))
    asked = {"incident": found, "editions": editions, "edition": edition, "day": start.date()}
    answer = render(request, "incidents/as_published.html", asked)
    answer["X-Robots-Tag"] = "noindex"
    return answer
