"""Who had which part in an incident, and how that case calls them."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.inexact import InexactCount, numbers_in_order
from incidents.models.organizations import Organization
from incidents.models.parties import Actor, Party, PartyName
from incidents.models.record import Fact
from incidents.models.regions import country_key
from incidents.models.visibility import PublishedQuerySet, forget_own_parties
from incidents.models.vocabulary import PartyRole, Protection
from incidents.search import fold


class InvolvementQuerySet(PublishedQuerySet):
    def of(self, party: Party) -> Self:
        return self.filter(party=party)


class Involvement(InexactCount, Fact):
    """A party's part in an incident: role, how many, and how this case describes and calls them."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="involvements")
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="involvements", help_text=_("An actor or organization.")
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=PartyRole.choices,
        default=PartyRole.MENTIONED,
        help_text=_("The part they had."),
    )
    role_proposed = models.BooleanField(
        _("role only proposed"), default=False, help_text=_("On until an editor has confirmed the role.")
    )
    role_as_stated = models.TextField(
        _("role in words"), blank=True, help_text=_("“detained suspect, alleged leader”.")
    )
    description = models.TextField(
        _("description in this case"), blank=True, help_text=_("Who they are here, in words that may be published.")
    )
    occupation = models.TextField(_("occupation"), blank=True, help_text=_("At the time, as stated."))
    country = country_key(
        verbose_name=_("nationality or country"),
        help_text=_("Nationality of a person, country of an organization, as this case states it."),
    )
    kind_as_stated = models.TextField(
        _("kind in this case"), blank=True, help_text=_("Only where this case calls the organization another kind.")
    )
    part_of = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        db_index=False,
        help_text=_("The organization that this one is a unit or faction of, as this case states it."),
    )
    named_publicly = models.BooleanField(
        _("named in public sources"),
        default=False,
        help_text=_("Whether the press or a record names them, even if the name is withheld here on purpose."),
    )
    protection = models.CharField(
        _("protected in this case as"),
        max_length=10,
        choices=Protection.choices,
        blank=True,
        default="",
        help_text=_("Protects the person everywhere, not only here."),
    )
    subset_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="subsets",
        help_text=_("The larger group of this case that these people are part of, so that nobody is counted twice."),
    )

    search_text = models.TextField(editable=False, default="")

    objects = InvolvementQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("involvement")
        verbose_name_plural = _("who is involved")
        constraints = [
            numbers_in_order("involvement", "count"),
            models.UniqueConstraint(fields=["incident", "party"], name="involvement_once"),
            models.CheckConstraint(name="involvement_role_known", condition=Q(role__in=PartyRole.values)),
            models.CheckConstraint(name="involvement_protection_known", condition=Q(protection__in=Protection.values)),
            models.CheckConstraint(
                name="involvement_not_its_own_subset",
                violation_error_message=_("A group cannot be a part of itself: choose the larger group."),
                condition=Q(subset_of__isnull=True) | ~Q(subset_of=F("id")),
            ),
        ]
        indexes = [
            models.Index(fields=["party", "incident"], name="involvement_by_party"),
            # Nearly always empty: of a whole index SQLite's planner would think that one value has all rows.
            models.Index(fields=["part_of"], condition=Q(part_of__isnull=False), name="involvement_by_part_of"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.role_as_stated or self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = fold(f"{self.description} {self.role_as_stated}")
        if self.protection:
            Actor.objects.protect(self.party_id, self.protection)
        super().save(*args, **kwargs)
        forget_own_parties()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Smaller groups are part of it no longer, and their history says so."""
        for smaller in self.subsets.all():
            smaller.subset_of = None
            smaller.save()
        forget_own_parties()
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._refuse_what_is_of_others()
        if self.subset_of and self.subset_of.incident_id != self.incident_id:
            raise ValidationError({"subset_of": _("The larger group must be of the same case.")})
        seen: list[Involvement] = [self]  # rows that are not saved yet are equal only to themselves
        larger = self.subset_of
        while larger is not None:
            if larger in seen:
                raise ValidationError({"subset_of": _("These groups would contain each other.")})
            seen.append(larger)
            larger = larger.subset_of

    def _refuse_what_is_of_others(self) -> None:
        """Nobody but an organization is a unit of another, and nobody but a person is protected; also where the party is to be
        saved together with this row."""
        party = getattr(self, "party", None)
        if party is None:
            return
        if party.is_actor:
            if self.part_of:
                raise ValidationError({"part_of": _("Only an organization is a part of another: use a membership.")})
            if self.kind_as_stated:
                raise ValidationError({"kind_as_stated": _("Only an organization has a kind: use the description.")})
            return
        if self.protection:
            raise ValidationError({"protection": _("Only a person can be protected.")})
        if self.part_of is not None and (self.part_of is party or self.part_of.pk == (party.pk or 0)):
            raise ValidationError({"part_of": _("An organization is not a part of itself: choose the larger one.")})


class NameUse(Fact):
    """A name as this case uses it: the heading under which the party appears, or an alias that it gives."""

    incident_path = "involvement__incident"
    involvement = models.ForeignKey(Involvement, models.CASCADE, related_name="names_used")
    name = models.ForeignKey(
        PartyName, models.PROTECT, related_name="uses", help_text=_("One of the names of this party.")
    )
    is_heading = models.BooleanField(_("called by this name"), default=False, help_text=_("One name heads the entry."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("name used")
        verbose_name_plural = _("names used")
        constraints = [
            models.UniqueConstraint(
                fields=["involvement", "name", "is_heading"],
                name="nameuse_once",
                violation_error_message=_("This name stands here twice: remove one."),
            ),
            models.UniqueConstraint(
                fields=["involvement"],
                condition=Q(is_heading=True),
                name="nameuse_one_heading",
                violation_error_message=_("Another name already heads the entry: take the mark off there first."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        if self.name_id and self.involvement_id and self.name.party_id != self.involvement.party_id:
            raise ValidationError({"name": _("This is a name of somebody else.")})


def ensure_involved(incident: Incident, party: Party, **defaults: Any) -> Involvement:
    """The party's involvement in the incident, made as “mentioned” where a fact names a party that has none."""
    involvement, _made = Involvement.objects.get_or_create(incident=incident, party=party, defaults=defaults)
    return involvement
