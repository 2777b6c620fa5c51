"""Names of a party: all of them hang on the party, and each case says which of them it uses."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.rows import Wanted, identified
from incidents.models import Involvement, NameKind, NameUse, Party, PartyName


def load_names(context: Context, involvement: Involvement, entry: Card) -> None:
    """The names that this case uses; a name that no case uses any more goes, unless an editor added it unused."""
    heading = [(entry["name"], True)] if entry.get("name") else []
    used = heading + [(alias, False) for alias in entry.get("aliases") or []]
    party = context.parties[entry["key"]]
    wanted = []
    for position, (stated, is_heading) in enumerate(used):
        name = _name(context, party, stated, is_heading)
        values = {"position": position, "name_id": name.pk, "is_heading": is_heading}
        wanted.append(Wanted((name.pk, is_heading), values))
    wanted = list({want.identity: want for want in wanted}.values())
    old = identified(involvement.names_used.all(), "name_id", "is_heading")
    before = {row.name_id for row in old}
    context.writer.sync(lambda: NameUse(involvement=involvement), old, wanted, by_place=False)
    for name in PartyName.objects.filter(pk__in=before, uses__isnull=True):
        context.writer.delete(name)
    context.counts["names"] += len(wanted)


def _name(context: Context, party: Party, stated: Any, is_heading: bool) -> PartyName:
    told: Card = stated if isinstance(stated, dict) else {"name": stated}
    existing = list(party.names.all())
    row = next((name for name in existing if name.name == told["name"]), None)
    further = {column: told[column] for column in ("kind", "language") if told.get(column)}
    if row is None:
        first = is_heading and not any(name.is_primary for name in existing)
        kind = NameKind.NAME if is_heading else NameKind.ALIAS
        row = PartyName(party=party, name=told["name"], kind=kind, is_primary=first)
    return context.writer.apply(row, further)
