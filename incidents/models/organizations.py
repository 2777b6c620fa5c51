"""Organizations: criminal groups, authorities, companies, and whatever else acts as one."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.parties import Party, PartyQuerySet
from incidents.models.regions import Region, country_key
from incidents.models.vocabulary import Existence, OrganizationKind


class OrganizationQuerySet(PartyQuerySet):
    def of_kinds(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def with_rows(self) -> Self:
        return super().with_rows().select_related("country")

    def of_existence(self, *codes: str) -> Self:
        return self.filter(existence__in=codes)

    def based_in(self, *regions: Region) -> Self:
        return self.filter(country__in=[region.pk for region in regions])


class Organization(Party):
    """A criminal group, an authority, a company: anything that acts as one."""

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=OrganizationKind.choices,
        default=OrganizationKind.OTHER,
        help_text=_("What sort."),
    )
    existence = models.CharField(
        _("existence"),
        max_length=20,
        choices=Existence.choices,
        default=Existence.ESTABLISHED,
        help_text=_("Whether it is beyond doubt that this organization exists or existed."),
    )
    country = country_key(related_name="organizations", help_text=_("Where it is based."))

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(name="organization_kind_known", condition=Q(kind__in=OrganizationKind.values)),
            models.CheckConstraint(name="organization_existence_known", condition=Q(existence__in=Existence.values)),
        ]
