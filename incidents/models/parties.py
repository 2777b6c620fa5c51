"""Who: actors and organizations, with one base, so that whoever can be accused is one thing to point at."""

from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Left, NullIf
from django.utils.translation import gettext_lazy as _

from incidents.models.questions import PartyQuestions, linked
from incidents.models.record import Addressed, Pointing, history
from incidents.models.texts import asked, stands
from incidents.models.visibility import own_parties, published_q, unseeing
from incidents.models.vocabulary import ActorForm, LanguageField, NameKind, Protection
from incidents.search import fold
from incidents.search.query import Query, Term


class PartyNameQuerySet(models.QuerySet[Any]):
    def published(self, at: Any = None) -> Self:
        """Names that a reader may see: never those of the protected, and only what the party's own record or a
        published incident uses."""
        used = self.model._meta.get_field("uses").related_model._default_manager.filter(name=OuterRef("pk"))
        public = used.filter(published_q("involvement__incident", at))
        return self.filter(confidential=False).filter(~models.Exists(used) | models.Exists(public))

    def told(self) -> Self:
        """Names that the desk tells whoever is looking: those of the protected only to those who see them (`hiding`)."""
        return self.exclude(party__in=Party.objects.hiding().values("pk"), confidential=True)

    def of_outer_party(self, at: Any = None) -> Self:
        """For a subquery over parties: the name to be shown first; main, then heading of a published case, then oldest."""
        uses: Any = self.model._meta.get_field("uses").related_model
        used = uses._default_manager.filter(name=OuterRef("pk"), is_heading=True)
        heading = used.filter(published_q("involvement__incident", at))
        named = self.filter(party=OuterRef("pk")).annotate(heads=models.Exists(heading))
        return named.order_by("-is_primary", "-heads", "pk")


class PartyQuerySet(PartyQuestions):
    """The words with which one asks for parties."""

    seen_through_relation = "involvements"

    def not_merged(self) -> Self:
        """Parties that stand for themselves: what was merged into another is only an address and a key."""
        return self.filter(merged_into__isnull=True)

    def hiding(self) -> Self:
        """Parties with a name that whoever is looking does not see: one that is never public, unless all cases of the party
        are their own, and nobody else has entered such a name of theirs."""
        user = unseeing()
        if user is None:
            return self.none()
        secret = PartyName.objects.filter(party=OuterRef("pk"), confidential=True)
        return self.filter(models.Exists(secret) & ~_own_to(user))

    def labelled(self, at: Any = None) -> Self:
        """Adds `public_label`: the party's public name, else the public words that describe it."""
        names = PartyName.objects.published(at).of_outer_party(at)
        involvements: Any = Party._meta.get_field("involvements").related_model
        told = involvements.objects.published(at).filter(party=OuterRef("pk")).exclude(description="").order_by("pk")
        return self.annotate(
            public_name=Subquery(names.values("name")[:1], output_field=CharField()),
            public_label=Coalesce(
                Subquery(names.values("name")[:1], output_field=CharField()),
                NullIf(F("description"), Value("")),
                Subquery(told.values("description")[:1], output_field=CharField()),
                Value(""),
                output_field=CharField(),
            ),
        )

    def by_text(self, at: Any = None) -> Self:
        """Adds `sort_text`: the public name or description without accents, to sort by; none for the undescribed."""
        names = PartyName.objects.published(at).of_outer_party(at)
        text = Coalesce(Subquery(names.values("folded")[:1], output_field=CharField()), F("search_text"))
        return self.annotate(sort_text=NullIf(Left(text, 100), Value("")))

    def called(self, query: Query | str) -> Self:
        """Parties whose public names and descriptions meet the question, accents and case apart."""

        def holds(term: Term) -> Q:
            names = PartyName.objects.published().filter(stands("folded", term), party=OuterRef("pk"))
            here = stands("search_text", term)
            told = linked(self, "involvements", published_q("incident") & here)
            return Q(models.Exists(names)) | here | Q(told)

        return self.filter(asked(query).met(holds, Q()))


def _own_to(user: Any) -> Q:
    """The condition that a party is involved, and in cases of that author alone, who has entered all names of it that are
    never public. Whose hand is not known is somebody else's."""
    involvements: Any = Party._meta.get_field("involvements").related_model
    parts = involvements.objects.filter(party=OuterRef("pk"))
    entered = PartyName.history.filter(id=OuterRef("pk"), history_type="+", history_user_id=user.pk or 0)
    by_others = PartyName.objects.filter(~models.Exists(entered), party=OuterRef("pk"), confidential=True)
    own = Q(incident__author=user.pk or 0)
    return Q(models.Exists(parts.filter(own)), ~models.Exists(parts.exclude(own)), ~models.Exists(by_others))


def _hides(party: int | None, user: Any) -> bool:
    """Whether that user, who is looking, does not see the hidden names of the party; one question for all parties (`hiding`)."""
    mine = Party.objects.filter(involvements__incident__author=user.pk or 0).filter(_own_to(user))
    return party not in own_parties(lambda: mine.order_by().values_list("pk", flat=True).distinct())


class Party(Addressed, Pointing):
    """Whoever can be accused, be involved, belong or be related: an actor or an organization."""

    key = models.CharField(
        _("casebook key"),
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        help_text=_("p.* or o.*: the same key in two fact cards is one party. Never public."),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("Who this is, in words that may be published. Shown instead of a name where there is none."),
    )
    search_text = models.TextField(editable=False, default="")
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        help_text=_("The party that this one was found to be; every fact is there, and both ids and keys lead to it."),
    )

    history = history()
    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        permissions = [("merge_party", "Can merge parties and undo it")]

    def __str__(self) -> str:
        return self.desk_label

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or None
        self.search_text = fold(self.description)
        super().save(*args, **kwargs)

    @property
    def desk_label(self) -> str:
        """For editors: the primary name (of a merged party: of those with which it was merged), else the description, else the casebook key."""
        names = [] if self._state.adding else sorted(self.names.all(), key=lambda one: (not one.is_primary, one.pk))
        if self.merged_into_id:
            names += [name for merge in self.mergers.filter(undone_at=None) for name in merge.names_then()]
        told = (str(one.name) for one in names if one.is_told)
        return next(told, "") or self.description or self.told_in_a_case or self.desk_key

    @cached_property
    def told_in_a_case(self) -> str:
        """How some case describes the party, empty where none does; lists of many read it at once for all (see the desk)."""
        return self.involvements.exclude(description="").values_list("description", flat=True).first() or ""

    @cached_property
    def is_kept_back(self) -> bool:
        """Whether whoever is looking sees none of its names (`kept_back`); lists, which leave such parties out, do not ask."""
        return Party.objects.kept_back().filter(pk=self.pk).exists()

    @property
    def desk_key(self) -> str:
        """The casebook key, which may hold the name; else the public id."""
        return self.key if self.key and all(name.is_told for name in self.names.all()) else self.public_id

    @property
    def kept(self) -> "Party":
        """Itself, or the party into which it was merged, at the end of however many merges."""
        party = self
        while party.merged_into is not None:
            party = party.merged_into
        return party

    @property
    def is_actor(self) -> bool:
        return isinstance(self, Actor) or (type(self) is Party and hasattr(self, "actor"))

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        page = "actor" if self.is_actor else "organization"
        return reverse(page, args=[self.public_id])


class PartyName(Pointing):
    """One name of a party. `confidential` is kept by the database for whoever is protected."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="names")
    name = models.TextField(_("name"), help_text=_("As it is written, with its accents."))
    kind = models.CharField(
        _("kind"), max_length=20, choices=NameKind.choices, default=NameKind.NAME, help_text=_("What sort of name.")
    )
    language = LanguageField(_("language"), blank=True, help_text=_("ISO 639, if it matters."))
    is_primary = models.BooleanField(_("main name"), default=False, help_text=_("The name used in headings."))
    confidential = models.BooleanField(
        _("never public"), default=False, help_text=_("Always on for a protected person, whatever is set here.")
    )
    folded = models.TextField(editable=False, default="")

    history = history()
    objects = PartyNameQuerySet.as_manager()

    class Meta:
        ordering = ["-is_primary", "pk"]
        verbose_name = _("name")
        verbose_name_plural = _("names")
        permissions = [("see_protected_names", "Can see names that are never public")]
        constraints = [
            models.UniqueConstraint(fields=["party", "name"], name="partyname_once"),
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(is_primary=True),
                name="partyname_one_primary",
                violation_error_message=_("Another name is already the main one: take the mark off there first."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="partyname_not_empty", violation_error_message=_("Give the name.")
            ),
        ]
        indexes = [models.Index(fields=["folded"], name="partyname_folded")]

    def __str__(self) -> str:
        return self.name if self.is_told else str(_("[name withheld]"))

    @property
    def is_told(self) -> bool:
        """Whether whoever is looking sees this name (see `told`, `kept_back`)."""
        user = unseeing()
        hidden = user is not None and self.confidential and _hides(self.party_id, user)
        return user is None or not (hidden or (bool(self.party_id) and self.party.is_kept_back))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)
        protection = Actor.objects.filter(pk=self.party_id).values_list("protection", flat=True).first()
        self.confidential = self.confidential or bool(protection)
        super().save(*args, **kwargs)
        self.keys.keep(self, "organization" if protection is None else "person")


class ActorQuerySet(PartyQuerySet):
    def with_a_name(self, pk: int) -> Self:
        """The actor with that number, if it passes for unnamed although it has a name."""
        return self.filter(pk=pk, form=ActorForm.UNNAMED, names__isnull=False)

    def of_form(self, form: str) -> Self:
        return self.filter(form=form)

    def protect(self, pk: int, protection: str) -> None:
        """Protects the actor, if it is one and has no protection yet, with all that hangs on it and with history."""
        for actor in self.filter(pk=pk, protection=""):
            actor.protection = protection
            actor.save()


class Actor(Party):
    """A person, or people whom the sources do not name."""

    form = models.CharField(
        _("who"),
        max_length=10,
        choices=ActorForm.choices,
        default=ActorForm.UNNAMED,
        help_text=_("One person, or a group. A group is never merged into a person."),
    )
    protection = models.CharField(
        _("protection"),
        max_length=10,
        choices=Protection.choices,
        blank=True,
        default="",
        help_text=_("A protected person's names never leave the desk, by any door."),
    )
    deceased = models.BooleanField(_("known to be dead"), default=False, help_text=_("Only where it is established."))

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        permissions = [("anonymise_actor", "Can anonymise a person")]
        constraints = [
            models.CheckConstraint(name="actor_form_known", condition=Q(form__in=ActorForm.values)),
            models.CheckConstraint(name="actor_protection_known", condition=Q(protection__in=Protection.values)),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The guards of the database hide the names of somebody protected; here it is done with history."""
        super().save(*args, **kwargs)
        if self.protection:
            self._hide(self.names.all(), "confidential")
            self._hide(self.speech.all(), "protected")

    def _hide(self, rows: models.QuerySet[Any], mark: str) -> None:
        for row in rows:
            newest = row.history.order_by("-history_id").first()
            if newest is None or not getattr(newest, mark):
                setattr(row, mark, True)
                row.save()

    @property
    def is_protected(self) -> bool:
        return bool(self.protection)


def is_party(model: Any) -> bool:
    """Whether the model is a party: an actor, an organization, or what they share."""
    return isinstance(model, type) and issubclass(model, Party)
