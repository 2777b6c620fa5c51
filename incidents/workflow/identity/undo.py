"""A merge is taken back, also after later edits: what it moved goes back, what was edited since keeps its edits."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import (
    Incident,
    Involvement,
    Merge,
    MergeAction,
    MergedRow,
    NameUse,
    Party,
    PartyName,
    Stage,
    ensure_involved,
    kind_of,
)
from incidents.models.record import change
from incidents.workflow import corrections
from incidents.workflow.checklist import PerhapsProtected, namesakes_in
from incidents.workflow.identity.added import Added, added_since, give_back
from incidents.workflow.identity.journal import case_path, plain, save
from incidents.workflow.identity.merge import PERMISSION, hold_cases, identity_of, locked, settle
from incidents.workflow.identity.merging import relations
from incidents.workflow.identity.proposing import propose
from incidents.workflow.identity.telling import Line, lines, model_of, name
from incidents.workflow.involving import call_by_name
from incidents.workflow.naming import names_read_once
from incidents.workflow.protection import ANONYMISED, hide, tells
from incidents.workflow.refusals import NotAllowed
from incidents.workflow.roles import refuse_without

_HIDING = frozenset({"protection", "confidential"})


@dataclass
class Undone:
    """What undoing a merge did: the rows that went back, what stayed as it was edited since, and what was added since."""

    merge: Merge
    lines: list[Line]
    other: str  # what the desk calls the one that stands for itself again
    notes: list[str] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    # Only looked at: what stands in the way as long as all that was added stays.
    refused: list[str] = field(default_factory=list)


def preview_undo(merge: Merge, by: User | None, back: Collection[str] = ()) -> Undone:
    """What `undo` would do, found by doing it and taking it back. Raises NotAllowed as it would, but where published cases
    would not bear it: whose the rows are that were added since may decide that."""
    refuse_without(by, PERMISSION)
    with transaction.atomic():
        found = _undone(merge, by, _("Only looked at."), back, only_looking=True)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def undo(
    merge: Merge, by: User | None, reason: str, back: Collection[str] = (), others: Collection[str] = ()
) -> Undone:
    """Both parties stand for themselves again. Raises NotAllowed, and then nothing has changed; PerhapsProtected where words by
    which somebody protected is called come back into a published case, but for `others`: those of which the editor says that
    they mean somebody or something else.

    What was added since the merge stays with the kept party, but for the rows whose keys (see `Added`) are in `back`. Where
    the kept person was protected or anonymised since, that was decided about both: the other stays protected too.
    """
    if not reason.strip():
        raise NotAllowed([_("Say why the merge is undone; it is kept for ever.")])
    refuse_without(by, PERMISSION)
    published = hold_cases(merge.kept, merge.merged).filter(stage=Stage.PUBLISHED)
    known = _namesakes(published.filter(pk__in=merge.rows.exclude(incident=None).values("incident")))
    done = _undone(merge, by, reason, back)
    found = _namesakes(Incident.objects.filter(pk__in=known))
    new = [words for case, told in found.items() for words in told - known[case] if words not in others]
    if new:
        raise PerhapsProtected(list(dict.fromkeys(new)))
    corrections.of_parties(done.merge, by)
    return done


def _namesakes(cases: QuerySet[Incident]) -> dict[int, Counter[str]]:
    with names_read_once():
        return {case.pk: namesakes_in(case) for case in cases}


def _undone(merge: Merge, by: User | None, reason: str, back: Collection[str], only_looking: bool = False) -> Undone:
    merge = Merge.objects.select_for_update(of=("self",)).select_related("kept", "merged").get(pk=merge.pk)
    if merge.undone_at is not None:
        raise NotAllowed([_("This merge was undone already.")])
    kept, merged = locked(merge.kept, merge.merged)
    _refuse_entangled(merge, kept)
    with change(reason, by):
        done = _Undoing(merge, kept, merged, only_looking).run(back)
    Merge.objects.filter(pk=merge.pk).update(undone_at=timezone.now(), undone_by=by, undone_because=reason.strip())
    merge.refresh_from_db()
    return done


def _refuse_entangled(merge: Merge, kept: Party) -> None:
    """A later merge that joined the same rows has to be undone first: it knows which of them were whose."""
    if kept.merged_into is not None:
        raise NotAllowed(
            [
                _("“%(who)s” was itself merged into “%(kept)s” later: undo that merge first.")
                % {"who": kept.desk_label, "kept": kept.kept.desk_label}
            ]
        )
    rows = merge.rows.all()
    cases = rows.exclude(incident=None).values("incident")
    problems = []
    for later in Merge.objects.standing().filter(kept=merge.kept, pk__gt=merge.pk):
        shared = later.rows.filter(incident__in=cases).exists() or _rows(later) & _rows(merge)
        if shared:
            problems.append(
                _("The later merge of “%(who)s” touched the same rows: undo that one first.")
                % {"who": later.merged.desk_label}
            )
    if problems:
        raise NotAllowed(problems)


def _rows(merge: Merge) -> set[tuple[str, int]]:
    return set(merge.rows.values_list("table", "row"))


class _Undoing:
    def __init__(self, merge: Merge, kept: Any, merged: Any, only_looking: bool) -> None:
        self.merge, self.kept, self.merged, self.only_looking = merge, kept, merged, only_looking
        self.notes: list[str] = []
        self.refused: list[str] = []
        self.stays_protected = False

    def run(self, back: Collection[str]) -> Undone:
        rows = list(self.merge.rows.select_related("incident").order_by("-position"))
        before = identity_of(self.kept)
        self.stays_protected, described = self._was_protected_since(), getattr(self.kept, "description", "")
        save(self.merged, {"merged_into_id": None})
        for row in rows:
            self._back(row)
        added = added_since(self.merge, {(row.table, row.row) for row in rows}, back)
        for one in added:
            if one.goes_back:
                give_back(one, self.merged)
        self._straighten_names()
        self._involve()
        self.kept.refresh_from_db()
        self.merged.refresh_from_db()
        if self.stays_protected:
            self._stay_protected(described)
        propose(self.kept)
        propose(self.merged)
        cases = {row.incident_id for row in rows} | {one.case.pk for one in added if one.case}
        self._settle(cases, everywhere=before != identity_of(self.kept))
        return Undone(self.merge, lines(rows), self.merged.desk_label, self.notes, added, self.refused)

    def _settle(self, cases: set[int | None], everywhere: bool) -> None:
        """Where one only looks, what published cases would not bear is told, and not the end of looking."""
        try:
            settle(self.kept, self.merged, cases, everywhere)
        except NotAllowed as refusal:
            if not self.only_looking:
                raise
            self.refused = list(refusal.problems)

    def _stay_protected(self, description: str) -> None:
        """What was decided since about who the two were then holds for both, until an editor says otherwise of one."""
        both = [self.kept, self.merged]
        names = set(PartyName.objects.filter(party__in=[one.pk for one in both]).values_list("name", flat=True))
        for one in both:
            if one.is_protected:
                with change(str(ANONYMISED)):
                    one.save()  # so that undoing an earlier merge knows that it was decided about
                continue
            hide(one, one.description if one.description and not tells(one.description, names) else description)
            told = _(
                "“%(who)s” stays protected, as was decided since the merge: say on its page if that holds no more."
            )
            self.notes.append(told % {"who": one.desk_label})

    def _was_protected_since(self) -> bool:
        """Whether the kept one is protected, and that was decided, on its page or by a case, since the merge."""
        if not getattr(self.kept, "protection", ""):
            return False
        then = (
            self.kept.history.filter(history_date__lte=self.merge.at).order_by("-history_date", "-history_id").first()
        )
        since = self.kept.history.filter(history_date__gt=self.merge.at)
        by_a_case = Involvement.history.filter(party=self.kept.pk, history_date__gt=self.merge.at, protection__gt="")
        return (
            then is None
            or by_a_case.exists()
            or any(
                (row.protection, row.description) != (then.protection, then.description)
                or row.history_change_reason == ANONYMISED
                for row in since
            )
        )

    def _back(self, row: MergedRow) -> None:
        if row.action == MergeAction.REMOVED:
            self._restore(row)
            return
        model = model_of(row)
        there = model._default_manager.filter(pk=row.row).first()
        if there is None:
            self._note(row, _("was removed since, and stays so"))
            return
        if row.action == MergeAction.ADDED:
            there.delete()
            return
        now = plain({column: getattr(there, column) for column in row.before})
        edited = [column for column in row.before if now[column] != row.after[column]]
        for column in edited:
            if now[column] != row.before[column]:
                self._note(row, _("“%(column)s” was edited since, and stays so") % {"column": name(model, column)})
        values = {column: value for column, value in row.before.items() if column not in edited}
        values = {column: value for column, value in values.items() if not self._is_taken(there, column, value)}
        if self.stays_protected:
            values = {column: value for column, value in values.items() if value or column not in _HIDING}
        if values:
            self._save(row, there, _typed(model, values))

    def _is_taken(self, there: Any, column: str, value: Any) -> bool:
        """Marks that only one row of a group may have, and another one got since."""
        if not value or column not in ("is_primary", "is_heading"):
            return False
        group = {"party": there.party_id} if column == "is_primary" else {"involvement": there.involvement_id}
        return bool(type(there)._default_manager.filter(**group, **{column: True}).exclude(pk=there.pk).exists())

    def _save(self, row: MergedRow, there: Any, values: dict[str, Any]) -> None:
        try:
            with transaction.atomic():
                save(there, values)
        except IntegrityError as error:
            raise NotAllowed(
                [
                    _("“%(row)s” cannot go back: %(why)s")
                    % {"row": f"{there._meta.verbose_name}: {there}", "why": str(error).splitlines()[0]}
                ]
            ) from None

    def _restore(self, row: MergedRow) -> None:
        """A row that was dropped comes back with its key, unless what it belonged to is gone."""
        model: Any = model_of(row)
        values = _typed(model, row.before)
        for column in model._meta.concrete_fields:
            target: Any = column.related_model
            if target is None or values[column.attname] is None:
                continue
            if not target._default_manager.filter(pk=values[column.attname]).exists():
                if not column.null:
                    self._note(row, _("belonged to something that was removed since, and is not restored"))
                    return
                values[column.attname] = None
        restored = model(**values)
        Model.save(restored, force_insert=True)
        if isinstance(restored, PartyName):
            restored.keys.keep(restored, kind_of(self.kept))

    def _note(self, row: MergedRow, what: str) -> None:
        told = lines([row])[0]
        self.notes.append(f"{told.kind} “{told.text}”: {what}")

    def _straighten_names(self) -> None:
        """A case that, since the merge, calls one of the two by a name of the other: each has that name then."""
        both = [self.kept.pk, self.merged.pk]
        for use in NameUse.objects.filter(involvement__party__in=both).select_related("name", "involvement"):
            owner = use.involvement.party_id
            if use.name.party_id == owner:
                continue
            own = PartyName.objects.filter(party=owner, name=use.name.name).first()
            if own is None:
                own = PartyName(party_id=owner, name=use.name.name, kind=use.name.kind, language=use.name.language)
                own.confidential = use.name.confidential
                own.save()
            save(use, {"name_id": own.pk})

    def _involve(self) -> None:
        """Cases whose facts name one of the two list it, named in public if they named both as one."""
        for party, other in ((self.kept, self.merged), (self.merged, self.kept)):
            listed = set(party.involvements.values_list("incident", flat=True))
            for model, column in relations():
                path = case_path(model)
                if not path or (model._meta.model_name == "speechlink"):
                    continue
                cases = model._default_manager.filter(**{column.name: party.pk}).values_list(path, flat=True)
                for case in set(cases) - listed:
                    incident = Incident.objects.get(pk=case)
                    named = other.involvements.filter(incident=case, named_publicly=True).exists()
                    ensure_involved(incident, Party.objects.get(pk=party.pk), named_publicly=named)
                    if incident.stage == Stage.PUBLISHED:
                        call_by_name(incident)
                    listed.add(case)


def _typed(model: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    """Values out of a JSON column as the columns hold them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {column: fields[column].to_python(value) for column, value in values.items()}
