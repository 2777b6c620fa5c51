"""The pages that explain how to read the database."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from incidents import wording


def method(request: HttpRequest) -> HttpResponse:
    return render(request, "incidents/method.html", {"one_person": settings.ONE_PERSON_NEWSROOM})


def legal_standing(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "incidents/legal_standing.html",
        {"statuses": wording.STATUSES, "presumption": wording.PRESUMPTION, "lead": wording.ALLEGATION_LEAD},
    )
