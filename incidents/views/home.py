"""The first page: what this is, what is new, and where to begin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "incidents/home.html", {})
