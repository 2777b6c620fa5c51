"""Where: countries, subdivisions, provinces, districts, cities, facilities in one tree, and zones that cut across it."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, Func, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf, Upper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from incidents.models.formats import WebAddressField
from incidents.models.inexact import InexactDate, dates_in_order
from incidents.models.record import Addressed, history
from incidents.models.texts import Mentioning
from incidents.models.visibility import sees_drafts
from incidents.models.vocabulary import LanguageField
from incidents.search import fold
from incidents.search.query import Query


class RegionKind(models.TextChoices):
    COUNTRY = "country", _("country")
    SUBDIVISION = "subdivision", _("first-level subdivision")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district or municipality")
    CITY = "city", _("city or settlement")
    FACILITY = "facility", _("facility")
    BORDER = "border", _("border crossing")
    WATER = "water", _("river, lake or sea")
    ZONE = "zone", _("zone")


class RegionQuerySet(MP_NodeQuerySet, Mentioning):
    """The words with which one asks for regions."""

    def published(self, at: Any = None) -> Self:
        """Regions of the reference data, and those that a published incident has put on the map."""
        places = self.model._meta.get_field("places").related_model.objects
        return self.filter(Q(reference=True) | Exists(places.published(at).filter(region=OuterRef("pk"))))

    def withdrawn(self) -> Self:
        """Places that only withdrawn incidents have put on the map."""
        places = self.model._meta.get_field("places").related_model.objects
        return self.filter(reference=False).filter(Exists(places.withdrawn().filter(region=OuterRef("pk"))))

    def visible_to(self, user: Any) -> Self:
        return self.all() if sees_drafts(user) else self.published()

    def numbered(self, numbers: Iterable[int]) -> Self:
        """The rows with those numbers, in no order."""
        return self.filter(pk__in=list(numbers))

    def coded(self, code: str) -> Self:
        """The region with that ISO 3166 code, UBIGEO (INEI), own code or public id; upper and lower case alike."""
        upper = self.alias(upper_code=Upper("code"))
        return upper.filter(Q(upper_code=code.upper()) | Q(ubigeo_inei=code) | Q(public_id=code.lower()))

    def within(self, region: "Region") -> Self:
        """The region and everything below it."""
        return self.filter(path__startswith=region.path)

    def overlapping(self, region: "Region") -> Self:
        """Zones that contain or partly overlap the region, a part of it or something it lies in."""
        overlaps = RegionOverlap.objects.filter(
            Q(region__path__startswith=region.path) | Q(region__path__in=_paths_above(region))
        )
        return self.filter(pk__in=overlaps.values("zone"))

    def within_all(self, *regions: "Region") -> Self:
        """Below at least one of the regions."""
        condition = Q(pk__in=[])
        for region in regions:
            condition |= Q(path__startswith=region.path)
        return self.filter(condition)

    def of_kinds(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def countries(self) -> Self:
        return self.filter(kind=RegionKind.COUNTRY)

    def by_name(self) -> Self:
        name = Coalesce(NullIf("name_en", Value("")), "name")
        return self.order_by(name, "pk")

    def of_countries(self, *regions: "Region") -> Self:
        return self.filter(country_code__in=[region.country_code or region.code for region in regions])

    def with_incident_count(self) -> Self:
        """Adds `incident_count`: published incidents placed in the region, below it, or in what it contains as a zone."""
        place = self.model._meta.get_field("places").related_model
        contained = RegionOverlap.objects.filter(zone=OuterRef(OuterRef("pk")), relation=OverlapRelation.CONTAINS)
        contained = contained.annotate(
            placed=ExpressionWrapper(OuterRef("region__path"), output_field=models.CharField())
        ).filter(placed__startswith=F("region__path"))
        rows = place.objects.published().order_by()
        rows = rows.filter(Q(region__path__startswith=OuterRef("path")) | Exists(contained))
        # Not an aggregate of Django's: that would group by the outer row, of which there is one.
        number = Func(F("incident"), template="COUNT(DISTINCT %(expressions)s)")
        return self.annotate(incident_count=Subquery(rows.values(number=number), output_field=IntegerField()))

    def with_rows(self) -> Self:
        """With what a line of a list shows. How many incidents each has, the indexes know."""
        return self.all()

    def with_incidents(self, wanted: bool) -> Self:
        """With, or without, a published incident that is surely here."""
        return self.with_incident_count().filter(**{"incident_count__gt" if wanted else "incident_count": 0})

    def named(self, query: Query | str) -> Self:
        """Regions whose names meet the question, accents and case apart."""
        found: Self = self.mentioning(query)
        return found


def _paths_above(region: "Region") -> list[str]:
    return [region.path[:end] for end in range(region.steplen, len(region.path) + 1, region.steplen)]


class RegionManager(MP_NodeManager.from_queryset(RegionQuerySet)):
    """Regions in the order of the tree."""

    def get_queryset(self) -> RegionQuerySet:
        return RegionQuerySet(self.model, using=self._db).order_by("path")


class Region(MP_Node, Addressed):
    """A place that a gazetteer, or an editor, knows."""

    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        help_text=_("ISO 3166-1 (PE), ISO 3166-2 (PE-CUS), UBIGEO (080907) or our own (zone:vraem)."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=RegionKind.choices, help_text=_("What sort of place."))
    local_kind = models.TextField(
        _("local kind"), blank=True, help_text=_("As it is called there: department, state …")
    )
    name = models.TextField(_("name"), help_text=_("In the language of the place."))
    name_en = models.TextField(_("name (English)"), blank=True, help_text=_("Only where it differs."))
    name_es = models.TextField(_("name (Spanish)"), blank=True, help_text=_("Only where it differs."))
    country_code = models.CharField(
        _("country (ISO 3166-1)"), max_length=2, blank=True, db_index=True, help_text=_("Empty for cross-border zones.")
    )
    ubigeo_inei = models.CharField(
        _("UBIGEO (INEI)"),
        max_length=6,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Peru: code of the statistics office, two digits a level."),
    )
    ubigeo_reniec = models.CharField(
        _("UBIGEO (RENIEC)"),
        max_length=6,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Peru: code of the civil register; differs from INEI."),
    )
    lat = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True, help_text=_("Degrees north, WGS 84.")
    )
    lon = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True, help_text=_("Degrees east, WGS 84.")
    )
    has_boundary = models.BooleanField(_("has a boundary"), default=False, help_text=_("A shape ships with the map."))
    reference = models.BooleanField(
        _("reference data"), default=False, editable=False, help_text=_("Loaded from the gazetteer, not by an editor.")
    )
    search_text = models.TextField(editable=False, default="")

    node_order_by = ["name"]
    history = history()
    objects = RegionManager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        indexes = [models.Index(Upper("code"), name="region_by_upper_code")]
        constraints = [
            models.CheckConstraint(
                name="region_lat_with_lon",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                violation_error_message=_("Latitude and longitude go together, in degrees."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("region", args=[self.reference_code.lower()])

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        spanish = (get_language() or "").startswith("es")
        return (self.name_es if spanish else self.name_en) or self.name

    @property
    def told_apart(self) -> str:
        """The name with what tells a smaller place from its namesakes: Cusco the district lies in Cusco the province."""
        plain = self.kind in (RegionKind.COUNTRY, RegionKind.SUBDIVISION, RegionKind.ZONE)
        return self.label if plain else f"{self.label} ({self.get_kind_display()})"

    @property
    def reference_code(self) -> str:
        """What names this region in an address: its code, else its public id."""
        return self.code or self.public_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.code = self.code or None
        extra = [row.name for row in self.names.all()] if self.pk else []
        self.search_text = " | ".join(
            dict.fromkeys(fold(n) for n in [self.name, self.name_en, self.name_es, *extra] if n)
        )
        super().save(*args, **kwargs)

    def move_below(self, larger: "Region | None") -> None:
        """Puts the region below another, or beside the countries, in the order of names."""
        if larger:
            Region.objects.move(self, larger, "sorted-child")
        else:
            Region.objects.move(self, Region.objects.get_first_root_node(), "sorted-sibling")
        self.refresh_from_db()


def country_key(related_name: str = "+", **more: Any) -> Any:
    """A foreign key to a country, where one is known."""
    countries = {"kind": RegionKind.COUNTRY}
    return models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name=related_name, limit_choices_to=countries, **more
    )


class RegionName(models.Model):
    """Another name of a region, as some source or register writes it."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="names")
    name = models.TextField(_("name"), help_text=_("E.g. “Quimbiri” for Kimbiri."))
    language = LanguageField(
        _("language"),
        blank=True,
        help_text=_("ISO 639; empty if it matters not."),
    )
    reference = models.BooleanField(
        _("reference data"), default=False, editable=False, help_text=_("Loaded from the gazetteer, not by an editor.")
    )

    class Meta:
        ordering = ["region", "name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="regionname_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is saved by itself is somebody's; the gazetteer is loaded many at a time."""
        self.reference = False
        super().save(*args, **kwargs)


class OverlapRelation(models.TextChoices):
    CONTAINS = "contains", _("contains")
    PARTLY = "partly_overlaps", _("partly overlaps")


class RegionOverlap(InexactDate):
    """A zone contains, or partly overlaps, another region; dated and sourced where known."""

    zone = models.ForeignKey(Region, models.CASCADE, related_name="overlaps", help_text=_("The zone that cuts across."))
    region = models.ForeignKey(Region, models.CASCADE, related_name="overlapped_by", help_text=_("What it covers."))
    relation = models.CharField(
        _("relation"), max_length=20, choices=OverlapRelation.choices, help_text=_("Contains all of it, or some of it.")
    )
    source_words = models.TextField(_("according to"), blank=True, help_text=_("The law or document that says so."))
    source_url = WebAddressField(
        _("address"), max_length=2000, blank=True, help_text=_("Where that document can be read.")
    )

    history = history()

    class Meta:
        ordering = ["zone", "region"]
        verbose_name = _("overlap")
        verbose_name_plural = _("overlaps")
        constraints = [
            dates_in_order("regionoverlap"),
            models.UniqueConstraint(fields=["zone", "region", "date_edtf"], name="regionoverlap_once"),
            models.CheckConstraint(
                name="regionoverlap_not_itself",
                violation_error_message=_("A zone does not overlap itself: choose another region."),
                condition=~Q(zone=models.F("region")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.get_relation_display()} {self.region}"
