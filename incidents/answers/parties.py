"""The indexes of the lists of actors and organizations."""

from typing import Any, ClassVar

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from incidents import wording
from incidents.answers.bitmaps import any_of, gathered
from incidents.answers.index import Index, Part, only
from incidents.answers.orders import Key, Sort
from incidents.models import Actor, AllegationParty, Composed, Involvement, Membership, Organization, PartyRole

_SORTS = {
    "name": Sort("sort_text", _("by name"), word="by_text"),
    "incidents": Sort("incident_count", _("most incidents first"), "number", descending=True),
}


def _texts(rows: Any) -> Composed:
    return Composed(
        lambda numbers, now: rows.filter(pk__in=numbers).by_text(now).order_by().values_list("pk", "sort_text")
    )


class PartyIndex(Index):
    """What both lists of parties have: parts in public incidents, and how many."""

    sorts = _SORTS
    model: ClassVar[Any]
    passages = "party"
    link: ClassVar[str]  # from a party to its row in the model's table
    texts: ClassVar[Composed]  # by which they are sorted

    def read(self, rows: BitMap | None) -> Part:
        parts = only(Involvement.objects.published(), "party", rows).filter(**{f"party__{self.link}__isnull": False})
        roles = gathered(parts.values_list("party_id", "role").iterator())
        part = Part(BitMap.union(BitMap(), *roles.values()), {"role": roles})
        self.read_more(part, rows)
        for values in part.facets.values():
            for having in values.values():
                having &= part.rows
        return part

    def read_more(self, part: Part, rows: BitMap | None) -> None:
        """What only one of the two lists asks."""

    def keys(self, sort: str, rows: BitMap | None) -> list[Key]:
        order = self.sorts[sort]
        if sort == "incidents":
            return [order.key(number, pk) for pk, number in self.numbers(rows).items()]
        return [order.key(value, pk) for pk, value in self.texts.of(self.rows if rows is None else rows)]

    def parts(self, rows: BitMap) -> dict[int, tuple[int, list[str], list[str]]]:
        """Party → in how many public incidents it has a part, which parts, and the legal statuses on claims about it."""
        numbers = self.numbers(rows)
        return {party: (numbers.get(party, 0), self.roles(party), self.statuses(party)) for party in rows}

    def roles(self, party: int) -> list[str]:
        """The parts that the party had in public incidents."""
        return [role for role in PartyRole.values if party in self.facets["role"].get(role, ())]

    def statuses(self, party: int) -> list[str]:
        """The legal statuses that the party has on public claims about it."""
        return [code for code in wording.BY_CODE if party in self.facets["status"].get(code, ())]

    def numbers(self, rows: BitMap | None) -> dict[int, int]:
        """Party → how many public incidents it has a part in."""
        parts = only(Involvement.objects.published(), "party", rows).filter(**{f"party__{self.link}__isnull": False})
        return dict(parts.values("party").annotate(n=Count("pk")).values_list("party", "n"))

    def touched(self, changes: dict[str, set[int]]) -> BitMap:
        found = BitMap(changes.get("party", ()))
        if incidents := changes.get("incident"):
            found.update(Involvement.objects.filter(incident__in=incidents).values_list("party_id", flat=True))
        return found


class ActorIndex(PartyIndex):
    """Actors with a part in a published incident."""

    name = "actors"
    texts = _texts(Actor.objects)
    model, link = Actor, "actor"

    def read_more(self, part: Part, rows: BitMap | None) -> None:
        forms = only(Actor.objects.all(), "pk", rows).values_list("pk", "form")
        members = only(Membership.objects.published(), "member", rows)
        placed = only(Involvement.objects.published(), "party", rows)
        accused = only(AllegationParty.objects.published().accused(), "party", rows)
        direct = gathered(placed.values_list("party_id", "incident__places__region_id").iterator())
        part.facets |= {
            "form": gathered(forms.iterator()),
            "organization": gathered(members.values_list("member_id", "organization_id").iterator()),
            "region": self.tree.closed(direct),
            "status": gathered(accused.values_list("party_id", "legal_status").iterator()),
        }

    def touched(self, changes: dict[str, set[int]]) -> BitMap:
        found = super().touched(changes)
        if incidents := changes.get("incident"):
            found.update(
                AllegationParty.objects.filter(allegation__incident__in=incidents).values_list("party", flat=True)
            )
            found.update(Membership.objects.filter(incident__in=incidents).values_list("member", flat=True))
        for region in changes.get("region", ()):
            found |= self.facets["region"].get(region, BitMap())
        return found

    def in_region(self, region: int) -> BitMap:
        """Actors with a part in an incident that is surely in the region or below it."""
        return any_of(self.facets["region"], self.tree.surely(region))


class OrganizationIndex(PartyIndex):
    """Organizations with a part in a published incident. Their parts, the index of incidents knows: a body that has a
    part in most incidents is not read anew after each change of one."""

    name = "organizations"
    texts = _texts(Organization.objects)
    model, link = Organization, "organization"

    def read(self, rows: BitMap | None) -> Part:
        public = BitMap(self.incidents.facets["organization"])
        part = Part(public if rows is None else public & rows)
        own = only(Organization.objects.all(), "pk", part.rows).values_list("pk", "kind", "existence", "country_id")
        found = list(own)
        for number, name in enumerate(("kind", "existence", "country"), 1):
            part.facets[name] = gathered((row[0], row[number]) for row in found)
        return part

    def numbers(self, rows: BitMap | None) -> dict[int, int]:
        held = self.incidents.facets["organization"]
        return {pk: len(held.get(pk, ())) for pk in (self.rows if rows is None else rows)}

    def roles(self, organization: int) -> list[str]:
        held = self.incidents.facets["organization_role"]
        return [role for role in PartyRole.values if (organization, role) in held]

    def statuses(self, organization: int) -> list[str]:
        held = self.incidents.facets["organization_status"]
        return [code for code in wording.BY_CODE if (organization, code) in held]
