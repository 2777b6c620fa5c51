"""Names of protected persons in what cases said before: which of them a text of another day has, and which cases have one."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from incidents.history import TABLES, ever_said, owner_of
from incidents.models import (
    Actor,
    Anonymisation,
    Correction,
    Incident,
    IncidentSource,
    Involvement,
    Organization,
    PartyName,
    PartyNameKey,
    Source,
)
from incidents.search.hinted import begun_with, has_initials, rejoined
from incidents.search.names import word_keys
from incidents.search.names.spelling import sound
from incidents.search.naming import SHORTEST_GLUED, Wording, glued_forms, initialled, partial, parts, read, whole
from incidents.workflow.naming import likely_naming, names_in, names_of_others, surely_named
from incidents.workflow.taking_part import of_seen_party
from incidents.workflow.texts import columns

_SENTENCE = re.compile(r"(?<=\w{4}[.!?…])\s+|\n\s*\n")
_SHARED: dict[Any, tuple[Any, str]] = {
    Source: (IncidentSource, "source_id"),
    Actor: (Involvement, "party_id"),
    Organization: (Involvement, "party_id"),
    PartyName: (Involvement, "party_id"),
}
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class Called:
    """A name of somebody protected and whose it is; `places`: the sentences that call them, whole or shortened, and where. There
    are none where the texts have but one word beside initials."""

    party: int
    name: str
    places: tuple[tuple[Wording, int, int], ...]


def called_in(texts: Mapping[_Key, Iterable[str]]) -> dict[_Key, list[Called]]:
    """For each group of texts the names of protected persons, whoever they are, that may stand in them. A fixed number of
    questions for texts of a common length."""
    said = {key: _Said(some) for key, some in texts.items()}
    words = {word for one in said.values() for wording in one.wordings for word in wording.plain}
    begun = {pair for one in said.values() for wording in one.wordings for pair in begun_with(wording)}
    likely = PartyNameKey.objects.hidden_among(words, begun)
    several = [row for row in likely if len(parts(row[1])) > 1]  # one word says nothing about a stranger
    return {key: [found for row in several if (found := one.called(*row))] for key, one in said.items()}


def said_before(notes: Mapping[int, set[str]], parties: Mapping[int, set[int]]) -> dict[int, set[str]]:
    """Of those of these cases whose notes for readers have a word by which somebody protected is called, and no person openly of
    those `parties` whom the case ever involved: the notes, with everything that the case ever said. A fixed number of questions."""
    words = {
        case: {word for note in some for word in read(note).plain if len(word) > 2} for case, some in notes.items()
    }
    keys = {word: word_keys(word, "person") for word in set().union(*words.values())}
    hidden = PartyNameKey.objects.of_hidden({key for some in keys.values() for key in some})
    doubted = {case: {word for word in some if not hidden.isdisjoint(keys[word])} for case, some in words.items()}
    involved = set().union(*(parties[case] for case, some in doubted.items() if some))
    openly = PartyName.objects.published().filter(of_seen_party(), party__in=involved, party__actor__isnull=False)
    for party, name in openly.order_by().values_list("party", "folded") if involved else ():
        for case in (case for case, ever in parties.items() if party in ever):
            doubted[case].difference_update(name.split())
    cases = [case for case, some in doubted.items() if some]
    return {case: notes[case] | said for case, said in ever_said(cases).items()} if cases else {}


class _Said:
    """Texts, sentence by sentence: versions of a case have most of them in common, and no name goes on in the next."""

    def __init__(self, texts: Iterable[str]) -> None:
        whole_ones = {one for text in texts for one in (text, (rejoined(text) or ("",))[0])}
        pieces = {piece for text in whole_ones for piece in _SENTENCE.split(text)}
        self.wordings = [wording for wording in map(read, sorted(pieces)) if wording.words]
        self._with: dict[str, list[int]] = defaultdict(list)
        self._long: dict[str, list[int]] = defaultdict(list)
        for place, wording in enumerate(self.wordings):
            for heard in wording.sounds:
                self._with[heard].append(place)
            for word in wording.plain:
                if len(word) >= SHORTEST_GLUED:
                    self._long[sound(word)].append(place)
        self._every_long = " ".join(self._long)

    def called(self, party: int, name: str) -> Called | None:
        """The name as the texts have it; None where they do not."""
        near = list(self._near(name))
        places = [(wording, *span) for wording in near for span in (*whole(wording, name), *partial(wording, name))]
        if places or any(initialled(wording, name) for wording in near if has_initials(wording.text)):
            return Called(party, name, tuple(places))
        return None

    def _near(self, name: str) -> Iterator[Wording]:
        """The sentences that may have the name."""
        own = set(map(sound, parts(name)))
        met = Counter(place for heard in own for place in self._with.get(heard, ()))
        found = {place for place, words in met.items() if words >= min(2, len(own)) or self._has_initials(place)}
        for glued in filter(self._every_long.__contains__, glued_forms(name)):
            found.update(place for heard, places in self._long.items() if glued in heard for place in places)
        return (self.wordings[place] for place in sorted(found))

    def _has_initials(self, place: int) -> bool:
        return has_initials(self.wordings[place].text)


def cases_once_naming(actor: Actor) -> set[int]:
    """The numbers of the cases of which readers may still read that they involved the person once, or named them, whole or
    shortened, in what does not hold any more: in texts of their own, of a source or of a party, or in a note for readers.
    Reads every text of every history."""
    names = list(actor.names.values_list("name", flat=True))
    several = [name for name in names if len(parts(name)) > 1]
    ended = list(_ended(actor, several))
    since = dict(Incident.objects.filter(first_published__isnull=False).values_list("pk", "first_published"))
    sealed = dict(Anonymisation.objects.order_by("at").values_list("incident", "at"))
    found: set[int] = set()
    for case, text, until in ended:
        if case in found or case not in since or until <= max(since[case], sealed.get(case, since[case])):
            continue
        if not text or surely_named(text, several, names_of_others(Incident(pk=case), names)):
            found.add(case)
    return found


def _ended(actor: Actor, names: list[str]) -> Iterator[tuple[int, str, datetime]]:
    """What may have named the person and has ended: of which case, the text (empty where it involved them), and when; of a note for
    readers, which stays, when it was written."""
    for past in Involvement.history.filter(party=actor.pk).exclude(history_type="-"):
        if until := _until(past, Involvement):
            yield past.incident_id, "", until
    notes = Correction.objects.filter(incident__isnull=False).filter(likely_naming(["note"], names, True))
    for row in notes.order_by() if names else ():
        yield row.incident_id, row.note, row.at
    for model in (*TABLES, *_SHARED) if names else ():
        told = columns(model)
        rows = model.history.filter(likely_naming(told, names, True)).exclude(history_type="-") if told else ()
        for past in rows:
            texts = [text for column in told if (text := getattr(past, column)) and names_in(text, names, True)]
            if texts and not (model in _SHARED and _is_of(actor, past)):
                yield from ((case, text, until) for case, until in _held_by(model, past) for text in texts)


def _is_of(actor: Actor, past: Any) -> bool:
    """Whether the row of history is a name or the description of the person: no version tells these."""
    return actor.pk in (getattr(past, "party_id", None), getattr(past, "party_ptr_id", None))


def _held_by(model: Any, past: Any) -> Iterator[tuple[int, datetime]]:
    """The cases that had the row as it was, each with when that ended; not those that have it so still."""
    until = _until(past, model)
    if model not in _SHARED:
        yield from ((case, until) for case in _cases_of(model, past) if until)
        return
    link, column = _SHARED[model]
    key = next(getattr(past, name) for name in ("party_id", "party_ptr_id", "id") if hasattr(past, name))
    for held in link.history.filter(**{column: key}).exclude(history_type="-"):
        parted = _until(held, link)
        ends = [end for end in (until, parted) if end]
        if ends and min(ends) > max(past.history_date, held.history_date):
            yield held.incident_id, min(ends)


def _until(past: Any, model: Any) -> datetime | None:
    """When the row said something else, or was gone; None where it says so still."""
    own = "party_ptr_id" if hasattr(past, "party_ptr_id") else "id"
    later = model.history.filter(**{own: getattr(past, own)}, history_id__gt=past.history_id)
    return later.order_by("history_id").values_list("history_date", flat=True).first()


def _cases_of(model: Any, past: Any) -> set[int]:
    """The cases that the row was part of, by whatever it was a part of, which may be gone."""
    keys = {past.id}
    while (owner := owner_of(model)) is not None:
        keys = set(model.history.filter(id__in=keys).values_list(owner.attname, flat=True)) - {None}
        model = owner.related_model
    return keys
