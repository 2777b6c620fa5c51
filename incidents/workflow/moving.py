"""What every verb does alike: lock the case, check who and when, save, and record who and why."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.models import Incident, Stage, StageChange
from incidents.models.record import change
from incidents.workflow.eyes import wrote_it
from incidents.workflow.refusals import NotAllowed, NotPermitted
from incidents.workflow.roles import may_edit
from incidents.workflow.verbs import VERBS, permission_for


@contextmanager
def carried_out(name: str, incident: Incident, by: User | None, reason: str) -> Iterator[Incident]:
    """Gives the case as it is now, locked, to be changed; what follows is saved and recorded, or nothing is.

    Raises NotAllowed if the verb does not fit the stage, the user or the reason. Without a user (a command) the
    system acts: it needs no permission.
    """
    if not reason.strip():
        raise NotAllowed([_("Give a reason; it is kept for ever.")])
    with transaction.atomic(), change(reason, by) as moment:
        row = Incident.objects.select_for_update().get(pk=incident.pk)
        _refuse(name, row, by)
        before = row.stage
        yield row
        row.stage = VERBS[name].leads_to or row.stage
        if not VERBS[name].is_note:
            row.save()
        # The row of history and the change of stage carry one moment, so that the one does not pass for an edit.
        StageChange.objects.create(
            incident=row,
            verb=name,
            from_stage=before,
            to_stage=row.stage,
            reason=reason.strip(),
            by=by,
            at=moment,
            embargo_until=row.embargo_until,
        )
    incident.refresh_from_db()


def _refuse(name: str, row: Incident, by: User | None) -> None:
    verb = VERBS[name]
    if by is not None and not any(by.has_perm(permission) for permission in verb.permissions):
        raise NotPermitted([_("Your account may not do this: “%(verb)s”.") % {"verb": verb.label}])
    permission = permission_for(name, row, by)
    if permission is None:
        raise NotAllowed([_out_of_place(name, row)])
    if by is None:
        return
    if not by.has_perm(permission) or (name == "submit" and not may_edit(by, row)):
        raise NotPermitted(
            [
                _("Your account may not do this to a case that is “%(stage)s”: “%(verb)s”.")
                % {"stage": row.get_stage_display(), "verb": verb.label}
            ]
        )
    if verb.by_another and wrote_it(by, row):
        raise NotAllowed(
            [_("You made, changed or submitted what would be approved: somebody else has to read and approve it.")]
        )


def _out_of_place(name: str, row: Incident) -> str:
    """Why the verb does not fit the stage; whoever sent it twice is told that it is done."""
    verb = VERBS[name]
    last = row.stage_changes.select_related("by").last()
    if row.stage == verb.leads_to and last is not None:
        return _(
            "This is done already: the case is “%(stage)s” since %(at)s (%(by)s: %(reason)s). Nothing was changed."
        ) % {
            "stage": row.get_stage_display(),
            "at": date_format(last.at, "DATETIME_FORMAT"),
            "by": last.by or _("a command"),
            "reason": last.reason,
        }
    if verb.leads_to is None or name in {"approve", "publish"}:
        return _("A case that is “%(now)s” does not allow this: “%(verb)s”.") % {
            "now": row.get_stage_display(),
            "verb": verb.label,
        }
    return _("A case that is “%(now)s” cannot become “%(then)s”.") % {
        "now": row.get_stage_display(),
        "then": Stage(verb.leads_to).label,
    }
