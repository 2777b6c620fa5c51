"""Links between cases that wait until the other case is there."""

from collections.abc import Iterator

from incidents.models import Incident, RelatedIncident


def links_found(incident: Incident) -> Iterator[tuple[RelatedIncident, Incident]]:
    """Open links and the cases that they lead to by now: links of this case, and those of others that waited for it.

    To cases that the desk opens for whoever is looking: nobody learns from a link what another case is called.
    """
    for link in incident.related.filter(target__isnull=True):
        found = Incident.objects.opened().of_card(link.target_key)
        if found is not None and found != incident:
            yield link, found
    waiting = RelatedIncident.objects.filter(target__isnull=True, target_key=incident.card_id)
    for link in waiting.exclude(incident=incident):
        yield link, incident


def link_related(incident: Incident) -> None:
    """Links the case with those that it names by their id, and with those that name it."""
    for link, found in [*links_found(incident)]:
        link.target = found
        link.save()
