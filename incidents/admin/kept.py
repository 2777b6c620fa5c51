"""What is kept of an amount in words, by the kind of its field. The form that saves and the echo beside the field ask here both, so
that what is told while one types is what is saved."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from incidents.admin.amounts import Amount, words_to_amount
from incidents.admin.currencies import NOT_ONLY_MONEY
from incidents.admin.measures import MEASURES
from incidents.models import Currency
from incidents.search import fold


@dataclass(frozen=True)
class Room:
    """The columns that the words of one kind fill: the bounds, and where there are such, the unit and the currency."""

    bounds: str
    unit: str = ""
    currency: str = ""

    @property
    def numbers(self) -> list[str]:
        return [f"{self.bounds}_{end}" for end in ("low", "best", "high")]

    @property
    def columns(self) -> list[str]:
        return [*self.numbers, *filter(None, (self.unit, self.currency))]


ROOMS: dict[str, Room] = {
    "count": Room("count"),  # people
    "quantity": Room("quantity", unit="unit_as_stated"),  # goods
    "money": Room("value", currency="currency"),
    "either": Room("amount", unit="unit", currency="currency"),
}


class KeptAsWords(Exception):
    """Nothing but the words is kept; says why, in a sentence."""


def amount_kept(kind: str, text: str, unit: str = "", currency: str = "") -> Amount:
    """What the words say, with the unit and the currency that are saved. `unit`, `currency`: what stands beside them already."""
    amount = words_to_amount(text)
    if amount is None:
        raise KeptAsWords(_("they are not understood as one number and what it counts."))
    room = ROOMS[kind]
    if not room.currency and fold(amount.said) in NOT_ONLY_MONEY:  # five Bolivians, two quetzals
        amount = Amount(amount.low, amount.high, amount.said)
    if amount.may_be:
        return _money(amount, room, unit, currency)
    if not room.unit and not room.currency:
        return _people(amount)
    if not room.unit and amount.unit:
        raise KeptAsWords(_("“%(unit)s” is no currency that is known here.") % {"unit": amount.unit})
    if room.unit and (unit or amount.unit):
        return replace(amount, unit=unit or amount.unit)
    if room.currency and currency:
        return replace(amount, currency=_known(currency, currency))
    raise KeptAsWords(_nothing_said(room))


def left_beside(kind: str, was: str, numbers: list[Decimal | None], unit: str, currency: str) -> tuple[str, str] | None:
    """Where the numbers are those that the words of before meant, the unit and the currency that somebody has chosen beside
    them; None where the numbers were given beside the words."""
    try:
        before = amount_kept(kind, was, unit, currency)
    except KeptAsWords:
        return None
    if numbers != [before.low, None, before.high]:
        return None
    try:
        said = amount_kept(kind, was)
    except KeptAsWords:
        return unit, currency
    return "" if unit == said.unit else unit, "" if currency == said.currency else currency


def _nothing_said(room: Room) -> str:
    if not room.unit:
        return _("no currency is said. Choose the currency, and the number is read.")
    return _("no unit and no currency is said.") if room.currency else _("no unit is said.")


def _people(amount: Amount) -> Amount:
    if any(end is not None and end % 1 for end in (amount.low, amount.high)):
        raise KeptAsWords(_("people are counted in whole numbers."))
    if amount.unit.split() and fold(amount.unit.split()[0]) in MEASURES:
        raise KeptAsWords(_("“%(unit)s” is a measure, and here people are counted.") % {"unit": amount.unit})
    return amount


def _money(amount: Amount, room: Room, unit: str, currency: str) -> Amount:
    """The amount in one currency: the one that is chosen, if the words may mean it, or the one that they mean."""
    said = {"said": amount.said, "chosen": currency}
    if not room.currency:
        raise KeptAsWords(_("“%(said)s” is money, for which there is no room here.") % said)
    if currency and currency not in amount.may_be:
        raise KeptAsWords(_("“%(said)s” is not %(chosen)s, the currency that is chosen.") % said)
    code = currency or amount.currency
    if not code:
        raise KeptAsWords(f"{_not_sure(amount) % said} {_('Choose the currency, and the number is read.')}")
    return replace(amount, unit=unit if room.unit else "", currency=_known(code, amount.said))


def _not_sure(amount: Amount) -> str:
    if amount.may_be <= {"VES", "VED"}:
        return _("noughts were cut from the bolívar three times, and “%(said)s” does not say before or after which.")
    return _("it is not sure which country’s money “%(said)s” is.")


def _known(code: str, said: str) -> str:
    if Currency.objects.filter(pk=code).exists():
        return code
    raise KeptAsWords(_("“%(said)s” is not in the list of currencies.") % {"said": said})
