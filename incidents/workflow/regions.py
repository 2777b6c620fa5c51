"""What the desk itself wrote of regions: texts of every case that uses the region, or one that lies in it. What the gazetteer
says is left alone: its places are called as they are, and thousands of them after somebody."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from incidents.models import Incident, Organization, Region, RegionName, RegionOverlap
from incidents.models.record import Fact, path_to_case

OfRegion = Region | RegionName | RegionOverlap


def written_here() -> tuple[QuerySet[Any], ...]:
    """The rows of each table of regions that did not come with the gazetteer."""
    by_somebody = RegionOverlap.history.filter(id=OuterRef("pk"), history_user_id__isnull=False)
    return (
        Region.objects.filter(reference=False),
        RegionName.objects.filter(reference=False).select_related("region"),
        RegionOverlap.objects.filter(Q(zone__reference=False) | Exists(by_somebody)).select_related("zone"),
    )


def region_of(row: OfRegion) -> Region:
    """The region on whose page the row is written."""
    if isinstance(row, Region):
        return row
    return row.zone if isinstance(row, RegionOverlap) else row.region


def rows_used_by(incident: Incident) -> Iterator[Any]:
    """What the desk wrote of the regions that the case uses, and of its own regions in which they lie."""
    used = dict(_used_by(incident))
    own, names, overlaps = written_here()
    around = list(own.filter(path__in=_above(used.values()))) if used else []
    every = {*used, *(region.pk for region in around)}
    yield from around
    yield from names.filter(region__in=every) if every else ()
    yield from overlaps.filter(zone__in=every) if every else ()


def rows_shown_with(region: Region) -> list[Any]:
    """What the desk wrote of the region, of its own regions in which it lies, and of those that it covers."""
    own, names, overlaps = written_here()
    around = Q(path__in=_above([region.path])) | Q(pk__in=region.overlaps.values("region"))
    return [*own.filter(around), *names.filter(region=region.pk), *overlaps.filter(zone=region.pk)]


def is_shown_without_a_case(region: Region) -> bool:
    """Whether readers are told of the region although no public case uses it: it is of the gazetteer, or such a region lies in
    it, or a zone covers it."""
    return region.overlapped_by.exists() or Region.objects.within(region).filter(reference=True).exists()


def cases_using(regions: Iterable[Region]) -> QuerySet[Incident]:
    """The cases that use one of the regions, or one that lies in it."""
    wanted = list(regions)
    if not wanted:
        return Incident.objects.none()
    inside = Region.objects.within_all(*wanted).order_by().values("pk")
    first, *others = (
        model._default_manager.filter(**{f"{column}__in": inside, f"{path}__isnull": False}).order_by().values(path)
        for model, column, path in _ways()
    )
    return Incident.objects.filter(pk__in=first.union(*others))


def _used_by(incident: Incident) -> Iterable[tuple[int, str]]:
    """The number and the path of each region that the case uses in whatever way; one statement."""
    first, *others = (
        model._default_manager.filter(**{path: incident.pk, f"{column}__isnull": False})
        .order_by()
        .values_list(column, f"{column}__path")
        for model, column, path in _ways()
    )
    return first.union(*others)


@cache
def _ways() -> list[tuple[type[Model], str, str]]:
    """Every column of a fact, or of an organization, that holds a region, with the way from the row to the case."""
    return [
        (model, field.name, "involvements__incident" if model is Organization else path_to_case(model))
        for model in apps.get_app_config("incidents").get_models()
        for field in model._meta.fields
        if field.related_model is Region and (model is Organization or issubclass(model, Fact))
    ]


def _above(paths: Iterable[str]) -> set[str]:
    """The paths, and those of all in which they lie."""
    step = Region.steplen
    return {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
