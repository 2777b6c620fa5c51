"""One party as the whole public record knows it: names, ties, claims with what came of them, incidents, company."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery

from incidents.figures.cast import Called, Cast, is_doubtful
from incidents.figures.claims import End, Standing, ends_of, read_until, standing
from incidents.figures.notes import Notes
from incidents.models import (
    AllegationParty,
    Course,
    Incident,
    IncidentSource,
    Involvement,
    Membership,
    Merge,
    Organization,
    PartyName,
    Relationship,
    courses,
)

SHOWN = 50
COMPANY = 20


@dataclass(frozen=True)
class Charge:
    """A claim about the party: the standing comes first, whatever it is, then the claim."""

    link: AllegationParty
    standing: Standing
    accused: bool
    known_as_of: str  # EDTF
    ends: list[End]


@dataclass(frozen=True)
class Companion:
    """Another party of the same incidents, and in how many."""

    called: Called
    times: int


class Dossier:
    """The page of one actor or organization. `party` comes from `labelled()`."""

    def __init__(self, party: Any) -> None:
        self.party = party
        self.is_actor = not isinstance(party, Organization)
        self.is_protected = self.is_actor and party.is_protected
        self.is_doubtful = isinstance(party, Organization) and is_doubtful(party)

    @property
    def label(self) -> str:
        return str(self.cast.get(self.party.pk).label)

    @cached_property
    def names(self) -> list[PartyName]:
        return [
            name
            for name in PartyName.objects.published().filter(party=self.party)
            if name.name != self.party.public_name
        ]

    @cached_property
    def involvements(self) -> list[Any]:
        rows = Involvement.objects.published().of(self.party).select_related("incident", "country", "part_of")
        return list(rows.order_by(F("incident__date_latest").desc(nulls_last=True), "-incident")[:SHOWN])

    @cached_property
    def descriptions(self) -> list[str]:
        """What the public cases say of them, each once."""
        told = [self.party.description, *(row.description for row in self.involvements)]
        return [text for text in dict.fromkeys(told) if text and text != self.party.public_label]

    @cached_property
    def memberships(self) -> list[Any]:
        rows = Membership.objects.published().filter(member=self.party).select_related("incident")
        return list(_in_time(rows))

    @cached_property
    def members(self) -> list[Any]:
        if self.is_actor:
            return []
        return list(_in_time(Membership.objects.published().filter(organization=self.party).select_related("incident")))

    @cached_property
    def relationships(self) -> list[Any]:
        rows = Relationship.objects.published().filter(Q(a=self.party) | Q(b=self.party))
        return list(_in_time(rows.select_related("incident")))

    @cached_property
    def _links(self) -> list[Any]:
        newest = IncidentSource.objects.filter(incident=OuterRef("allegation__incident"))
        newest = newest.order_by(F("source__published_latest").desc(nulls_last=True))
        rows = AllegationParty.objects.published().filter(party=self.party).select_related("allegation__incident")
        rows = rows.annotate(newest_source=Subquery(newest.values("source__published_edtf")[:1]))
        rows = rows.prefetch_related("allegation__defeats__by_allegation", "allegation__defeats__by_step__proceeding")
        return list(rows.order_by("-allegation__incident", "allegation__position")[:SHOWN])

    @cached_property
    def _came(self) -> dict[int, Course]:
        return courses(self._links)

    @cached_property
    def charges(self) -> list[Charge]:
        return [self._charge(row) for row in self._links]

    def _charge(self, link: Any) -> Charge:
        checked = link.allegation.checked_on
        day = checked.isoformat() if checked else read_until(link.allegation.incident, link.newest_source)
        told = standing(link, self.cast.get(self.party.pk), self._came[link.pk], self.cast)
        return Charge(link, told, link.capacity == "accused", day, ends_of(link.allegation))

    @cached_property
    def parts(self) -> list[Called]:
        """Units and factions of the organization, as some public case states."""
        if self.is_actor:
            return []
        return self._called(Involvement.objects.published().filter(part_of=self.party).values_list("party", flat=True))

    @cached_property
    def part_of(self) -> list[Called]:
        return self._called(row.part_of_id for row in self.involvements if row.part_of_id)

    def _called(self, ids: Iterable[int]) -> list[Called]:
        return [self.cast.get(pk) for pk in dict.fromkeys(ids)]

    @cached_property
    def _company(self) -> list[tuple[int, int]]:
        """Other parties of the same incidents with their number; protected persons are nobody's company here."""
        if self.is_protected:
            return []
        mine = Involvement.objects.published().of(self.party).values("incident")
        others = Involvement.objects.published().filter(incident__in=mine).exclude(party=self.party)
        open_ones = others.filter(Q(party__actor__isnull=True) | Q(party__actor__protection=""))
        counted = open_ones.order_by().values("party").annotate(times=Count("incident", distinct=True))
        return list(counted.order_by("-times", "party").values_list("party", "times")[:COMPANY])

    @cached_property
    def company(self) -> list[Companion]:
        return [Companion(self.cast.get(pk), times) for pk, times in self._company]

    @cached_property
    def cast(self) -> Cast:
        """Everybody whom this page names, by their public names."""
        ids = {self.party.pk, *(pk for pk, _times in self._company)}
        ids.update(row.organization_id for row in self.memberships)
        ids.update(row.member_id for row in self.members)
        ids.update(key for row in self.relationships for key in (row.a_id, row.b_id))
        ids.update(row.part_of_id for row in self.involvements if row.part_of_id)
        ids.update(step.authority_id for came in self._came.values() for step in came.deciding if step.authority_id)
        if not self.is_actor:
            ids.update(Involvement.objects.published().filter(part_of=self.party).values_list("party", flat=True))
        return Cast.everywhere(ids)

    @cached_property
    def notes(self) -> Notes:
        facts = [*self.memberships, *self.members, *self.relationships, *self.involvements]
        incidents = [fact.incident for fact in facts]
        claims = [charge.link.allegation for charge in self.charges]
        return Notes.of_facts([*facts, *claims], [*incidents, *(claim.incident for claim in claims)])

    @cached_property
    def merges(self) -> list[tuple[Merge, str]]:
        """Merges that readers may know of, each with the public id of the other party."""
        told = Merge.objects.told_with(self.party)
        return [(one, (one.merged if one.kept_id == self.party.pk else one.kept).public_id) for one in told]

    @cached_property
    def incidents(self) -> int:
        return int(Incident.objects.published().filter(involvements__party=self.party).count())


def _in_time(rows: Any) -> Any:
    return rows.order_by(F("date_earliest").asc(nulls_last=True), "pk")[:SHOWN]
