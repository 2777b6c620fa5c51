"""Claims, proceedings and steps as a card lists them."""

from collections import defaultdict
from collections.abc import Iterator

from incidents.exchange.casebook import speech
from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.dump_parties import authority, keys
from incidents.exchange.casebook.dump_speakers import said_in_words, told_one_by_one
from incidents.exchange.casebook.dump_values import (
    NONE,
    code_of,
    further,
    key_of,
    optional,
    or_null,
    passages,
    said,
    with_address,
)
from incidents.models import (
    Allegation,
    Capacity,
    Defeat,
    Incident,
    Proceeding,
    ProceedingAllegation,
    Step,
)
from incidents.wording import REPORTED


class Claims:
    """The claims of a case with what ends them; a claim that is ended needs a short name in the card."""

    def __init__(self, incident: Incident, parties: list[Card]) -> None:
        self.incident = incident
        self._listed = {party["key"]: party for party in parties}
        rows = Defeat.objects.filter(defeated__incident=incident).select_related("defeated")
        self._by_claim: dict[int | None, list[Defeat]] = defaultdict(list)
        self._by_step: dict[int | None, list[Defeat]] = defaultdict(list)
        self._ended: set[int] = set()
        for row in rows:
            self._by_claim[row.by_allegation_id].append(row)
            self._by_step[row.by_step_id].append(row)
            self._ended.add(row.defeated_id)

    def allegations(self) -> Iterator[Card]:
        rows = self.incident.allegations.prefetch_related(
            "parties__party__actor",
            "parties__citations__reading__source",
            "speech__party__actor",
            "offences__offence",
            "proceedings__proceeding",
            "citations__reading__source",
        )
        for row in rows:
            yield self._allegation(row)

    def _allegation(self, row: Allegation) -> Card:
        speakers = told_one_by_one(row)
        chain = speech.chain(speakers)
        return {
            "claim": row.claim,
            "about": keys(row.parties.all()),
            "offence": or_null(row.offence_as_stated),
            "made_by": or_null(chain.get(0, "")),
            "relayed_by": [chain[step] for step in sorted(chain) if step],
            "date_as_stated": or_null(row.date_as_stated),
            "status": said(row.reported_status, row.reported_status_words, REPORTED),
            "outcome_details": or_null(row.outcome_as_stated),
            "certainty_words": or_null(row.certainty_words),
            **self._further(row),
            **optional(speakers=[] if said_in_words(row, chain, self._listed) else speakers),
        }

    def _further(self, row: Allegation) -> Card:
        offences, links = list(row.offences.all()), list(row.proceedings.all())
        return optional(
            ref=self._ref(row) if row.ref or row.pk in self._ended else "",
            toward=_toward(row),
            offences=[link.offence.code for link in offences if not link.proposed] if offences else NONE,
            quote=row.quote,
            quote_language=row.quote_language,
            edtf=row.date_edtf,
            checked=row.checked_on.isoformat() if row.checked_on else None,
            status_as_stated=further(row.reported_status, row.reported_status_words, REPORTED),
            defeats=self._defeats(self._by_claim[row.pk]),
            proceedings=[link.proceeding.name for link in links if not link.proposed] if links else NONE,
            replies=list(_replies(row)),
            citations=passages(row.citations.all()),
        )

    def _ref(self, row: Allegation) -> str:
        return row.ref or f"id_{row.public_id}"

    def _defeats(self, rows: list[Defeat]) -> list[Card]:
        return [{"ref": self._ref(row.defeated), "how": row.how, **optional(words=row.words)} for row in rows]

    def steps(self) -> Iterator[Card]:
        rows = Step.objects.filter(proceeding__incident=self.incident).order_by("position", "pk")
        rows = rows.select_related("proceeding", "authority__actor", "jurisdiction")
        for row in rows.prefetch_related("parties__party__actor", "citations__reading__source"):
            yield self._step(row)

    def _step(self, row: Step) -> Card:
        who = keys(row.parties.all())
        address, citations = with_address(row.citations.all())
        return {
            "date_as_stated": or_null(row.date_as_stated),
            "edtf": or_null(row.date_edtf),
            "who": who if len(who) > 1 else next(iter(who), None),
            "step": row.words,
            "details": or_null(row.details),
            "source_url": address,
            **optional(
                kind=None if row.kind_proposed else row.kind,
                proceeding=row.proceeding.name,
                authority=authority(row.authority, row.authority_words),
                authority_words=row.authority_words if row.authority else None,
                jurisdiction=code_of(row.jurisdiction),
                outcome=row.outcome,
                ground=row.ground,
                sentence=row.sentence,
                on_merits=row.on_merits,
                final=row.final,
                defeats=self._defeats(self._by_step[row.pk]),
                citations=citations,
            ),
        }


def _toward(row: Allegation) -> list[str] | tuple[()] | None:
    """Who is not accused; one stated settles the claim for all. `NONE` where everybody was found to be accused."""
    links = list(row.parties.all())
    if any(link.capacity == Capacity.TOWARD and not link.capacity_proposed for link in links):
        return keys(link for link in links if link.capacity == Capacity.TOWARD)
    return None if any(link.capacity_proposed for link in links) else NONE


def _replies(row: Allegation) -> Iterator[Card]:
    for link in row.parties.all():
        words = (link.reply_text, link.reply_as_stated, link.reply_edtf)
        if link.reply_status != "not_sought" or any(words) or link.citations.all():
            yield {
                "party": key_of(link.party),
                "status": link.reply_status,
                "text": or_null(link.reply_text),
                "as_stated": or_null(link.reply_as_stated),
                "edtf": or_null(link.reply_edtf),
                **optional(citations=passages(link.citations.all())),
            }


def proceedings(incident: Incident) -> Iterator[Card]:
    """Those of which more is known than their steps and claims; all where these would not give their order."""
    rows = list(incident.proceedings.select_related("authority__actor", "jurisdiction"))
    told = {row.pk: _known(row) for row in rows}
    listed = [row for row in rows if told[row.pk] or not _is_mentioned(row)]
    if [row.name for row in rows] != list(dict.fromkeys([*(row.name for row in listed), *_mentioned(incident)])):
        listed = rows
    yield from ({"name": or_null(row.name), **told[row.pk]} for row in listed)


def _known(row: Proceeding) -> Card:
    return optional(
        authority=key_of(row.authority) if row.authority else None,
        jurisdiction=code_of(row.jurisdiction),
        case_number=row.case_number,
        checked=row.checked_on.isoformat() if row.checked_on else None,
    )


def _mentioned(incident: Incident) -> list[str]:
    """Names of proceedings in the order in which steps and claims mention them."""
    steps = Step.objects.filter(proceeding__incident=incident).order_by("position", "pk")
    claims = ProceedingAllegation.objects.filter(proceeding__incident=incident, proposed=False)
    in_claims = claims.order_by("allegation__position", "allegation_id", "position", "pk")
    return [*steps.values_list("proceeding__name", flat=True), *in_claims.values_list("proceeding__name", flat=True)]


def _is_mentioned(row: Proceeding) -> bool:
    return row.steps.exists() or row.claims.filter(proposed=False).exists()
