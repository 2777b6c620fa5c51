"""Who is the same, and who is not: merges with all that they did, and pairs that an editor has told apart."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.parties import Party, PartyName
from incidents.models.record import history
from incidents.models.visibility import published_q, withdrawn_q
from incidents.search.names import LONGEST, THRESHOLDS, Kind, keys, probes, score, word_keys


def kind_of(party: Party) -> Kind:
    """How names of the party are compared."""
    return "person" if party.is_actor else "organization"


CANDIDATES = 200  # names that are compared one by one
_IN_ONE_QUESTION = 500
_LONG = 7  # letters: a longer word may be a whole name written together, as in an address


@dataclass(frozen=True)
class Likely:
    """A party that a name may mean: its likest name, and how alike the two are."""

    party: int
    name: str
    score: float


def _editor() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The editor; empty for a command."),
    )


class PartyNameKeyQuerySet(models.QuerySet[Any]):
    def keep(self, name: PartyName, kind: Kind) -> None:
        """The name has the keys by which its likes are found, and no others. Asked of the name's own keys."""
        wanted = keys(name.name, kind)
        there = set(self.values_list("key", flat=True))
        if gone := there - wanted:
            self.filter(key__in=gone).delete()
        self.bulk_create([PartyNameKey(name=name, key=key) for key in sorted(wanted - there)])

    def likely(self, name: str, kind: Kind) -> list[Likely]:
        """Parties with a name that may be the same as this one, the likest first, each with its likest name."""
        rows = self.filter(key__in=probes(name, kind)).order_by().values("name").annotate(shared=models.Count("pk"))
        found = rows.order_by("-shared", "name").values_list("name__party", "name__name")[:CANDIDATES]
        best: dict[int, Likely] = {}
        for party, other in found:
            alike = score(name, other, kind)
            if alike >= THRESHOLDS[kind] and (party not in best or alike > best[party].score):
                best[party] = Likely(party, other, alike)
        return sorted(best.values(), key=lambda one: (-one.score, one.party))

    def hidden_in(self, words: Iterable[str]) -> list[str]:
        """Names of protected persons that a text of these words may have: two words of the name sound like words of the
        text, or a word of the text sounds like the whole. Comparing the words as they are written is left to the caller."""
        wanted = {key: word for word in words for key in probes(word, "person")}
        found: dict[int, set[str]] = {}
        glued: set[int] = set()
        hidden = self.filter(name__confidential=True, name__party__actor__protection__gt="").order_by()
        for start in range(0, len(wanted), _IN_ONE_QUESTION):
            some = list(wanted)[start : start + _IN_ONE_QUESTION]
            for name, key in hidden.filter(key__in=some).values_list("name", "key"):
                found.setdefault(name, set()).add(key)
                if len(wanted[key]) > _LONG:
                    glued.add(name)
        likely = [name for name, met in found.items() if len(met) > 1 or name in glued]
        return list(PartyName.objects.filter(pk__in=likely).order_by("pk").values_list("name", flat=True))

    def sounding_like(self, text: str, kind: Kind) -> list[int]:
        """Parties with a name that has, for each word of the text, a word of the same sound."""
        heard = word_keys(text, kind)
        if not heard:
            return []
        rows = self.filter(key=heard[0])
        for key in heard[1:]:
            rows = rows.filter(name__in=PartyNameKey.objects.filter(key=key).values("name"))
        return list(dict.fromkeys(rows.order_by("name").values_list("name__party", flat=True)[:CANDIDATES]))


class PartyNameKey(models.Model):
    """A key by which names that may be the same are found (see `search/names/blocking`); kept with each name."""

    is_derived = True

    name = models.ForeignKey(PartyName, models.CASCADE, related_name="keys", help_text=_("Of which name."))
    key = models.CharField(_("key"), max_length=LONGEST, help_text=_("How a part of the name sounds."))

    objects = PartyNameKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a name")
        verbose_name_plural = _("keys of names")
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="partynamekey_once")]

    def __str__(self) -> str:
        return self.key


class LikelyPairQuerySet(models.QuerySet[Any]):
    def with_party(self, party: Party | int) -> Self:
        return self.filter(Q(a=party) | Q(b=party))


class LikelyPair(models.Model):
    """Two parties whose names are so alike that an editor should look; found anew whenever a name changes."""

    is_derived = True

    a = models.ForeignKey(Party, models.CASCADE, related_name="+", help_text=_("The older of the two."))
    b = models.ForeignKey(Party, models.CASCADE, related_name="+", help_text=_("The other."))
    score = models.FloatField(_("likeness"), help_text=_("0 to 1."))
    name_a = models.TextField(_("name"), help_text=_("The name of the first that is alike."))
    name_b = models.TextField(_("other name"), help_text=_("The name of the other."))

    objects = LikelyPairQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "a", "b"]
        verbose_name = _("likely duplicates")
        verbose_name_plural = _("likely duplicates")
        constraints = [
            models.CheckConstraint(name="likelypair_in_order", condition=Q(a__lt=F("b"))),
            models.UniqueConstraint(fields=["a", "b"], name="likelypair_once"),
        ]
        indexes = [models.Index(fields=["-score", "a", "b"], name="likelypair_likest")]

    def __str__(self) -> str:
        return f"{self.name_a} – {self.name_b}"


class NotTheSameQuerySet(models.QuerySet[Any]):
    def between(self, one: Party | int, other: Party | int) -> Self:
        """The pair of the two, in whichever order they are given."""
        low, high = in_order(one, other)
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


def in_order(one: Party | int, other: Party | int) -> tuple[int, int]:
    """The keys of two parties as a pair is stored: the lower first."""
    low, high = sorted(party if isinstance(party, int) else party.pk for party in (one, other))
    return low, high


class MergeQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Merges that nobody has undone."""
        return self.filter(undone_at__isnull=True)

    def moments_of(self, incident: Incident) -> set[datetime.datetime]:
        """When merges, and undoings, moved facts of the case."""
        rows = self.filter(pk__in=MergedRow.objects.filter(incident=incident).values("merge"))
        return {moment for pair in rows.values_list("at", "undone_at") for moment in pair if moment}

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
