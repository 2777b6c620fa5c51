"""Anonymising: a person who was named in public is described from now on, at every address, and the desk keeps the name."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    Region,
    RegionName,
    RegionOverlap,
    Source,
    Stage,
)
from incidents.models.record import change, moment_of_change
from incidents.search.naming import alike, alone, initialled, initials_alone, mailed, partial, read, whole
from incidents.workflow import corrections
from incidents.workflow.checklist import namesakes_in
from incidents.workflow.checks import hidden_by_this_change, stay_publishable
from incidents.workflow.naming import names_read_once
from incidents.workflow.past import cases_once_naming
from incidents.workflow.places import Place, called_twice, places_held, texts_held
from incidents.workflow.refusals import NotAllowed, NotPermitted
from incidents.workflow.regions import cases_using, region_of
from incidents.workflow.roles import may_edit_all, refuse_without
from incidents.workflow.taking_part import cases_with

PERMISSION = "incidents.anonymise_actor"
ANONYMISED = gettext_lazy("Anonymised.")  # why its rows of history were written
_TOLD = 20  # cases that are looked through for words that may name somebody


@transaction.atomic
def anonymise(actor: Actor, by: User | None, reason: str, description: str, texts: Mapping[str, str]) -> list[Incident]:
    """Makes the name of a person disappear from every public address; gives back the published cases that changed.

    `description` is what the public reads instead, `texts` the confirmed wording of each place (see `places_naming`) by
    its key. A case that only named them before is sealed: no reader reads its past any more. Raises NotPermitted for a user
    without the permission, and NotAllowed, and changes nothing, where words are missing, a name would still stand somewhere,
    two names of an organization would be one, or the person was merged into another. What was there before stays in the
    history, which only the desk reads. A second time changes nothing.
    """
    for permission in (PERMISSION, SEES_NAMES):
        refuse_without(by, permission)
    actor.refresh_from_db(from_queryset=Actor.objects.select_for_update(no_key=True))
    _refuse_merged(actor)
    names = list(actor.names.values_list("name", flat=True))
    places = places_held(actor, description)
    _check(actor, reason, description, names)
    words = {one.text.key: texts.get(one.text.key, None if one.asked else one.text.value) for one in places}
    changes = [(place, new) for place in places if (new := words[place.text.key]) not in (None, place.text.value)]
    is_done = actor.is_protected and not changes and not any(p.surely for p in places)
    if is_done and actor.description == description and not cases_once_naming(actor):
        return []
    _refuse(place for place in places if not place.accepts(words[place.text.key]))
    if twice := called_twice(places, words):
        raise NotAllowed(list(dict.fromkeys(twice.values())))
    before = cases_once_naming(actor)
    with change(str(ANONYMISED), by):
        named = set(actor.involvements.values_list("incident", flat=True))
        for place in places:
            if place.surely or words[place.text.key] != place.text.value:
                named.update(_cases_with(place))
        hide(actor, description)
        _reword(changes)
        _refuse_what_is_left(places, words)
        stay_publishable(Incident.objects.filter(pk__in=named, first_published__isnull=False))
        changed = Incident.objects.filter(pk__in=named | before, first_published__isnull=False)
        for case in changed:
            Anonymisation.objects.create(incident=case, by=by, reason=reason.strip())
            if case.is_public:
                corrections.tell(case, CorrectionKind.ANONYMISATION, _("A person is no longer named."), by)
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
                    % {"who": _called_before(actor)}
                ]
            )


def _called_before(actor: Actor) -> str:
    """What everybody called the person before the change at hand, which is not done, hid the name."""
    for name in actor.names.all():
        then = name.history.filter(history_date__lt=moment_of_change()).first()
        if then and not then.confidential:
            return str(then.name)
    return actor.desk_label


def _refuse_merged(actor: Actor) -> None:
    """Of whoever was merged nothing is left but an address: the names and the cases are those of the one that was kept."""
    if actor.merged_into_id:
        said = _("“%(who)s” was merged with “%(kept)s”: anonymise that one.")
        raise NotAllowed([said % {"who": actor.desk_label, "kept": actor.kept.desk_label}])


def _check(actor: Actor, reason: str, description: str, names: list[str]) -> None:
    problems = []
    if actor.form == ActorForm.GROUP:
        problems.append(_("A group has no name to take away."))
    if not reason.strip():
        problems.append(_("Give a reason; it is kept for ever."))
    if not description.strip():
        problems.append(_("Say in a few words who the person is, without giving them away."))
    if tells(f"{description} \n {reason}", names):
        problems.append(
            _("The description or the reason holds the name that is to disappear, a word of it or its initials.")
        )
    if problems:
        raise NotAllowed(problems)


def refuse_telling_description(actor: Actor) -> None:
    """Raises NotAllowed where the description of somebody protected, which readers read in place of the name, holds it, a word
    of it or its initials."""
    names = list(actor.names.filter(confidential=True).values_list("name", flat=True))
    if actor.is_protected and tells(actor.description, names):
        said = _("Readers see the description at once, and it holds the name, a word of it or its initials.")
        raise NotAllowed([said])


def words_left(actor: Actor) -> list[tuple[Incident, list[str]]]:
    """Published cases in which the person takes part, with the words in each that may name them."""
    cases = Incident.objects.filter(stage=Stage.PUBLISHED, pk__in=cases_with([actor.pk]))[:_TOLD]
    with names_read_once():
        found = [(case, list(namesakes_in(case))) for case in cases]
    return [(case, words) for case, words in found if words]


def tells(text: str, names: Iterable[str]) -> bool:
    """Whether the text has one of the names, a word of it, however it is written, or its initials."""
    wording = read(text)
    finders = (whole, partial, alone, alike, initialled, initials_alone, mailed)
    return any(find(wording, name) for name in names for find in finders)


def _cases_with(place: Place) -> Iterable[int]:
    """The numbers of the cases that have the text: a source, a party or a region may be in many, and each of them has a past."""
    row = place.text.row
    if isinstance(row, Region | RegionName | RegionOverlap):
        return cases_using([region_of(row)]).values_list("pk", flat=True)
    if isinstance(row, Source):
        return Incident.objects.filter(readings__source=row.pk).values_list("pk", flat=True)
    if isinstance(row, Party | PartyName):
        party = row.party_id if isinstance(row, PartyName) else row.pk
        return Incident.objects.filter(involvements__party=party).values_list("pk", flat=True)
    return [place.case.pk]


def hide(actor: Actor, description: str) -> None:
    """Makes the person protected, described so: all names are hidden, and the speaker links cut off."""
    for name in actor.names.filter(confidential=False):
        name.confidential = True
        name.save()
    for link in actor.speech.filter(protected=False):
        link.protected = True
        link.save()
    actor.protection = actor.protection or Protection.PRIVATE
    actor.description = description.strip()
    actor.save()


def _reword(changes: Iterable[tuple[Place, str]]) -> None:
    """Saves the new words, each row once, with whatever this change has written in it already."""
    rows: dict[Any, list[tuple[Place, str]]] = {}
    for place, new in changes:
        rows.setdefault(place.text.row, []).append((place, new))
    for of_one in rows.values():
        now = texts_held([place for place, _new in of_one])
        for place, new in of_one:
            row = now[place.text.key].row
            setattr(row, place.text.column, new)
        row.save()
    _find_again({region_of(row).pk for row in rows if isinstance(row, Region | RegionName)})


def _find_again(regions: Iterable[int]) -> None:
    """Regions that are called otherwise now are found by that, and stand where it puts them."""
    for region in Region.objects.filter(pk__in=regions):
        region.save()
        region.move_below(Region.objects.get_parent(region))


def _refuse_what_is_left(places: list[Place], words: Mapping[str, str | None]) -> None:
    """Reads once more what was saved: whatever else writes into a row, no text says what it was not to say any more."""
    now = {key: text.value for key, text in texts_held(places).items()}
    left = [place for place in places if now[place.text.key] == place.text.value != words[place.text.key]]
    _refuse([*left, *(place for place in places if not place.accepts(now[place.text.key]))])


def _refuse(places: Iterable[Place]) -> None:
    if named := [_still_named(place) for place in places]:
        raise NotAllowed(list(dict.fromkeys(named)))


def _still_named(place: Place) -> str:
    return _("“%(case)s”, %(where)s (“%(text)s”): say in other words what names the person there.") % {
        "case": place.case.title,
        "where": place.text.where,
        "text": Truncator(place.text.value).words(12),
    }
