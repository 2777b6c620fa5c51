"""Which names of parties are hidden from readers today and which are open, and the masks that follow for texts of cases."""

from collections.abc import Iterable
from functools import cached_property

from incidents.figures.told.masking import Mask
from incidents.models import Party, PartyName
from incidents.search.naming import parts
from incidents.workflow import Called, is_somebody_else


class Names:
    """The names of these parties, and of those that they were found to be: a name may have gone there. A fixed number of
    questions, however many cases they come from."""

    def __init__(self, parties: Iterable[int]) -> None:
        self._asked = set(parties)

    @cached_property
    def _rows(self) -> dict[int, tuple[int | None, bool]]:
        """For each party: that into which it was merged, and whether it is protected."""
        found: dict[int, tuple[int | None, bool]] = {}
        new = self._asked
        while new:
            rows = Party.objects.filter(pk__in=new).values_list("pk", "merged_into", "actor__protection")
            found |= {pk: (kept, bool(protection)) for pk, kept, protection in rows.order_by()}
            new = {kept for kept, _protected in found.values() if kept} - set(found)
        return found

    @property
    def parties(self) -> set[int]:
        return set(self._rows)

    @cached_property
    def protected(self) -> set[int]:
        return {pk for pk, (_kept, protected) in self._rows.items() if protected}

    @cached_property
    def open(self) -> list[tuple[int, int, str]]:
        """Names that a reader may see today, each behind its number and the party whose it is."""
        rows = PartyName.objects.published().filter(party__in=self.parties).exclude(party__in=self.protected)
        return list(rows.values_list("pk", "party", "name"))

    @cached_property
    def _hidden(self) -> set[tuple[int, str]]:
        """Every name, of today or of the past, that is confidential or belongs to somebody protected."""
        hidden = PartyName.objects.filter(party__in=self.parties, confidential=True).order_by()
        pasts = PartyName.history.filter(party__in=self.protected).order_by()
        return {*hidden.values_list("party", "name"), *pasts.values_list("party", "name")}

    def mask(self, parties: Iterable[int], called: Iterable[Called]) -> Mask:
        """For texts of a case that ever involved these of the parties: hides their hidden names; and those of strangers, of whoever
        is protected now and was never involved, by which the texts may call them. Whom they surely name, whole or shortened and
        not as somebody else is openly called, counts as involved."""
        whose, strangers = self._with_kept(parties), list(called)
        public = [name for _pk, party, name in self.open if party in whose]
        openly = [parts(name) for name in public]
        named = (one for one in strangers if any(not is_somebody_else(cut, openly) for cut in one.cuts))
        whose |= self._with_kept(one.party for one in named)
        hidden = {name for party, name in self._hidden if party in whose}
        return Mask(hidden, public, (one.name for one in strangers))

    def _with_kept(self, parties: Iterable[int]) -> set[int]:
        found: set[int] = set()
        new = set(parties)
        while new:
            found |= new
            new = {kept for pk in new if pk in self._rows and (kept := self._rows[pk][0])} - found
        return found
