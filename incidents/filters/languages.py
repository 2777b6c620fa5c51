"""The languages of sources, by their codes (ISO 639)."""

from functools import cache
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from incidents.answers import values

# Languages of the region that Django has no name for.
_OWN: dict[str, Any] = {
    "qu": gettext_lazy("Quechua"),
    "ay": gettext_lazy("Aymara"),
    "gn": gettext_lazy("Guaraní"),
    "ht": gettext_lazy("Haitian Creole"),
    "pap": gettext_lazy("Papiamento"),
    "nah": gettext_lazy("Nahuatl"),
    "myn": gettext_lazy("Mayan languages"),
    "quc": gettext_lazy("Kʼicheʼ"),
    "srn": gettext_lazy("Sranan Tongo"),
    "arn": gettext_lazy("Mapudungun"),
    "la": gettext_lazy("Latin"),
    "zh": gettext_lazy("Chinese"),
    "no": gettext_lazy("Norwegian"),
    "mul": gettext_lazy("several languages"),
    "und": gettext_lazy("language not known"),
}


def language_name(code: str) -> str:
    """The language in the reader's language; the code where nobody knows its name."""
    if code in _OWN:
        return str(_OWN[code])
    name = LANG_INFO.get(code, {}).get("name")
    return _(name) if name else code


def languages() -> list[tuple[str, str]]:
    """Every language that can be asked for."""
    return list(_named(get_language()))


@cache
def _named(_reader: str | None) -> tuple[tuple[str, str], ...]:
    """All of them in the reader's language: every facet of every list asks for them."""
    known = {code for code in LANG_INFO if len(code) <= 3} | set(_OWN)
    return tuple((code, language_name(code)) for code in sorted(known))


def languages_in_use() -> list[tuple[str, str]]:
    """Those that public sources are written in."""
    used = values("incidents", "language")
    return [(code, label) for code, label in languages() if code in used]
