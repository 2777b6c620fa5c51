"""Who is the same, and who is not: merges with all that they did, and pairs that an editor has told apart."""

from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.parties import Party, PartyName
from incidents.models.record import history
from incidents.models.visibility import published_q, withdrawn_q


def _editor() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The editor; empty for a command."),
    )


class NotTheSameQuerySet(models.QuerySet[Any]):
    def between(self, one: Party | int, other: Party | int) -> Self:
        """The pair of the two, in whichever order they are given."""
        low, high = lower_first(one, other)
        return self.filter(a=low, b=high)

    def with_party(self, party: Party | int) -> Self:
        return self.filter(Q(a=party) | Q(b=party))

    def told_apart_from(self, party: Party | int) -> set[int]:
        """The keys of all whom an editor has told apart from the party."""
        pairs = self.with_party(party).values_list("a", "b")
        return {key for pair in pairs for key in pair} - {party if isinstance(party, int) else party.pk}


class NotTheSame(models.Model):
    """Two parties that an editor has told apart, and why: they are not proposed as one again."""

    a = models.ForeignKey(Party, models.CASCADE, related_name="told_apart_as_a", help_text=_("The older of the two."))
    b = models.ForeignKey(Party, models.CASCADE, related_name="told_apart_as_b", help_text=_("The other."))
    reason = models.TextField(_("reason"), help_text=_("How one knows that they are two."))
    by = _editor()
    at = models.DateTimeField(_("when"), auto_now_add=True)

    history = history()
    objects = NotTheSameQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("pair told apart")
        verbose_name_plural = _("pairs told apart")
        constraints = [
            models.CheckConstraint(name="notthesame_in_order", condition=Q(a__lt=F("b"))),
            models.CheckConstraint(name="notthesame_has_reason", condition=~Q(reason="")),
            models.UniqueConstraint(fields=["a", "b"], name="notthesame_once"),
        ]

    def __str__(self) -> str:
        return f"{self.a} ≠ {self.b}"


def lower_first(one: Party | int, other: Party | int) -> tuple[int, int]:
    """The keys of two parties as a pair is stored: the lower first."""
    low, high = sorted(party if isinstance(party, int) else party.pk for party in (one, other))
    return low, high


class MergeQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Merges that nobody has undone."""
        return self.filter(undone_at__isnull=True)

    def announced(self) -> Self:
        """Merges, standing or undone, that readers may know of: both parties were public, neither of them alone
        protected, and a case that came with the merged one is public now."""
        return self.filter(Exists(_cases_brought(published_q("incident"))), was_public=True)

    def logged(self) -> Self:
        """Those that the corrections page tells of: announced, and once undone only while both have a page of their own."""
        return self.announced().filter(Q(undone_at__isnull=True) | (_is_public("kept") & _is_public("merged")))

    def once_public(self) -> Self:
        """Merges of a party that readers knew, or knew once."""
        known = published_q("incident") | withdrawn_q("incident")
        return self.filter(Exists(_cases_brought(known)))

    def told_with(self, party: Party) -> Self:
        """Those that the page of the party tells of: what it absorbed, and what was undone between it and a party that
        has a page of its own; never of somebody protected, for whoever was taken for them is nearly called so."""
        apart = Q(undone_at__isnull=False) & (Q(kept=party) | Q(merged=party))
        apart &= _is_public("kept", unprotected=True) & _is_public("merged", unprotected=True)
        rows = self.announced().select_related("kept", "merged").order_by("at", "pk")
        return rows.filter(Q(kept=party, undone_at__isnull=True) | apart)


def _is_public(side: str, unprotected: bool = False) -> Exists:
    """Asked of the one party: a list of all public parties would be made first."""
    rows = Party.objects.published().filter(pk=OuterRef(side))
    return Exists(rows.exclude(actor__protection__gt="") if unprotected else rows)


def _cases_brought(condition: Q) -> models.QuerySet[Any]:
    """Rows of a merge that say in which cases the merged party was involved."""
    rows = MergedRow.objects.filter(condition, merge=OuterRef("pk"), table="involvement")
    return rows.exclude(action=MergeAction.CHANGED)


class Merge(models.Model):
    """Two parties found to be one: every fact of the one went to the other. It can be undone, never forgotten."""

    kept = models.ForeignKey(Party, models.PROTECT, related_name="merges", help_text=_("The party that has it all."))
    merged = models.ForeignKey(
        Party, models.PROTECT, related_name="mergers", help_text=_("The party that leads to it from now on.")
    )
    reason = models.TextField(_("reason"), help_text=_("How one knows that they are one; kept for ever."))
    by = _editor()
    at = models.DateTimeField(_("when"), auto_now_add=True)
    was_public = models.BooleanField(
        _("announced"),
        default=False,
        editable=False,
        help_text=_("Whether readers knew both, neither of them alone protected: then they are told."),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, help_text=_("When it was undone."))
    undone_by = _editor()
    undone_because = models.TextField(_("undone because"), blank=True, help_text=_("Why it was undone."))

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("merged"))),
            models.CheckConstraint(name="merge_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="merge_undone_with_reason",
                condition=Q(undone_at__isnull=True, undone_because="")
                | (Q(undone_at__isnull=False) & ~Q(undone_because="")),
            ),
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at__isnull=True), name="merge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.merged.public_id} → {self.kept}"

    def names_then(self) -> list[PartyName]:
        """The names with which the merged party was merged, as they are now and at whose party ever, its main one first.

        One that the kept party had as well is that party's name.
        """
        rows = list(self.rows.filter(table="partyname"))
        own = {row.row for row in rows if row.before.get("party_id") == self.merged_id}
        demoted = {row.row for row in rows if row.before.get("is_primary")}
        past = PartyName.history.filter(id__in=own, party=self.merged_id).order_by("history_id")
        then = {name.id: name for name in past}  # as each was last
        main = [name for name in then.values() if name.is_primary or name.id in demoted]
        first = Q(pk__in=[name.id for name in main]) | Q(name__in=[name.name for name in main])
        kept = Q(party=self.merged.kept, name__in=[name.name for name in then.values()])
        names = PartyName.objects.filter(Q(pk__in=own) | kept)
        return list(names.order_by(Case(When(first, then=0), default=1), "pk"))


class MergeAction(models.TextChoices):
    MOVED = "moved", _("moved")
    CHANGED = "changed", _("changed")
    ADDED = "added", _("added")
    REMOVED = "removed", _("dropped")


class MergedRow(models.Model):
    """What a merge did to one row, with what the row said before: from these the merge is undone."""

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="rows", help_text=_("Which merge."))
    position = models.PositiveIntegerField(_("order"), help_text=_("In this order; undone in the opposite one."))
    table = models.CharField(_("table"), max_length=60, help_text=_("The model's name, in lower case."))
    row = models.BigIntegerField(_("row"), help_text=_("The row's key."))
    incident = models.ForeignKey(
        Incident, models.CASCADE, null=True, related_name="+", help_text=_("The case that the row belongs to.")
    )
    action = models.CharField(
        _("what was done"), max_length=10, choices=MergeAction.choices, help_text=_("To the row.")
    )
    before = models.JSONField(_("before"), encoder=DjangoJSONEncoder, help_text=_("The columns as they were."))
    after = models.JSONField(_("after"), encoder=DjangoJSONEncoder, help_text=_("The same columns afterwards."))

    class Meta:
        ordering = ["merge", "position"]
        verbose_name = _("merged row")
        verbose_name_plural = _("merged rows")
        constraints = [models.UniqueConstraint(fields=["merge", "position"], name="mergedrow_in_order")]
        indexes = [models.Index(fields=["merge", "table"], name="mergedrow_by_table")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.get_action_display()}"
