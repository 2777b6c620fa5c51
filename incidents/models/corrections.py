"""What readers are told of changes to published cases: entries of the public, dated corrections page."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.decisions import Anonymisation
from incidents.models.incidents import Incident
from incidents.models.visibility import PublishedQuerySet, published_q, withdrawn_q


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    UPDATE = "update", _("Update")
    REPLY = "reply", _("Reply")
    RETRACTION = "retraction", _("Retraction")
    ANONYMISATION = "anonymisation", _("Anonymisation")
    MERGE = "merge", _("Merge")
    SEPARATION = "separation", _("Merge undone")


OF_PARTIES = (CorrectionKind.MERGE, CorrectionKind.SEPARATION)  # written by these verbs alone, never chosen


class CorrectionQuerySet(PublishedQuerySet):
    """The words with which one asks for entries of the corrections page."""

    def published(self, at: datetime.datetime | None = None) -> Self:
        """Entries of public cases, but for notes from before somebody was anonymised; of a withdrawn case only that it
        was withdrawn; and merges that readers may know of."""
        withdrawal = Q(kind=CorrectionKind.RETRACTION, note="")
        later = Anonymisation.objects.filter(incident=OuterRef("incident"), at__gt=OuterRef("at"))
        merges: Any = Correction._meta.get_field("merge").related_model
        shown = self.filter(
            published_q("incident", at)
            | (withdrawn_q("incident") & withdrawal)
            | Q(merge__in=merges.objects.logged().values("pk"))
        )
        return shown.filter(Q(note="") | ~Exists(later))

    def of_kinds(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def certainly_within(self, since: datetime.date | None, until: datetime.date | None) -> Self:
        """Made on one of the days; an entry has an exact moment, so that certainly and possibly are one."""
        conditions: dict[str, Any] = {"at__date__gte": since} if since else {}
        return self.filter(**conditions, **({"at__date__lte": until} if until else {}))

    possibly_within = certainly_within

    def with_rows(self) -> Self:
        return self.select_related("incident", "merge__kept")


class Correction(models.Model):
    """One entry of the corrections page, written by a verb of the workflow and never changed or removed."""

    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, related_name="corrections", help_text=_("Of which case.")
    )
    merge = models.ForeignKey(
        "incidents.Merge",
        models.PROTECT,
        null=True,
        related_name="corrections",
        help_text=_("Of which merge; whom it concerns is told as readers know them today."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=CorrectionKind.choices, help_text=_("What was done."))
    note = models.TextField(
        _("note for readers"),
        blank=True,
        help_text=_("What was wrong and what is right now; shown to readers. Empty where the case was withdrawn."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The editor; empty for a command. Never public."),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(name="correction_kind_known", condition=Q(kind__in=CorrectionKind.values)),
            models.CheckConstraint(
                name="correction_says_what",
                condition=~Q(note="") | Q(kind__in=[CorrectionKind.RETRACTION, *OF_PARTIES]),
            ),
            models.CheckConstraint(
                name="correction_of_case_or_merge",
                condition=Q(incident__isnull=False, merge__isnull=True) & ~Q(kind__in=OF_PARTIES)
                | Q(incident__isnull=True, merge__isnull=False, note="", kind__in=OF_PARTIES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.note}" if self.note else str(self.get_kind_display())
