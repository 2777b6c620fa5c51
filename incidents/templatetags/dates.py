"""Inexact dates in the lines of lists."""

from typing import Any

from django import template

from incidents.figures.dates import date_in_words, plain_date

register = template.Library()


@register.filter
def when(row: Any) -> str:
    """The row's date in words: made from the EDTF form where that is plain, else the words as stated."""
    return plain_date(row.date_edtf) or row.date_as_stated or date_in_words(row.date_edtf)


@register.filter
def edtf_words(text: str) -> str:
    """“2015-07” → “July 2015”, “../2015” → “until 2015”."""
    return date_in_words(text)
