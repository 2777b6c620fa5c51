"""Whom a case names, and that it lists them all."""

from collections.abc import Iterator

from incidents.models import Incident, Party, ensure_involved


def involve_everybody(incident: Incident) -> None:
    """Gives every party that a fact of the case names its involvement, so that the case lists all whom it names."""
    for party in parties_named(incident):
        ensure_involved(incident, party)


def parties_named(incident: Incident) -> Iterator[Party]:
    """Every party that a fact of the case points at, but for protected speakers; one may come more than once."""
    for membership in incident.memberships.select_related("member", "organization"):
        yield membership.member
        yield membership.organization
    for tie in incident.relationships.select_related("a", "b"):
        yield from (tie.a, tie.b)
    for allegation in incident.allegations.prefetch_related("parties__party", "speech__party"):
        yield from (link.party for link in allegation.parties.all())
        yield from (link.party for link in allegation.speech.all() if link.party and not link.protected)
    for proceeding in incident.proceedings.prefetch_related("steps__parties__party", "steps__authority"):
        if proceeding.authority:
            yield proceeding.authority
        for step in proceeding.steps.all():
            yield from (link.party for link in step.parties.all())
            if step.authority:
                yield step.authority
    for route in incident.routes.prefetch_related("stops__party"):
        yield from (stop.party for stop in route.stops.all() if stop.party)
    for involvement in incident.involvements.select_related("part_of"):
        if involvement.part_of:
            yield involvement.part_of
