"""An earlier version of a case made the present one again: a new change, whole or not at all, and history keeps both."""

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from incidents.history import TABLES, Past, State, owner_of
from incidents.models import (
    Incident,
    Involvement,
    NameUse,
    Party,
    PartyName,
    RelatedIncident,
    SpeechLink,
    Stage,
    refresh_standing,
)
from incidents.models.record import change
from incidents.workflow.checklist import PerhapsProtected, namesakes_in
from incidents.workflow.checks import stay_publishable
from incidents.workflow.involving import call_by_name, forget_unused_names, involve_everybody
from incidents.workflow.missing import missing
from incidents.workflow.refusals import NotAllowed
from incidents.workflow.roles import refuse_strangers

# What the verbs of the workflow decide, what names the case, and what is made of other columns.
_KEPT = frozenset("id public_id key author stage embargo_until first_published created modified search_text".split())
_DERIVED = frozenset({"date_earliest", "date_latest", "legal_status", "is_open"})
_NO_FACTS = frozenset({"id", "position", "created", "modified"})
_LAST = datetime.datetime.max.replace(tzinfo=datetime.UTC)
_ROUNDS = 50  # of writing: rows in each other's way take a few; what has not settled by then never does
_OF_MAIN_DATE = frozenset({"date_as_stated", "date_edtf"})


@transaction.atomic
def restore(
    incident: Incident, at: datetime.datetime, by: User | None, reason: str, others: Collection[str] = ()
) -> Incident:
    """Makes the facts of the case those of that moment; parties and sources, which cases share, stay as they are.

    Raises NotPermitted where the user may not change the case, and NotAllowed, with all that stands in the way, where the
    case did not exist then, where nothing differs, where a fact names what is no
    longer in the record, or where a published case would not stay publishable; PerhapsProtected where words by which somebody
    protected is called come back into a published case, but for `others`: those of which the editor says that they mean
    somebody or something else. Protection is never lifted by it.
    """
    if not reason.strip():
        raise NotAllowed([_("Give a reason; it is kept for ever.")])
    held: Incident = Incident.objects.select_for_update().get(pk=incident.pk)
    asks = held.stage == Stage.PUBLISHED
    known = namesakes_in(held) if asks else Counter()
    now = _restored(incident, at, by, reason)
    if asks and (new := [words for words in namesakes_in(now) - known if words not in others]):
        raise PerhapsProtected(new)
    now.refresh_from_db()
    return now


@contextmanager
def tried_out(incident: Incident, at: datetime.datetime, by: User | None) -> Iterator[State]:
    """The case as `restore` would leave it, found by doing it and taking it back. Raises NotAllowed as it would, but for words
    about which `restore` asks."""
    with transaction.atomic():
        yield _present(_restored(incident, at, by, _("Only looked at.")))
        transaction.set_rollback(True)


def _restored(incident: Incident, at: datetime.datetime, by: User | None, reason: str) -> Incident:
    now: Incident = Incident.objects.select_for_update().get(pk=incident.pk)
    refuse_strangers(by, now)
    past = Past(now)
    state, before = past.state(at), past.state(_LAST)
    if state.incident is None:
        raise NotAllowed([_("The case did not exist then.")])
    with change(reason, by):
        _give_names_back(state)
        if gone := list(missing(state)):
            raise NotAllowed([_("That version cannot be restored as it was:"), *gone])
        _apply(now, state)
        now.refresh_from_db()  # history must be told what is there
        _features(now, state)
        now.save()  # whoever has the page of the case open must hear that it is another
        involve_everybody(now)
        if now.stage == Stage.PUBLISHED:
            call_by_name(now)
        refresh_standing(now)
        if _facts(before) == _facts(_present(now)):
            raise NotAllowed([_("Nothing differs: the case says what that version says already. Nothing was written.")])
        forget_unused_names()
        stay_publishable(Incident.objects.filter(pk=now.pk))
    return now


def _present(incident: Incident) -> State:
    return Past(incident).state(_LAST)


def _facts(state: State) -> dict[Any, list[Any]]:
    """What the case says: the rows in their order below the row that they are a part of, whatever their own numbers."""
    told: dict[Any, list[Any]] = {}
    for model in TABLES:
        owner = owner_of(model)
        columns = [field.attname for field in model._meta.concrete_fields if field.name not in _NO_FACTS]
        for row in state.of(model):
            part_of = getattr(row, owner.attname) if owner else None
            told.setdefault((model, part_of), []).append([getattr(row, column) for column in columns])
    return told | {
        "features": list(state.incident.features.order_by("m2m_history_id").values_list("feature", flat=True))
    }


def _give_names_back(state: State) -> None:
    """Names that went when no case used them any more (see `forget_unused_names`) come back with their keys."""
    wanted = {use.name_id for use in state.of(NameUse)}
    for pk in wanted - set(PartyName.objects.filter(pk__in=wanted).values_list("pk", flat=True)):
        row = state.get(PartyName, pk)
        there = row and Party.objects.not_merged().filter(pk=row.party_id).exclude(names__name=row.name).exists()
        if there:
            columns = (f.attname for f in PartyName._meta.concrete_fields if f.name not in {"id", "is_primary"})
            PartyName(pk=pk, **{name: getattr(row, name) for name in columns}).save(force_insert=True)


def _apply(incident: Incident, state: State) -> None:
    """Writes row by row; what one row is in the way of is tried again once that is written."""
    rounds = itertools.count()
    while steps := list(_steps(incident, state)):
        if next(rounds) > _ROUNDS:
            raise NotAllowed([_("The record refused this version; nothing was changed.")])
        failed = [error for error in map(_attempt, steps) if error is not None]
        if len(failed) == len(steps):
            told = dict.fromkeys(
                str(error).splitlines()[0] for error in failed if not isinstance(error, ProtectedError)
            )
            raise NotAllowed([_("The record refused this version; nothing was changed."), *told])


def _attempt(step: Callable[[], Any]) -> Exception | None:
    try:
        with transaction.atomic():
            step()
    except DatabaseError as error:
        return error
    return None


def _steps(incident: Incident, state: State) -> Iterator[Callable[[], Any]]:
    """What must still be written: rows that differ or are not there, then rows that were not there."""
    present = _present(incident)
    for model in TABLES:
        live = model._default_manager.in_bulk(list({*present.rows[model], *state.rows[model]}))
        for pk, row in state.rows[model].items():
            held = live.get(pk)
            values = _wanted(model, row, held)
            if held is None:
                yield _making(model, row, values)
            elif any(getattr(held, name) != value for name, value in values.items()):
                yield _changing(held, values)
    for model in reversed(TABLES):
        extra = [pk for pk in present.rows[model] if pk not in state.rows[model]]
        for held in model._default_manager.filter(pk__in=extra):
            yield held.delete


def _wanted(model: Any, row: Any, held: Any) -> dict[str, Any]:
    left_out = _KEPT | _DERIVED | (_OF_MAIN_DATE if model is Incident else frozenset())
    values = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if f.name not in left_out}
    if model is Involvement and held is not None:
        values["protection"] = held.protection or row.protection
    if model is SpeechLink and held is not None:
        values["protected"] = held.protected or row.protected
    if model is RelatedIncident and not Incident.objects.filter(pk=row.target_id).exists():
        called_so = held is not None and row.target_key and held.target_key == row.target_key
        values["target_id"] = held.target_id if called_so else None  # the case that came since under that id
    return values


def _making(model: Any, row: Any, values: dict[str, Any]) -> Callable[[], Any]:
    """A row that is gone comes back as itself: with its key and its public address."""
    known = {"public_id": row.public_id} if hasattr(row, "public_id") else {}
    return lambda: model(pk=row.id, **known, **values).save(force_insert=True)


def _changing(held: Any, values: dict[str, Any]) -> Callable[[], Any]:
    def save() -> None:
        for name, value in values.items():
            setattr(held, name, value)
        held.save()

    return save


def _features(incident: Incident, state: State) -> None:
    then = list(state.incident.features.order_by("m2m_history_id").values_list("feature_id", flat=True))
    if list(incident.features.through.objects.filter(incident=incident).values_list("feature_id", flat=True)) != then:
        incident.features.set(then, clear=True)
