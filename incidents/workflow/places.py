"""Every text that names a person, and how it could read instead: what an editor confirms who anonymises them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial as given
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from incidents.models import Actor, Incident, PartyName, RegionName
from incidents.search import fold
from incidents.search.escapes import unescaped
from incidents.search.naming import (
    alike,
    alone,
    initialled,
    initials_alone,
    mailed,
    partial,
    parts,
    read,
    replaced,
    whole,
)
from incidents.search.openly import is_inside, of_one_word, of_others
from incidents.workflow.naming import (
    by_its_letters,
    cases_to_search,
    is_name_of_a_person,
    names_of_others,
    perhaps_named,
    shared_nicknames,
    surely_named,
    texts_of,
)
from incidents.workflow.taking_part import cases_with
from incidents.workflow.texts import Text, mark_of_text


@dataclass(frozen=True)
class Place:
    """A text that names the person, the case that it belongs to, and how it could read instead.

    `surely`: by more than one word that could be somebody else's; a place of which that is not sure has to be confirmed
    too, but may stay as it is. `asked`: not only by a word that somebody else of the case, named openly, has too; all else
    stays as it is where nobody says otherwise. `shared`: such a word is in it, and stays in what is proposed. `names`: those of the person that nobody else has in the case; `others`: the names of those
    whom it names openly.
    """

    case: Incident
    text: Text
    proposed: str
    surely: bool
    asked: bool
    shared: bool
    names: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]

    @property
    def weight(self) -> tuple[bool, bool]:
        """Of a text that several cases share that place counts which says most."""
        return self.surely, self.asked

    @property
    def mark(self) -> str:
        """What the text says now, as a few letters: another text has another mark."""
        return mark_of_text(self.text.value)

    def accepts(self, words: str | None) -> bool:
        """Whether the text may say that: it would not surely name the person, has no word or initials of the name that it did
        not have, and is not empty where it has to say something."""
        if words is None or _surely(self.text, words, self.names, self.others):
            return False
        if self._words(words) - self._words(self.text.value):
            return False
        return bool(words.strip() or words == self.text.value or self.text.row._meta.get_field(self.text.column).blank)

    def _words(self, words: str) -> Counter[str]:
        """Which words and initials of the name it has outside the name itself, how often each; not those of others, nor in the
        name of a person."""
        if is_name_of_a_person(self.text):
            return Counter()
        named = surely_named(words, _several(self.names), self.others)
        wording, openly = read(words), {word for name in self.others for word in name}
        finders = (
            given(alone, others=openly),
            given(alike, others=openly),
            given(mailed, others=openly),
            initialled,
            initials_alone,
        )
        spans = {span for name in self.names for find in finders for span in find(wording, name)}
        return Counter(fold(words[slice(*span)]) for span in spans if not is_inside(span, named))


def places_naming(actor: Actor, instead: str) -> list[Place]:
    """Every text of every case, published or not, in which the person's name stands, whole or shortened; in the cases that
    involve or name the person one word of it too (“Wife of Quispe”), also in small letters or in the plural, or its initials
    alone, which is proposed as it is: it may be a word like any other. So is an initial with a surname where nothing else of the case is
    the person's; where something is, it is proposed away. A nickname that the case openly gives somebody else is theirs. An address that holds the name is proposed
    to go, one of e-mail within a text with as little as one word of it; everything else to say `instead`. The name of somebody else (a brother) is nobody's place, unless one of the
    person's own stands in it whole; then, as for one word in that of an organization (“Clan Quispe”), it is proposed as it
    is, for the editor to decide. A text with nothing but a word that somebody named openly has too comes last, as it is."""
    names = list(actor.names.values_list("name", flat=True))
    involved = {case for (case,) in cases_with([actor.pk])}
    found: dict[str, Place] = {}
    for case in cases_to_search(actor, cut=True):
        nicknames = shared_nicknames(case, actor, names)
        own = tuple(name for name in names if name not in nicknames)
        around = _Around(case, own, tuple(names_of_others(case, names)), tuple(nicknames), case.pk in involved)
        texts = [text for text in texts_of(case) if not _is_of(actor, text)]
        surely = [_surely(text, text.value, own, around.others) for text in texts]
        meant = around.involves or any(surely)
        for text, named in zip(texts, surely, strict=True):
            place = _place(around, text, named, meant, instead)
            if place and (text.key not in found or place.weight > found[text.key].weight):
                found[text.key] = place
    return sorted(found.values(), key=lambda place: not place.asked)


@dataclass(frozen=True)
class _Around:
    """A case as far as it says who a word of the name may mean: names of the person that nobody else has there, those of the
    others, nicknames that both have, and whether the person is part of it."""

    case: Incident
    names: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    nicknames: tuple[str, ...]
    involves: bool


def _place(around: _Around, text: Text, named: bool, meant: bool, instead: str) -> Place | None:
    """The text as a place, if it may name the person. `meant`: the case names them."""
    spans = _spans(text, around.names, around.others, meant)
    shared = meant and not (text.is_address and spans) and bool(_shared(text, spans, around))
    asked = bool(spans) or (around.involves and _alike(text, around.names, around.others))
    if not asked and not shared:
        return None
    proposed = "" if text.is_address and spans else replaced(text.value, spans, instead)
    if not meant or (isinstance(text.row, PartyName) and not _may_be_reworded(text, around.names, spans)):
        proposed = text.value
    return Place(around.case, text, proposed, bool(spans) and named, asked, shared, around.names, around.others)


def _shared(text: Text, spans: list[tuple[int, int]], around: _Around) -> list[tuple[int, int]]:
    """Where a word of the name stands that somebody else has too whom the case names openly; not in a name of theirs, nor in
    one of these places."""
    if is_name_of_a_person(text):
        return []
    wording = read(unescaped(text.value)[0].upper() if text.is_address else text.value)
    names = (*around.names, *around.nicknames)
    openly = {word for name in around.others for word in name} | {
        word for name in around.nicknames for word in parts(name)
    }
    every = [span for name in names for span in (*alone(wording, name), *alike(wording, name))]
    alone_theirs = {span for name in names for span in (*alone(wording, name, openly), *alike(wording, name, openly))}
    told = [*spans, *of_others(wording, names, around.others)]
    return [span for span in every if span not in alone_theirs and not is_inside(span, told)]


def places_held(actor: Actor, instead: str) -> list[Place]:
    """The same, for one transaction: every row is there once, however many cases share it, says what it says now, and nobody
    else changes it before the transaction ends."""
    while True:
        places = places_naming(actor, instead)
        texts = texts_held(places)
        if all(key in texts and texts[key].value == place.text.value for key, place in by_key(places).items()):
            return [replace(place, text=texts[key]) for key, place in by_key(places).items()]


def called_twice(places: Iterable[Place], words: Mapping[str, str | None]) -> dict[str, str]:
    """By the keys of names that would say these words: why they cannot, where another name of the party, or of the region, says
    or would say the very same."""
    found = {}
    for place in (place for place in places if isinstance(place.text.row, PartyName | RegionName)):
        new, row = words.get(place.text.key), place.text.row
        if new in (None, place.text.value):
            continue
        of_the_same = {"party": row.party_id} if isinstance(row, PartyName) else {"region": row.region_id}
        for other in type(row)._default_manager.filter(**of_the_same).exclude(pk=row.pk):
            if new in (other.name, words.get(Text(other, place.text.column).key)):
                one, two = sorted((place.text.value, other.name))
                said = _(
                    "“%(one)s” and “%(two)s” would be the same name, “%(text)s”: write other words for one of them."
                )
                found[place.text.key] = said % {"one": one, "two": two, "text": new}
    return found


def by_key(places: Iterable[Place]) -> dict[str, Place]:
    """The places by the keys of their texts."""
    return {place.text.key: place for place in places}


def texts_held(places: Iterable[Place]) -> dict[str, Text]:
    """The texts by their keys as they are in the database, one instance for each row, which is locked there; without those
    that are gone."""
    wanted: dict[type[Model], dict[int, set[str]]] = {}
    for place in places:
        row: Any = place.text.row
        wanted.setdefault(type(row), {}).setdefault(row.pk, set()).add(place.text.column)
    found = []
    for model in sorted(wanted, key=lambda model: str(model._meta.model_name)):
        rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=wanted[model]).order_by("pk")
        found += [Text(row, column) for row in rows for column in wanted[model][row.pk]]
    return {text.key: text for text in found}


def _spans(
    text: Text, names: tuple[str, ...], others: tuple[tuple[str, ...], ...], meant: bool
) -> list[tuple[int, int]]:
    wording = read(text.value)
    if is_name_of_a_person(text):
        return [span for name in names for span in by_its_letters(text.value, name)]
    found = [*of_one_word(wording, names, others), *(span for name in _several(names) for span in whole(wording, name))]
    theirs = [span for words in others if len(words) > 1 for span in whole(wording, " ".join(words))]
    cuts = [span for name in names for span in (*partial(wording, name), *initialled(wording, name))]
    found += [span for span in cuts if not is_inside(span, theirs)]
    return found + (perhaps_named(text, names, others) if meant or found else [])


def _surely(text: Text, value: str, names: tuple[str, ...], others: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the text, if it said that, would surely name the person. One word does not in the name of an organization."""
    if is_name_of_a_person(text):
        return any(by_its_letters(value, name) for name in names)
    single = () if isinstance(text.row, PartyName) else of_one_word(read(value), names, others)
    return bool(surely_named(value, _several(names), others)) or any(single)


def _several(names: Iterable[str]) -> list[str]:
    """The names of several words."""
    return [name for name in names if len(parts(name)) > 1]


def _alike(text: Text, names: tuple[str, ...], others: tuple[tuple[str, ...], ...]) -> bool:
    openly = {word for name in others for word in name}
    named = isinstance(text.row, PartyName)  # the names of others are their own
    wording = read(text.value)
    return not named and any(alike(wording, name, openly) or initials_alone(wording, name) for name in names)


def _may_be_reworded(text: Text, names: tuple[str, ...], spans: list[tuple[int, int]]) -> bool:
    """Whether a name that holds the person's may say something else: an organization's that has more than one word of it, or
    initials beside one (“Chamber of A. Quispe”; one word alone may be another's), or one that is the very name; that of
    another person may not."""
    if text.row.party.is_actor:
        return fold(text.value) in map(fold, names)
    return any(" " in text.value[start:end].strip() for start, end in spans)


def _is_of(actor: Actor, text: Text) -> bool:
    """Whether the text is a name or the description of the person: these are replaced anyway."""
    own: Any = text.row
    return bool(own == actor or (getattr(own, "party_id", None) == actor.pk and own._meta.model_name == "partyname"))
