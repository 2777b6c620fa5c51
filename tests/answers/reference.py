"""The slow, obvious answer to a question to the list of incidents: every row looked at, one after the other."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from incidents.models import Incident, RegionOverlap


@dataclass
class Fact:
    """What the record says of one public incident."""

    row: Incident
    places: list[tuple[str, str]] = field(default_factory=list)  # path and role
    values: dict[str, set[str]] = field(default_factory=dict)  # parameter → codes


def facts() -> list[Fact]:
    """Every public incident."""
    found = []
    for row in Incident.objects.all():
        if row.stage != "published" or (row.embargo_until and row.embargo_until > timezone.now()):
            continue
        fact = Fact(row)
        fact.places = [(place.region.path if place.region else "", place.role) for place in row.places.all()]
        claims = list(row.allegations.all())
        parts = list(row.involvements.all())
        bodies = [part.party.organization for part in parts if hasattr(part.party, "organization")]
        fact.values = {
            "kind": {row.kind},
            "place_role": {role for _path, role in fact.places},
            "offence": {link.offence.path for claim in claims for link in claim.offences.all()},
            "status": {x.legal_status for claim in claims for x in claim.parties.all() if x.capacity == "accused"},
            "seizure": {seizure.kind for seizure in row.seizures.all()},
            "publisher": {reading.source.publisher for reading in row.readings.all()},
            "language": {reading.source.language for reading in row.readings.all()},
            "actor": {part.party.public_id for part in parts if hasattr(part.party, "actor")},
            "organization": {body.public_id for body in bodies},
            "organization_kind": {body.kind for body in bodies},
        }
        found.append(fact)
    return found


def meets(fact: Fact, name: str, value: Any, asked: dict[str, Any]) -> bool:
    """Whether the incident meets one filter."""
    every = asked.get("match") == "all"
    if name in ("since", "until"):
        return in_period(fact.row, name, value, asked.get("reading") == "certain")
    if name == "place_role" and asked.get("region"):
        return True
    if name == "region":
        return in_regions(fact, value, asked.get("place_role", []), every)
    if name == "offence":
        met = [any(path.startswith(offence.path) for path in fact.values["offence"]) for offence in value]
    elif name == "kind":
        met = [value in fact.values["kind"]]
    else:
        met = [code in fact.values[name] for code in value]
    return all(met) if every else any(met)


def in_period(row: Incident, name: str, day: date, certain: bool) -> bool:
    first, last = row.date_earliest, row.date_latest
    if certain:
        return (first is not None and first >= day) if name == "since" else (last is not None and last <= day)
    return (last is None or last >= day) if name == "since" else (first is None or first <= day)


def in_regions(fact: Fact, regions: list[Any], roles: list[str], every: bool) -> bool:
    wanted = [[role] for role in roles] or [[]] if every else [roles]
    met = [
        any((not some or role in some) and path and lies_in(path, region) for path, role in fact.places)
        for region in regions
        for some in wanted
    ]
    return all(met) if every else any(met)


def lies_in(path: str, region: Any) -> bool:
    """Surely or perhaps: below it, in what the zone contains, exactly in what cuts across."""
    if path.startswith(region.path):
        return True
    for overlap in RegionOverlap.objects.all():
        part, zone = overlap.region.path, overlap.zone.path
        if zone == region.path and (path == part or (overlap.relation == "contains" and path.startswith(part))):
            return True
        if path == zone and (part.startswith(region.path) or region.path.startswith(part)):
            return True
    return False


def answer(asked: dict[str, Any], known: list[Fact], without: tuple[str, ...] = ()) -> list[Incident]:
    """The incidents that meet every filter, newest first, those without an end by their first day, unknown dates last."""
    settings = ("match", "reading", *without)
    filters = [(name, value) for name, value in asked.items() if value and name not in settings]
    rows = [fact.row for fact in known if all(meets(fact, name, value, asked) for name, value in filters)]
    newest = {row.pk: row.date_latest or row.date_earliest for row in rows}
    return sorted(rows, key=lambda row: (newest[row.pk] is not None, newest[row.pk] or date.min, row.pk), reverse=True)


def counts(asked: dict[str, Any], name: str, known: list[Fact]) -> Counter[str]:
    """How many incidents each value of a filter gives while that filter is open."""
    left = {row.pk for row in answer(asked, known, (name,))}
    return Counter(code for fact in known if fact.row.pk in left for code in fact.values[name])
