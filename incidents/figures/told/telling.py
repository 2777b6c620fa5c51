"""A state of a case as sections of facts, in the order of the case page, each fact as a journalist calls it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.told import columns, headed, headings, readers
from incidents.figures.told.columns import Line
from incidents.figures.told.naming import Naming
from incidents.history import TABLES, owner_of
from incidents.models import (
    FACTS,
    Allegation,
    AllegationOffence,
    Casualty,
    Citation,
    CitedOrigin,
    Contradiction,
    ContradictionVersion,
    Incident,
    IncidentDate,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Membership,
    NameUse,
    OpenQuestion,
    Proceeding,
    ProceedingAllegation,
    Rate,
    RelatedIncident,
    Relationship,
    Route,
    Seizure,
    StepParty,
)

__all__ = ["Fact", "Line", "Section", "tell"]

# In the order of the case page; a table of facts that is named nowhere comes last, for the desk, by its own name.
_SECTIONS: dict[str, tuple[Any, ...]] = {
    "case": (Incident,),
    "people": (Involvement,),
    "claims": (Allegation,),
    "proceedings": (Proceeding,),
    "ties": (Membership, Relationship),
    "where": (IncidentPlace,),
    "when": (IncidentDate,),
    "seizures": (Seizure,),
    "routes": (Route,),
    "figures": (Casualty, Rate),
    "doubts": (Contradiction, OpenQuestion),
    "related": (RelatedIncident,),
    "sources": (IncidentSource,),
}
_TOLD_IN_ONE_LINE = (
    AllegationOffence,
    CitedOrigin,
    ContradictionVersion,
    NameUse,
    ProceedingAllegation,
    StepParty,
)
_FACT_NAMES = {model: name for name, model in FACTS.items()}


@dataclass(frozen=True)
class Fact:
    """One stated fact: how it is called, what it says, and the facts that are a part of it."""

    key: tuple[str, int]
    heading: str
    lines: list[Line]
    within: list["Fact"] = field(default_factory=list)
    struck: bool = False  # a claim that no longer stands
    headed: list[Line] = field(default_factory=list)  # what the heading says and no line

    @property
    def further(self) -> list[Line]:
        """What the heading does not say already, in whole words: “2” is not said by “22 men”."""
        return [line for line in self.lines if line.now or not _says(self.heading, line.words)]


@dataclass(frozen=True)
class Section:
    """Facts of one sort. `code` is its anchor on a page."""

    code: str
    title: str
    facts: list[Fact]


def tell(naming: Naming) -> list[Section]:
    """The whole case in words; what may be said of it is decided by the naming."""
    told = [Section(code, _titles()[code], list(_facts(naming, models))) for code, models in _SECTIONS.items()]
    named = {model for models in _SECTIONS.values() for model in models}
    for model in () if naming.public else TABLES:
        owner = owner_of(model)
        if model not in named and owner is not None and owner.related_model is Incident and model is not Citation:
            title = str(model._meta.verbose_name_plural)
            told.append(
                Section(str(model._meta.model_name), title[:1].upper() + title[1:], list(_facts(naming, (model,))))
            )
    return [section for section in told if section.facts]


def _says(heading: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", heading) is not None


def _titles() -> dict[str, str]:
    return {
        "case": _("The case"),
        "people": _("People and organizations"),
        "claims": _("Who says what about whom"),
        "proceedings": _("Proceedings"),
        "ties": _("Memberships and ties"),
        "where": _("Where"),
        "when": _("When"),
        "seizures": _("Goods taken"),
        "routes": _("Routes"),
        "figures": _("Figures"),
        "doubts": _("What is not known"),
        "related": _("Related cases"),
        "sources": _("Sources"),
    }


def _facts(naming: Naming, models: tuple[Any, ...]) -> Iterator[Fact]:
    for model in models:
        for row in naming.state.of(model):
            told = _fact(naming, model, row)
            if told is not None:
                yield told


def _fact(naming: Naming, model: Any, row: Any) -> Fact | None:
    heading = headings.of(naming, model, row)
    if not heading:
        return None
    lines = (readers if naming.public else columns).lines_of(naming, model, row)
    within: list[Fact] = []
    for part in TABLES:
        owner = owner_of(part)
        if owner is None or owner.related_model is not model or model is Incident:
            continue
        rows = naming.state.parts(part, row.id)
        if part in _TOLD_IN_ONE_LINE:
            lines += headings.in_one_line(naming, part, rows)
        else:
            within += [told for told in (_fact(naming, part, one) for one in rows) if told]
    within += [told for told in (_fact(naming, Citation, one) for one in _cited(naming, model, row)) if told]
    struck = model is Allegation and naming.is_defeated(row)
    if struck:
        lines.append(Line(_("Standing"), str(wording.STRUCK).rstrip(":")))
    said = headed.lines_of(naming, model, row) if naming.public else []
    return Fact((str(model._meta.model_name), row.id), heading, lines, within, struck, said)


def _cited(naming: Naming, model: Any, row: Any) -> list[Any]:
    """The citations that support the fact; those of no fact support the summary."""
    rows = naming.state.of(Citation)
    if model is Incident:
        return [one for one in rows if not any(getattr(one, f"{name}_id") for name in FACTS)]
    column = f"{_FACT_NAMES[model]}_id" if model in _FACT_NAMES else ""
    return [one for one in rows if getattr(one, column) == row.id] if column else []
