"""Goods taken: seizures and every reported measurement of the same goods, one of them preferred."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Trim
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.inexact import Doubtable, InexactDate, dates_in_order, numbers_in_order
from incidents.models.record import Fact
from incidents.models.visibility import PublishedQuerySet
from incidents.models.vocabulary import Currency, Unit


class SeizureKind(models.TextChoices):
    DRUGS = "drugs", _("drugs")
    WEAPONS = "weapons", _("weapons and ammunition")
    CASH = "cash", _("cash and money")
    GOLD = "gold", _("gold and minerals")
    TIMBER = "timber", _("timber and wildlife")
    VEHICLES = "vehicles", _("vehicles, aircraft, vessels")
    PROPERTY = "property", _("buildings and other property")
    EVIDENCE = "evidence", _("documents, phones, evidence")
    OTHER = "other", _("other goods")


class Disposition(models.TextChoices):
    UNKNOWN = "", _("not known")
    HELD = "held", _("held by the authority")
    DESTROYED = "destroyed", _("destroyed")
    FORFEITED = "forfeited", _("forfeited to the state")
    RETURNED = "returned", _("returned")
    LOST = "lost", _("lost or stolen from custody")
    ORDERED = "ordered", _("ordered only, nothing taken")
    OTHER = "other", _("other, see words")


class Seizure(Fact):
    """Goods that were taken, found or ordered forfeit. How much is said by its measurements."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="seizures")
    what = models.TextField(_("what"), help_text=_("“drugs held by the suspect”, “load of a light aircraft”."))
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=SeizureKind.choices,
        default=SeizureKind.OTHER,
        help_text=_("What sort of goods."),
    )
    kind_proposed = models.BooleanField(
        _("kind only proposed"), default=False, help_text=_("On until an editor has confirmed the kind.")
    )
    substance = models.TextField(_("substance or object"), blank=True, help_text=_("As stated: “cocaine”, “gold”."))
    disposition = models.CharField(
        _("what became of it"),
        max_length=12,
        choices=Disposition.choices,
        blank=True,
        default="",
        help_text=_("If the sources say."),
    )
    disposition_words = models.TextField(
        _("what became of it, in words"), blank=True, help_text=_("In the words of the sources.")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("seizure")
        verbose_name_plural = _("seizures")
        constraints = [models.CheckConstraint(name="seizure_kind_known", condition=Q(kind__in=SeizureKind.values))]

    def __str__(self) -> str:
        return self.what

    @property
    def preferred(self) -> "Measurement | None":
        """The measurement that counts in totals."""
        return next((m for m in self.measurements.all() if m.is_preferred), None)


def _number(label: Any, help_text: Any = "") -> models.DecimalField:
    return models.DecimalField(label, max_digits=24, decimal_places=6, null=True, blank=True, help_text=help_text)


class Measurement(InexactDate, Doubtable, Fact):
    """One reported measurement of the same goods: how much, worth what, said when. One of them is preferred."""

    incident_path = "seizure__incident"
    seizure = models.ForeignKey(Seizure, models.CASCADE, related_name="measurements")
    is_preferred = models.BooleanField(
        _("preferred"), default=False, help_text=_("Totals count the preferred one only.")
    )
    quantity_low = _number(_("quantity, at least"), _("Empty where no source says."))
    quantity_best = _number(_("quantity, best"), _("Only if one figure is preferred."))
    quantity_high = _number(_("quantity, at most"), _("Empty where no source says."))
    unit_as_stated = models.TextField(
        _("unit"), blank=True, help_text=_("kg, weapons, packages … “unstated” where the source gives a bare number.")
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The unit of the list, if it is one."),
    )
    quantity_as_stated = models.TextField(
        _("quantity in words"), blank=True, help_text=_("“cocaine, amount not given”.")
    )
    value_low = _number(_("value, at least"), _("Empty where no source says."))
    value_best = _number(_("value, best"), _("Only if one figure is preferred."))
    value_high = _number(_("value, at most"), _("Empty where no source says."))
    currency = models.ForeignKey(
        Currency, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Of the value.")
    )
    value_as_stated = models.TextField(_("value in words"), blank=True, help_text=_("“around $9,000”."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        constraints = [
            dates_in_order("measurement"),
            numbers_in_order("measurement", "quantity", below=10**18),
            numbers_in_order("measurement", "value", below=10**18),
            models.CheckConstraint(
                name="measurement_quantity_with_unit",
                condition=Q(quantity_low__isnull=True, quantity_best__isnull=True, quantity_high__isnull=True)
                | ~Q(Exact(Trim("unit_as_stated"), "")),
                violation_error_message=_("A quantity needs a unit."),
            ),
            models.CheckConstraint(
                name="measurement_currency_with_amount",
                condition=Q(currency__isnull=True)
                | Q(value_low__isnull=False)
                | Q(value_best__isnull=False)
                | Q(value_high__isnull=False)
                | ~Q(value_as_stated=""),
                violation_error_message=_("A currency needs an amount, in numbers or in words."),
            ),
            models.UniqueConstraint(
                fields=["seizure"],
                condition=Q(is_preferred=True),
                name="measurement_one_preferred",
                violation_error_message=_("Another measurement is already preferred: take the mark off there."),
            ),
        ]

    def __str__(self) -> str:
        return self.quantity_as_stated or self.value_as_stated

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.unit_id is None and self.unit_as_stated:
            self.unit = Unit.objects.filter(pk=self.unit_as_stated).first()
        super().save(*args, **kwargs)
