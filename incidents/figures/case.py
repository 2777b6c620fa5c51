"""One incident, section by section, as its page tells it. Each section is asked for once, however many rows it has."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet

from incidents import wording
from incidents.figures.cast import Called, Cast
from incidents.figures.claims import Claim, claims_of, read_until
from incidents.figures.corrections import Notice, notices
from incidents.figures.notes import Notes
from incidents.figures.origins import Origins
from incidents.history import Change, changes_since_published
from incidents.models import (
    Allegation,
    Citation,
    Correction,
    Defeat,
    Incident,
    Involvement,
    NameUse,
    SpeechLink,
    Step,
)
from incidents.models.ordering import as_they_followed


@dataclass
class Part:
    """A party's part in the case, with the smaller groups that it includes nested in it."""

    row: Involvement
    called: Called
    part_of: Called | None
    also: list[str]
    standing: list[Any]  # what came of the claims of the case about it
    within: list["Part"] = field(default_factory=list)

    @property
    def withheld(self) -> bool:
        """The sources name them and we do not."""
        return self.row.named_publicly and not self.called.named

    @property
    def is_group(self) -> bool:
        return self.called.is_actor and self.row.party.actor.form == "group"


@dataclass(frozen=True)
class Stage:
    """One step of a proceeding. `aside` says what custody, administration and the like do not mean."""

    step: Step
    authority: Called
    concerns: list[Called]
    aside: Any
    merits: Any
    final: Any


@dataclass(frozen=True)
class Course:
    """One proceeding: the claims that it deals with, and its steps in the order in which they happened."""

    proceeding: Any
    authority: Called
    claims: list[Claim]
    stages: list[Stage]


@dataclass(frozen=True)
class Entry:
    """One source of the case under its number, with the passages that were cited."""

    number: int
    reading: Any  # with_letters
    cites: list[str]
    passages: list[Citation]


class Case:
    """The page of one published incident."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident

    @cached_property
    def notes(self) -> Notes:
        return Notes.of_case(self.incident)

    @cached_property
    def cast(self) -> Cast:
        return Cast.of_case(self.incident, self._involvements)

    @cached_property
    def _involvements(self) -> list[Involvement]:
        names = NameUse.objects.filter(is_heading=False, name__confidential=False).select_related("name")
        rows = self.incident.involvements.select_related("party__actor", "party__organization", "country", "part_of")
        return list(rows.prefetch_related(Prefetch("names_used", names, to_attr="aliases")))

    @cached_property
    def people(self) -> list[Part]:
        return nested([part for part in self._parts if part.called.is_actor])

    @cached_property
    def organizations(self) -> list[Part]:
        return nested([part for part in self._parts if not part.called.is_actor])

    @cached_property
    def _parts(self) -> list[Part]:
        return [self._part(row) for row in self._involvements]

    def _part(self, row: Any) -> Part:
        called = self.cast.get(row.party_id)
        also = [use.name.name for use in row.aliases if use.name.name != called.label]
        part_of = self.cast.get(row.part_of_id) if row.part_of_id else None
        return Part(row, called, part_of, also, wording.labels_of(self._statuses.get(row.party_id, ())))

    @cached_property
    def _statuses(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for standing in (standing for claim in self.claims for standing in claim.accused):
            found.setdefault(standing.link.party_id, set()).add(standing.status.code)
        return found

    @cached_property
    def dates(self) -> list[Any]:
        return sorted(self.incident.dates.all(), key=_in_time)

    @cached_property
    def places(self) -> list[Any]:
        return list(self.incident.places.select_related("region", "country"))

    @cached_property
    def memberships(self) -> list[Any]:
        return list(self.incident.memberships.all())

    @cached_property
    def relationships(self) -> list[Any]:
        return list(self.incident.relationships.all())

    @cached_property
    def sources(self) -> list[Entry]:
        rows = self.incident.readings.with_letters().select_related("source").order_by("position", "pk")
        told = Citation.objects.exclude(quote="", page="").order_by("position", "pk")
        rows = rows.prefetch_related("cites", Prefetch("citations", told, to_attr="passages"))
        return [
            Entry(number, row, [origin.words for origin in row.cites.all()], row.passages)
            for number, row in enumerate(rows, 1)
        ]

    @cached_property
    def read_until(self) -> str:
        read = [entry.reading.source for entry in self.sources if not entry.reading.is_letter]
        dated = [(source.published_latest, source.published_edtf) for source in read if source.published_latest]
        return read_until(self.incident, max(dated)[1] if dated else None)

    @cached_property
    def claims(self) -> list[Claim]:
        rows = with_speech(self.incident.allegations.all())
        articles = ((entry.reading.pk, entry.reading.source.publisher, entry.cites) for entry in self.sources)
        return claims_of(rows, self.cast, self.read_until, self.notes, Origins(articles))

    @cached_property
    def proceedings(self) -> list[Course]:
        rows = self.incident.proceedings.select_related("jurisdiction")
        rows = rows.prefetch_related("claims", "steps__parties", "steps__jurisdiction")
        return [course for course in map(self._course, rows) if course.stages or course.claims]

    def proceedings_of(self, claim: Claim) -> list[Course]:
        return [course for course in self.proceedings if claim in course.claims]

    def _course(self, row: Any) -> Course:
        dealt_with = {claim.allegation_id for claim in row.claims.all()}
        return Course(
            proceeding=row,
            authority=self.cast.get(row.authority_id),
            claims=[claim for claim in self.claims if claim.allegation.pk in dealt_with],
            stages=[self._stage(step) for step in as_they_followed(row.steps.all())],
        )

    def _stage(self, step: Step) -> Stage:
        return Stage(
            step=step,
            authority=self.cast.get(step.authority_id),
            concerns=[self.cast.get(link.party_id) for link in step.parties.all()],
            aside=wording.STEP_FAMILIES.get(step.family, ""),
            merits=wording.ON_MERITS.get(step.on_merits, ""),
            final=wording.FINAL.get(step.final, ""),
        )

    @cached_property
    def seizures(self) -> list[Any]:
        rows = self.incident.seizures.prefetch_related("measurements__currency", "measurements__unit")
        return list(rows)

    @cached_property
    def routes(self) -> list[Any]:
        return list(self.incident.routes.prefetch_related("stops__region"))

    @cached_property
    def placed(self) -> set[int]:
        """The regions that the case itself puts on the map: their pages exist."""
        return {place.region_id for place in self.places if place.region_id}

    @cached_property
    def casualties(self) -> list[Any]:
        return list(self.incident.casualties.all())

    @cached_property
    def rates(self) -> list[Any]:
        return list(self.incident.rates.select_related("currency"))

    @cached_property
    def contradictions(self) -> list[Any]:
        return list(self.incident.contradictions.prefetch_related("versions"))

    @cached_property
    def open_questions(self) -> list[Any]:
        return list(self.incident.open_questions.all())

    @cached_property
    def related(self) -> QuerySet[Incident]:
        linked = self.incident.related.order_by().values("target")  # several links may lead to one case
        return Incident.objects.published().filter(pk__in=linked).newest_first()

    @cached_property
    def origins(self) -> int:
        """How many independent speakers the claims go back to: two articles that relay one informant are one."""
        return SpeechLink.objects.published().filter(allegation__incident=self.incident).count_origins()

    @cached_property
    def corrections(self) -> list[Notice]:
        return notices(Correction.objects.published().filter(incident=self.incident).with_rows())

    @cached_property
    def changes(self) -> list[Change]:
        return changes_since_published(self.incident)


def with_speech(allegations: QuerySet[Allegation]) -> QuerySet[Allegation]:
    """Claims with all that `claims_of` reads of them."""
    ends = Defeat.objects.select_related("by_allegation", "by_step__proceeding")
    return allegations.prefetch_related(
        "parties",
        "offences__offence",
        Prefetch("speech", SpeechLink.objects.published().order_by("step", "position", "pk"), to_attr="said"),
        Prefetch("defeats", ends),
    )


def nested(parts: Iterable[Part]) -> list[Part]:
    """The parts that are in no larger group, each holding those that are in it; every part comes exactly once."""
    by_key = {part.row.pk: part for part in parts}
    top: list[Part] = []
    for part in by_key.values():
        larger = by_key.get(part.row.subset_of_id or 0)
        if larger is None or _contains(by_key, part, larger):
            top.append(part)
        else:
            larger.within.append(part)
    return top


def _contains(by_key: dict[int, Part], part: Part, larger: Part) -> bool:
    """Whether groups contain each other in a circle, which no form allows but a table could hold."""
    seen: set[int] = set()
    above: Part | None = larger
    while above is not None and above.row.pk not in seen:
        seen.add(above.row.pk)
        above = by_key.get(above.row.subset_of_id or 0)
    return part.row.pk in seen


def _in_time(row: Any) -> tuple[datetime.date, bool, int, int]:
    return *row.in_time, row.position, row.pk
