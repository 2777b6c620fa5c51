"""How a web address is written: one rule for the desk, the fact cards and every other door."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def is_web_address(text: str) -> bool:
    """Whether a text is an address of the web: http or https, without spaces, and not broken."""
    if not _WEB.fullmatch(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def web_address(text: str) -> None:
    """Refuses what is no address of the web."""
    if not is_web_address(text):
        raise ValidationError(_("Write a web address: it begins with http:// or https:// and has no spaces."))


class _FormField(forms.URLField):
    default_validators = [web_address]


class WebAddressField(models.URLField):
    """An address of the web, by that rule. Django's own field knows other schemes and fewer names of machines."""

    default_validators = [web_address]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": _FormField, "assume_scheme": "https", **kwargs})
