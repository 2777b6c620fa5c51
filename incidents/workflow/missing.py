"""What facts of an earlier version name that the record no longer has: in sentences, each with what to do about it."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.history import TABLES, State
from incidents.models import Involvement, NameUse, Party, PartyName, RelatedIncident, Source


def missing(state: State) -> Iterator[str]:
    """Why that state cannot be made again as it was; empty where it can."""
    for model, keys in _named(state).items():
        there = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
        yield from (_gone(state, model, pk) for pk in sorted(keys - there, key=str))
        if issubclass(model, Party):
            for party in Party.objects.filter(pk__in=keys, merged_into__isnull=False).select_related("merged_into"):
                yield _("“%(who)s” was merged into “%(kept)s” since: undo that merge first.") % {
                    "who": _called(state, Party, party.pk),
                    "kept": party.merged_into.desk_label,
                }
    yield from _of_others(state)


def _named(state: State) -> dict[Any, set[Any]]:
    """The keys that the facts name, by table; facts of the case itself come back with it."""
    found: dict[Any, set[Any]] = {}
    for table in TABLES:
        for field in table._meta.fields:
            if not field.is_relation or table is RelatedIncident:
                continue
            own = state.rows.get(field.related_model, {}) if field.related_model in TABLES else {}
            keys = {getattr(row, field.attname) for row in state.rows[table].values()} - {None} - set(own)
            if keys:
                found.setdefault(field.related_model, set()).update(keys)
    return found


def _gone(state: State, model: Any, pk: Any) -> str:
    said = {"kind": str(model._meta.verbose_name), "what": _called(state, model, pk)}
    removed = model.history.filter(**{model._meta.pk.attname: pk}).first() if hasattr(model, "history") else None
    if removed is None:
        return _("The %(kind)s “%(what)s” is no longer in the record.") % said
    said["day"] = date_format(removed.history_date, "j F Y")
    return _("The %(kind)s “%(what)s” was removed from the record on %(day)s.") % said


def _called(state: State, model: Any, pk: Any) -> str:
    """The name that the state had for a row that cases share."""
    if issubclass(model, Party):
        names = [row for row in state.of(PartyName) if row.party_id == pk]
        names.sort(key=lambda row: not row.is_primary)
        row = state.party(pk)
        return (names[0].name if names else "") or (row.description if row else "") or str(pk)
    row = state.get(model, pk)
    if row is None:
        return str(pk)
    return str(row.name) if model is PartyName else str(row.title or row.publisher) if model is Source else str(pk)


def _of_others(state: State) -> Iterator[str]:
    """Names that belong to somebody else today."""
    owners = {row.id: row.party_id for row in state.of(Involvement)}
    names = PartyName.objects.in_bulk([row.name_id for row in state.of(NameUse)])
    for row in state.of(NameUse):
        name = names.get(row.name_id)
        if name is not None and name.party_id != owners[row.involvement_id]:
            yield _("The name “%(name)s” is today a name of “%(who)s”: give it back first.") % {
                "name": name.name,
                "who": name.party.desk_label,
            }
