"""What tells parties of the same name apart: who they are, in which part, in how many cases, where and when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import IncidentPlace, Involvement, Party, PartyRole
from incidents.search.turning import cut

_LOOKED_AT = 100  # cases of one party that are read for its roles, places and years
_FEW = 3
_LONGEST = 90


@dataclass
class Described:
    """One party for a choice: what it is called, and the words that tell it from its namesakes."""

    party: Any
    others: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.party.desk_label

    @property
    def text(self) -> str:
        """In one line."""
        return " · ".join([self.label, *self.words])


def described(keys: Sequence[int]) -> list[Described]:
    """The parties in the order given, each with what tells it apart; the queries grow with the parties, not the cases."""
    rows = Party.objects.select_related("actor", "organization").prefetch_related("names").in_bulk(list(keys))
    return [_described(rows[key]) for key in keys if key in rows]


def _described(party: Any) -> Described:
    parts = list(
        Involvement.objects.filter(party=party)
        .order_by("-pk")
        .values_list("incident", "role", "description", "incident__date_earliest", "country__name")[: _LOOKED_AT + 1]
    )
    names = [str(name) for name in party.names.all() if name.is_told and str(name) != party.desk_label]
    found = Described(party, names)
    told = party.description or next((part[2] for part in parts if part[2]), "")
    if told and told != found.label:
        found.words.append(cut(told, _LONGEST))
    if names:
        found.words.append(_("also %(names)s") % {"names": ", ".join(names[:_FEW])})
    found.words.append(_kind(party))
    found.words += _of_cases(parts)
    found.words.append(party.desk_key)
    return found


def _kind(party: Any) -> str:
    if not party.is_actor:
        return str(party.organization.get_kind_display())
    if party.actor.protection:
        return f"{party.actor.get_form_display()}, {_('protected')}"
    return str(party.actor.get_form_display())


def _of_cases(parts: list[Any]) -> list[str]:
    if not parts:
        return [_("in no case yet")]
    words = []
    roles = list(dict.fromkeys(str(PartyRole(part[1]).label) for part in parts))
    words.append(", ".join(roles[:_FEW]))
    number = len(parts)
    if number > _LOOKED_AT:
        words.append(_("more than %(n)d cases") % {"n": _LOOKED_AT})
    else:
        words.append(ngettext("%(n)d case", "%(n)d cases", number) % {"n": number})
    countries = [part[4] for part in parts if part[4]]
    placed = IncidentPlace.objects.filter(incident__in=[part[0] for part in parts], country__isnull=False)
    countries += list(placed.order_by("pk").values_list("country__name", flat=True)[:_LOOKED_AT])
    if countries:
        words.append(", ".join(list(dict.fromkeys(countries))[:_FEW]))
    years = sorted(part[3].year for part in parts if part[3])
    if years:
        words.append(str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}")
    return words
