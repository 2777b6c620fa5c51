"""How names that may be the same are found, and pairs of parties whose names are so alike that an editor should look."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.parties import Party, PartyName
from incidents.search.names import LONGEST, Kind, begun_keys, has_one_key, keys, likely_same, probes, word_keys
from incidents.search.naming import SHORTEST_GLUED


def kind_of(party: Party) -> Kind:
    """How names of the party are compared."""
    return "person" if party.is_actor else "organization"


CANDIDATES = 200  # names that are compared one by one
_IN_ONE_QUESTION = 500


@dataclass(frozen=True)
class Likely:
    """A party that a name may mean: its likest name, and how alike the two are."""

    party: int
    name: str
    score: float


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
        found = list(rows.order_by("-shared", "name").values_list("name__party", "name__name")[:CANDIDATES])
        alike = dict(likely_same(name, {other for _party, other in found}, kind))
        best: dict[int, Likely] = {}
        for party, other in found:
            if other in alike and (party not in best or alike[other] > best[party].score):
                best[party] = Likely(party, other, alike[other])
        return sorted(best.values(), key=lambda one: (-one.score, one.party))

    def hidden_in(self, words: Iterable[str]) -> list[str]:
        """Names of protected persons that a text of these words may have: two words of the name sound like words of the
        text, or all that have a key of their own; or a word of the text sounds like the whole. Comparing the words as they
        are written is left to the caller."""
        return [name for _party, name in self.hidden_among(words)]

    def hidden_among(self, words: Iterable[str], begun: Iterable[tuple[str, str]] = ()) -> list[tuple[int, str]]:
        """The same, each behind the party whose it is; `begun`: also those that have an initial and a word that stand side by
        side in the text."""
        longest = {key: SHORTEST_GLUED for initial, word in begun for key in begun_keys(initial, word)}
        for word in words:
            for key in probes(word, "person"):
                longest[key] = max(longest.get(key, 0), len(word))
        found: dict[int, set[str]] = {}
        enough: set[int] = set()
        hidden = self.filter(name__confidential=True, name__party__actor__protection__gt="").order_by()
        for start in range(0, len(longest), _IN_ONE_QUESTION):
            some = list(longest)[start : start + _IN_ONE_QUESTION]
            for name, folded, key in hidden.filter(key__in=some).values_list("name", "name__folded", "key"):
                found.setdefault(name, set()).add(key)
                if longest[key] >= SHORTEST_GLUED or has_one_key(folded):
                    enough.add(name)
        likely = [name for name, met in found.items() if len(met) > 1 or name in enough]
        return list(PartyName.objects.filter(pk__in=likely).order_by("pk").values_list("party", "name"))

    def of_hidden(self, keys: Collection[str]) -> set[str]:
        """Those of the keys that names of protected persons have."""
        hidden = self.filter(name__confidential=True, name__party__actor__protection__gt="").order_by()
        found: set[str] = set()
        for start in range(0, len(keys), _IN_ONE_QUESTION):
            some = sorted(keys)[start : start + _IN_ONE_QUESTION]
            found.update(hidden.filter(key__in=some).values_list("key", flat=True).distinct())
        return found

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
