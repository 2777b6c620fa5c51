"""Names of protected persons in the free text of cases: their own, and everybody else's."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.models import Actor, Incident, Party, PartyName, PartyNameKey
from incidents.search import fold, letters
from incidents.search.escapes import ESCAPED, unescaped
from incidents.search.names.spelling import sound
from incidents.search.names.vocabulary import PARTICLES
from incidents.search.naming import (
    SHORTEST_GLUED,
    Wording,
    alone,
    initialled,
    mailed,
    partial,
    parts,
    read,
    short_forms,
    whole,
)
from incidents.workflow.regions import OfRegion, cases_using, region_of, written_here
from incidents.workflow.taking_part import cases_with, parties_in
from incidents.workflow.texts import Text, columns, readable, rows_of

_LONGEST = 40  # letters of the sound of one word of a name
_read: ContextVar[list[tuple[str, frozenset[str], int]] | None] = ContextVar("read", default=None)


def protected_in(incident: Incident, text: str) -> Iterator[tuple[str, str]]:
    """What must not stay in a text of the case, each as (name, the words by which the text has it): whole names of anybody
    protected; of those whom the case involves, shortened ones and single words too, unless somebody of the case is called
    so in public."""
    wording, theirs, public = read(text), names_of_involved(incident), _public_words(incident)
    for name in sorted(theirs):
        if found := _of_involved(wording, name, public):
            yield name, wording.text[slice(*found[0])]
    for name in of_strangers(incident, wording, theirs):
        if found := whole(wording, name):
            yield name, wording.text[slice(*found[0])]


def protected_spans(
    incident: Incident, texts: Iterable[Text], names: Iterable[str]
) -> Iterator[tuple[str, Text, int, int]]:
    """Where each of the names that `protected_in` has found in all texts together stands in one of them."""
    wanted = list(names)
    theirs, public = (names_of_involved(incident), _public_words(incident)) if wanted else (set(), [])
    for text in texts if wanted else ():
        wording = read(text.value)
        for name in wanted:
            if is_name_of_a_person(text):
                found = by_its_letters(text.value, name)
            else:
                found = _of_involved(wording, name, public) if name in theirs else whole(wording, name)
            yield from ((name, text, start, end) for start, end in found)


def is_name_of_a_person(text: Text) -> bool:
    """Whether the text is what somebody is called: a brother of whoever is looked for is called so too, and sounds are no
    reason to take his name away."""
    return isinstance(text.row, PartyName) and bool(text.row.party.is_actor)


def by_its_letters(value: str, name: str) -> list[tuple[int, int]]:
    """Where a name of several words stands whole, letter by letter."""
    words = sorted(parts(name))
    found = whole(read(value), name) if len(words) > 1 else []
    return [span for span in found if sorted(parts(value[slice(*span)])) == words]


def names_of_involved(incident: Incident) -> set[str]:
    """The hidden names of those whom the case involves, as it does whoever speaks in it."""
    rows = PartyName.objects.filter(confidential=True, party__in=parties_in([incident.pk]))
    return set(rows.values_list("name", flat=True))


def _public_words(incident: Incident) -> list[tuple[str, ...]]:
    names = PartyName.objects.filter(confidential=False, party__involvements__incident=incident)
    return [parts(name) for name in names.values_list("name", flat=True)]


def _of_involved(wording: Wording, name: str, public: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    found, cuts = whole(wording, name), partial(wording, name)
    if len(parts(name)) == 1:  # one word, as of “A. Quispe”, is nobody's alone
        found, cuts = [], found
    return found + [span for span in cuts if not is_somebody_else(wording.text[slice(*span)], public)]


def text_of(incident: Incident) -> str:
    """All texts of the case."""
    return together(texts_of(incident))


def together(texts: Iterable[Text]) -> str:
    """The texts as one."""
    return " \n ".join(text.value for text in texts)


@contextmanager
def names_read_once() -> Iterator[None]:
    """Inside, the names of protected persons are read once for all texts; nothing may be written meanwhile."""
    mark = _read.set([])
    try:
        yield
    finally:
        _read.reset(mark)


def of_strangers(incident: Incident, wording: Wording, known: set[str]) -> Iterator[str]:
    """Names of protected persons whom the case does not involve and that the text may have, however it spells them. Of such
    a person one word alone says nothing."""
    involved = {party for (party,) in parties_in([incident.pk])}
    said, inside = wording.sounds, _pieces(word for word in wording.plain if len(word) >= SHORTEST_GLUED)
    for name, words, party in _protected_names():
        enough = 1 if len(words) == 1 else 2  # “Ana Anna” is two words of one sound
        near = len(words & said) >= enough or len(words & inside) >= enough
        if near and party not in involved and name not in known and len(parts(name)) > 1:
            yield name


def _protected_names() -> Iterable[tuple[str, frozenset[str], int]]:
    """Every name of a protected person that has several words, how they sound, and whose it is."""
    kept = _read.get()
    if kept:
        return kept
    hidden = PartyName.objects.filter(confidential=True, party__actor__protection__gt="", folded__contains=" ")
    rows = hidden.order_by().values_list("name", "folded", "party").iterator(2000)
    every = ((name, frozenset(map(sound, _counting(folded))), party) for name, folded, party in rows)
    if kept is None:
        return every
    kept += every
    return kept


def _counting(folded: str) -> list[str]:
    return [word for word in folded.split() if word not in PARTICLES and len(word) > 1]


def _pieces(words: Iterable[str]) -> set[str]:
    """How everything sounds that one of the words, cut in two, ends or begins with at the cut."""
    found: set[str] = set()
    for word in words:
        for place in range(2, len(word) - 1):
            before, behind = sound(word[:place])[-_LONGEST:], sound(word[place:])[:_LONGEST]
            found.update(before[start:] for start in range(len(before) - 1))
            found.update(behind[:end] for end in range(2, len(behind) + 1))
    return found


def is_somebody_else(cut: str, public: list[tuple[str, ...]]) -> bool:
    """Whether one of those, whose words are given, is called so by himself; not two of them, by a word each."""
    return any(set(parts(cut)) <= set(name) for name in public)


def published_texts_naming(party: Party) -> list[str]:
    """What to do first where a published case names, in its text, a person who is protected or about to be."""
    names = list(party.names.values_list("name", flat=True))
    return [
        _("“%(case)s” is published and its text names this person: withdraw it or describe them there first.")
        % {"case": incident.title}
        for incident in cases_to_search(party).published()
        if naming(incident, names)
    ]


def naming(incident: Incident, names: Iterable[str]) -> list[Text]:
    """The texts of the case in which one of the names stands."""
    wanted = list(names)

    def has(text: Text) -> bool:
        if is_name_of_a_person(text):
            return any(by_its_letters(text.value, name) for name in wanted)
        return names_in(text.value, wanted)

    return list(filter(has, texts_of(incident)))


def names_of_others(incident: Incident, names: Iterable[str]) -> list[tuple[str, ...]]:
    """The words of every name of a person whom the case names openly, but for these names: what an organization is called
    may be called after the very person."""
    own = set(names)
    persons = PartyName.objects.filter(confidential=False, party__involvements__incident=incident)
    persons = persons.filter(party__actor__isnull=False).exclude(name__in=own)
    return [parts(name) for name in persons.values_list("name", flat=True)]


def surely_named(text: str, names: Iterable[str], others: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where a text has one of the names, whole, or in a short form in which none of the others is called."""
    wording, openly = read(text), list(others)
    found = [span for name in names for span in whole(wording, name)]
    cuts = [span for name in names for span in partial(wording, name)]
    return found + [span for span in cuts if not is_somebody_else(text[slice(*span)], openly)]


def perhaps_named(text: Text, names: Iterable[str], others: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where a text has one word of a name, with a capital, that none of the others has; in an address however it is written,
    and in that of e-mail also behind an initial."""
    openly = {word for name in others for word in name}
    wording = read(unescaped(text.value)[0].upper() if text.is_address else text.value)
    return [span for name in names for span in (*alone(wording, name, openly), *mailed(wording, name, openly))]


def shared_nicknames(incident: Incident, actor: Actor, names: Iterable[str]) -> set[str]:
    """Those of the actor's names, of one word each, by which the case openly calls somebody else."""
    nicknames = {name: fold(name) for name in names if len(parts(name)) == 1}
    rows = PartyName.objects.filter(confidential=False, party__involvements__incident=incident)
    rows = rows.filter(party__actor__isnull=False, folded__in=nicknames.values()).exclude(party=actor.pk)
    others = set(rows.values_list("folded", flat=True)) if nicknames else set()
    return {name for name, folded in nicknames.items() if folded in others}


def hidden_in(texts: Iterable[str]) -> set[str]:
    """Whole names of protected persons that stand in the texts, whoever they are; a fixed number of questions for texts of
    a common length."""
    wordings = [read(text) for text in set(texts)]
    likely = PartyNameKey.objects.hidden_in({word for wording in wordings for word in wording.plain})
    several = [name for name in likely if len(parts(name)) > 1]  # one word says nothing about a stranger
    return {name for name in several if any(whole(wording, name) for wording in wordings)}


def names_in(text: str, names: Iterable[str], shortened: bool = False) -> bool:
    """Whether one of the names stands in the text."""
    wording = read(text)
    return any(whole(wording, name) or (shortened and partial(wording, name)) for name in names)


def cases_to_search(party: Party, cut: bool = False) -> Any:
    """The cases whose texts may name the party: those in which it takes part, and those of which some text has one of its names of
    several words; `cut`: or a common short form of one, or initials beside a word of it. Reads every text of the record."""
    names = [name for name in party.names.values_list("name", flat=True) if len(parts(name)) > 1]
    found = cases_naming(names, cut)
    return Incident.objects.filter(Q(pk__in=cases_with([party.pk])) | Q(pk__in=found))


def cases_naming(names: list[str], cut: bool = False, among: Any = None) -> set[int]:
    """The numbers of the cases (`among`: of those) of which some text has one of the names; `cut`: or a common short form of
    one of several words, or initials beside a word of it."""
    found: set[int] = set()
    which = None if among is None else among.values("pk")
    for model, condition, path in readable() if names else ():
        readers_see = columns(model)
        likely = likely_naming(readers_see, names, cut)
        rows = model._default_manager.filter(likely, **condition, **({} if which is None else {f"{path}__in": which}))
        told = rows.values_list(path, *readers_see).order_by().distinct().iterator() if readers_see else ()
        for case, *texts in told:
            if case not in found and any(_has(text, names, cut) for text in texts):
                found.add(case)
    called = cases_using({region_of(row) for row in of_regions_naming(names, cut)})
    using = called if which is None else called.filter(pk__in=which)
    return found | set(using.order_by().values_list("pk", flat=True))


def of_regions_naming(names: list[str], cut: bool = False) -> Iterator[OfRegion]:
    """What the desk wrote of regions and of which some text has one of the names; `cut` as above."""
    for rows in written_here() if names else ():
        for row in rows.filter(likely_naming(columns(rows.model), names, cut)):
            if any(_has(str(getattr(row, column) or ""), names, cut) for column in columns(rows.model)):
                yield row


def _has(text: str, names: Iterable[str], cut: bool) -> bool:
    return names_in(text, names, cut) or (cut and _begun(read(text), names))


def _begun(wording: Wording, names: Iterable[str]) -> bool:
    """Whether initials stand beside a word of one of the names."""
    return any(parts(wording.text[slice(*span)]) for name in names for span in initialled(wording, name))


def likely_naming(names_of_columns: Iterable[str], names: Iterable[str], cut: bool) -> Q:
    """For rows of which one of these columns may have one of the names (see `cases_naming`): leaves out most that cannot, and none
    that does."""
    return reduce(or_, (_may_name(column, names, cut) for column in names_of_columns), Q())


def _may_name(column: str, names: Iterable[str], cut: bool) -> Q:
    """Leaves out most texts that cannot name anybody of these names, and none that does."""

    def holds(pattern: str) -> Q:
        return Q(**{f"{column}__holds": pattern})

    found = holds(letters.unsure()) | holds(ESCAPED)
    for every, name in {parts(name): name for name in names}.items():
        words = {word: holds(letters.pattern(word)) for word in sorted(every, key=len, reverse=True)}
        if not cut:
            found |= reduce(or_, map(holds, _together([every])), reduce(and_, words.values()))
            continue
        together = _together([every, *short_forms(name)])
        for place, (word, held) in enumerate(words.items()):
            beside = [*words.values()][place + 1 :]
            beside += [holds(letters.initial(other[0])) for other in words if other != word]
            beside += [holds("|".join(together))] if together else []
            found |= held & reduce(or_, beside, Q()) if len(words) > 1 else held
    return found


def _together(forms: Iterable[tuple[str, ...]]) -> list[str]:
    """For the words of each form of a name written together in either order: where they meet they may sound otherwise."""
    long = [words for words in forms if len("".join(words)) >= SHORTEST_GLUED]
    return list(dict.fromkeys(letters.pattern("".join(form)) for words in long for form in (words, words[::-1])))


def texts_of(incident: Incident) -> Iterator[Text]:
    """Every text of the case, of its facts, its sources, the regions that it uses and the descriptions of its parties, in
    whatever column."""
    for row in rows_of(incident):
        yield from (Text(row, column) for column in columns(type(row)) if getattr(row, column))
