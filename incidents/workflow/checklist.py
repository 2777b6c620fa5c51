"""What is missing in a case: what blocks its publication, and what an editor should look at before."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from incidents.models import (
    Allegation,
    Capacity,
    Certainty,
    Incident,
    IncidentSource,
    OrganizationKind,
    Proceeding,
    RouteStop,
    Stage,
    Step,
    StepKind,
    StepParty,
    courses,
)
from incidents.models.ordering import unsure
from incidents.models.stepkinds import ACCUSING, DECISIONS, SETS_ASIDE
from incidents.workflow.accusing import finally_convicted, words_of_guilt
from incidents.workflow.checks import problems
from incidents.workflow.namesakes import perhaps_protected_in
from incidents.workflow.naming import names_read_once, text_of
from incidents.workflow.refusals import NotAllowed, Problem, quoted
from incidents.workflow.shared import is_identifiable
from incidents.workflow.where import CaseTexts, by_itself, what_it_is

# One of these that belongs to no claim leaves a claim without its standing.
_ON_A_CLAIM = ACCUSING | DECISIONS
_DUPLICATES = 5


def checklist(incident: Incident) -> list[Problem]:
    """Everything that is missing: first what blocks publishing, then what only warns."""
    with names_read_once():
        texts = CaseTexts(incident)
        return [*problems(incident, texts), *warnings(incident, texts)]


def warnings(incident: Incident, texts: CaseTexts | None = None) -> Iterator[Problem]:
    """What does not block publishing, but should be looked at. `texts`: those of the case, if they are read already."""
    yield from _of_dates(incident)
    claims = _claims(incident)
    for allegation in claims:
        yield from _of_claim(incident, allegation)
    proceedings = list(incident.proceedings.prefetch_related("claims", Prefetch("steps", _steps())))
    if len({step.kind for proceeding in proceedings for step in proceeding.steps.all()} & DECISIONS) > 1:
        yield from _of_order(claims)
    for proceeding in proceedings:
        yield from _of_proceeding(proceeding)
    yield from _of_memberships(incident)
    yield from _of_stops(incident)
    yield from (_warning(*told) for told in words_of_guilt(incident))
    for reading in _without_copy(incident):
        yield _warning(
            _("“%(source)s”: no archived copy; the page may go.") % {"source": quoted(reading.source)},
            reading,
            "archived_url",
        )
    yield from _of_namesakes(texts or CaseTexts(incident))
    for other in possible_duplicates(incident):
        yield _warning(
            _("“%(title)s” has the same date, place and a party in common: is it the same case?")
            % {"title": quoted(other)},
            incident,
            "title",
        )


def _of_dates(incident: Incident) -> Iterator[Problem]:
    """Lists find a case by the day on which it happened, if there is a date for it and the date was understood."""
    dates = list(incident.dates.all())
    main = next((date for date in dates if date.is_main), None)
    if main is None and any(date.date_edtf for date in dates):
        sentence = _("None of the dates is marked as “when it happened”: no list finds the case by its day.")
        yield _warning(sentence, incident, "dates")
    if main is not None and main.date_earliest is None and main.date_latest is None:
        sentence = _(
            "The date marked as “when it happened” has no day that was understood: no list finds the case by it."
        )
        yield _warning(sentence, main, "date_edtf")


def _claims(incident: Incident) -> list[Allegation]:
    """The claims with all that is asked of them, and with what those without a name are called in this case."""
    claims = list(
        incident.allegations.prefetch_related(
            "parties__party__names",
            "parties__party__actor__names",
            "parties__party__steps__step__proceeding",
            "speech__citations",
            "citations",
        )
    )
    words = dict(incident.involvements.exclude(description="").values_list("party", "description"))
    for link in (link for claim in claims for link in claim.parties.all()):
        link.party.told_in_a_case = words.get(link.party_id, "")
    return claims


def possible_duplicates(incident: Incident) -> list[Incident]:
    """Other cases with the same date, a place and a party in common, of which whoever is looking may know; at most a few."""
    if incident.date_latest is None:
        return []
    places = incident.places.exclude(region=None).values("region")
    names = incident.places.exclude(name="").values("name")
    parties = incident.involvements.values("party")
    known = Incident.objects.opened() | Incident.objects.published()
    same_day = known.exclude(pk=incident.pk).filter(
        stage__in=Stage.values,  # every stage, so that the index of stage and date is used
        date_latest=incident.date_latest,
        date_earliest=incident.date_earliest,
    )
    found = same_day.filter(Q(places__region__in=places) | Q(places__name__in=names), involvements__party__in=parties)
    return list(found.distinct().order_by("pk")[:_DUPLICATES])


def _of_stops(incident: Incident) -> Iterator[Problem]:
    """Readers find a case by its places: a stop of a route is none."""
    inside = incident.places.filter(region__path__startswith=OuterRef("region__path"))
    stops = RouteStop.objects.filter(~Exists(inside), route__incident=incident, region__isnull=False)
    for stop in stops.select_related("region"):
        told = _(
            "“%(stop)s” is a stop of a route and no place of the case: whoever looks for %(region)s does not find it."
        )
        yield _warning(told % {"stop": quoted(stop), "region": stop.region}, stop, "region")


def _of_namesakes(texts: CaseTexts) -> Iterator[Problem]:
    """Single words of names of the protected, and short forms of names of those of other cases: whoever is meant, an editor
    has to know, of every place."""
    for one in texts.perhaps_named():
        told = may_name_somebody(one.words)
        if one.text is None:
            yield _warning(told, texts.incident, "summary")
        else:
            sentence = f"{what_it_is(texts.incident, one.text)}: {told}"
            yield _warning(sentence, one.text.row, one.text.column)


def namesakes_in(incident: Incident) -> Counter[str]:
    """Words of the case by which somebody protected is called, and which may mean somebody or something else; how often each
    stands in it."""
    text = text_of(incident)
    found = dict.fromkeys(words for _name, words in perhaps_protected_in(incident, text))
    return Counter({words: len(by_itself(words).findall(text)) or 1 for words in found})


def may_name_somebody(words: str) -> str:
    """That words of a text may mean somebody protected, and what to do then."""
    told = _("The text says “%(words)s”: somebody protected is called so. If they are meant, describe them instead.")
    return told % {"words": words}


class PerhapsProtected(NotAllowed):
    """Words that readers would see, and by which somebody protected is called: `words` are those."""

    def __init__(self, words: list[str]) -> None:
        super().__init__([may_name_somebody(one) for one in words])
        self.words = words


def _of_claim(incident: Incident, allegation: Allegation) -> Iterator[Problem]:
    named = {"claim": quoted(allegation.claim)}
    links = list(allegation.parties.all())
    speech = list(allegation.speech.all())
    if not speech and not any(is_identifiable(link.party) for link in links):
        yield _warning(_("“%(claim)s”: nobody is named who makes this claim.") % named, allegation, "speech")
    if not allegation.citations.all() and not any(link.citations.all() for link in speech):
        yield _warning(_("“%(claim)s”: no citation of its own.") % named, allegation, "citations")
    for link in links:
        is_accused = link.capacity == Capacity.ACCUSED
        if is_accused and link.reply_status == "not_sought" and is_identifiable(link.party):
            yield _warning(
                _("“%(claim)s”: no reply was sought from %(who)s.") % (named | {"who": quoted(link)}),
                link,
                "reply_status",
            )
        if is_accused and link.legal_status == "none_known":
            yield from _of_unknown_status(incident, allegation, link)


def _of_unknown_status(incident: Incident, allegation: Allegation, link: Any) -> Iterator[Problem]:
    named = {"claim": quoted(allegation.claim), "who": quoted(link)}
    here = [part for part in link.party.steps.all() if part.step.proceeding.incident_id == incident.pk]
    if here:
        yield _warning(
            _(
                "“%(claim)s”: no legal status of %(who)s, although steps of this case concern them: link the claim there."
            )
            % named,
            here[0].step.proceeding,
            "claims",
        )
    elif not incident.sources_read_until and allegation.checked_on is None:
        yield _warning(
            _("“%(claim)s”: no legal status of %(who)s: say until when you looked for proceedings.") % named,
            allegation,
            "checked_on",
        )


def _of_order(claims: list[Allegation]) -> Iterator[Problem]:
    """Decisions about somebody accused, of one proceeding or of several, whose dates do not say which was the last."""
    accused = [link for claim in claims for link in claim.parties.all() if link.capacity == Capacity.ACCUSED]
    found = courses(accused).values()
    pairs = {(one.pk, other.pk): (one, other) for came in found for one, other in unsure(came.steps)}
    for one, other in pairs.values():
        sentence = _(
            "“%(one)s” and “%(other)s”: their dates do not say which came first, and the last one counts. Give more exact"
            " dates, or put them in order; a conviction that may have been taken back since does not count alone."
        )
        yield _warning(sentence % {"one": quoted(one), "other": quoted(other)}, other, "date_edtf")
    for step in {step.pk: step for came in found for step in _without_what_they_set_aside(came.steps)}.values():
        sentence = _(
            "“%(step)s” sets something aside that no step before it tells: add that step, or say of what kind it is."
        )
        yield _warning(sentence % {"step": quoted(step)}, step, "kind")


def _without_what_they_set_aside(steps: list[Any]) -> Iterator[Any]:
    told: set[str] = set()
    for step in steps:
        if step.kind in SETS_ASIDE and SETS_ASIDE[step.kind].isdisjoint(told):
            yield step
        told.add(step.kind)


def _of_proceeding(proceeding: Proceeding) -> Iterator[Problem]:
    steps: Iterable[Any] = proceeding.steps.all()
    for step in steps:
        if _is_about_people(step) and not step.names_anybody:
            yield _warning(
                _("“%(step)s” names nobody, so that it changes nobody's legal status: say whom it concerns.")
                % {"step": quoted(step)},
                step,
                "parties",
            )
    if proceeding.claims.all():
        return
    on_a_claim = [step for step in steps if step.kind in _ON_A_CLAIM]
    for step in on_a_claim:
        yield _warning(
            _("The step “%(step)s” belongs to no claim: say in its proceeding which claim it is about.")
            % {"step": quoted(step)},
            proceeding,
            "claims",
        )
    if not on_a_claim:
        yield _warning(
            _("“%(proceeding)s” deals with no claim: its steps change nobody's legal status.")
            % {"proceeding": quoted(proceeding)},
            proceeding,
            "claims",
        )


def _steps() -> QuerySet[Step]:
    """Steps, each with whether it says whom it concerns."""
    return Step.objects.annotate(names_anybody=Exists(StepParty.objects.filter(step=OuterRef("pk"))))


def _is_about_people(step: Step) -> bool:
    return step.kind != StepKind.OTHER and step.family != "property"


def _of_memberships(incident: Incident) -> Iterator[Problem]:
    """Belonging to a criminal group is an accusation: only a final conviction establishes it. That to a group of which nothing
    is known but that it is no authority, or of one group to another, rests on some proceeding at least."""
    convicted = finally_convicted().filter(party=OuterRef("member"))
    heard = StepParty.objects.filter(party=OuterRef("member"))
    rows = incident.memberships.filter(certainty=Certainty.ESTABLISHED).filter(~Exists(convicted))
    rows = rows.filter(organization__kind__in=(OrganizationKind.CRIMINAL_GROUP, OrganizationKind.OTHER))
    rows = rows.annotate(is_heard=Exists(heard) | Exists(Proceeding.objects.filter(incident=incident.pk)))
    for row in rows.select_related("organization", "member__actor").prefetch_related(
        "member__names", "organization__names"
    ):
        is_accusation = row.member.is_actor and row.organization.kind == OrganizationKind.CRIMINAL_GROUP
        told = " – ".join(str(part) for part in (row.member, row.role, row.organization) if str(part))
        sentence = _(
            "“%(membership)s” is marked established by a court or record, but no final conviction is on record."
        )
        if not is_accusation:
            sentence = _("“%(membership)s” is marked established by a court or record, but no proceeding is on record.")
        if is_accusation or not row.is_heard:
            yield _warning(sentence % {"membership": quoted(told)}, row, "certainty")


def _without_copy(incident: Incident) -> Iterator[IncidentSource]:
    """Sources with an address of which neither the reading nor every citation has an archived copy."""
    bare = Count("citations", filter=Q(citations__archived_url=""))
    rows = incident.readings.filter(archived_url="").exclude(source__url="")
    for reading in rows.select_related("source").annotate(bare=bare, all=Count("citations")):
        if reading.bare or not reading.all:
            yield reading


def _warning(sentence: str, row: Model, name: str) -> Problem:
    return Problem(False, sentence, type(row), row.pk, name)
