"""What the desk understands by a date or an amount, told beside the field before anything is saved."""

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.admin.bases import AdminBase
from incidents.admin.dates import Contradiction, edtf_or_none, words_to_edtf
from incidents.admin.forms import EDTF_BESIDE
from incidents.admin.kept import ROOMS, KeptAsWords, amount_kept, left_beside
from incidents.models import edtf_bounds
from incidents.search.turning import unturned

LONGEST = 300  # characters; whatever is longer is no date and no amount


class EchoPage(AdminBase):
    """For the admin of cases: an address that answers with what it understands."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(echo)
        return [path("understood/", view, name="incidents_understood"), *super().get_urls()]


def echo(request: HttpRequest) -> JsonResponse:
    text, kind = unturned(request.GET.get("text", "").strip()[:LONGEST]), request.GET.get("kind", "")
    if not text:
        told = ""
    elif kind in ROOMS:
        told = _amount(kind, text, request.GET)
    else:
        told = _date(text) if kind == "date" else _words(text, request.GET)
    return JsonResponse({"text": told})


def _date(text: str) -> str:
    try:
        edtf = words_to_edtf(text)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    first, last = edtf_bounds(edtf)
    if first and last:
        told = {"first": _day(first), "last": _day(last)}
        span = told["first"] if first == last else _("%(first)s to %(last)s") % told
    elif first:
        span = _("from %(first)s on") % {"first": _day(first)}
    else:
        span = _("until %(last)s") % {"last": _day(last)} if last else _("any time")
    return _("Understood: %(edtf)s (%(span)s)") % {"edtf": edtf, "span": span}


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def _words(text: str, beside: Mapping[str, str]) -> str:
    """`beside`: what stands in the field for the date itself."""
    given = "".join(beside.get(name, "") for name in EDTF_BESIDE.values())
    try:
        read = words_to_edtf(text)
        if given and given != edtf_or_none(beside.get("was")) and edtf_or_none(given) != read:
            return _("The words say %(read)s; the date beside them counts: %(given)s.") % {"read": read, "given": given}
    except Contradiction as refusal:
        return _("Kept as words only: %(why)s") % {"why": " ".join(refusal.messages)}
    except ValidationError:
        return _("Kept as words only: no one date in them.")
    return _date(text)


def _amount(kind: str, text: str, beside: Mapping[str, str]) -> str:
    """`beside`: what stands in the other fields of the row, by the names of the columns."""
    room = ROOMS[kind]
    unit, currency = beside.get(room.unit, ""), beside.get(room.currency, "")
    if any(beside.get(name) for name in room.numbers):
        left = left_beside(
            kind, beside.get("was", ""), [_number(beside.get(name)) for name in room.numbers], unit, currency
        )
        if left is None:
            return _("Kept as words only: the numbers beside them are given already.")
        unit, currency = left
    try:
        amount = amount_kept(kind, text, unit, currency)
    except KeptAsWords as why:
        return _("Kept as words only: %(why)s") % {"why": why}
    return _("Understood: %(amount)s") % {"amount": amount}


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return Decimal("NaN")  # no number that any words mean
