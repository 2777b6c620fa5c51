"""Which pages and questions are measured: chosen from the record, so that any database of the generator will do."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import Count

from incidents.figures.addresses import address
from incidents.models import Actor, Allegation, Incident, IncidentPlace, Involvement, Offence, Organization, Region
from incidents.search import fold

SINCE = "2015-01-01"


@dataclass(frozen=True)
class Asked:
    """One question, as each of those that are compared takes it: our address, plain SQL over `i`, the stock list."""

    ours: str
    sql: list[str]
    stock: str


class Subjects:
    """Chosen rows, the questions about them, and the addresses of the pages that are measured."""

    def __init__(self) -> None:
        self.country, self.offence = _country(), _offence()
        self.village = _village(self.country)
        self.organization = _frequent_organization()
        self.many, self.few = _actors()
        self.words = _words()

    @cached_property
    def questions(self) -> dict[str, Asked]:
        """Every question that is put to all: none, each filter alone, and three at once."""
        region, offence, body = self.country, self.offence, self.organization
        sql = {
            "region": f"""i.id IN (SELECT pl.incident_id FROM incidents_incidentplace pl JOIN incidents_region r
                ON r.id = pl.region_id WHERE {below(region)})""",
            "offence": f"""i.id IN (SELECT a.incident_id FROM incidents_allegation a JOIN incidents_allegationoffence ao
                ON ao.allegation_id = a.id JOIN incidents_offence o ON o.id = ao.offence_id
                WHERE o.path >= '{offence.path}' AND o.path < '{offence.path}~')""",
            "organization": f"i.id IN (SELECT v.incident_id FROM incidents_involvement v WHERE v.party_id = {body.pk})",
            "status": """i.id IN (SELECT a.incident_id FROM incidents_allegation a JOIN incidents_allegationparty p
                ON p.allegation_id = a.id WHERE p.capacity = 'accused' AND p.legal_status = 'convicted_final')""",
            "since": f"(i.date_latest >= '{SINCE}' OR i.date_latest IS NULL)",
        }
        ours = {
            "region": {"region": region.reference_code.lower()},
            "offence": {"offence": offence.code},
            "organization": {"organization": body.public_id},
            "status": {"status": "convicted_final"},
            "since": {"since": "2015"},
        }
        stock = {**ours, "region": {"region": region.reference_code}, "since": {"since": SINCE}}
        found = {"": Asked("", [], "")}
        for name in sql:
            found[name] = Asked(urlencode(ours[name]), [sql[name]], urlencode(stock[name]))
        three = ("region", "offence", "since")
        found["three filters"] = Asked(
            "&".join(urlencode(ours[name]) for name in three),
            [sql[name] for name in three],
            "&".join(urlencode(stock[name]) for name in three),
        )
        return found

    @cached_property
    def pages(self) -> dict[str, str]:
        incident = Incident.objects.published().newest_first().first()
        rare, frequent, phrase = self.words
        return {
            "home": "/",
            "incident": address(incident),
            "actor, many incidents": address(self.many),
            "actor, few incidents": address(self.few),
            "organization": address(self.organization),
            "country": address(self.country),
            "village": address(self.village),
            "allegation": address(Allegation.objects.published().order_by("-pk")[0]),
            "source": address(incident.readings.all()[0].source),
            "actors": "/actors/",
            "organizations": "/organizations/",
            "regions": "/regions/",
            "allegations": "/allegations/",
            "sources": "/sources/",
            "words, rare": f"/incidents/?q={quote(rare)}",
            "words, frequent": f"/incidents/?q={quote(frequent)}",
            "words, phrase": f"/incidents/?q={quote(phrase)}",
            "suggest an actor": f"/suggest/actors/?q={quote(self.prefix)}",
            "suggest a region": "/suggest/regions/?q=pi",
            "suggest anything": f"/suggest/everything/?q={quote(self.prefix)}",
        }

    @cached_property
    def prefix(self) -> str:
        """The first letters of a name that is there."""
        return str(self.many.names.all()[0].folded)[:3]


def below(region: Region) -> str:
    """The region `r` and what lies below it, and the zones that reach into it: what the list finds too."""
    zones = "".join(
        f" OR r.path = '{path}'" for path in Region.objects.overlapping(region).values_list("path", flat=True)
    )
    return f"(r.path >= '{region.path}' AND r.path < '{region.path}~'{zones})"


def _actors() -> tuple[Actor, Actor]:
    """From the persons whom many cases share (the others have one case each): the one with most, one with about ten."""
    published = Involvement.objects.published().filter(party__actor__protection="", party__key__startswith="p.volume-")
    numbers: Any = published.order_by().values("party").annotate(n=Count("pk"))
    most = numbers.order_by("-n", "party").first()
    few = min(numbers.filter(n__lte=30), key=lambda row: (abs(row["n"] - 10), row["party"]), default=most)
    assert most is not None
    return _actor(most), _actor(few)


def _actor(row: Any) -> Actor:
    found: Actor = Actor.objects.labelled().get(pk=row["party"])
    return found


def _frequent_organization() -> Organization:
    most = Involvement.objects.published().filter(party__organization__isnull=False).order_by().values("party")
    party = most.annotate(n=Count("pk")).order_by("-n", "party")[0]["party"]
    found: Organization = Organization.objects.labelled().get(pk=party)
    return found


def _country() -> Region:
    codes = IncidentPlace.objects.values("country").exclude(country=None).annotate(n=Count("pk")).order_by("-n")
    return Region.objects.get(pk=codes[0]["country"])


def _village(country: Region) -> Region:
    places = IncidentPlace.objects.published().filter(region__path__startswith=country.path)
    villages = places.filter(region__kind__in=["city", "district"]).order_by().values("region").annotate(n=Count("pk"))
    return Region.objects.get(pk=min(villages, key=lambda row: (abs(row["n"] - 5), row["region"]))["region"])


def _offence() -> Offence:
    found: Offence = Offence.objects.filter(level=2).annotate(n=Count("allegations")).order_by("-n", "code")[0]
    return found


def _words() -> tuple[str, str, str]:
    """A word of few texts, one of very many, and two words that follow each other, from the newest texts."""
    texts = [fold(text) for text in Incident.objects.published().newest_first().values_list("title", flat=True)[:2000]]
    counted = Counter(word for text in texts for word in set(text.split()) if word.isalpha() and len(word) > 4)
    ranked = sorted(counted, key=lambda word: (counted[word], word))
    phrase = next(
        f'"{one} {other}"'
        for text in texts
        for one, other in zip(text.split(), text.split()[1:], strict=False)
        if one.isalpha() and other.isalpha() and len(other) > 4
    )
    return ranked[0], ranked[-1], phrase
