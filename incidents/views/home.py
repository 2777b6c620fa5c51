"""The first page: what this is, what is new, and where to begin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from incidents.figures.home import Home
from incidents.views.unchanged import unless_unchanged


@unless_unchanged
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "incidents/home.html", {"home": Home()})
