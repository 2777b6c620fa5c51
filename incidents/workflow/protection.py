"""Anonymising: a person who was named in public is described from now on, at every address, and the desk keeps the name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from incidents.models import (
    SEES_NAMES,
    Actor,
    ActorForm,
    Anonymisation,
    CorrectionKind,
    Incident,
    Party,
    PartyName,
    Protection,
    Source,
)
from incidents.models.record import change, moment_of_change
from incidents.search import fold
from incidents.search.naming import alike, alone, initialled, initials_alone, partial, parts, read, replaced, whole
from incidents.workflow import corrections
from incidents.workflow.checks import hidden_by_this_change, stay_publishable
from incidents.workflow.naming import (
    Text,
    cases_to_search,
    names_in,
    names_of_others,
    perhaps_named,
    shared_nicknames,
    surely_named,
    texts_of,
)
from incidents.workflow.refusals import NotAllowed, NotPermitted
from incidents.workflow.roles import may_edit_all, refuse_without

PERMISSION = "incidents.anonymise_actor"


@dataclass(frozen=True)
class Place:
    """A text that names the person, the case that it belongs to, and how it could read instead.

    `surely`: by more than one word that could be somebody else's; a place of which that is not sure has to be confirmed
    too, but may stay as it is. `names`: those of the person that nobody else has in the case; `others`: the names of those
    whom it names openly.
    """

    case: Incident
    text: Text
    proposed: str
    surely: bool
    names: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]


def places_naming(actor: Actor, instead: str) -> list[Place]:
    """Every text of every case, published or not, in which the person's name stands, whole or shortened; in the cases that
    involve or name the person one word of it too (“Wife of Quispe”), also in small letters or in the plural, or its initials
    alone, which is proposed as it is: it may be a word like any other. So is an initial with a surname where nothing else of the case is
    the person's; where something is, it is proposed away. A nickname that the case openly gives somebody else is theirs. An address that holds the name is proposed
    to go; everything else to say `instead`. The name of somebody else (a brother) is nobody's place, unless one of the
    person's own stands in it whole; then, as for one word in that of an organization (“Clan Quispe”), it is proposed as it
    is, for the editor to decide."""
    names = list(actor.names.values_list("name", flat=True))
    involved = set(actor.involvements.values_list("incident", flat=True))
    found: dict[str, Place] = {}
    for case in cases_to_search(actor, cut=True):
        others = tuple(names_of_others(case, names))
        theirs = shared_nicknames(case, actor, names)
        own = tuple(name for name in names if name not in theirs)
        texts = [text for text in texts_of(case) if not _is_of(actor, text)]
        surely = [_surely(text, text.value, own, others) for text in texts]
        meant = case.pk in involved or any(surely)
        for text, named in zip(texts, surely, strict=True):
            spans = _spans(text, own, others, meant)
            sure = bool(spans) and named
            if not spans and case.pk in involved and text.key not in found and _alike(text, own, others):
                found[text.key] = Place(case, text, text.value, False, own, others)
            if spans and (sure or text.key not in found):
                proposed = "" if text.is_address else replaced(text.value, spans, instead)
                if not meant or (isinstance(text.row, PartyName) and not _may_be_reworded(text, own, spans)):
                    proposed = text.value
                found[text.key] = Place(case, text, proposed, sure, own, others)
    return list(found.values())


def _spans(
    text: Text, names: tuple[str, ...], others: tuple[tuple[str, ...], ...], meant: bool
) -> list[tuple[int, int]]:
    wording = read(text.value)
    if _is_of_another(text):
        return _by_its_letters(text.value, names)
    found = [span for name in names for span in whole(wording, name)]
    theirs = [span for words in others if len(words) > 1 for span in whole(wording, " ".join(words))]
    cuts = [span for name in names for span in (*partial(wording, name), *initialled(wording, name))]
    found += [(start, end) for start, end in cuts if not any(first <= start < last for first, last in theirs)]
    return found + (perhaps_named(text, names, others) if meant or found else [])


def _is_of_another(text: Text) -> bool:
    """Whether the text is the name of another person: a brother is called so too, and sounds are no reason to take it away."""
    return isinstance(text.row, PartyName) and bool(text.row.party.is_actor)


def _by_its_letters(value: str, names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where a name of several words stands whole, letter by letter."""
    found = [(name, span) for name in names if len(parts(name)) > 1 for span in whole(read(value), name)]
    return [span for name, span in found if sorted(parts(value[slice(*span)])) == sorted(parts(name))]


def _surely(text: Text, value: str, names: tuple[str, ...], others: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the text, if it said that, would surely name the person."""
    return bool(_by_its_letters(value, names) if _is_of_another(text) else surely_named(value, names, others))


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


@transaction.atomic
def anonymise(actor: Actor, by: User | None, reason: str, description: str, texts: Mapping[str, str]) -> list[Incident]:
    """Makes the name of a person disappear from every public address; gives back the published cases that changed.

    `description` is what the public reads instead, `texts` the confirmed wording of each place (see `places_naming`) by
    its key. Raises NotPermitted for a user without the permission, and NotAllowed, and changes nothing, where words are
    missing or a name would still stand somewhere. What
    was there before stays in the history, which only the desk reads. A second time changes nothing.
    """
    for permission in (PERMISSION, SEES_NAMES):
        refuse_without(by, permission)
    names = list(actor.names.values_list("name", flat=True))
    places = places_naming(actor, description)
    _check(actor, reason, description, names)
    left = all(not place.surely and texts.get(place.text.key, place.text.value) == place.text.value for place in places)
    if actor.is_protected and left and actor.description == description:
        return []
    with change(_("Anonymised."), by):
        _describe(actor, description)
        missing = [place for place in places if not _reworded(place, texts)]
        if missing:
            raise NotAllowed([_still_named(place) for place in missing])
        named = set(actor.involvements.values_list("incident", flat=True))
        for place in places:
            if place.surely or texts[place.text.key] != place.text.value:
                named.update(_cases_with(place))
        changed = Incident.objects.filter(pk__in=named, first_published__isnull=False)
        for case in changed:
            Anonymisation.objects.create(incident=case, by=by, reason=reason.strip())
            if case.is_public:
                corrections.tell(case, CorrectionKind.ANONYMISATION, _("A person is no longer named."), by)
        stay_publishable(changed)
    return list(changed)


def refuse_hiding(user: User | AnonymousUser) -> None:
    """Raises NotPermitted where the change at hand protects somebody who is part of cases that the user may not change: it
    would take a name out of what others wrote, or published."""
    for actor in hidden_by_this_change():
        before = actor.history.filter(history_date__lt=moment_of_change()).first()
        if before is None or before.protection:
            continue
        if not may_edit_all(user, Incident.objects.filter(involvements__party=actor.pk)):
            raise NotPermitted(
                [
                    _("“%(who)s” is part of cases that are not yours: ask an editor to protect them.")
                    % {"who": actor.names.first() or actor.desk_label}
                ]
            )


def _check(actor: Actor, reason: str, description: str, names: list[str]) -> None:
    problems = []
    if actor.form == ActorForm.GROUP:
        problems.append(_("A group has no name to take away."))
    if not reason.strip():
        problems.append(_("Give a reason; it is kept for ever."))
    if not description.strip():
        problems.append(_("Say in a few words who the person is, without giving them away."))
    if names_in(f"{description} \n {reason}", names, shortened=True) or any(
        alone(read(description), name) for name in names
    ):
        problems.append(_("The description or the reason holds the name that is to disappear."))
    if problems:
        raise NotAllowed(problems)


def _cases_with(place: Place) -> Iterable[int]:
    """The numbers of the cases that have the text: a source or a party may be in many, and each of them has a past."""
    row = place.text.row
    if isinstance(row, Source):
        return Incident.objects.filter(readings__source=row.pk).values_list("pk", flat=True)
    if isinstance(row, Party | PartyName):
        party = row.party_id if isinstance(row, PartyName) else row.pk
        return Incident.objects.filter(involvements__party=party).values_list("pk", flat=True)
    return [place.case.pk]


def _describe(actor: Actor, description: str) -> None:
    """Protection hides the names and cuts the speaker links off, by the guards of the database."""
    for name in actor.names.filter(confidential=False):
        name.confidential = True
        name.save()
    for link in actor.speech.filter(protected=False):
        link.protected = True
        link.save()
    actor.protection = actor.protection or Protection.PRIVATE
    actor.description = description.strip()
    actor.save()


def _reworded(place: Place, texts: Mapping[str, str]) -> bool:
    """Whether the place has words that no longer name the person; they are saved."""
    row: Any = place.text.row
    new = texts.get(place.text.key)
    if new is None or _surely(place.text, new, place.names, place.others):
        return False
    if new == place.text.value:
        return True
    row.refresh_from_db(fields=[place.text.column])
    setattr(row, place.text.column, new)
    if not new.strip() and not row._meta.get_field(place.text.column).blank:
        return False
    row.save()
    return True


def _still_named(place: Place) -> str:
    return _("“%(case)s”, %(where)s (“%(text)s”): say in other words what names the person there.") % {
        "case": place.case.title,
        "where": place.text.where,
        "text": Truncator(place.text.value).words(12),
    }
