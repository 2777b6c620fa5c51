"""The list of incidents as a table."""

from typing import Any

from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce

from incidents.exchange.tables.columns import TERMS, Table, cited, day, made, plain
from incidents.exchange.tables.expressions import Joined, Moment, called, numbered, standing_of, worded
from incidents.models import (
    Allegation,
    AllegationOffence,
    AllegationParty,
    Incident,
    IncidentKind,
    IncidentPlace,
    IncidentSource,
)

# Facts of a case are public exactly when it is: only the rows of the table need be asked whether they are.


def places(words: Any) -> Joined:
    rows = IncidentPlace.objects.filter(incident=OuterRef("pk")).order_by("position", "pk")
    return Joined(rows.values(one=words))


def _offences() -> Joined:
    rows = AllegationOffence.objects.filter(allegation__incident=OuterRef("pk")).order_by("offence__path")
    return Joined(rows.values("offence__path", one=called("offence__", "offence__name_en")).distinct())


def _standing() -> Joined:
    return standing_of(AllegationParty.objects.accused().filter(allegation__incident=OuterRef("pk")))


INCIDENTS = Table(
    Incident.objects.all().published,
    (
        *cited("incidents"),
        plain("title", "What happened, in neutral words."),
        plain("date", "When it happened, as exactly as known (EDTF); empty if not known.", "date_edtf"),
        day("date_earliest", "The first day that the date may mean."),
        day("date_latest", "The last day that it may mean."),
        made("kind", "A single event, or a series or practice.", lambda: worded("kind", dict(IncidentKind.choices))),
        made("places", "The places, as the sources write them.", lambda: places(F("name"))),
        made(
            "regions",
            "The codes of their regions: ISO 3166, UBIGEO or our own.",
            lambda: places(Coalesce(F("region__code"), F("region__public_id"))),
        ),
        plain("summary", "What the sources say about it."),
        plain("language", "The language of title and summary (ISO 639)."),
        made("offences_if_true", "The offences that claims would amount to, if they were true.", _offences),
        made("legal_standing", "The derived legal statuses of those whom claims are about, in short.", _standing),
        made("claims", "How many claims the case has: claims, not findings.", lambda: numbered(Allegation, "incident")),
        made("sources", "How many sources were read for it.", lambda: numbered(IncidentSource, "incident")),
        made("last_changed", "When the case was last changed (UTC).", lambda: Moment("modified")),
        *TERMS,
    ),
)
