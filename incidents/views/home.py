"""The first page: what this is, what is new, and where to begin."""

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render

from incidents.answers import total
from incidents.filters import QUESTIONS
from incidents.models import Allegation, Offence, Organization, OrganizationKind, Region

NEWEST = 5


def home(request: HttpRequest) -> HttpResponse:
    kinds = Organization.objects.published().kinds()
    context = {
        "newest": QUESTIONS["incidents"](QueryDict()).page(NEWEST).rows,
        "counts": {name: total(name) for name in QUESTIONS if name != "regions"},
        "countries": Region.objects.countries().with_incidents(True).by_name(),
        "offences": Offence.objects.alleged_in(Allegation.objects.published()),
        "kinds": [(code, label) for code, label in OrganizationKind.choices if code in kinds],
    }
    return render(request, "incidents/home.html", context)
