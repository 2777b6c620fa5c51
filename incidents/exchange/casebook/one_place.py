"""What a card says more than once, or of something that has one place in the tables: refused, so that nothing is dropped."""

from collections.abc import Collection, Iterator
from typing import Any

from incidents.exchange.casebook.checks import Card, entries, party_keys
from incidents.exchange.casebook.load_sources import document_columns
from incidents.exchange.casebook.load_values import words_of
from incidents.exchange.casebook.report import Problem, at
from incidents.models import Disposition, PlaceRole, RelationshipKind, SourceKind
from incidents.wording import REPORTED

# Where words may stand beside a choice: the list, the choice, the words, the choices that there are.
_BESIDE: tuple[tuple[str, str, str, Collection[str]], ...] = (
    ("sources", "kind", "kind_as_stated", SourceKind.values),
    ("places", "role", "role_as_stated", PlaceRole.values),
    ("relationships", "kind", "kind_as_stated", RelationshipKind.values),
    ("allegations", "status", "status_as_stated", REPORTED),
    ("seizures", "disposition", "disposition_words", Disposition.values),
)
# What is known of a name, of which it has one.
_OF_A_NAME = ("kind", "language")


def place_problems(card: Card) -> Iterator[Problem]:
    """Everything in a card of the right shape that would have to share its place with something else."""
    yield from _documents(card)
    yield from _words_beside_words(card)
    yield from _names(card)
    yield from _replies(card)
    yield from _authorities(card)
    yield from _stops(card)


def says(entry: Any) -> Any:
    """The entry without keys that say nothing."""
    return {k: v for k, v in entry.items() if v not in (None, "")} if isinstance(entry, dict) else entry


def _documents(card: Card) -> Iterator[Problem]:
    seen: dict[Any, int] = {}
    for index, source in enumerate(entries(card, "sources")):
        columns = document_columns(source)
        first = seen.setdefault(tuple(columns.values()), index)
        if first != index and (columns["url"] or columns["title"]):
            yield Problem(at("sources", index), f"the same document as sources[{first}]: list it once")


def _words_beside_words(card: Card) -> Iterator[Problem]:
    for name, key, beside, known in _BESIDE:
        for index, entry in enumerate(entries(card, name)):
            choice, words = entry.get(key), entry.get(beside)
            if choice and words and choice not in known and choice != words:
                reason = f"“{choice}” is not in the list and stands for words itself: give either a code of the list "
                yield Problem(at(name, index, beside), reason + "with words beside it, or the words alone")


def _names(card: Card) -> Iterator[Problem]:
    for name in ("persons", "organizations"):
        for index, party in enumerate(entries(card, name)):
            yield from _names_of(party, at(name, index))


def _names_of(party: Card, path: str) -> Iterator[Problem]:
    """A text is one name of its party, with one kind and one language; one name is the main one."""
    told = [(at(path, "name"), party["name"])] if party.get("name") else []
    told += [
        (at(path, key, n), name) for key in ("aliases", "general_names") for n, name in enumerate(party.get(key) or [])
    ]
    known: dict[tuple[str, str], str] = {}
    main = None
    for here, stated in told:
        name = words_of(stated)
        for key in _OF_A_NAME:
            value = stated.get(key) if isinstance(stated, dict) else None
            if value and (first := known.setdefault((name, key), value)) != value:
                yield Problem(at(here, key), f"“{name}” has the {key} “{first}” already: one name has one {key}")
        if isinstance(stated, dict) and stated.get("main"):
            main = main or name
            if name != main:
                yield Problem(at(here, "main"), f"“{main}” is the main name already: a party has one")
    yield from _used_and_unused(party, path)


def _used_and_unused(party: Card, path: str) -> Iterator[Problem]:
    """What no case uses is no name of this case; its main name alone may call a party that the case gives no name."""
    general = {words_of(stated): stated for stated in party.get("general_names") or []}
    for number, alias in enumerate(party.get("aliases") or []):
        if (name := words_of(alias)) in general:
            yield Problem(at(path, "aliases", number), f"“{name}” is among the general names, which no case uses")
    stated = party.get("name")
    if not stated or (name := words_of(stated)) not in general:
        return
    named = general[name] if isinstance(general[name], dict) else {}
    further = says(stated) if isinstance(stated, dict) else {"name": name}
    if not named.get("main") or any(named.get(key) != value for key, value in further.items()):
        reason = (
            f"“{name}” is among the general names, which no case uses; only the main one, said alike, may stand here"
        )
        yield Problem(at(path, "name"), reason)


def _replies(card: Card) -> Iterator[Problem]:
    for index, claim in enumerate(entries(card, "allegations")):
        seen: dict[str, Any] = {}
        for number, reply in enumerate(entries(claim, "replies")):
            if seen.setdefault(reply["party"], says(reply)) != says(reply):
                reason = (
                    f"{reply['party']} has another reply to this claim already: give one, with the earlier in its words"
                )
                yield Problem(at("allegations", index, "replies", number), reason)


def _authorities(card: Card) -> Iterator[Problem]:
    listed = set(party_keys(card))
    for index, step in enumerate(entries(card, "legal_timeline")):
        authority, words = step.get("authority"), step.get("authority_words")
        if authority and words and authority not in listed and authority != words:
            reason = f"the authority “{authority}” is words itself: words stand beside a key, or alone"
            yield Problem(at("legal_timeline", index, "authority_words"), reason)


def _stops(card: Card) -> Iterator[Problem]:
    listed = set(party_keys(card))
    for index, flow in enumerate(entries(card, "flows")):
        stops = [stop for stop in (flow.get("from"), *entries(flow, "via"), flow.get("to")) if stop]
        for number, (stop, name) in enumerate(zip(stops, entries(flow, "names"), strict=False)):
            if name and stop not in listed and name != stop:
                reason = f"the stop “{stop}” is words itself: only a stop that is a key has a name beside it"
                yield Problem(at("flows", index, "names", number), reason)
