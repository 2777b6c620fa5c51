"""Who only speaks in a case: a protected speaker without a part in it, of whom the tables hold what is true beyond the case."""

from collections.abc import Iterator
from typing import Any

from incidents.exchange.casebook.checks import Card, entries
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_values import words_of
from incidents.exchange.casebook.one_place import says
from incidents.exchange.casebook.report import Problem, at
from incidents.models import Organization

_LISTS = ("persons", "organizations")
# What belongs to the person or organization; `protect` and the kind stand for what is so beyond the case.
_BEYOND = {
    *("key", "uninvolved", "form", "deceased", "existence", "kind", "protect"),
    *("general_description", "general_names", "general_protection", "general_kind", "general_country"),
}
# Where to say what would belong to a part in the case.
_INSTEAD = {"name": "general_names", "aliases": "general_names", "description": "general_description"}
_INSTEAD |= {"country_iso2": "general_country", "citations": "citations of `speakers`"}


def uninvolved_problems(card: Card) -> Iterator[Problem]:
    """What a card says of the part in the case that somebody does not have: there is no place for it."""
    for name, index, entry in _uninvolved(card):
        for key, value in entry.items():
            if key not in _BEYOND and not _is_silent(key, value) and not _is_main_name(key, value, entry):
                reason = f"{entry['key']} has no part in this case, and this has no place without one"
                instead = _INSTEAD.get(key)
                yield Problem(at(name, index, key), f"{reason}: use {instead}" if instead else reason)
        protections = {entry[key] for key in ("protect", "general_protection") if entry.get(key)}
        if len(protections) > 1:
            reason = f"{entry['key']} has no part in this case, so protect is the same as general_protection"
            yield Problem(at(name, index, "protect"), reason)


def unheard_problems(context: Context) -> Iterator[Problem]:
    """Whoever is listed as uninvolved and yet is no protected speaker of the case as it was loaded; and organizations whose
    kind is another beyond the case."""
    for name, index, entry in _uninvolved(context.card):
        party = context.parties[entry["key"]]
        if not party.speech.filter(allegation__incident=context.incident, protected=True).exists():
            reason = (
                f"{entry['key']} is no protected speaker of this case: only such a one is listed without a part in it"
            )
            yield Problem(at(name, index, "uninvolved"), reason)
        if isinstance(party, Organization) and entry["kind"] != party.kind:
            reason = f"{entry['key']} has no part in this case, and beyond it is of the kind “{party.kind}”"
            yield Problem(at(name, index, "kind"), reason)


def _uninvolved(card: Card) -> Iterator[tuple[str, int, Card]]:
    for name in _LISTS:
        for index, entry in enumerate(entries(card, name)):
            if entry.get("uninvolved"):
                yield name, index, entry


def _is_silent(key: str, value: Any) -> bool:
    """Whether nothing is said, or only that this is one person, or a group without a number."""
    if key == "count":
        return value in (None, 1) or (isinstance(value, dict) and not says(value))
    return value in (None, "", False, [])


def _is_main_name(key: str, value: Any, entry: Card) -> bool:
    """Whether this is the name that stands among the general ones as the main one."""
    main = [name["name"] for name in entry.get("general_names") or [] if isinstance(name, dict) and name.get("main")]
    return key == "name" and words_of(value) in main
