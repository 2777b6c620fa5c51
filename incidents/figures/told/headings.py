"""How a fact is called: “Claim “…””, “About Juan”, “Said by a prosecutor”; never by a number or a code."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.inexact import spread
from incidents.figures.told.columns import Line
from incidents.figures.told.naming import Naming
from incidents.models import (
    Allegation,
    AllegationOffence,
    AllegationParty,
    Casualty,
    Citation,
    CitedOrigin,
    Contradiction,
    ContradictionVersion,
    Defeat,
    Incident,
    IncidentDate,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Measurement,
    Membership,
    NameUse,
    Offence,
    OpenQuestion,
    Proceeding,
    ProceedingAllegation,
    Rate,
    RelatedIncident,
    Relationship,
    Route,
    RouteStop,
    Seizure,
    SpeechLink,
    Step,
    StepParty,
)


def of(naming: Naming, model: Any, row: Any) -> str:
    """The fact's heading; empty where it may not be shown."""
    by_hand = _HEADINGS.get(model)
    if by_hand is not None:
        return by_hand(naming, row)
    return "" if naming.public else str(model._meta.verbose_name).capitalize()


def _quoted(words: Any, column: str) -> Callable[[Naming, Any], str]:
    """A sort of fact, and its own words in quotation marks."""
    return lambda naming, row: f"{words()} “{naming.text(getattr(row, column))}”"


def _speech(naming: Naming, row: Any) -> str:
    said = _("Said by %(who)s") if row.step == 0 else _("Relayed by %(who)s")
    return said % {"who": naming.speaker(row)}


def _about(naming: Naming, row: Any) -> str:
    words = _("About %(who)s") if row.capacity == "accused" else _("Done to or with %(who)s, not accused")
    return words % {"who": naming.party(row.party_id)}


def _defeat(naming: Naming, row: Any) -> str:
    model, key = (Allegation, row.by_allegation_id) if row.by_allegation_id else (Step, row.by_step_id)
    what = {"how": wording.DEFEATS[row.how], "by": naming.fact(model, key)}
    return _("%(how)s by %(by)s") % what


def _membership(naming: Naming, row: Any) -> str:
    who = {"member": naming.party(row.member_id), "organization": naming.party(row.organization_id)}
    return _("%(member)s in %(organization)s") % who


def _citation(naming: Naming, row: Any) -> str:
    source = naming.pointed_at(IncidentSource, row.reading_id)
    return _("Citation of %(source)s") % {"source": f"{source}, {naming.text(row.page)}" if row.page else source}


def _measurement(naming: Naming, row: Any) -> str:
    said = naming.text(row.quantity_as_stated) or f"{spread(row, 'quantity')} {naming.text(row.unit_as_stated)}".strip()
    return _("Measurement: %(what)s") % {"what": said or naming.text(row.value_as_stated) or spread(row, "value")}


def _related(naming: Naming, row: Any) -> str:
    target = naming.linked(row)
    if target:
        title = naming.incident(target)
        return _("Related case “%(title)s”") % {"title": title} if title else ""
    return "" if naming.public else _("Related case “%(title)s”") % {"title": row.target_key}


def _proceeding(naming: Naming, row: Any) -> str:
    return _("Proceedings “%(name)s”") % {"name": naming.text(row.name)} if row.name else _("Proceedings of the case")


_HEADINGS: dict[Any, Callable[[Naming, Any], str]] = {
    Incident: lambda _naming, _row: _("The case itself"),
    Involvement: lambda naming, row: naming.party(row.party_id),
    Allegation: _quoted(lambda: _("Claim"), "claim"),
    AllegationParty: _about,
    SpeechLink: _speech,
    Defeat: _defeat,
    Proceeding: _proceeding,
    Step: _quoted(lambda: _("Step"), "words"),
    Membership: _membership,
    Relationship: lambda naming, row: f"{naming.party(row.a_id)} – {row.get_kind_display()} – {naming.party(row.b_id)}",
    IncidentPlace: _quoted(lambda: _("Place"), "name"),
    IncidentDate: _quoted(lambda: _("Date of"), "what"),
    Seizure: _quoted(lambda: _("Goods"), "what"),
    Measurement: _measurement,
    Route: lambda naming, row: (
        _("Route of “%(what)s”") % {"what": naming.text(row.commodity)} if row.commodity else _("Route")
    ),
    RouteStop: lambda naming, row: f"{row.get_role_display()} {naming.text(row.name)}",
    Casualty: _quoted(lambda: _("Figure"), "what"),
    Rate: _quoted(lambda: _("Rate"), "what"),
    Contradiction: _quoted(lambda: _("Sources differ on"), "fact"),
    OpenQuestion: _quoted(lambda: _("Not known:"), "text"),
    RelatedIncident: _related,
    IncidentSource: lambda naming, row: _("Source “%(what)s”") % {"what": naming.source(row.source_id)},
    Citation: _citation,
}


# --- small facts that are told in one line of what they are a part of -----------------------------------------------


def in_one_line(naming: Naming, model: Any, rows: list[Any]) -> list[Line]:
    """The rows as one line, or two; none where there is nothing to show."""
    if model is NameUse:
        heading = [naming.name(row.name_id) for row in rows if row.is_heading]
        others = [naming.name(row.name_id) for row in rows if not row.is_heading]
        return [*_line(_("Called"), heading), *_line(_("Also called"), others)]
    label, words, columns = _ONE_LINE[model]
    key = tuple(getattr(row, column) for row in rows for column in columns) if columns else None
    names = {"about" if naming.public else "key": key}
    return _line(str(label()), [words(naming, row) for row in rows], **names)


def _line(label: str, told: list[str], **names: Any) -> list[Line]:
    shown = [words for words in told if words]
    return [Line(label, "; ".join(shown), **names)] if shown else []


def _offence(naming: Naming, row: Any) -> str:
    category = naming.listed(Offence, row.offence_id)
    return _("%(category)s (matched by us, not confirmed)") % {"category": category} if row.proposed else category


def _dealt_with(naming: Naming, row: Any) -> str:
    """Readers are shown no difference between claims that were matched by us and by an editor."""
    claim = naming.fact(Allegation, row.allegation_id)
    return (
        _("%(claim)s (matched by us, not confirmed)") % {"claim": claim}
        if row.proposed and not naming.public
        else claim
    )


# What it is called, how a row is said, and the columns of those that name another fact.
_ONE_LINE: dict[Any, tuple[Callable[[], str], Callable[[Naming, Any], str], tuple[str, ...]]] = {
    AllegationOffence: (lambda: _("Offence, if it were true"), _offence, ()),
    CitedOrigin: (lambda: _("It names as its own sources"), lambda naming, row: naming.text(row.words), ()),
    ContradictionVersion: (lambda: _("Versions"), lambda naming, row: naming.text(row.text), ()),
    ProceedingAllegation: (lambda: _("Deals with"), _dealt_with, ("allegation_id", "proposed")),
    StepParty: (lambda: _("Whom it concerns"), lambda naming, row: naming.party(row.party_id), ("party_id",)),
}
