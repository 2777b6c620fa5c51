"""The verbs that take a case from stage to stage. Each checks, saves and records who and why, in one transaction."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, Stage, refresh_standing
from incidents.workflow import corrections
from incidents.workflow.checks import problems
from incidents.workflow.eyes import has_changed, has_unapproved_changes
from incidents.workflow.involving import call_by_name, involve_everybody
from incidents.workflow.moving import carried_out
from incidents.workflow.refusals import NotAllowed, NotPublishable
from incidents.workflow.verbs import is_under_embargo, withdrawal_asked


def submit(incident: Incident, by: User | None = None, reason: str = "") -> Incident:
    """Hands a draft over for review. A command need not say why."""
    with carried_out("submit", incident, by, reason if by else reason or _("Submitted for review.")):
        pass
    return incident


def pass_to_legal(incident: Incident, by: User | None, reason: str) -> Incident:
    """Asks a legal reviewer; until then nobody publishes it."""
    with carried_out("pass_to_legal", incident, by, reason):
        pass
    return incident


def clear_legal(incident: Incident, by: User | None, reason: str) -> Incident:
    """The legal reviewer has no objection: the case goes back to the editors, who may publish it."""
    with carried_out("clear_legal", incident, by, reason):
        pass
    return incident


def send_back(incident: Incident, by: User | None, reason: str) -> Incident:
    """Returns a case to its author, or a withdrawn one to be worked on again. Raises NotAllowed without a reason."""
    with carried_out("send_back", incident, by, reason):
        pass
    return incident


@transaction.atomic
def publish(incident: Incident, by: User | None = None, reason: str = "") -> Incident:
    """Makes a case public, or raises NotPublishable with everything that is missing (promise 3).

    Under an embargo it becomes public by itself when the embargo ends; `first_published` is that moment. A command need
    not say why. Where readers were told that it was withdrawn, they are told that it is public again.
    """
    with carried_out("publish", incident, by, reason if by else reason or _("Published.")) as row:
        _refuse_unheard_lawyer(row, by)
        involve_everybody(row)
        if by:  # a card says itself by which names it calls whom
            call_by_name(row)
        refresh_standing(row)
        _refuse_incomplete(row)
        now = timezone.now()
        if not is_under_embargo(row):
            row.embargo_until = None
        if row.first_published is None or row.first_published > now:
            row.first_published = row.embargo_until or now
    corrections.restore(incident, by)
    return incident


def approve(incident: Incident, by: User | None, reason: str) -> Incident:
    """A second person has read what was changed in a published case and stands by it."""
    with carried_out("approve", incident, by, reason) as row:
        if not has_unapproved_changes(row):
            raise NotAllowed([_("Nothing has changed since the case was last approved.")])
        _refuse_incomplete(row)
    return incident


def ask_withdrawal(incident: Incident, by: User | None, reason: str) -> Incident:
    """Asks those who may withdraw to do so; readers learn nothing of it. Once is enough until it is answered."""
    with carried_out("ask_withdrawal", incident, by, reason) as row:
        if asked := withdrawal_asked(row):
            raise NotAllowed([_("This was asked already (“%(reason)s”), and waits.") % {"reason": asked.reason}])
    return incident


def keep_published(incident: Incident, by: User | None, reason: str) -> Incident:
    """Answers that the case is not withdrawn."""
    with carried_out("keep_published", incident, by, reason) as row:
        if withdrawal_asked(row) is None:
            raise NotAllowed([_("Nobody has asked for its withdrawal, or that was answered already.")])
    return incident


@transaction.atomic
def withdraw(incident: Incident, by: User | None, reason: str) -> Incident:
    """Takes a published case back; its address answers with a short notice from then on. Needs a reason.

    If readers could see it, the corrections page tells them that it was withdrawn. Withdrawn before its embargo ended, it
    was never public: its address says nothing at all.
    """
    with carried_out("withdraw", incident, by, reason) as row:
        was_public = row.is_public
        if row.first_published is not None and row.first_published > timezone.now():
            row.first_published = None
    if was_public:
        corrections.retract(incident, by)
    return incident


def _refuse_incomplete(row: Incident) -> None:
    lacking = list(problems(row))
    if lacking:
        raise NotPublishable([str(problem) for problem in lacking], lacking)


def _refuse_unheard_lawyer(row: Incident, by: User | None) -> None:
    """What a legal reviewer sent back or withdrew is not published behind their back, nor a text that they did not clear."""
    heard = row.stage_changes.filter(from_stage=Stage.LEGAL_REVIEW).last()
    if by is not None and heard is not None and heard.to_stage == Stage.DRAFT:
        told = _("The legal reviewer sent this case back (“%(reason)s”): pass it to legal review again first.")
        raise NotAllowed([told % {"reason": heard.reason}])
    if by is None or settings.ONE_PERSON_NEWSROOM:
        return
    public = row.stage_changes.filter(to_stage__in=(Stage.PUBLISHED, Stage.WITHDRAWN)).last()
    if public is not None and public.to_stage == Stage.WITHDRAWN and (heard is None or heard.at < public.at):
        told = _("This case was withdrawn (“%(reason)s”): pass it to legal review first.")
        raise NotAllowed([told % {"reason": public.reason}])
    if heard is not None and (public is None or heard.at > public.at) and has_changed(row, heard.at):
        raise NotAllowed(
            [_("This case has changed since legal review cleared it: pass it to legal review again first.")]
        )
