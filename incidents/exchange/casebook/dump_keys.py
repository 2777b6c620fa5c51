"""Each card keeps its own keys: a case that came with a party which was merged goes on calling it by that key."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.dump_values import key_of
from incidents.exchange.casebook.speech import KEY
from incidents.models import Incident, MergeAction, MergedRow

_SPOKEN = frozenset({"made_by", "relayed_by"})  # texts that hold keys among words


def with_own_keys(card: Card, incident: Incident) -> Card:
    """The card with the keys that its case had before its parties were merged into others."""
    own = _own_keys(incident)
    renamed: Card = _renamed(card, own, spoken=False) if own else card
    return renamed


def _own_keys(incident: Incident) -> dict[str, str]:
    """Key of the kept party → key of the first party that the case had in its place."""
    moved = MergedRow.objects.filter(incident=incident, table="involvement", action=MergeAction.MOVED)
    rows = moved.filter(merge__undone_at__isnull=True).select_related("merge__merged").order_by("-merge")
    first = {row.row: row.merge.merged for row in rows if "party_id" in row.after}
    there = incident.involvements.filter(pk__in=first).select_related("party")
    return {key_of(part.party): key_of(first[part.pk]) for part in there if part.party_id != first[part.pk].pk}


def _renamed(value: Any, own: dict[str, str], spoken: bool) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(item, own, spoken or key in _SPOKEN) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, own, spoken) for item in value]
    if isinstance(value, str):
        return KEY.sub(lambda found: own.get(found[0], found[0]), value) if spoken else own.get(value, value)
    return value
