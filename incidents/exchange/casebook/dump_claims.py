"""Claims, proceedings and steps as a card lists them."""

from collections import defaultdict
from collections.abc import Iterator

from incidents.exchange.casebook import speech
from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.dump_parties import authority, keys
from incidents.exchange.casebook.dump_values import (
    code_of,
    further,
    key_of,
    optional,
    or_null,
    passages,
    said,
    with_address,
)
from incidents.models import Allegation, Capacity, Defeat, Incident, Proceeding, SpeechLink, Step, YesNoUnknown


class Claims:
    """The claims of a case with what ends them; a claim that is ended needs a short name in the card."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
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
        chain = _chain(row)
        return {
            "claim": row.claim,
            "about": keys(row.parties.all()),
            "offence": or_null(row.offence_as_stated),
            "made_by": or_null(chain.pop(0, "")),
            "relayed_by": [chain[step] for step in sorted(chain)],
            "date_as_stated": or_null(row.date_as_stated),
            "status": said(row.reported_status, row.reported_status_words),
            "outcome_details": or_null(row.outcome_as_stated),
            "certainty_words": or_null(row.certainty_words),
            **self._further(row),
        }

    def _further(self, row: Allegation) -> Card:
        toward = [p for p in row.parties.all() if p.capacity == Capacity.TOWARD and not p.capacity_proposed]
        return optional(
            ref=self._ref(row) if row.ref or row.pk in self._ended else "",
            toward=keys(toward),
            offences=[link.offence.code for link in row.offences.all() if not link.proposed],
            quote=row.quote,
            quote_language=row.quote_language,
            edtf=row.date_edtf,
            checked=row.checked_on.isoformat() if row.checked_on else None,
            status_as_stated=further(row.reported_status, row.reported_status_words),
            defeats=self._defeats(self._by_claim[row.pk]),
            proceedings=[link.proceeding.name for link in row.proceedings.all() if not link.proposed],
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
        known = {name: getattr(row, name) for name in ("on_merits", "final")}
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
                jurisdiction=code_of(row.jurisdiction),
                outcome=row.outcome,
                ground=row.ground,
                sentence=row.sentence,
                **{name: None if told == YesNoUnknown.UNKNOWN else told for name, told in known.items()},
                defeats=self._defeats(self._by_step[row.pk]),
                citations=citations,
            ),
        }


def _chain(row: Allegation) -> dict[int, str]:
    """The text of every place of the chain of speech."""
    places: dict[int, list[SpeechLink]] = defaultdict(list)
    for link in row.speech.all():
        places[link.step].append(link)
    return {step: speech.compose(map(_speaker, links)) for step, links in places.items()}


def _speaker(link: SpeechLink) -> speech.Speaker:
    key = key_of(link.party) if link.party else ""
    words = link.words if key else link.words or link.role_words
    return speech.Speaker(key, link.lead_words, words, link.joiner)


def _replies(row: Allegation) -> Iterator[Card]:
    for link in row.parties.all():
        if link.reply_status != "not_sought" or link.reply_text:
            yield {
                "party": key_of(link.party),
                "status": link.reply_status,
                "text": or_null(link.reply_text),
                "as_stated": or_null(link.reply_as_stated),
                "edtf": or_null(link.reply_edtf),
                **optional(citations=passages(link.citations.all())),
            }


def proceedings(incident: Incident) -> Iterator[Card]:
    """Those of which more is known than their steps and claims."""
    for row in incident.proceedings.select_related("authority__actor", "jurisdiction"):
        told = optional(
            authority=key_of(row.authority) if row.authority else None,
            jurisdiction=code_of(row.jurisdiction),
            case_number=row.case_number,
            checked=row.checked_on.isoformat() if row.checked_on else None,
        )
        if told or not _is_mentioned(row):
            yield {"name": or_null(row.name), **told}


def _is_mentioned(row: Proceeding) -> bool:
    return row.steps.exists() or row.claims.filter(proposed=False).exists()
