"""Who takes part in a case: whom it involves, and whoever speaks in it, also where readers are told of their role alone."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from incidents.models import Allegation, Incident, Involvement, Party, SpeechLink


def parties_in(cases: QuerySet[Incident] | Collection[Any]) -> Any:
    """The numbers of those who take part in one of the cases."""
    speaking = SpeechLink.objects.filter(allegation__incident__in=cases, party__isnull=False).order_by()
    return (
        Involvement.objects.filter(incident__in=cases)
        .order_by()
        .values_list("party")
        .union(speaking.values_list("party"))
    )


def cases_with(parties: Collection[Any]) -> Any:
    """The numbers of the cases in which one of the parties takes part."""
    speaking = SpeechLink.objects.filter(party__in=parties).order_by()
    return (
        Involvement.objects.filter(party__in=parties)
        .order_by()
        .values_list("incident")
        .union(speaking.values_list("allegation__incident"))
    )


def of_seen_party() -> Exists:
    """The condition on a name that readers may see the party whose it is: a published case involves it."""
    return Exists(Party.objects.published().filter(pk=OuterRef("party")))


def parties_ever_in(cases: Collection[int]) -> dict[int, set[int]]:
    """For each of the cases the numbers of those who took part in it at any time. One statement."""
    claims = Allegation.history.order_by()
    said = SpeechLink.history.filter(
        allegation_id__in=claims.filter(incident_id__in=cases).values("id"), party_id__isnull=False
    ).order_by()
    said = said.annotate(case=Subquery(claims.filter(id=OuterRef("allegation_id")).values("incident_id")[:1]))
    involved = Involvement.history.filter(incident_id__in=cases).order_by()
    found: dict[int, set[int]] = {case: set() for case in cases}
    for party, case in involved.values_list("party_id", "incident_id").union(said.values_list("party_id", "case")):
        found[case].add(party)
    return found
