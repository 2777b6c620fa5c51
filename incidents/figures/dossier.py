"""One party as the whole public record knows it: names, ties, claims with what came of them, incidents, company."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Subquery

from incidents.answers import Involved, involved
from incidents.figures.cast import Called, Cast, is_doubtful
from incidents.figures.claims import End, Standing, ends_of, named_in_steps, read_until, standing
from incidents.figures.notes import Notes
from incidents.models import (
    Actor,
    AllegationParty,
    Course,
    IncidentSource,
    Involvement,
    Membership,
    Merge,
    Organization,
    PartyName,
    Relationship,
    courses,
)

SHOWN = 25  # rows of each kind; a link leads to the others
COMPANY = 20
LOOKED_AT = 500  # the newest incidents of a party, in which its company of persons is counted


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


@dataclass(frozen=True)
class Ties:
    """The ties that are shown, from the newest cases, in the order of time; `more`: whether there are others."""

    rows: list[Any]
    more: bool

    @classmethod
    def of(cls, *found: Any) -> "Ties":
        """From one or several questions, each of which is asked for a few rows only, whatever it could answer."""
        newest = [
            row
            for rows in found
            for row in rows.select_related("incident").order_by("-incident_id", "-pk")[: SHOWN + 1]
        ]
        newest.sort(key=lambda row: (-row.incident_id, -row.pk))
        return cls(sorted(newest[:SHOWN], key=_in_time), len(newest) > SHOWN)


class Dossier:
    """The page of one actor or organization, as quick for ten thousand incidents as for ten. `party` comes from
    `labelled()`."""

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
    def involved(self) -> Involved:
        """How many incidents and claims there are, and which are the newest."""
        return involved(self.party.pk, self.is_actor, SHOWN, COMPANY, LOOKED_AT)

    @cached_property
    def involvements(self) -> list[Any]:
        """The newest, one for each incident."""
        newest = self.involved.incidents.newest
        rows = Involvement.objects.published().of(self.party).filter(incident__in=newest)
        by_incident = {row.incident_id: row for row in rows.select_related("incident", "country", "part_of")}
        return [by_incident[pk] for pk in newest if pk in by_incident]

    @cached_property
    def descriptions(self) -> list[str]:
        """What the public cases say of them, each once."""
        told = [self.party.description, *(row.description for row in self.involvements)]
        return [text for text in dict.fromkeys(told) if text and text != self.party.public_label]

    @cached_property
    def memberships(self) -> Ties:
        return Ties.of(Membership.objects.published().filter(member=self.party))

    @cached_property
    def members(self) -> Ties:
        return (
            Ties([], False)
            if self.is_actor
            else Ties.of(Membership.objects.published().filter(organization=self.party))
        )

    @cached_property
    def relationships(self) -> Ties:
        rows = Relationship.objects.published()
        return Ties.of(rows.filter(a=self.party), rows.filter(b=self.party))

    @cached_property
    def _links(self) -> list[Any]:
        """The newest, those of one case together and in its order."""
        cites = IncidentSource.objects.filter(incident=OuterRef("allegation__incident"))
        cites = (
            cites.with_letters().filter(is_letter=False).order_by(F("source__published_latest").desc(nulls_last=True))
        )
        newest = self.involved.claims.newest
        rows = AllegationParty.objects.published().filter(party=self.party, allegation__in=newest)
        rows = rows.select_related("allegation__incident")
        rows = rows.annotate(newest_source=Subquery(cites.values("source__published_edtf")[:1]))
        rows = rows.prefetch_related("allegation__defeats__by_allegation", "allegation__defeats__by_step__proceeding")
        found = {row.allegation_id: row for row in rows}
        cases = list(dict.fromkeys(found[pk].allegation.incident_id for pk in newest if pk in found))
        return sorted(
            found.values(),
            key=lambda row: (cases.index(row.allegation.incident_id), row.allegation.position, row.allegation_id),
        )

    @cached_property
    def _came(self) -> dict[int, Course]:
        return courses(self._links)

    @cached_property
    def _in_steps(self) -> set[tuple[int, int]]:
        return named_in_steps({link.allegation.incident_id for link in self._links})

    @cached_property
    def charges(self) -> list[Charge]:
        return [self._charge(row) for row in self._links]

    def _charge(self, link: Any) -> Charge:
        checked = link.allegation.checked_on
        day = checked.isoformat() if checked else read_until(link.allegation.incident, link.newest_source)
        in_steps = (link.allegation.incident_id, link.party_id) in self._in_steps
        told = standing(link, self.cast.get(self.party.pk), self._came[link.pk], self.cast, in_steps)
        return Charge(link, told, link.capacity == "accused", day, ends_of(link.allegation))

    @cached_property
    def _parts(self) -> list[int]:
        if self.is_actor:
            return []
        rows = Involvement.objects.published().filter(part_of=self.party).order_by("-pk")
        return list(dict.fromkeys(rows.values_list("party", flat=True)[:LOOKED_AT]))

    @cached_property
    def parts(self) -> list[Called]:
        """Units and factions of the organization, as some public case states."""
        return self._called(self._parts)

    @cached_property
    def part_of(self) -> list[Called]:
        return self._called(row.part_of_id for row in self.involvements if row.part_of_id)

    def _called(self, ids: Iterable[int]) -> list[Called]:
        return [self.cast.get(pk) for pk in dict.fromkeys(ids)]

    @cached_property
    def _persons(self) -> list[tuple[int, int]]:
        """Persons of the newest incidents with their number; protected persons are nobody's company here."""
        if self.is_protected:
            return []
        others = Involvement.objects.published().filter(incident__in=self.involved.latest).exclude(party=self.party)
        counted = Counter(others.order_by().values_list("party", flat=True))
        # Asked for by themselves: joined with the parties, PostgreSQL walks through all that there are.
        open_ones = set(Actor.objects.filter(pk__in=counted, protection="").order_by().values_list("pk", flat=True))
        found = sorted(
            ((pk, times) for pk, times in counted.items() if pk in open_ones), key=lambda one: (-one[1], one[0])
        )
        return found[:COMPANY]

    @cached_property
    def _bodies(self) -> list[tuple[int, int]]:
        return [] if self.is_protected else self.involved.organizations

    @cached_property
    def company(self) -> list[list[Companion]]:
        """Organizations, then persons, of the same incidents."""
        both = (self._bodies, self._persons)
        return [[Companion(self.cast.get(pk), times) for pk, times in some] for some in both if some]

    @property
    def looked_at(self) -> int:
        """In how many incidents persons were counted, where that is not all; else 0."""
        number = len(self.involved.latest)
        return number if number < self.involved.incidents.total else 0

    @cached_property
    def cast(self) -> Cast:
        """Everybody whom this page names, by their public names."""
        ids = {self.party.pk, *self._parts, *(pk for pk, _times in [*self._bodies, *self._persons])}
        ids.update(row.organization_id for row in self.memberships.rows)
        ids.update(row.member_id for row in self.members.rows)
        ids.update(key for row in self.relationships.rows for key in (row.a_id, row.b_id))
        ids.update(row.part_of_id for row in self.involvements if row.part_of_id)
        ids.update(step.authority_id for came in self._came.values() for step in came.deciding if step.authority_id)
        return Cast.everywhere(ids)

    @cached_property
    def notes(self) -> Notes:
        ties = (self.memberships, self.members, self.relationships)
        facts = [*(row for some in ties for row in some.rows), *self.involvements]
        incidents = [fact.incident for fact in facts]
        claims = [charge.link.allegation for charge in self.charges]
        replies = [charge.link for charge in self.charges if charge.standing.replied]
        return Notes.of_facts([*facts, *claims, *replies], [*incidents, *(claim.incident for claim in claims)])

    @cached_property
    def merges(self) -> list[tuple[Merge, str]]:
        """Merges that readers may know of, each with the public id of the other party."""
        told = Merge.objects.told_with(self.party)
        return [(one, (one.merged if one.kept_id == self.party.pk else one.kept).public_id) for one in told]


def _in_time(row: Any) -> tuple[Any, ...]:
    return (row.date_earliest is None, row.date_earliest or 0, row.pk)
