"""Words that may name somebody protected, and may mean somebody or something else: for an editor to say who is meant."""

from collections.abc import Iterator
from functools import cached_property

from incidents.models import Incident, PartyName
from incidents.search.naming import (
    Wording,
    alike,
    alone,
    initialled,
    initials_alone,
    mailed,
    partial,
    parts,
    read,
    whole,
)
from incidents.search.openly import may_be_initials_of, not_within
from incidents.workflow.naming import is_somebody_else, names_of_involved, of_strangers


class OpenNames:
    """Whom a case names openly. A word of a name is silent about everybody else whom it may mean if a person is called so;
    an organization that is called after somebody takes only its own name from them, whole."""

    def __init__(self, incident: Incident) -> None:
        self._incident = incident

    @cached_property
    def _rows(self) -> list[tuple[str, bool]]:
        rows = PartyName.objects.filter(confidential=False, party__involvements__incident=self._incident)
        return [(name, actor is not None) for name, actor in rows.values_list("name", "party__actor").distinct()]

    @cached_property
    def persons(self) -> list[tuple[str, ...]]:
        """The words of every name of a person."""
        return [parts(name) for name, is_person in self._rows if is_person]

    @cached_property
    def every(self) -> list[tuple[str, ...]]:
        """The words of every name."""
        return [parts(name) for name, _is_person in self._rows]

    @cached_property
    def organizations(self) -> list[str]:
        """Every name of an organization."""
        return [name for name, is_person in self._rows if not is_person]


def perhaps_protected_in(incident: Incident, text: str) -> Iterator[tuple[str, str]]:
    """What may name somebody protected, or a namesake, as (name, words): of those whom the case involves one word of a
    name that no person has who is named openly, or initials beside one; of others a shortened name. Words inside the whole
    name of an organization that the case names openly are its own."""
    wording, opened = read(text), OpenNames(incident)
    openly = {word for name in opened.persons for word in name}
    told: set[str] = set()
    for name in sorted(names_of_involved(incident)):
        cut = [*alone(wording, name, openly | told), *alike(wording, name, openly | told)]
        cut += [*_begun(wording, name, opened), *mailed(wording, name, openly)]
        for start, end in outside(cut, wording, opened):
            if (words := wording.text[start:end]) not in told:
                told |= {words, *parts(words)}
                yield name, words
    for name in of_strangers(incident, wording, set()):
        named = whole(wording, name)  # that is more than a short form of it
        cuts = [(a, b) for a, b in partial(wording, name) if not any(a < end and start < b for start, end in named)]
        cuts = [span for span in cuts if not is_somebody_else(wording.text[slice(*span)], opened.persons)]
        for start, end in outside(cuts, wording, opened):
            if (words := wording.text[start:end]) not in told:
                told.add(words)
                yield name, words


def outside(spans: list[tuple[int, int]], wording: Wording, opened: OpenNames) -> list[tuple[int, int]]:
    """Those of the places that are no part of the whole name of an organization."""
    return not_within(spans, wording, opened.organizations) if spans else []


def _begun(wording: Wording, name: str, opened: OpenNames) -> Iterator[tuple[int, int]]:
    """Where initials stand that no other name explains: those beside a word of it no person’s, those alone nobody’s."""
    for span in initialled(wording, name):
        if not may_be_initials_of(wording.text[slice(*span)], opened.persons):
            yield span
    for span in initials_alone(wording, name):
        if not may_be_initials_of(wording.text[slice(*span)], opened.every):
            yield span
