"""Where in a case names of the protected stand: every place at once, and what each of them is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from incidents.models import (
    FACTS,
    Allegation,
    Citation,
    Incident,
    Party,
    PartyName,
    Region,
    RegionName,
    RegionOverlap,
    Source,
)
from incidents.search.naming import partial, read, whole
from incidents.workflow.namesakes import OpenNames, outside, perhaps_protected_in
from incidents.workflow.naming import (
    is_name_of_a_person,
    protected_in,
    protected_spans,
    texts_of,
    together,
)
from incidents.workflow.refusals import quoted
from incidents.workflow.regions import region_of
from incidents.workflow.texts import Text


@dataclass(frozen=True)
class Found:
    """Words that name somebody, and the text in which they stand; None where they are parted between two texts."""

    words: str
    text: Text | None


class CaseTexts:
    """All texts of a case, read once for everything that is asked of them."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self.texts = list(texts_of(incident))

    @cached_property
    def _named(self) -> list[tuple[str, str]]:
        return list(protected_in(self.incident, together(self.texts)))

    @cached_property
    def _spans(self) -> list[tuple[str, Text, int, int]]:
        return list(protected_spans(self.incident, self.texts, [name for name, _words in self._named]))

    @cached_property
    def _sure(self) -> list[tuple[Text, int, int]]:
        """The places of all names, from the beginning of each text on; of those that overlap the longest."""
        found: list[tuple[Text, int, int]] = []
        for text in self.texts:
            spans, last = [(start, end) for _name, one, start, end in self._spans if one is text], 0
            for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
                found += [(text, start, end)] if start >= last else []
                last = max(last, end)
        return found

    def surely_named(self) -> Iterator[Found]:
        """Every place at which a text has a name that must not stay, each words once in a text; and every name that only
        several texts have together, but for what others are called, of which it may have the sound alone."""
        yield from dict.fromkeys(Found(text.value[start:end], text) for text, start, end in self._sure)
        standing = {name for name, _text, _start, _end in self._spans}
        parted = [(name, words) for name, words in self._named if name not in standing]
        told = read(together(text for text in self.texts if parted and not is_name_of_a_person(text)))
        yield from dict.fromkeys(
            Found(words, None) for name, words in parted if whole(told, name) or partial(told, name)
        )

    def perhaps_named(self) -> Iterator[Found]:
        """Every place at which a text has words that may name somebody protected, but for those that stand there only as a
        part of a name that must not stay, or of the whole name of an organization."""
        opened = OpenNames(self.incident)
        for _name, words in perhaps_protected_in(self.incident, together(self.texts)):
            pattern = by_itself(words)
            places = ((text, [one.span() for one in pattern.finditer(text.value)]) for text in self.texts)
            spans = [(text, *at) for text, ats in places if ats for at in outside(ats, read(text.value), opened)]
            if not spans:
                yield Found(words, None)
            yield from dict.fromkeys(
                Found(words, text) for text, start, end in spans if not self._is_part(text, start, end)
            )

    def _is_part(self, text: Text, start: int, end: int) -> bool:
        return any(one is text and first <= start and end <= last for one, first, last in self._sure)


def by_itself(words: str) -> re.Pattern[str]:
    """Finds the words where they are no part of a longer one."""
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def what_it_is(incident: Incident, text: Text) -> str:
    """What the text is, for an editor who looks for it: “Summary of the case”, “Quote of claim 3”."""
    named = {"column": text.row._meta.get_field(text.column).verbose_name, "row": _row(incident, text.row)}
    if isinstance(text.row, Allegation) and text.column == "quote":
        named["column"] = _("quote")
    return str(capfirst(_("%(column)s of %(row)s") % named))


def _row(incident: Incident, row: Model) -> str:
    """The row as an editor finds it: rows of a page are counted, each in its group."""
    match row:
        case Incident():
            return _("the case")
        case Source():
            return _("the source “%(source)s”") % {"source": quoted(row)}
        case Party():
            return f"“{quoted(row.desk_label)}”"
        case PartyName():
            return f"“{quoted(row.party.desk_label)}”"
        case Region() | RegionName() | RegionOverlap():
            return _("the region “%(region)s”") % {"region": quoted(region_of(row))}
    above, way = _above(incident, row)
    beside = type(row)._default_manager.filter(**way).values_list("pk", flat=True)
    kind = _("claim") if isinstance(row, Allegation) else row._meta.verbose_name
    numbered = f"{kind} {list(beside).index(row.pk) + 1}"
    if above is None:
        return numbered
    return _("%(column)s of %(row)s") % {"column": numbered, "row": _row(incident, above)}


def _above(incident: Incident, row: Model) -> tuple[Model | None, dict[str, object]]:
    """The row below which a row stands on the page of the case, and what all rows of its group have in common."""
    if isinstance(row, Citation):
        chosen = next((name for name in FACTS if getattr(row, f"{name}_id")), None)
        if chosen is None:
            return incident, {"incident": incident} | {f"{name}__isnull": True for name in FACTS}
        return getattr(row, chosen), {chosen: getattr(row, f"{chosen}_id")}
    name = getattr(row, "incident_path", "incident").partition("__")[0]
    return (None if name == "incident" else getattr(row, name)), {name: getattr(row, f"{name}_id")}
