"""The columns of a fact as lines of words for the desk: labels as it calls them, values in words and never as codes."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.dates import date_in_words
from incidents.figures.inexact import number
from incidents.figures.told.naming import Naming, moment_in_words
from incidents.history import owner_of
from incidents.models import FACTS, Incident, IncidentSource, Involvement, Party, Source

# No facts: keys, columns made of other columns, and what the heading or a line of its own says already.
_NO_FACTS = frozenset(
    "id public_id search_text position created modified date_earliest date_latest published_earliest published_latest".split()
)
# The facts that a citation may support: the citation is told below the one that it does.
_ELSEWHERE: dict[str, frozenset[str]] = {
    "citation": frozenset({"incident", *FACTS}),
    "incident": frozenset({"date_as_stated", "date_edtf"}),  # those of its main date
}
_EDTF = frozenset({"date_edtf", "reply_edtf", "published_edtf", "sources_read_until"})
_ADDRESSES = frozenset({"url", "archived_url"})
_OF_SOURCE = ("publisher", "title", "url", "author", "published_edtf", "language", "kind", "kind_as_stated")


@dataclass(frozen=True)
class Line:
    """One thing that a fact says. `now` is what became of it since, where a reader must know; `key` the row that it names:
    only another row makes another line, and `of_party` that this is a party; `about` the same as `key` for a reader, to whom
    another row of the same name is none."""

    label: str
    words: str
    now: str = ""
    key: Any = None
    about: Any = field(default=None, compare=False)
    of_party: bool = field(default=False, compare=False)

    def differs(self, other: "Line") -> bool:
        """Whether it says something else. What is only called otherwise now is told where it stands itself."""
        if self.key is not None:
            return bool(self.key != other.key)
        return self.words != other.words and (self.about is None or self.about != other.about)


def lines_of(naming: Naming, model: Any, row: Any) -> list[Line]:
    """The lines of one fact, in the order of its columns; nothing for what is empty."""
    lines = [_line(naming, row, field) for field in _columns(model)]
    if model is IncidentSource:
        source = naming.state.get(Source, row.source_id)
        fields = [Source._meta.get_field(name) for name in _OF_SOURCE]
        lines = [*(_line(naming, source, field) for field in fields if source), *lines]
    if model is Incident:
        words = [naming.listed(link.feature.__class__, link.feature_id) for link in row.features.all()]
        lines.append(Line(_("Features"), "; ".join(words)))
    if model is Involvement:
        lines += _of_party(naming, row)
    return [line for line in lines if line.words]


def told_by(tables: Mapping[Any, Any], naming: Naming, model: Any, row: Any) -> list[Line]:
    """The lines that the one for this table gives of a row, of those that are written by hand; nothing for what is empty."""
    tell = tables.get(model)
    return [line for line in tell(naming, row) if line.words] if tell else []


def lines_in(naming: Naming, row: Any, fields: Iterable[Any]) -> list[Line]:
    """The lines of these columns of a row; nothing for what is empty."""
    return [line for line in (_line(naming, row, column) for column in fields) if line.words]


def _columns(model: Any) -> list[Any]:
    name = str(model._meta.model_name)
    owner = owner_of(model)
    left_out = _NO_FACTS | _ELSEWHERE.get(name, frozenset()) | ({owner.name} if owner else set())
    return [field for field in model._meta.fields if field.name not in left_out]


def _of_party(naming: Naming, row: Any) -> list[Line]:
    """What the record holds of the party beside the case: a change of it shows on the page of the case too."""
    party = naming.state.party(row.party_id)
    if party is None:
        return []
    left_out = _NO_FACTS | {"party_ptr"} | ({"key"} if naming.hides(row.party_id) else set())
    fields = [f for f in party.instance_type._meta.fields if f.name not in left_out]
    told = [_line(naming, party, field) for field in fields]
    return [Line(_("On record everywhere: %(what)s") % {"what": line.label.lower()}, line.words) for line in told]


def _line(naming: Naming, row: Any, field: Any) -> Line:
    label = str(field.verbose_name)
    if field.name == "legal_status":
        return Line(_("Legal status"), *standing(naming, row))
    label = _labels().get(field.name, label)
    key = getattr(row, field.attname) if field.is_relation else None
    of_party = field.is_relation and issubclass(field.related_model, Party)
    return Line(label[:1].upper() + label[1:], _words(naming, row, field), key=key, of_party=of_party)


def _labels() -> dict[str, str]:
    """Names of columns that a reader would not know."""
    return {
        "date_as_stated": _("Date in words"),
        "date_edtf": _("Date"),
        "published_edtf": _("Published"),
        "reply_edtf": _("Date of the reply"),
        "sources_read_until": _("Sources read until"),
        "unit_as_stated": _("Unit in words"),
    }


def standing(naming: Naming, row: Any) -> tuple[str, str]:
    """The status of that day in the words for it, and that of today where it is another."""
    if row.capacity != "accused":
        return "", ""
    status = wording.BY_CODE[row.legal_status]
    return f"{status.label}. {status.sentence}", naming.status_now(row)


def _words(naming: Naming, row: Any, field: Any) -> str:
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.name in _EDTF:
        return date_in_words(value)
    if field.name in _ADDRESSES:
        return naming.address(value)
    if field.is_relation:
        return naming.pointed_at(field.related_model, value)
    if field.name == "step":
        return _("made the claim") if value == 0 else _("relayed it, as number %(step)d") % {"step": value}
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, models.BooleanField):
        return _("yes") if value else ""
    return _plain(naming, value)


def _plain(naming: Naming, value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return moment_in_words(value)
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    if isinstance(value, Decimal | int):
        return number(value)
    return naming.text(str(value))
