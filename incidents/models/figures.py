"""Figures of a case: people killed or harmed, and rates such as fees and daily totals."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.inexact import Doubtable, InexactCount, numbers_in_order
from incidents.models.record import Fact
from incidents.models.visibility import PublishedQuerySet
from incidents.models.vocabulary import Currency


class CasualtyList(models.TextChoices):
    CASUALTIES = "casualties", _("killed, wounded, missing")
    VICTIMS = "victims", _("victims")


class Casualty(InexactCount, Doubtable, Fact):
    """How many people were killed, wounded, missing, harmed: as stated, never added up on its own."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="casualties")
    listed_as = models.CharField(
        _("list"),
        max_length=12,
        choices=CasualtyList.choices,
        default=CasualtyList.CASUALTIES,
        help_text=_("In which of the two lists of the case it stands."),
    )
    what = models.TextField(_("what"), help_text=_("killed, wounded, missing … and of what the number is."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("casualty figure")
        verbose_name_plural = _("casualty figures")
        constraints = [numbers_in_order("casualty", "count")]

    def __str__(self) -> str:
        return f"{self.what}: {self.count_as_stated}"


class Rate(Doubtable, Fact):
    """A fee, a daily rate, a yearly total: an amount per something."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="rates")
    what = models.TextField(_("what"), help_text=_("What is paid, moved or counted."))
    per = models.TextField(_("per"), blank=True, help_text=_("day, week, flight, kilogram, person …"))
    amount_low = models.DecimalField(
        _("at least"),
        max_digits=24,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Empty where no source says."),
    )
    amount_best = models.DecimalField(
        _("best figure"),
        max_digits=24,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Only if one is preferred."),
    )
    amount_high = models.DecimalField(
        _("at most"), max_digits=24, decimal_places=6, null=True, blank=True, help_text=_("Empty where no source says.")
    )
    unit = models.TextField(_("unit"), blank=True, help_text=_("kg, flights, tonnes … as stated."))
    currency = models.ForeignKey(
        Currency, models.PROTECT, null=True, blank=True, related_name="+", help_text=_("For money.")
    )
    amount_as_stated = models.TextField(_("in words"), blank=True, help_text=_("The source's own words."))

    objects = PublishedQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        constraints = [
            numbers_in_order("rate", "amount", below=10**18),
            models.CheckConstraint(
                name="rate_number_with_unit",
                condition=Q(amount_low__isnull=True, amount_best__isnull=True, amount_high__isnull=True)
                | ~Q(unit="")
                | Q(currency__isnull=False),
                violation_error_message=_("A number needs a unit or a currency."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        super().clean()
        numbers = (self.amount_low, self.amount_best, self.amount_high)
        if self.currency_id and not self.amount_as_stated and numbers == (None, None, None):
            raise ValidationError({"currency": _("A currency needs an amount, in numbers or in words.")})
