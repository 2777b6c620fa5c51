"""Which names of parties are hidden from readers today and which are open, and the masks that follow for texts of cases."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from incidents.figures.told.masking import Mask
from incidents.models import Party, PartyName
from incidents.search.naming import parts
from incidents.search.openly import not_within
from incidents.workflow import Called, is_somebody_else, of_seen_party


class Open(NamedTuple):
    """A name that a reader may see today: its number, whose it is, whether they are a person, and whether a public case has them."""

    pk: int
    party: int
    name: str
    is_person: bool
    is_seen: bool


class Names:
    """The names of these parties, and of those that they were found to be, or that were found to be them: a name may have gone
    there, or been theirs before. A fixed number of questions, however many cases they come from."""

    def __init__(self, parties: Iterable[int]) -> None:
        self._asked = set(parties)

    @cached_property
    def _rows(self) -> dict[int, tuple[int | None, bool]]:
        """For each party: that into which it was merged, and whether it is protected itself."""
        found: dict[int, tuple[int | None, bool]] = {}
        asked: set[int] = set()
        while new := {*found, *(kept for kept, _protected in found.values() if kept), *self._asked} - asked:
            rows = Party.objects.filter(Q(pk__in=new) | Q(merged_into__in=new)).order_by()
            told = rows.values_list("pk", "merged_into", "actor__protection")
            found |= {pk: (kept, bool(protection)) for pk, kept, protection in told}
            asked |= new
        return found

    @property
    def parties(self) -> set[int]:
        return set(self._rows)

    @cached_property
    def protected(self) -> set[int]:
        """Whoever is protected, also by what became of those with whom they were found to be one."""
        return {pk for pk in self._rows if any(self._rows[one][1] for one in self._with_kept([pk]))}

    @cached_property
    def open(self) -> list[Open]:
        """Names that a reader may see today."""
        rows = PartyName.objects.published().filter(party__in=self.parties).exclude(party__in=self.protected)
        told = rows.annotate(is_seen=of_seen_party()).values_list("pk", "party", "name", "party__actor", "is_seen")
        return [Open(pk, party, name, actor is not None, seen) for pk, party, name, actor, seen in told]

    @cached_property
    def _hidden(self) -> set[tuple[int, str]]:
        """Every name, of today or of the past, that is confidential or belongs to somebody protected."""
        hidden = PartyName.objects.filter(party__in=self.parties, confidential=True).order_by()
        pasts = PartyName.history.filter(party__in=self.protected).order_by()
        return {*hidden.values_list("party", "name"), *pasts.values_list("party", "name")}

    def mask(self, parties: Iterable[int], called: Iterable[Called]) -> Mask:
        """For texts of a case that ever involved these of the parties: hides their hidden names; and those of strangers, of whoever
        is protected now and was never involved, by which the texts may call them. Whom they surely name, whole or shortened and
        not as somebody else is openly called, counts as involved. Openly called is whom readers see in a public case today: a
        person by any word, an organization, which may be called after somebody, by its whole name alone."""
        whose, strangers = self._with_kept(parties), list(called)
        seen = [one for one in self.open if one.party in whose and one.is_seen]
        public = [one.name for one in seen if one.is_person]
        organizations = [one.name for one in seen if not one.is_person]
        openly = [parts(name) for name in public]

        named = (one.party for one in strangers if _is_named(one, openly, organizations))
        whose |= self._with_kept(named)
        whose |= {pk for pk in self.protected if not whose.isdisjoint(self._with_kept([pk]))}
        hidden = {name for party, name in self._hidden if party in whose}
        return Mask(hidden, public, (one.name for one in strangers), organizations)

    def _with_kept(self, parties: Iterable[int]) -> set[int]:
        found: set[int] = set()
        new = set(parties)
        while new:
            found |= new
            new = {kept for pk in new if pk in self._rows and (kept := self._rows[pk][0])} - found
        return found


def _is_named(one: Called, openly: list[tuple[str, ...]], organizations: list[str]) -> bool:
    """Whether one of the places surely calls them, and nobody else."""
    return any(
        not is_somebody_else(wording.text[start:end], openly) and not_within([(start, end)], wording, organizations)
        for wording, start, end in one.places
    )
