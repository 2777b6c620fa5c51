"""Two parties become one: checked, locked, carried out and remembered in one transaction."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.models import (
    Actor,
    ActorForm,
    Allegation,
    Incident,
    LikelyPair,
    Merge,
    MergeAction,
    MergedRow,
    NotTheSame,
    Organization,
    Party,
    Proceeding,
    refresh_openness,
    refresh_statuses,
)
from incidents.models.record import change
from incidents.workflow import corrections
from incidents.workflow.checks import stay_publishable
from incidents.workflow.deriving import derive_where_they_decide
from incidents.workflow.identity.journal import Journal, save
from incidents.workflow.identity.merging import Conflict, Merging, touched_links
from incidents.workflow.identity.proposing import propose
from incidents.workflow.identity.telling import Line, Standing, lines, standings, with_what_follows
from incidents.workflow.refusals import NotAllowed
from incidents.workflow.roles import refuse_without

PERMISSION = "incidents.merge_party"


class Changed(NotAllowed):
    """What the merge would do is no longer what the editor has seen."""


@dataclass(frozen=True)
class Preview:
    """All that a merge would do. `seen` stands for it: given back with the merge, it proves what the editor saw."""

    kept: Party
    merged: Party
    lines: list[Line]
    conflicts: list[Conflict]
    standings: list[Standing]
    becomes_protected: bool
    announced: bool
    seen: str


def preview(kept: Party, merged: Party, by: User | None, choices: Mapping[str, str] | None = None) -> Preview:
    """What `merge` would do, found by doing it and taking it back. Raises NotAllowed as it would."""
    with transaction.atomic():
        was_open = not getattr(kept, "protection", "")
        done, conflicts, differing = _merge(kept, merged, by, _("Only looked at."), choices or {})
        rows = list(done.rows.select_related("incident"))
        hidden = was_open and bool(Actor.objects.filter(pk=kept.pk).exclude(protection="").exists())
        found = Preview(
            done.kept,
            done.merged,
            lines(rows),
            conflicts,
            with_what_follows(differing, kept),
            hidden,
            done.was_public,
            _seal(rows, conflicts, differing),
        )
        transaction.set_rollback(True)
    return found


@transaction.atomic
def merge(
    kept: Party,
    merged: Party,
    by: User | None,
    reason: str,
    choices: Mapping[str, str] | None = None,
    seen: str = "",
) -> Merge:
    """Every fact of `merged` becomes one of `kept`; both ids and both casebook keys lead to `kept` from then on.

    `choices` says by a conflict's key whose word stays. With `seen` (see `Preview`) the merge is refused where it would
    do something else than the editor saw. Raises NotAllowed, and then nothing has changed.
    """
    if not reason.strip():
        raise NotAllowed([_("Say how you know that they are one; it is kept for ever.")])
    done, conflicts, differing = _merge(kept, merged, by, reason.strip(), choices or {})
    if seen and seen != _seal(list(done.rows.all()), conflicts, differing):
        raise Changed([_("Somebody has changed one of the two since you looked. Nothing was merged: look again.")])
    return done


def _merge(
    kept: Party, merged: Party, by: User | None, reason: str, choices: Mapping[str, str]
) -> tuple[Merge, list[Conflict], list[Standing]]:
    refuse_without(by, PERMISSION)
    hold_cases(kept, merged)
    one, other = locked(kept, merged)
    _refuse_unlike(one, other)
    public = set(Party.objects.published().filter(pk__in=[one.pk, other.pk]).values_list("pk", flat=True))
    if public == {other.pk}:
        raise NotAllowed([_("Readers know the address of “%(who)s”: keep that one.") % {"who": other.desk_label}])
    known = len(public) == 2 and bool(getattr(one, "protection", "")) == bool(getattr(other, "protection", ""))
    before, differing = identity_of(one), standings(one, other)
    journal = Journal()
    merging = Merging(one, other, journal, choices, public)
    with change(reason, by):
        merging.run()
        other.refresh_from_db()
        save(other, {"merged_into_id": one.pk})
        done = Merge.objects.create(kept_id=one.pk, merged_id=other.pk, reason=reason, by=by, was_public=known)
        for row in journal.rows:
            row.merge = done
        MergedRow.objects.bulk_create(journal.rows, batch_size=500)
        corrections.of_parties(done, by)
        one.refresh_from_db()
        LikelyPair.objects.with_party(other).delete()
        propose(one)
        settle(one, other, {row.incident_id for row in journal.rows}, everywhere=before != identity_of(one))
    return done, merging.conflicts, differing


def hold_cases(*parties: Party) -> Any:
    """The cases that involve them, which nobody saves, publishes or approves until the transaction is over. Held before the
    parties, as a save of a case does: who waits for whom is never a circle."""
    cases = Incident.objects.filter(involvements__party__in=[party.pk for party in parties])
    held = Incident.objects.select_for_update(no_key=True).filter(pk__in=cases.values("pk")).order_by("pk")
    return Incident.objects.filter(pk__in=list(held.values_list("pk", flat=True)))


def locked(*parties: Party) -> list[Any]:
    """The actors or organizations, as they are now, in the order given; nobody changes them or points at them until
    the transaction is over."""
    keys = sorted(party.pk for party in parties)
    held = {party.pk: party for party in Party.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    if set(held) != set(keys):
        raise NotAllowed([_("One of the two is no longer in the record.")])
    actors, organizations = Actor.objects.in_bulk(keys), Organization.objects.in_bulk(keys)
    return [actors.get(party.pk) or organizations[party.pk] for party in parties]


def settle(kept: Party, merged: Party, cases: set[int | None], everywhere: bool) -> None:
    """After a merge or its undoing: what follows from steps is derived anew, and published cases must bear it."""
    refresh_statuses(Allegation.objects.filter(touched_links(kept, merged)).distinct())
    both = [kept.pk, merged.pk]
    theirs = Q(incident__proceedings__steps__parties__party__in=both) | Q(
        incident__involvements__party__in=both
    )  # as one, or as part of a group
    refresh_openness(Proceeding.objects.filter(theirs).distinct())
    derive_where_they_decide(kept, merged)
    affected = Incident.objects.filter(pk__in=[case for case in cases if case])
    if everywhere:
        affected = affected | Incident.objects.filter(involvements__party__in=both)
    stay_publishable(affected)


def _refuse_unlike(one: Any, other: Any) -> None:
    problems = []
    if one.pk == other.pk:
        problems.append(_("A party cannot be merged with itself."))
    elif type(one) is not type(other):
        problems.append(_("An actor and an organization are never one."))
    elif isinstance(one, Actor) and (one.form == ActorForm.GROUP) != (other.form == ActorForm.GROUP):
        problems.append(_("A group is never merged into a person, nor a person into a group."))
    for party in (one, other):
        if party.merged_into is not None:
            problems.append(
                _("“%(who)s” was merged into “%(kept)s” already.")
                % {"who": party.desk_label, "kept": party.kept.desk_label}
            )
    if pair := NotTheSame.objects.between(one, other).first() if one.pk != other.pk else None:
        problems.append(
            _("An editor has told the two apart: “%(reason)s”. Take that back first.") % {"reason": pair.reason}
        )
    if problems:
        raise NotAllowed(problems)


def identity_of(party: Any) -> tuple[Any, ...]:
    """What decides whether published cases may show the party as they do."""
    names = party.names.filter(confidential=False).exists()
    return (names, *(getattr(party, column, None) for column in ("form", "protection", "deceased")))


def _seal(rows: list[MergedRow], conflicts: list[Conflict], stand: list[Standing]) -> str:
    """Stands for what is moved, added and dropped and for what differs, whatever the editor chooses. What is added has
    another number whenever it is done: PostgreSQL never takes one back."""
    added = {(row.table, row.row) for row in rows if row.action == MergeAction.ADDED}
    told = [row for row in rows if row.action != MergeAction.CHANGED]
    done = sorted((row.table, 0 if (row.table, row.row) in added else row.row, row.action) for row in told)
    differing = sorted((one.key, one.kept, one.merged) for one in conflicts)
    standing = [(one.claim.pk, str(one.kept), str(one.merged)) for one in stand]
    return hashlib.sha256(json.dumps([done, differing, standing]).encode()).hexdigest()
