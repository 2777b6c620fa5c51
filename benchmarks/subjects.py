"""Which pages are measured: chosen from the record, so that any database of the generator will do."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from incidents.figures.addresses import address
from incidents.models import Actor, Allegation, Incident, IncidentPlace, Involvement, Offence, Organization, Region


@dataclass
class Subjects:
    """Addresses of the pages, and the parts of the question with three filters."""

    country: Region
    village: Region
    offence: Offence
    since: str
    pages: dict[str, str]

    @property
    def three(self) -> str:
        return f"region={self.country.code.lower()}&offence={self.offence.code}&since={self.since}"

    @property
    def paths(self) -> list[str]:
        """Of the region and of the offence in their trees."""
        return [self.country.path, self.offence.path]


def choose() -> Subjects:
    published = Involvement.objects.published().filter(party__actor__protection="")
    numbers = published.order_by().values("party").annotate(n=Count("pk"))
    # From the persons whom many cases share; the others have one case each.
    shared = numbers.filter(party__key__startswith="p.volume-")
    most = shared.order_by("-n", "party").first()
    few = min(shared.filter(n__lte=30), key=lambda row: (abs(row["n"] - 10), row["party"]), default=most)
    country = _country()
    village = _village(country)
    offence = _offence()
    incident = Incident.objects.published().newest_first().first()
    assert most and few and incident
    pages = {
        "home": "/",
        "actor, many incidents": _party(most),
        "actor, few incidents": _party(few),
        "country": address(country),
        "village": address(village),
        "incident": address(incident),
        "organization": _frequent_organization(),
        "allegation": address(Allegation.objects.published().filter(incident=incident).first() or _claim()),
        "source": address(incident.readings.all()[0].source),
        "suggest an actor": "/suggest/actors/?q=mon",
        "suggest a region": "/suggest/regions/?q=pi",
        "actors": "/actors/",
        "organizations": "/organizations/",
        "regions": "/regions/",
        "allegations": "/allegations/",
        "sources": "/sources/",
    }
    return Subjects(country, village, offence, "2015", pages)


def _frequent_organization() -> str:
    most = Involvement.objects.published().filter(party__organization__isnull=False).order_by().values("party")
    party = most.annotate(n=Count("pk")).order_by("-n", "party")[0]["party"]
    return address(Organization.objects.labelled().get(pk=party))


def _claim() -> Allegation:
    return Allegation.objects.published().order_by("-pk")[0]


def _party(row: Any) -> str:
    return address(Actor.objects.labelled().get(pk=row["party"]))


def _country() -> Region:
    codes = IncidentPlace.objects.values("country").exclude(country=None).annotate(n=Count("pk")).order_by("-n")
    return Region.objects.get(pk=codes[0]["country"])


def _village(country: Region) -> Region:
    places = IncidentPlace.objects.published().filter(region__path__startswith=country.path)
    villages = places.filter(region__kind__in=["city", "district"]).values("region").annotate(n=Count("pk"))
    return Region.objects.get(pk=min(villages, key=lambda row: (abs(row["n"] - 5), row["region"]))["region"])


def _offence() -> Offence:
    found = Offence.objects.filter(level=2).annotate(n=Count("allegations")).order_by("-n", "code")
    return found[0]
