"""What was decided about cases: each decision with who, when and why; and that a case was anonymised."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident, Stage


class Decision(models.TextChoices):
    """The verbs of the workflow that decide about a case (see `workflow.verbs`), with the words on their buttons."""

    SUBMIT = "submit", _("Submit for review")
    PASS_TO_LEGAL = "pass_to_legal", _("Pass to legal review")
    CLEAR_LEGAL = "clear_legal", _("Clear legally")
    PUBLISH = "publish", _("Publish")
    APPROVE = "approve", _("Approve the changes")
    SEND_BACK = "send_back", _("Send back to draft")
    SET_EMBARGO = "set_embargo", _("Set an embargo")
    LIFT_EMBARGO = "lift_embargo", _("Lift the embargo")
    ASK_WITHDRAWAL = "ask_withdrawal", _("Ask for withdrawal")
    KEEP_PUBLISHED = "keep_published", _("Keep it published")
    WITHDRAW = "withdraw", _("Withdraw")


class StageChange(models.Model):
    """What was decided about a case, and the stage that it had from then on: who, when, why. Rows are added and never
    changed or removed (promise 6)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="stage_changes", help_text=_("Which case."))
    verb = models.CharField(_("decision"), max_length=20, choices=Decision.choices, help_text=_("What was done."))
    from_stage = models.CharField(_("from"), max_length=20, choices=Stage.choices, help_text=_("The stage before."))
    to_stage = models.CharField(_("to"), max_length=20, choices=Stage.choices, help_text=_("The stage after."))
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, help_text=_("The embargo that the case had from then on.")
    )
    reason = models.TextField(_("reason"), help_text=_("Why; kept for ever."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The editor; empty for a command."),
    )
    at = models.DateTimeField(
        _("when"), default=timezone.now, editable=False, help_text=_("The same moment as in the history of the case.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        indexes = [
            models.Index(fields=["incident"], condition=Q(verb="ask_withdrawal"), name="stagechange_asked"),
        ]
        constraints = [
            models.CheckConstraint(name="stagechange_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="stagechange_verb_known", condition=Q(verb__in=Decision.values)),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"


class Anonymisation(models.Model):
    """That a case was anonymised: its public past from before then is not shown any more. Holds no name."""

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="anonymisations", help_text=_("Which case was changed.")
    )
    reason = models.TextField(_("reason"), help_text=_("Why; without the name."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text=_("The editor.")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("anonymisation")
        verbose_name_plural = _("anonymisations")

    def __str__(self) -> str:
        return f"{self.incident}: {self.at:%Y-%m-%d}"
