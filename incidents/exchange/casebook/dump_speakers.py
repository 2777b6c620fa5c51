"""The chain of speech of a claim, speaker by speaker, and whether its words alone say as much."""

from incidents.exchange.casebook import speech
from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.dump_values import key_of, optional, passages
from incidents.exchange.casebook.proposals import speaker_role
from incidents.models import Allegation, Party, SpeechLink


def told_one_by_one(row: Allegation) -> list[Card]:
    """The speakers in their order. Places of the chain that nobody fills are closed."""
    links = list(row.speech.all())
    later = sorted({link.step for link in links if link.step})
    return [_told(link, later.index(link.step) + 1 if link.step else 0) for link in links]


def _told(link: SpeechLink, step: int) -> Card:
    return {
        "step": step,
        **optional(
            party=key_of(link.party) if link.party else None,
            lead_words=link.lead_words,
            words=link.words,
            joiner=link.joiner,
            protected=link.protected or None,
            role_words=link.role_words,
            citations=list(passages(link.citations.all())),
        ),
    }


def said_in_words(row: Allegation, chain: dict[int, str], listed: dict[str, Card]) -> bool:
    """Whether the loader makes exactly these speakers of the texts of the chain."""
    parties = {key_of(link.party): link.party for link in row.speech.all() if link.party}
    try:
        parsed = [(step, speaker) for step in sorted(chain) for speaker in speech.parse(chain[step], listed)]
    except ValueError:
        return False
    made = [_as_made(step, speaker, parties.get(speaker.key), listed) for step, speaker in parsed]
    return made == told_one_by_one(row)


def _as_made(step: int, speaker: speech.Speaker, party: Party | None, listed: dict[str, Card]) -> Card:
    told = {name: getattr(speaker, name) for name in ("lead_words", "words", "joiner")}
    if party is not None and party.is_actor and party.actor.is_protected:
        told |= {"protected": True, "role_words": speaker_role(party.actor.protection, listed[speaker.key])}
    return {"step": step, **optional(party=speaker.key, **told)}
