"""Belonging and being related: memberships with role and time, relationships between parties."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.inexact import InexactDate, dates_in_order
from incidents.models.organizations import Organization
from incidents.models.parties import Party
from incidents.models.record import Fact
from incidents.models.visibility import PublishedQuerySet
from incidents.models.vocabulary import Certainty


class Tie(InexactDate, Fact):
    """What a membership and a relationship have in common: when, and how sure it is."""

    certainty = models.CharField(
        _("certainty"),
        max_length=12,
        choices=Certainty.choices,
        default=Certainty.STATED,
        help_text=_("How sure it is."),
    )
    certainty_proposed = models.BooleanField(
        _("certainty only proposed"), default=False, help_text=_("On until an editor has confirmed it.")
    )

    class Meta(Fact.Meta):
        abstract = True


class Membership(Tie):
    """A party belongs, or is said to belong, to an organization in some role and time."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(
        Party, models.PROTECT, related_name="memberships", db_index=False, help_text=_("Who belongs.")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="members", db_index=False, help_text=_("To which organization.")
    )
    role = models.TextField(_("role"), blank=True, help_text=_("“officer”, “leader (alleged by informant)”."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            dates_in_order("membership"),
            models.CheckConstraint(
                name="membership_not_in_itself",
                condition=~Q(member=F("organization")),
                violation_error_message=_("Nobody is a member of themselves."),
            ),
        ]

        # The newest cases of one party, without reading the others.
        indexes = [
            models.Index(fields=["member", "incident"], name="membership_by_member"),
            models.Index(fields=["organization", "incident"], name="membership_by_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.organization}"


class RelationshipKind(models.TextChoices):
    RIVAL = "rival", _("rival of")
    ALLY = "ally", _("ally of")
    FAMILY = "family", _("family of")
    LEADER = "leader", _("leader of")
    PROTECTS = "protects", _("protects")
    SUPPLIER = "supplier", _("supplies or pays")
    FRONT_FOR = "front_for", _("front for")
    SPLINTER_OF = "splinter_of", _("splinter of")
    SUCCEEDED_BY = "succeeded_by", _("succeeded by")
    OWNER = "owner", _("owner of")
    BUSINESS = "business", _("in business with")
    OTHER = "other", _("related to")


class Relationship(Tie):
    """A tie between two parties, at a time and on a source. A pair may have several: rivals first, allies later."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="relationships")
    a = models.ForeignKey(Party, models.PROTECT, related_name="relationships_from", db_index=False, help_text=_("Who."))
    b = models.ForeignKey(
        Party, models.PROTECT, related_name="relationships_to", db_index=False, help_text=_("To whom.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=RelationshipKind.choices,
        default=RelationshipKind.OTHER,
        help_text=_("A … B."),
    )
    kind_as_stated = models.TextField(
        _("kind in words"), blank=True, help_text=_("Where the list has no fitting kind.")
    )
    as_stated = models.TextField(_("as stated"), blank=True, help_text=_("The source's own words for the tie."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("relationship")
        verbose_name_plural = _("relationships")
        constraints = [
            dates_in_order("relationship"),
            models.CheckConstraint(name="relationship_kind_known", condition=Q(kind__in=RelationshipKind.values)),
            models.CheckConstraint(
                name="relationship_between_two",
                condition=~Q(a=F("b")),
                violation_error_message=_("A relationship is between two."),
            ),
        ]
        indexes = [
            models.Index(fields=["a", "incident"], name="relationship_by_a"),
            models.Index(fields=["b", "incident"], name="relationship_by_b"),
        ]

    def clean(self) -> None:
        super().clean()
        if self.a_id and self.a_id == self.b_id:
            raise ValidationError({"b": _("Nobody is related to themselves: choose the other party.")})

    def __str__(self) -> str:
        return f"{self.a} {self.get_kind_display()} {self.b}"
