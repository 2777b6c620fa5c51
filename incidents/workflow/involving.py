"""Whom a case names and how, that it lists them all, and that names go with the draft that gave them."""

from collections.abc import Iterator

from django.db.models import Q

from incidents.models import Incident, Involvement, NameUse, Party, PartyName, ensure_involved
from incidents.models.record import moment_of_change


def involve_everybody(incident: Incident) -> None:
    """Gives every party that a fact of the case names its involvement, so that the case lists all whom it names."""
    for party in parties_named(incident):
        ensure_involved(incident, party)


def call_by_name(incident: Incident) -> None:
    """Gives the parties that a public case names, and whose names are only those that other cases use, their name in this
    case too: readers may not see the others, or no longer see them. Whoever no public source names stays without one."""
    rows = incident.involvements.filter(Q(party__actor__isnull=True) | Q(named_publicly=True))
    rows = rows.exclude(names_used__is_heading=True).exclude(party__names__in=PartyName.objects.filter(uses=None))
    for row in rows.filter(party__names__confidential=False).distinct():
        name = row.party.names.filter(confidential=False).order_by("-is_primary", "pk")[0]
        NameUse.objects.create(involvement=row, name=name, is_heading=True)


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


def forget_unused_names() -> None:
    """Removes names that no case uses since the change at hand, where only cases that readers never saw have given them.

    Without any use they would pass for names of the party's own record, and be as public as it.
    """
    dropped = NameUse.history.filter(history_date=moment_of_change(), history_type="-").values("name_id")
    unused = PartyName.objects.filter(pk__in=dropped.order_by(), uses__isnull=True, is_primary=False)
    for name in unused.filter(confidential=False):
        uses = NameUse.history.filter(name_id=name.pk)
        first, born = uses.order_by("history_id").first(), name.history.order_by("history_id").first()
        parts = Involvement.history.filter(id__in=uses.order_by().values("involvement_id")).order_by()
        known = Incident.objects.filter(pk__in=parts.values("incident_id"), first_published__isnull=False)
        if first and born and first.history_date == born.history_date and not known.exists():
            name.delete()
