"""The site's addresses, the stock list and the view that returns a constant."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.stock import IncidentList
from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("constant")


urlpatterns = [
    path("bench/constant/", constant),
    path("bench/stock/", IncidentList.as_view()),
    *urlpatterns,
]
