"""One case as a fact card, composed of the columns that the desk edits and the pages show."""

from collections.abc import Iterator

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import NO_REGION
from incidents.exchange.casebook.dump_claims import Claims, proceedings
from incidents.exchange.casebook.dump_keys import with_own_keys
from incidents.exchange.casebook.dump_parties import memberships, persons_and_organizations, relationships
from incidents.exchange.casebook.dump_silence import keep_silent
from incidents.exchange.casebook.dump_values import (
    code_of,
    count,
    further,
    is_empty,
    key_of,
    numbers,
    optional,
    or_null,
    passages,
    quantity,
    ref_of,
    said,
    value,
    with_address,
)
from incidents.exchange.casebook.load_values import NO_UNIT
from incidents.exchange.casebook.proposals import called_in_a_route
from incidents.models import (
    FACTS,
    Casualty,
    Disposition,
    Incident,
    IncidentDate,
    IncidentSource,
    Measurement,
    PlacePrecision,
    PlaceRole,
    Rate,
    Route,
    RouteStop,
    Seizure,
    SourceKind,
)

_CITED = "citations__reading__source"


def card_of(incident: Incident) -> Card:
    """The fact card of a case, with every key that all cards have and the optional ones that say something."""
    persons, organizations = persons_and_organizations(incident)
    claims = Claims(incident, [*persons, *organizations])
    summary = incident.citations.filter(**_of_no_fact()).select_related("reading__source")
    card = {
        "id": incident.card_id,
        "title": incident.title,
        "language": incident.language,
        **optional(kind=None if incident.kind_proposed else incident.kind),
        "summary": or_null(incident.summary),
        **optional(
            sources_read_until=incident.sources_read_until,
            embargo_until=incident.embargo_until.isoformat() if incident.embargo_until else None,
            citations=passages(summary),
        ),
        "sources": list(_sources(incident)),
        "dates": list(_dates(incident)),
        "places": list(_places(incident)),
        "persons": persons,
        "organizations": organizations,
        "memberships": list(memberships(incident)),
        "relationships": list(relationships(incident)),
        "allegations": list(claims.allegations()),
        **optional(proceedings=list(proceedings(incident))),
        "legal_timeline": list(claims.steps()),
        "seizures": list(_seizures(incident)),
        **optional(rates=list(_rates(incident))),
        "flows": list(_flows(incident, {entry["key"]: entry for entry in [*persons, *organizations]})),
        "casualties": list(_figures(incident, "casualties")),
        "victims": list(_figures(incident, "victims")),
        "related_cards": list(_related(incident)),
        "hard_features": _features(incident),
        **optional(contradictions=list(_contradictions(incident))),
        "unsure": [row.text for row in incident.open_questions.all()],
    }
    return with_own_keys(keep_silent(card), incident)


def _of_no_fact() -> dict[str, bool]:
    return {f"{name}__isnull": True for name in FACTS}


def _sources(incident: Incident) -> Iterator[Card]:
    for reading in incident.readings.select_related("source").prefetch_related("cites"):
        source = reading.source
        yield {
            "url": or_null(source.url),
            **optional(ref=_ref(reading), title=source.title),
            "publisher": or_null(source.publisher),
            "author": or_null(source.author),
            "published": or_null(source.published_edtf),
            "language": or_null(source.language),
            "kind": said(source.kind, source.kind_as_stated, SourceKind.values),
            **optional(
                kind_as_stated=further(source.kind, source.kind_as_stated, SourceKind.values),
                accessed=reading.accessed.isoformat() if reading.accessed else None,
                archived_url=reading.archived_url,
            ),
            "cites": [origin.words for origin in reading.cites.all()],
        }


def _ref(reading: IncidentSource) -> str:
    """The short name; a made-up one only where something cites this source."""
    return reading.ref or (ref_of(reading) if reading.citations.filter(proposed=False).exists() else "")


def _dates(incident: Incident) -> Iterator[Card]:
    rows = list(incident.dates.prefetch_related(_CITED))
    is_stated = any(row.is_main and not row.main_proposed for row in rows)
    for row in rows:
        yield {
            "what": row.what,
            "as_stated": or_null(row.date_as_stated),
            "edtf": or_null(row.date_edtf),
            **optional(
                main=_main(row, is_stated),
                citations=passages(row.citations.all()),
            ),
        }


def _main(row: IncidentDate, is_stated: bool) -> bool | None:
    """Whether the date is the incident's own, as stated; where that is stated of none, it is denied of all but the one that
    is proposed, and `keep_silent` leaves out what need not be said."""
    if is_stated:
        return row.is_main or None
    return None if row.is_main else False


def _places(incident: Incident) -> Iterator[Card]:
    for row in incident.places.select_related("country", "region").prefetch_related(_CITED):
        region = None if row.region_proposed else row.region
        implied = row.region_proposed or (region is not None and row.precision == PlacePrecision.EXACT)
        yield {
            "name": row.name,
            "kind": or_null(row.kind_as_stated),
            "country_iso2": code_of(row.country),
            "role": said(row.role, row.role_as_stated, PlaceRole.values),
            **optional(
                role_as_stated=further(row.role, row.role_as_stated, PlaceRole.values),
                region=code_of(region),
                precision=None if implied else row.precision,
                citations=passages(row.citations.all()),
            ),
        }


# --- goods, figures, routes --------------------------------------------------------------------


def _seizures(incident: Incident) -> Iterator[Card]:
    for row in incident.seizures.prefetch_related(_CITED, f"measurements__{_CITED}"):
        yield _seizure(row)


def _seizure(row: Seizure) -> Card:
    preferred = row.preferred
    others = [_measurement(m) for m in row.measurements.all() if m is not preferred]
    return {
        "what": row.what,
        "substance": or_null(row.substance),
        "quantity": quantity(preferred) if preferred else None,
        "value": value(preferred) if preferred else None,
        **optional(
            kind=None if row.kind_proposed else row.kind,
            disposition=said(row.disposition, row.disposition_words, Disposition.values),
            disposition_words=further(row.disposition, row.disposition_words, Disposition.values),
            date_as_stated=preferred.date_as_stated if preferred else None,
            edtf=preferred.date_edtf if preferred else None,
            doubted_because=preferred.doubted_because if preferred else None,
            measurement_citations=list(passages(preferred.citations.all())) if preferred else None,
            measurements=others,
            citations=passages(row.citations.all()),
        ),
    }


def _measurement(row: Measurement) -> Card:
    address, citations = with_address(row.citations.all())
    return {
        "quantity": quantity(row),
        "value": value(row),
        "as_stated": or_null(row.date_as_stated),
        "edtf": or_null(row.date_edtf),
        "source_url": address,
        **optional(doubted_because=row.doubted_because, citations=citations),
    }


def _rates(incident: Incident) -> Iterator[Card]:
    for row in incident.rates.prefetch_related(_CITED):
        yield {
            "what": row.what,
            "amount": _amount(row),
            "per": or_null(row.per),
            **optional(doubted_because=row.doubted_because, citations=passages(row.citations.all())),
        }


def _amount(row: Rate) -> Card | None:
    stated = numbers(row, "amount")
    words = stated.pop("as_stated")
    unit = None if row.unit == NO_UNIT else or_null(row.unit)
    stated |= {"unit": unit, "currency": row.currency_id, "as_stated": words}
    return None if is_empty(stated) else stated


def _figures(incident: Incident, list_name: str) -> Iterator[Card]:
    rows = incident.casualties.filter(listed_as=list_name)
    for row in rows.prefetch_related(_CITED):
        yield _figure(row)


def _figure(row: Casualty) -> Card:
    told = optional(doubted_because=row.doubted_because, citations=passages(row.citations.all()))
    return {"what": row.what, "count": count(row), **told}


def _flows(incident: Incident, parties: dict[str, Card]) -> Iterator[Card]:
    for row in incident.routes.prefetch_related("stops__region", "stops__party__actor", _CITED):
        yield _flow(row, parties)


def _flow(row: Route, parties: dict[str, Card]) -> Card:
    stops = sorted(row.stops.all(), key=lambda stop: (["from", "via", "to"].index(stop.role), stop.position, stop.pk))
    means = [or_null(stop.means) for stop in stops]
    means = means if means and means[0] else means[1:]
    regions = [_region(stop) for stop in stops]
    names = [_name(stop, parties) for stop in stops]
    return {
        "from": next((_stop(stop) for stop in stops if stop.role == "from"), None),
        "via": [_stop(stop) for stop in stops if stop.role == "via"],
        "to": next((_stop(stop) for stop in stops if stop.role == "to"), None),
        "commodity": or_null(row.commodity),
        "as_stated": or_null(row.as_stated),
        **optional(
            means=means if any(means) else None,
            regions=regions if any(regions) else None,
            names=names if any(names) else None,
            citations=passages(row.citations.all()),
        ),
    }


def _stop(row: RouteStop) -> str:
    return key_of(row.party) if row.party else row.name


def _region(row: RouteStop) -> str | None:
    """The code; that it is no place of the gazetteer, where a place might be looked for."""
    if row.region_proposed:
        return None
    return code_of(row.region) or (None if row.party else NO_REGION)


def _name(row: RouteStop, parties: dict[str, Card]) -> str | None:
    """How a stop that is somebody's hands is called, where the party itself does not say so."""
    if row.party is None:
        return None
    protected = row.party.is_actor and row.party.actor.is_protected
    return None if row.name == called_in_a_route(parties[key_of(row.party)], protected) else row.name


# --- words and links ---------------------------------------------------------------------------


def _related(incident: Incident) -> Iterator[str]:
    for row in incident.related.select_related("target"):
        yield row.card_id


def _features(incident: Incident) -> list[str]:
    links = incident.features.through.objects.filter(incident=incident).order_by("pk")
    return [link.feature.code for link in links.select_related("feature")]


def _contradictions(incident: Incident) -> Iterator[Card]:
    for row in incident.contradictions.prefetch_related("versions"):
        yield {"fact": row.fact, "versions": [version.text for version in row.versions.all()]}
