"""Where and when: dates, places and routes of a card."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_citations import Citer
from incidents.exchange.casebook.load_values import choice, text
from incidents.exchange.casebook.proposals import called_in_a_route, main_date, region_of
from incidents.exchange.casebook.rows import Proposal, Wanted, identified, settled_by_editor
from incidents.models import Actor, IncidentDate, IncidentPlace, PlacePrecision, PlaceRole, Route, RouteStop, StopRole


def load_dates(context: Context, citer: Citer) -> None:
    listed = context.listed("dates")
    old = identified(context.incident.dates.all(), "what", "date_as_stated", "date_edtf")
    wanted = [_date(entry, position) for position, entry in enumerate(listed)]
    _choose_main(listed, wanted, old)
    rows = context.writer.sync(lambda: IncidentDate(incident=context.incident), old, wanted, once="is_main")
    context.incident.refresh_period()
    for entry, row in zip(listed, rows, strict=True):
        citer.cite("date", row, entry)
    context.counts["dates"] = len(rows)


def _date(entry: Card, position: int) -> Wanted:
    values = {
        "what": entry["what"],
        "date_as_stated": text(entry.get("as_stated")),
        "date_edtf": text(entry.get("edtf")),
    }
    return Wanted(tuple(values.values()), {**values, "position": position, "is_main": False, "main_proposed": False})


def _choose_main(listed: list[Card], wanted: list[Wanted], old: list[Any]) -> None:
    """The incident's own date: stated, else as an editor settled it where the card does not deny it, else proposed."""
    stated = next((number for number, entry in enumerate(listed) if entry.get("main")), None)
    if stated is not None:
        wanted[stated].values["is_main"] = True
        return
    settled = next((row for row in old if row.is_main and settled_by_editor(row, "main_proposed")), None)
    open_to = [want for entry, want in zip(listed, wanted, strict=True) if entry.get("main") is not False]
    same = next((want for want in open_to if settled is not None and want.identity == settled.identity), None)
    if same is not None:
        same.values["is_main"] = True
        return
    proposed = main_date(listed)
    if proposed is not None:
        wanted[proposed].values |= {"is_main": True, "main_proposed": True}


def load_places(context: Context, citer: Citer) -> None:
    listed = context.listed("places")
    old = identified(context.incident.places.all(), "name", "kind_as_stated", "role", "role_as_stated")
    wanted = [_place(context, entry, position) for position, entry in enumerate(listed)]
    rows = context.writer.sync(lambda: IncidentPlace(incident=context.incident), old, wanted)
    for entry, row in zip(listed, rows, strict=True):
        citer.cite("place", row, entry)
    context.counts["places"] = len(rows)


def _place(context: Context, entry: Card, position: int) -> Wanted:
    role, words = choice(entry["role"], PlaceRole.values, entry.get("role_as_stated"))
    kind = text(entry.get("kind"))
    country = entry.get("country_iso2")
    values: dict[str, Any] = {
        "position": position,
        "name": entry["name"],
        "kind_as_stated": kind,
        "country_id": context.library.region(country),
        "role": role,
        "role_as_stated": words,
    }
    identity = (entry["name"], kind, role, words)
    if entry.get("region") or entry.get("precision"):
        region = context.library.region(entry.get("region"))
        default = PlacePrecision.EXACT if region else PlacePrecision.UNKNOWN
        stated = {"region_id": region, "region_proposed": False, "precision": entry.get("precision") or default}
        return Wanted(identity, {**values, **stated})
    region, precision = region_of(entry["name"], kind, country, context.library)
    # That nothing was found is a proposal too: an editor may know the place, or know that it is on no map.
    proposals = [
        Proposal("region_id", region, "region_proposed"),
        Proposal("precision", precision, "region_proposed"),
    ]
    return Wanted(identity, values, proposals)


def load_routes(context: Context, citer: Citer) -> None:
    listed = context.listed("flows")
    old = identified(context.incident.routes.all(), "commodity", "as_stated")
    wanted = []
    for position, entry in enumerate(listed):
        values = {"commodity": text(entry.get("commodity")), "as_stated": text(entry.get("as_stated"))}
        wanted.append(Wanted(tuple(values.values()), {**values, "position": position}))
    rows = context.writer.sync(lambda: Route(incident=context.incident), old, wanted)
    for entry, row in zip(listed, rows, strict=True):
        _stops(context, row, entry)
        citer.cite("route", row, entry)
    context.counts["routes"] = len(rows)


def _stops(context: Context, route: Route, entry: Card) -> None:
    told = [(StopRole.FROM, entry.get("from")), *((StopRole.VIA, name) for name in entry.get("via") or [])]
    stops = [(role, name) for role, name in [*told, (StopRole.TO, entry.get("to"))] if name]
    means = entry.get("means") or []
    means = [None] * (len(stops) - len(means)) + means
    regions = entry.get("regions") or [None] * len(stops)
    names = entry.get("names") or [None] * len(stops)
    wanted = []
    for number, (role, stated) in enumerate(stops):
        party = context.party(stated)
        name = names[number] or (_hands(context, stated) if party else stated)
        values: dict[str, Any] = {"position": number, "role": role, "name": name}
        values |= {"party_id": party.pk if party else None, "means": text(means[number])}
        proposals = []
        if regions[number]:
            values |= {"region_id": context.library.region(regions[number]), "region_proposed": False}
        else:
            region = None if party else _named_region(context, name)
            proposals = [Proposal("region_id", region, "region_proposed", not party)]
        wanted.append(Wanted((role, name), values, proposals, group=role))
    context.writer.sync(lambda: RouteStop(route=route), identified(route.stops.all(), "role", "name"), wanted)


def _hands(context: Context, key: str) -> str:
    """What a stop that is a key is called."""
    entry = next(e for name in ("persons", "organizations") for e in context.listed(name) if e["key"] == key)
    party = context.parties[key]
    return called_in_a_route(entry, isinstance(party, Actor) and party.is_protected)


def _named_region(context: Context, name: str) -> int | None:
    """A region by its name alone, or the place of the same name that the card lists."""
    for place in context.listed("places"):
        if place["name"] == name or place["name"].startswith(f"{name} ("):
            if place.get("region"):
                return context.library.region(place["region"])
            return region_of(place["name"], text(place.get("kind")), place.get("country_iso2"), context.library)[0]
    return region_of(name, "", None, context.library)[0]
