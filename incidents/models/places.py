"""Where a case happened: its places, as the sources write them and as the gazetteer knows them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.record import Fact
from incidents.models.regions import Region, country_key
from incidents.models.visibility import PublishedQuerySet


class PlaceRole(models.TextChoices):
    LOCATION = "location", _("where it happened")
    ORIGIN = "origin", _("origin")
    TRANSIT = "transit", _("transit")
    DESTINATION = "destination", _("destination")
    MENTIONED = "mentioned", _("mentioned")
    OTHER = "other", _("other, see words")


class PlacePrecision(models.TextChoices):
    EXACT = "exact", _("this place")
    WITHIN = "within", _("somewhere in it")
    NEAR = "near", _("near it")
    UNKNOWN = "unknown", _("not located")


class PlaceQuerySet(PublishedQuerySet):
    def within(self, region: Region) -> Self:
        return self.filter(region__path__startswith=region.path)


class IncidentPlace(Fact):
    """A place of the case: as the sources write it, and the region of the gazetteer that it is or lies in."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="places")
    name = models.TextField(_("as written"), help_text=_("The place as the source names it."))
    kind_as_stated = models.TextField(
        _("kind"), blank=True, help_text=_("city, zone, department … as the source says.")
    )
    country = country_key(help_text=_("If one."))
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        help_text=_("The region of the gazetteer that it is, or the smallest one it lies in."),
    )
    region_proposed = models.BooleanField(
        _("region only proposed"), default=False, help_text=_("On until an editor has confirmed the match.")
    )
    precision = models.CharField(
        _("precision"),
        max_length=10,
        choices=PlacePrecision.choices,
        default=PlacePrecision.UNKNOWN,
        help_text=_("How the place lies to the region given above."),
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=PlaceRole.choices,
        default=PlaceRole.LOCATION,
        help_text=_("What the place was in this case."),
    )
    role_as_stated = models.TextField(
        _("role in words"), blank=True, help_text=_("Where the list has no fitting role.")
    )

    objects = PlaceQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [models.CheckConstraint(name="incidentplace_role_known", condition=Q(role__in=PlaceRole.values))]
        indexes = [models.Index(fields=["region", "incident"], name="incidentplace_by_region")]

    def __str__(self) -> str:
        return self.name
