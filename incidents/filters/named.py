"""What a typed code or name means. A name that fits several things is refused with the candidates, never guessed.

Only what is public is looked at: the answer for something hidden is the answer for something that does not exist.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from pyroaring import BitMap

from incidents.answers import Asking, NotReady, answer, runs, values
from incidents.filters.fields import shortened
from incidents.models import (
    Actor,
    ActorForm,
    Composed,
    Incident,
    Merge,
    Offence,
    Organization,
    OrganizationKind,
    Party,
    PartyName,
    Region,
    Source,
)
from incidents.search import fold, words
from incidents.search.query import holds, parse

SHOWN = 20  # suggestions at once
LOOKED_AT = 200  # rows among which an exact name is searched


@dataclass(frozen=True)
class Suggestion:
    """Something that a text may mean: the code to send, how it is called, and what tells it from its namesakes."""

    code: str
    label: str
    detail: str = ""


def regions(text: str, most: int = SHOWN) -> list[Suggestion]:
    """Regions by their names in any language, the large ones first. Raises NotReady."""
    query = parse(text, typing=True)
    asking = Asking("regions", {"q": lambda index: index.matching(query)}, "place")
    found = BitMap.union(BitMap(), *runs(asking)) if query else BitMap()
    return [_region(row) for row in _largest(most).of(found)]


@cache
def _largest(most: int) -> Composed:
    return Composed(lambda numbers, now: Region.objects.filter(pk__in=numbers).order_by("depth", "path")[:most])


def _region(row: Region) -> Suggestion:
    detail = ", ".join(part for part in (row.get_kind_display(), row.country_code) if part)
    return Suggestion(row.reference_code, row.label, detail)


def _known(rows: Any) -> Composed:
    """Public rows by their public ids."""
    return Composed(lambda ids, now: rows.published(now).labelled(now).filter(public_id__in=ids), "texts")


def _called(rows: Any, kind: str) -> Composed:
    """Number, public id, name and kind of parties, as readers may know them."""
    columns = ("pk", "public_id", "public_label", kind)
    return Composed(
        lambda numbers, now: rows.published(now).filter(pk__in=numbers).labelled(now).order_by().values_list(*columns)
    )


_ACTORS = _called(Actor.objects, "form")
_ORGANIZATIONS = _called(Organization.objects, "kind")
_KNOWN_ACTORS, _KNOWN_ORGANIZATIONS = _known(Actor.objects), _known(Organization.objects)
_OFFENCES = Composed(lambda codes, now: Offence.objects.filter(code__in=codes), "texts")
_REGIONS = Composed(lambda codes, now: Region.objects.published(now).filter(code__in=codes), "texts")


def _parties(called: Composed, kinds: type[TextChoices], name: str, text: str, most: int) -> list[Suggestion]:
    query = parse(text, typing=True)
    asking = Asking(name, {"q": lambda index: index.matching(query)}, "name", size=most - 1)
    numbers = [pk for *_order, pk in answer(asking).keys] if query else []
    found = {pk: rest for pk, *rest in called.of(numbers)}
    labels = {kind: str(kinds(kind).label) for kind in {kind for _id, _label, kind in found.values()}}
    return [
        Suggestion(public_id, label or _("not named"), labels[kind])
        for public_id, label, kind in (found[pk] for pk in numbers if pk in found)
    ]


def actors(text: str, most: int = SHOWN) -> list[Suggestion]:
    """Actors by the words of their names and of what the cases say of them, by name. Raises NotReady."""
    return _parties(_ACTORS, ActorForm, "actors", text, most)


def organizations(text: str, most: int = SHOWN) -> list[Suggestion]:
    """Organizations, as `actors`. Raises NotReady."""
    return _parties(_ORGANIZATIONS, OrganizationKind, "organizations", text, most)


def offences(text: str, most: int = SHOWN) -> list[Suggestion]:
    wanted = words(text)
    rows = [row for row in Offence.objects.all() if all(word in _spellings(row) for word in wanted)]
    return [Suggestion(row.code, str(row), row.code) for row in rows[:most]]


def _spellings(row: Offence) -> str:
    return f"{fold(row.name_en)} {fold(row.name_es)} {fold(row.code)}"


def publishers(text: str, most: int = SHOWN) -> list[Suggestion]:
    query = parse(text, typing=True)
    fitting = sorted(name for name in values("sources", "publisher") if query and holds(query, [fold(name)]))
    return [Suggestion(name, name) for name in fitting[:most]]


def region(text: str) -> Region:
    for row in _REGIONS.of([text.upper()]):  # as our own links have it
        return row
    found = Region.objects.published().coded(text).first()
    if found is None:
        exact = [row for row in Region.objects.published().named(text)[:LOOKED_AT] if _is_called(row, text)]
        if len(exact) == 1:
            return exact[0]
        code = chosen(text, [_region(row) for row in exact] or _fitting(regions, text))
        found = Region.objects.published().coded(code).get()
    return found


def _is_called(row: Region, text: str) -> bool:
    return fold(text) in row.search_text.split(" | ")


def offence(text: str) -> Offence:
    for row in _OFFENCES.of([text]):
        return row
    by_code = {row.code.lower(): row for row in Offence.objects.all()}
    return by_code.get(text.lower()) or by_code[chosen(text, offences(text, LOOKED_AT)).lower()]


def actor(text: str) -> Actor:
    return _party(Actor.objects.all(), _KNOWN_ACTORS, text, actors)


def organization(text: str) -> Organization:
    return _party(Organization.objects.all(), _KNOWN_ORGANIZATIONS, text, organizations)


def _party(rows: Any, known: Composed, text: str, suggest: Any) -> Any:
    for row in known.of([text.lower()]) or known.of(_kept(text.lower())):
        return row
    public = rows.published().labelled()
    fitting = _fitting(suggest, text)
    row = public.with_public_id(chosen(text, fitting)).get()
    if not _bears(row, text):
        raise _several(text, fitting)
    return row


def _kept(public_id: str) -> list[str]:
    """The public id of the party that was kept, for that of one merged into it, as the address of its page leads on; none
    where readers may not know of the merge."""
    merges = Merge.objects.standing().announced().filter(merged__public_id=public_id).select_related("kept")
    return [end for merge in merges for end in _kept(merge.kept.public_id) or [merge.kept.public_id]]


def _bears(row: Any, text: str) -> bool:
    """Whether the words begin words of a public name, not only of what the cases say of the party."""
    names = [row.public_label, *PartyName.objects.published().filter(party=row.pk).values_list("name", flat=True)]
    return holds(parse(text, typing=True), map(fold, names))


def _fitting(suggest: Callable[[str, int], list[Suggestion]], text: str) -> list[Suggestion]:
    try:
        return suggest(text, LOOKED_AT)
    except NotReady:
        raise ValidationError(
            _("Names cannot be looked up at the moment: give the code or public id instead of “%(text)s”."),
            params={"text": shortened(text)},
        ) from None


def publisher(text: str) -> str:
    return chosen(text, publishers(text, LOOKED_AT))


def incident(text: str) -> Incident:
    return _with_public_id(Incident.objects.published(), text, _("“%(text)s” is the public id of no incident."))


def party(text: str) -> Party:
    rows = Party.objects.published().labelled()
    for row in rows.filter(public_id__in=_kept(text.lower())):
        return row
    return _with_public_id(rows, text, _("“%(text)s” is the public id of nobody here."))


def source(text: str) -> Source:
    return _with_public_id(Source.objects.published(), text, _("“%(text)s” is the public id of no source."))


def _with_public_id(rows: Any, text: str, otherwise: str) -> Any:
    found = rows.with_public_id(text.lower()).first()
    if found is None:
        raise ValidationError(otherwise, params={"text": shortened(text)})
    return found


def chosen(text: str, suggestions: Iterable[Suggestion]) -> str:
    """The code of the one thing that bears the name, or else the only one that fits. Raises ValidationError."""
    fitting = list(suggestions)
    exact = [one for one in fitting if fold(one.label) == fold(text)] or fitting
    if len(exact) == 1:
        return exact[0].code
    if not exact:
        raise ValidationError(_("“%(text)s” is not known here."), params={"text": shortened(text)})
    raise _several(text, exact)


def _several(text: str, fitting: list[Suggestion]) -> ValidationError:
    told = "; ".join(f"{one.label} ({one.detail}): {one.code}" if one.detail else one.label for one in fitting[:10])
    told += "; …" if len(fitting) > 10 else ""
    if len(fitting) == 1:
        message = _("“%(text)s” is nobody's name here; it stands only in what is said of %(candidates)s.")
    else:
        message = _("“%(text)s” may mean several; choose one of them: %(candidates)s.")
    return ValidationError(message, params={"text": shortened(text), "candidates": told})
