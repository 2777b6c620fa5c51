"""Which published cases a change to a source, a party or a region can have made lack something: what is not among them need not
be looked through, however many cases share the row."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from incidents.models import (
    Actor,
    ActorForm,
    AllegationParty,
    Incident,
    Involvement,
    Party,
    PartyName,
    Region,
    Source,
    Stage,
)
from incidents.models.record import moment_of_change
from incidents.search.names.spelling import sound
from incidents.search.naming import SHORTEST_GLUED, parts, read
from incidents.workflow.naming import cases_naming, hidden_in, names_in
from incidents.workflow.regions import cases_using, rows_shown_with
from incidents.workflow.taking_part import cases_with, parties_in
from incidents.workflow.texts import columns

Shared = Source | Party | Region


class _Hidden(NamedTuple):
    """A name that is never public, of somebody who takes part in one of the cases."""

    name: str
    party: int
    heard: frozenset[str]


def doubtful_cases(row: Shared) -> set[int]:
    """The numbers of the published cases, of those that share the row, that what was changed of it can have broken: by a name
    that its own words have now; and of a party also by what claims about it must have, by names of its own that are hidden
    now, and by those that no text may be excused by any more."""
    if isinstance(row, Region) and not any(_own_texts(row)):
        return set()
    cases = _published_with(row)
    moment = moment_of_change()
    if moment is None:
        return set(cases.values_list("pk", flat=True))
    hidden = _hidden_in_cases(cases)
    found = _naming_somebody(row, cases, hidden)
    if isinstance(row, Party):
        found |= _of_what_is_claimed(row, cases) | _named_in_no_source(row, cases)
        found |= _among(_sharing_words(_no_longer_open(row, moment), hidden), cases)
        found |= cases_naming(hidden_now(row, moment), cut=True, among=cases)
    return found


def hidden_now(party: Party, moment: datetime) -> list[str]:
    """Those names of the party that are never public and that the change of that moment has written; all of them, if it has
    protected the person."""
    names = PartyName.objects.filter(party=party.pk, confidential=True)
    before = Actor.history.filter(party_ptr_id=party.pk, history_date__lt=moment).order_by("history_id").last()
    is_new = getattr(party, "protection", "") and (before is None or not before.protection)
    written = PartyName.history.filter(history_date=moment, party_id=party.pk).order_by()
    return list((names if is_new else names.filter(pk__in=written.values("id"))).values_list("name", flat=True))


def _published_with(row: Shared) -> QuerySet[Incident]:
    if isinstance(row, Region):
        return cases_using([row]).filter(stage=Stage.PUBLISHED).order_by()
    way = {"readings__source": row.pk} if isinstance(row, Source) else {"pk__in": cases_with([row.pk])}
    return Incident.objects.filter(stage=Stage.PUBLISHED, **way).order_by()


def _hidden_in_cases(cases: QuerySet[Incident]) -> list[_Hidden]:
    rows = PartyName.objects.filter(confidential=True, party__in=parties_in(cases.values("pk")))
    found = rows.order_by().values_list("name", "party").distinct()
    return [_Hidden(name, party, frozenset(map(sound, parts(name)))) for name, party in found]


def _naming_somebody(row: Shared, cases: QuerySet[Incident], hidden: list[_Hidden]) -> set[int]:
    """Cases of somebody whom the row's own words may name; all of them, where they name somebody protected in full."""
    text = " \n ".join(_own_texts(row))
    if hidden_in([text]):
        return set(cases.values_list("pk", flat=True))
    likely = (one for one in _perhaps_in(text, hidden) if names_in(text, [one.name], shortened=True))
    return _among({one.party for one in likely}, cases)


def _own_texts(row: Shared) -> Iterator[str]:
    for one in rows_shown_with(row) if isinstance(row, Region) else [row]:
        yield from (getattr(one, column) or "" for column in columns(type(one)))
    if isinstance(row, Party):
        names = PartyName.objects.filter(party=row.pk, confidential=False)
        yield from names.values_list("name", flat=True)


def _perhaps_in(text: str, hidden: Iterable[_Hidden]) -> Iterator[_Hidden]:
    """Leaves out most names that cannot stand in the text, and none that does."""
    heard = {word: sound(word) for word in read(text).plain}
    single, long = set(heard.values()), [heard[word] for word in heard if len(word) >= SHORTEST_GLUED]
    for one in hidden:
        several = min(2, len(one.heard))
        inner = [word[1:-2] for word in one.heard]  # the ends may sound otherwise beside another word
        glued = (word for word in long if sum(middle in word for middle in inner) >= several)
        if len(one.heard & single) >= several or any(glued):
            yield one


def _among(parties: set[int], cases: QuerySet[Incident]) -> set[int]:
    """Those of the cases in which one of the parties takes part."""
    found = cases.filter(pk__in=cases_with(parties)) if parties else cases.none()
    return set(found.values_list("pk", flat=True))


def is_identifiable(party: Party) -> bool:
    """Whether the party is a living person with a name."""
    actor: Actor | None = party if isinstance(party, Actor) else getattr(party, "actor", None)
    if actor is None or actor.form == ActorForm.GROUP or actor.deceased:
        return False
    return actor.form == ActorForm.NAMED or any(not name.confidential for name in actor.names.all())


def _of_what_is_claimed(party: Party, cases: QuerySet[Incident]) -> set[int]:
    """Cases with a claim about the person that nobody is said to make, or without a word on a reply."""
    if not is_identifiable(party):
        return set()
    lacking = AllegationParty.objects.filter(Q(reply_status="") | Q(allegation__speech__isnull=True), party=party.pk)
    rows = lacking.filter(allegation__incident__in=cases.values("pk")).order_by()
    return set(rows.values_list("allegation__incident", flat=True))


def _named_in_no_source(party: Party, cases: QuerySet[Incident]) -> set[int]:
    """Cases that may name the person although no public source does."""
    if not party.is_actor or not party.names.filter(confidential=False).exists():
        return set()
    rows = Involvement.objects.filter(party=party.pk, named_publicly=False, incident__in=cases.values("pk")).order_by()
    return set(rows.values_list("incident", flat=True))


def _no_longer_open(party: Party, moment: datetime) -> set[str]:
    """Names by which readers could call the party until the change of that moment."""
    written = PartyName.history.filter(history_date=moment, party_id=party.pk).order_by().values("id")
    pasts = PartyName.history.filter(id__in=written, history_date__lt=moment).order_by("history_id")
    before = {past.id: past for past in pasts}  # as each was last
    now = party.names.filter(confidential=False).values_list("name", flat=True)
    return {past.name for past in before.values() if not past.confidential and past.history_type != "-"} - set(now)


def _sharing_words(names: Iterable[str], hidden: Iterable[_Hidden]) -> set[int]:
    """Whose hidden name could be cut so that it was one of those."""
    given = [frozenset(map(sound, parts(name))) for name in names]
    return {one.party for one in hidden if any(len(one.heard & words) >= min(2, len(one.heard)) for words in given)}
