"""A claim as a reader meets it: who says so and through whom, about whom, with which standing, and what ended it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from incidents import wording
from incidents.figures.cast import NOBODY, Called, Cast
from incidents.figures.notes import Notes
from incidents.figures.origins import Basis, Origins
from incidents.models import Allegation, AllegationParty, Course, Defeat, Incident, SpeechLink, Step, StepParty, courses
from incidents.models.ordering import unsure


@dataclass(frozen=True)
class Speaker:
    """One speaker of the chain. A protected one has nothing but the words of the role."""

    link: SpeechLink
    called: Called
    before: str
    words: str
    protected: bool


@dataclass(frozen=True)
class Saying:
    """Those who spoke at one step of the chain; step 0 made the claim."""

    step: int
    speakers: list[Speaker]


@dataclass(frozen=True)
class Decided:
    """What one authority made of the claim for one party, beside what the others made of it."""

    status: wording.Status
    step: Step
    authority: Called

    @property
    def place(self) -> Any:
        return self.step.jurisdiction or self.step.proceeding.jurisdiction


@dataclass(frozen=True)
class Standing:
    """What came of a claim for one party, in the words of `wording` and no others."""

    link: AllegationParty
    party: Called
    status: wording.Status
    reply: Any
    replied: bool
    custody: Any = ""
    measure: wording.Status | None = None
    findings: list["Decided"] = field(default_factory=list)
    elsewhere: Any = ""
    unconfirmed: Any = ""
    unordered: Any = ""

    as_of = wording.AS_OF
    custody_lead = wording.CUSTODY_LEAD
    measure_lead = wording.MEASURE_LEAD

    @property
    def unresolved(self) -> bool:
        """Nothing known: the day until which somebody looked belongs beside it."""
        return self.status.code == "none_known"


@dataclass(frozen=True)
class End:
    """What retracts, contradicts or corrects a claim. `href` points at it where it is on the same page."""

    how: Any
    words: str = ""
    by: str = ""
    href: str = ""


@dataclass(frozen=True)
class Claim:
    """One allegation, ready for the page."""

    allegation: Allegation
    number: int
    sayings: list[Saying]
    accused: list[Standing]
    toward: list[Called]
    known_as_of: str  # EDTF
    reported: Any
    basis: Basis
    ends: list[End] = field(default_factory=list)

    not_accused = wording.NOT_ACCUSED
    if_true = wording.IF_TRUE

    @property
    def lead(self) -> Any:
        """Before the claim in a title, where nothing can be struck through."""
        return wording.claim_title(self.defeated)

    @property
    def defeated(self) -> bool:
        return bool(self.ends)

    @property
    def says_reported(self) -> bool:
        """Whether the sources report a status worth repeating beside the derived one."""
        return self.allegation.reported_status != "unknown" or bool(self.allegation.reported_status_words)


def claims_of(allegations: Iterable[Allegation], cast: Cast, day: str, notes: Notes, origins: Origins) -> list[Claim]:
    """The claims of one case; `day` is when its sources were last read. Speech comes prefetched as `said`."""
    rows: list[Any] = list(allegations)
    links = [link for row in rows for link in row.parties.all()]
    came, in_steps = courses(links), named_in_steps({row.incident_id for row in rows})
    bases = [origins.of(row.said, sorted(notes.cited(row, *row.said)), cast) for row in rows]
    accused = [
        [
            standing(link, cast.get(link.party_id), came[link.pk], cast, (row.incident_id, link.party_id) in in_steps)
            for link in row.parties.all()
            if link.capacity == "accused"
        ]
        for row in rows
    ]
    return [
        _claim(row, number, cast, day, about, basis)
        for number, (row, about, basis) in enumerate(zip(rows, accused, bases, strict=True), 1)
    ]


def named_in_steps(incidents: Iterable[int]) -> set[tuple[int, int]]:
    """(case, party) for everybody whom a step of those cases names, over whichever claim. One statement."""
    found = StepParty.objects.filter(step__proceeding__incident__in=incidents).order_by()
    return set(found.values_list("step__proceeding__incident", "party").distinct())


def _claim(row: Any, number: int, cast: Cast, day: str, accused: list[Standing], basis: Basis) -> Claim:
    return Claim(
        allegation=row,
        number=number,
        sayings=_sayings(row.said, cast),
        accused=accused,
        toward=[cast.get(link.party_id) for link in row.parties.all() if link.capacity != "accused"],
        known_as_of=row.checked_on.isoformat() if row.checked_on else day,
        reported=wording.REPORTED.get(row.reported_status, ""),
        basis=basis,
        ends=ends_of(row),
    )


def standing(link: AllegationParty, party: Called, came: Course, cast: Cast, in_steps: bool) -> Standing:
    """What came of a claim for one party: the derived status, and apart from it custody and administrative measures.

    `in_steps`: whether a step of the case names the party, over whichever claim.
    """
    outcome = came.outcome
    proposed = any(came.decided_by(finding).kind_proposed for finding in outcome.findings) if came.steps else False
    apart = outcome.measure if outcome.measure != link.legal_status else ""
    decided = [(finding, came.decided_by(finding)) for finding in outcome.side_by_side]
    return Standing(
        link,
        party,
        link.status,
        wording.REPLIES[link.reply_status],
        link.reply_status == "received",
        custody=wording.STEPS[outcome.custody] if outcome.custody else "",
        measure=wording.BY_CODE[apart] if apart else None,
        findings=[Decided(wording.BY_CODE[f.status], step, cast.get(step.authority_id)) for f, step in decided],
        elsewhere=wording.ELSEWHERE if in_steps and link.legal_status == "none_known" else "",
        unconfirmed=wording.UNCONFIRMED if proposed and link.legal_status not in {"none_known", "steps_only"} else "",
        unordered=wording.UNORDERED if unsure(came.steps) else "",
    )


def _sayings(links: Iterable[Any], cast: Cast) -> list[Saying]:
    by_step: dict[int, list[Speaker]] = {}
    for link in links:
        by_step.setdefault(link.step, []).append(_speaker(link, cast))
    return [Saying(step, by_step[step]) for step in sorted(by_step)]


def _speaker(link: Any, cast: Cast) -> Speaker:
    if link.protected:
        return Speaker(link, NOBODY, "", link.role_words or str(wording.PROTECTED_SPEAKER), True)
    return Speaker(link, cast.get(link.public_party_id), link.lead_words, link.words, False)


def ends_of(allegation: Allegation) -> list[End]:
    """What ended the claim; where the sources report it taken back and no end is recorded, that alone."""
    ends = [_end(allegation.incident, defeat) for defeat in allegation.defeats.all()]
    if allegation.reported_status == "retracted" and not ends:
        ends.append(End(wording.DEFEATS["retracts"], str(wording.AS_REPORTED)))
    return ends


def _end(incident: Incident, defeat: Defeat) -> End:
    """Another case may hold what ends a claim; then only the words are shown, for that case may not be public."""
    how = wording.DEFEATS[defeat.how]
    claim, step = defeat.by_allegation, defeat.by_step
    if claim is not None and claim.incident_id == incident.pk:
        return End(how, defeat.words, claim.claim, f"#claim-{claim.public_id}")
    if step is not None and step.proceeding.incident_id == incident.pk:
        return End(how, defeat.words, step.words, f"#step-{step.pk}")
    return End(how, defeat.words)


def read_until(incident: Incident, newest_source: str | None) -> str:
    """For “no proceedings known as of” (EDTF), where nobody looked later for one claim: never more exact than stated."""
    return incident.sources_read_until or newest_source or incident.created.date().isoformat()
