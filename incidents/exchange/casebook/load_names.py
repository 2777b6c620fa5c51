"""Names of a party: all of them hang on the party, and each case says which of them it uses."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_values import words_of
from incidents.exchange.casebook.rows import Wanted, identified
from incidents.models import Involvement, NameKind, NameUse, Party, PartyName


def load_general_names(context: Context, entry: Card) -> None:
    """Names that the party has without any case using them."""
    for stated in entry.get("general_names") or []:
        _name(context, entry, stated, NameKind.NAME, general=True)


def load_names(context: Context, involvement: Involvement, entry: Card) -> None:
    """The names that this case uses; a name that no case uses any more goes, unless an editor added it unused."""
    general = {words_of(stated) for stated in entry.get("general_names") or []}
    heading = [(entry["name"], True)] if entry.get("name") else []
    used = heading + [(alias, False) for alias in entry.get("aliases") or []]
    party = context.parties[entry["key"]]
    wanted = []
    for position, (stated, is_heading) in enumerate(used):
        if words_of(stated) in general:
            continue
        name = _name(context, entry, stated, NameKind.NAME if is_heading else NameKind.ALIAS)
        values = {"position": position, "name_id": name.pk, "is_heading": is_heading}
        wanted.append(Wanted((name.pk, is_heading), values, group=is_heading))
    wanted = list({want.identity: want for want in wanted}.values())
    old = identified(involvement.names_used.all(), "name_id", "is_heading")
    before = {row.name_id for row in old}
    context.writer.sync(lambda: NameUse(involvement=involvement), old, wanted, by_place=False)
    for name in PartyName.objects.filter(pk__in=before, uses__isnull=True).exclude(name__in=general):
        context.writer.delete(name)
    _keep_a_main_name(context, involvement, party)
    context.counts["names"] += len(wanted)


def _keep_a_main_name(context: Context, involvement: Involvement, party: Party) -> None:
    """A party without a main name, or whose main name went, has one as soon as a case is headed by a name: this case's own
    heading, else that of the oldest name."""
    if party.names.filter(is_primary=True).exists():
        return
    headings = party.names.filter(uses__is_heading=True)
    main = headings.filter(uses__involvement=involvement).first() or headings.first()
    if main:
        context.writer.apply(main, {"is_primary": True})


def _name(context: Context, entry: Card, stated: Any, kind: NameKind, general: bool = False) -> PartyName:
    """The name of the party, made or corrected; what the card does not say of it stays as it is. A `general` one is a name
    of the party in every case."""
    party = context.parties[entry["key"]]
    told: Card = stated if isinstance(stated, dict) else {"name": stated}
    further = {column: told[column] for column in ("kind", "language") if told.get(column)}
    if told.get("never_public"):
        further["confidential"] = True
    if told.get("main"):
        further["is_primary"] = True
        for other in party.names.filter(is_primary=True).exclude(name=told["name"]):
            context.writer.apply(other, {"is_primary": False})
    row = party.names.filter(name=told["name"]).first()
    if row is None and not general:
        return context.writer.apply(PartyName(party=party, name=told["name"], kind=kind), further)
    return context.settle(row or PartyName(party=party, name=told["name"], kind=kind), party, entry["key"], further)
