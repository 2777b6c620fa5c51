"""What a dump need not say: “none” is told only where the loader would otherwise propose something."""

from collections.abc import Iterator
from typing import Any

from incidents.exchange.casebook.checks import Card, entries, several
from incidents.exchange.casebook.dump_values import NONE
from incidents.exchange.casebook.load_parties import role_in
from incidents.exchange.casebook.proposals import (
    DECIDED_BY_AUTHORITIES,
    is_done_to,
    main_date,
    proposes_citations,
)
from incidents.exchange.reference.phrases import offence_codes

_FACTS = {
    "dates": "date",
    "places": "place",
    "persons": "involvement",
    "organizations": "involvement",
    "memberships": "membership",
    "relationships": "relationship",
    "allegations": "allegation",
    "legal_timeline": "step",
    "seizures": "seizure",
    "flows": "route",
    "casualties": "casualty",
    "victims": "casualty",
    "rates": "rate",
}


def keep_silent(card: Card) -> Card:
    """The card without the `NONE` that a silent card means anyway; the others are empty lists."""
    _decide(card, "citations", bool(entries(card, "sources")))
    for fact, entry in _cited(card):
        _decide(entry, "citations", bool(proposes_citations(card, fact, entry)))
    concerned = _concerned(card)
    done_to = {party["key"] for party in entries(card, "persons") if _is_done_to(party)}
    done_to |= {party["key"] for party in entries(card, "organizations") if is_done_to("", role_in(party))}
    for claim in entries(card, "allegations"):
        _decide(claim, "toward", bool(done_to & set(claim["about"])))
        _decide(claim, "offences", bool(offence_codes(claim["offence"] or "")))
        is_linked = claim["status"] in DECIDED_BY_AUTHORITIES and bool(concerned & set(claim["about"]))
        _decide(claim, "proceedings", is_linked)
    dates = entries(card, "dates")
    if any(date.get("main") is False for date in dates):
        _deny_main(dates)
    return card


def _decide(entry: Card, key: str, proposed: bool) -> None:
    if entry.get(key) == NONE and isinstance(entry[key], tuple):
        entry[key] = []
        if not proposed:
            del entry[key]


def _cited(card: Card) -> Iterator[tuple[str, Card]]:
    for name, fact in _FACTS.items():
        for entry in entries(card, name):
            yield fact, entry
            yield from (("measurement", further) for further in entry.get("measurements") or [])
            yield from (("reply", reply) for reply in entry.get("replies") or [])


def _is_done_to(party: Card) -> bool:
    return is_done_to(party.get("protect") or party.get("general_protection") or "", role_in(party))


def _concerned(card: Card) -> set[str]:
    """Whom the steps of the unnamed proceeding concern, with the parts of the groups among them: the loader proposes
    that it deals with claims about these."""
    steps = [step for step in entries(card, "legal_timeline") if not step.get("proceeding")]
    found = {key for step in steps for key in several(step["who"])}
    parties = [*entries(card, "persons"), *entries(card, "organizations")]
    parts = [(party["key"], party["subset_of"]) for party in parties if party.get("subset_of")]
    while more := {part for part, whole in parts if whole in found} - found:
        found |= more
    return found


def _deny_main(dates: list[Any]) -> None:
    """The incident's own date is the one that is not denied, or none: said of those only that would be proposed before it."""
    own = next((number for number, date in enumerate(dates) if "main" not in date), None)
    for date in dates:
        date.pop("main", None)
    while (number := main_date(dates)) not in (None, own):
        dates[number]["main"] = False
