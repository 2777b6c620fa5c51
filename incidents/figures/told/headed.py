"""What the heading of a fact says, one thing a line: a reader sees it as one heading, and two versions are compared by these."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.inexact import spread
from incidents.figures.told.columns import Line, told_by
from incidents.figures.told.naming import Naming
from incidents.models import (
    Allegation,
    AllegationParty,
    Casualty,
    Citation,
    Contradiction,
    Defeat,
    IncidentDate,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Measurement,
    Membership,
    OpenQuestion,
    Party,
    Proceeding,
    Rate,
    RelatedIncident,
    Relationship,
    Route,
    RouteStop,
    Seizure,
    SpeechLink,
    Step,
)


def lines_of(naming: Naming, model: Any, row: Any) -> list[Line]:
    """The lines of one heading; none where the lines below it say all of it."""
    return told_by(_SAID, naming, model, row)


def _text(label: Callable[[], str], column: str) -> Callable[[Naming, Any], Iterator[Line]]:
    return lambda naming, row: iter([Line(label(), naming.text(getattr(row, column)))])


def _named(naming: Naming, label: str, model: Any, key: Any) -> Line:
    about = naming.whence(key) if model is Party else key
    return Line(label, naming.pointed_at(model, key) if key else "", about=about)


def _about(naming: Naming, row: Any) -> Iterator[Line]:
    yield _named(naming, _("About whom"), Party, row.party_id)
    yield Line(_("Accused or not"), _("accused") if row.capacity == "accused" else _("not accused"))


def _speech(naming: Naming, row: Any) -> Iterator[Line]:
    words = naming.whence(row.party_id), row.protected, row.lead_words, row.words, row.role_words
    yield Line(_("Who"), naming.speaker(row), about=words)
    yield Line(_("Said or relayed"), _("said it") if row.step == 0 else _("relayed it"))


def _defeat(naming: Naming, row: Any) -> Iterator[Line]:
    yield Line(_("What came of the claim"), str(wording.DEFEATS[row.how]))
    yield _named(naming, _("By the claim"), Allegation, row.by_allegation_id)
    yield _named(naming, _("By the step"), Step, row.by_step_id)


def _membership(naming: Naming, row: Any) -> Iterator[Line]:
    yield _named(naming, _("Member"), Party, row.member_id)
    yield _named(naming, _("Organization"), Party, row.organization_id)


def _relationship(naming: Naming, row: Any) -> Iterator[Line]:
    yield _named(naming, _("One of the two"), Party, row.a_id)
    yield Line(_("Tie"), str(row.get_kind_display()))
    yield _named(naming, _("The other"), Party, row.b_id)


def _measurement(naming: Naming, row: Any) -> Iterator[Line]:
    """A unit without a number; everything else stands in the lines below too."""
    if not row.quantity_as_stated and not spread(row, "quantity"):
        yield Line(_("Unit"), naming.text(row.unit_as_stated))


def _stop(naming: Naming, row: Any) -> Iterator[Line]:
    yield Line(_("Which stop"), str(row.get_role_display()))
    yield Line(_("Place"), naming.text(row.name))


def _related(naming: Naming, row: Any) -> Iterator[Line]:
    target = naming.linked(row)
    yield Line(_("Which case"), naming.incident(target) if target else "", about=target)


def _citation(naming: Naming, row: Any) -> Iterator[Line]:
    yield _named(naming, _("Which source"), IncidentSource, row.reading_id)
    yield Line(_("Page"), naming.text(row.page))


_SAID: dict[Any, Callable[[Naming, Any], Iterator[Line]]] = {
    Involvement: lambda naming, row: iter([_named(naming, _("Who"), Party, row.party_id)]),
    Allegation: _text(lambda: _("Claim"), "claim"),
    AllegationParty: _about,
    SpeechLink: _speech,
    Defeat: _defeat,
    Proceeding: _text(lambda: _("Name"), "name"),
    Step: _text(lambda: _("Step"), "words"),
    Membership: _membership,
    Relationship: _relationship,
    IncidentPlace: _text(lambda: _("Place"), "name"),
    IncidentDate: _text(lambda: _("Date of what"), "what"),
    Seizure: _text(lambda: _("Goods"), "what"),
    Measurement: _measurement,
    Route: _text(lambda: _("Route of what"), "commodity"),
    RouteStop: _stop,
    Casualty: _text(lambda: _("Figure of what"), "what"),
    Rate: _text(lambda: _("Rate of what"), "what"),
    Contradiction: _text(lambda: _("What sources differ on"), "fact"),
    OpenQuestion: _text(lambda: _("What is not known"), "text"),
    RelatedIncident: _related,
    Citation: _citation,
}
