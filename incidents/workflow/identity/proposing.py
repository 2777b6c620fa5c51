"""Which parties may be one: found by their names, kept for the desk, never acted upon."""

from collections.abc import Iterable

from django.db import transaction

from incidents.models import Likely, LikelyPair, NotTheSame, Party, PartyNameKey, kind_of, lower_first
from incidents.search.names import KINDS, Kind

_SOUGHT = 100


def likely(names: Iterable[str], kind: Kind, apart: Iterable[int] = ()) -> list[Likely]:
    """Parties of which one of the names may be, the likest first; without those that are known to be others."""
    best: dict[int, Likely] = {}
    known = set(apart)
    for name in dict.fromkeys(names):
        for one in PartyNameKey.objects.likely(name, kind):
            if one.party not in known and (one.party not in best or one.score > best[one.party].score):
                best[one.party] = one
    return sorted(best.values(), key=lambda one: (-one.score, one.party))


def sought(text: str) -> list[int]:
    """Parties that somebody who types this may mean, though their names are written differently."""
    found: list[int] = []
    for kind in KINDS:
        found += [one.party for one in PartyNameKey.objects.likely(text, kind)]
        found += PartyNameKey.objects.sounding_like(text, kind)
    return list(dict.fromkeys(found))[:_SOUGHT]


@transaction.atomic
def propose(party: Party) -> list[Likely]:
    """Finds anew who may be the same as the party, keeps the pairs for the desk and gives them back."""
    LikelyPair.objects.with_party(party.pk).delete()
    told_apart = NotTheSame.objects.told_apart_from(party.pk)
    pairs: dict[int, LikelyPair] = {}
    found: dict[int, Likely] = {}
    for name in party.names.all():
        for one in likely([name.name], kind_of(party), {party.pk, *told_apart}):
            if one.party not in found or one.score > found[one.party].score:
                found[one.party] = one
                a, b = lower_first(party.pk, one.party)
                names = (name.name, one.name) if a == party.pk else (one.name, name.name)
                pairs[one.party] = LikelyPair(a_id=a, b_id=b, score=one.score, name_a=names[0], name_b=names[1])
    LikelyPair.objects.bulk_create(pairs.values(), ignore_conflicts=True)
    return sorted(found.values(), key=lambda one: (-one.score, one.party))
