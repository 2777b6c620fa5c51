"""The ways that goods, money or people travelled, stop by stop."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.parties import Party
from incidents.models.record import Fact
from incidents.models.regions import Region
from incidents.models.visibility import PublishedQuerySet


class Route(Fact):
    """Something travelled, or is said to travel, from somewhere to somewhere."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="routes")
    commodity = models.TextField(_("what travelled"), blank=True, help_text=_("cocaine, money, people …"))
    as_stated = models.TextField(_("as stated"), blank=True, help_text=_("The source's own words for the route."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("route")
        verbose_name_plural = _("routes")

    def __str__(self) -> str:
        return f"{self.commodity}: {' → '.join(stop.name for stop in self.stops.all())}"


class StopRole(models.TextChoices):
    FROM = "from", _("from")
    VIA = "via", _("by way of")
    TO = "to", _("to")


class RouteStop(Fact):
    """A stop of a route: a place, or somebody's hands. The leg to it may have a means of transport."""

    incident_path = "route__incident"
    route = models.ForeignKey(Route, models.CASCADE, related_name="stops")
    role = models.CharField(
        _("from, by way of, to"),
        max_length=4,
        choices=StopRole.choices,
        default=StopRole.VIA,
        help_text=_("Start, stop on the way, or end."),
    )
    name = models.TextField(_("as written"), help_text=_("Place or person as the source names it."))
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="stops", help_text=_("If it is a place we know.")
    )
    region_proposed = models.BooleanField(
        _("region only proposed"), default=False, help_text=_("On until an editor has confirmed the match.")
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="stops", help_text=_("If it is somebody's hands.")
    )
    means = models.TextField(
        _("means of the leg to here"), blank=True, help_text=_("plane, ship, road, river, transfer …")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        constraints = [
            models.CheckConstraint(name="routestop_role_known", condition=Q(role__in=StopRole.values)),
            models.UniqueConstraint(
                fields=["route"],
                condition=Q(role="from"),
                name="routestop_one_from",
                violation_error_message=_("A route starts in one place: make this stop “by way of”."),
            ),
            models.UniqueConstraint(
                fields=["route"],
                condition=Q(role="to"),
                name="routestop_one_to",
                violation_error_message=_("A route ends in one place: make this stop “by way of”."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.role == StopRole.FROM and self.means:
            raise ValidationError({"means": _("Nothing leads to the start: give the means at the next stop.")})
