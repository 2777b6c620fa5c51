"""What a reader is told of each fact of an earlier version: what the present page tells, in its words. What stands in no
function here is for the desk alone."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import wording
from incidents.figures.dates import told
from incidents.figures.inexact import spread
from incidents.figures.told.columns import Line, standing, told_by
from incidents.figures.told.naming import Naming
from incidents.filters.languages import language_name
from incidents.models import (
    Actor,
    Allegation,
    AllegationParty,
    Casualty,
    Citation,
    Defeat,
    Incident,
    IncidentDate,
    IncidentPlace,
    IncidentSource,
    Involvement,
    Measurement,
    Membership,
    Party,
    Proceeding,
    Rate,
    Region,
    Relationship,
    Route,
    RouteStop,
    Seizure,
    Source,
    Step,
)


def lines_of(naming: Naming, model: Any, row: Any) -> list[Line]:
    """The lines of one fact, in the order of the present page; nothing for what is empty."""
    return told_by(_TOLD, naming, model, row)


def _marked(words: str, *marks: str) -> str:
    """The words, and beside them what a reader must know of them."""
    beside = "; ".join(mark for mark in marks if mark)
    return f"{words} ({beside})" if words and beside else words or beside


def _quoted(words: str) -> str:
    return f"“{words}”" if words else ""


def _text(naming: Naming, label: str, words: str) -> Line:
    return Line(label, naming.text(words))


def _named(naming: Naming, label: str, model: Any, key: Any, mark: str = "") -> Line:
    about = naming.whence(key) if model is Party else key
    return Line(label, _marked(naming.pointed_at(model, key), mark) if key else "", about=(about, mark))


def _when(naming: Naming, row: Any, label: str = "") -> Line:
    return Line(label or _("When"), _date(naming, row.date_edtf, row.date_as_stated))


def _date(naming: Naming, edtf: str, as_stated: str) -> str:
    when = told(edtf, naming.text(as_stated))
    if when.ours:
        return _marked(_quoted(when.said), _("read by us as %(words)s") % {"words": when.words})
    source = _("in the source: “%(said)s”") % {"said": when.said} if when.said else ""
    return _marked(when.words, source) if when.words else when.said


def _count(naming: Naming, row: Any) -> str:
    numbers = spread(row, "count")
    return _marked(_quoted(naming.text(row.count_as_stated)), numbers) if row.count_as_stated else numbers


def _doubted(naming: Naming, row: Any) -> Line:
    return _text(naming, _("Doubted"), row.doubted_because)


def _incident(naming: Naming, row: Any) -> Iterator[Line]:
    yield _text(naming, _("Title"), row.title)
    yield _text(naming, _("Summary"), row.summary)
    yield _when(naming, row)
    mark = _("sorted by us, not confirmed") if row.kind_proposed else ""
    yield Line(_("Sort"), _marked(str(row.get_kind_display()), mark))
    yield Line(_("Sources read until"), _date(naming, row.sources_read_until, ""))


def _involvement(naming: Naming, row: Any) -> Iterator[Line]:
    yield Line(_("Role"), _quoted(naming.text(row.role_as_stated)) or str(row.get_role_display()))
    actor = naming.state.get(Actor, row.party_id)
    if actor is not None and actor.form == "group":
        yield Line(_("How many"), _count(naming, row))
    yield _text(naming, _("Kind, in the words of the source"), row.kind_as_stated)
    yield _named(naming, _("Part of"), Party, row.part_of_id)
    yield _named(naming, _("Among"), Involvement, row.subset_of_id)
    yield _text(naming, _("Occupation"), row.occupation)
    yield _named(naming, _("Country"), Region, row.country_id)
    yield _text(naming, _("Description"), row.description)
    yield Line(_("Called"), naming.own_name(row))
    yield Line(_("Name"), _("withheld by us") if row.named_publicly and naming.is_withheld(row) else "")


def _allegation(naming: Naming, row: Any) -> Iterator[Line]:
    yield Line(_("Quote"), _quoted(naming.text(row.quote)))
    yield Line(_("How sure it sounds"), _quoted(naming.text(row.certainty_words)))
    yield _when(naming, row, _("When it was said"))
    yield Line(_("Offence, in the words of the sources"), _quoted(naming.text(row.offence_as_stated)))
    said = _quoted(naming.text(row.reported_status_words))
    if said or row.reported_status != "unknown":
        yield Line(_("As the sources last report it"), _marked(str(row.get_reported_status_display()), said))
    yield Line(_("What came of it, in the words of the sources"), _quoted(naming.text(row.outcome_as_stated)))


def _about(naming: Naming, row: Any) -> Iterator[Line]:
    if row.capacity != "accused":
        return
    yield Line(_("Legal status"), *standing(naming, row))
    claim = naming.state.get(Allegation, row.allegation_id)
    looked = claim.checked_on if row.legal_status == "none_known" else None
    yield Line(_("Looked for proceedings until"), date_format(looked, "j F Y") if looked else "")
    reply = str(row.get_reply_status_display())
    said = ", ".join(filter(None, [naming.text(row.reply_text), _date(naming, row.reply_edtf, row.reply_as_stated)]))
    yield Line(_("Reply"), f"{reply}: {said}" if said else reply)


def _proceeding(naming: Naming, row: Any) -> Iterator[Line]:
    yield _named(naming, _("Authority"), Party, row.authority_id)
    yield _named(naming, _("Where"), Region, row.jurisdiction_id)
    yield _text(naming, _("Number of the case"), row.case_number)


def _step(naming: Naming, row: Any) -> Iterator[Line]:
    yield _when(naming, row)
    if row.kind != "other":
        mark = _("kind matched by us, not confirmed") if row.kind_proposed else ""
        yield Line(_("Kind of step"), _marked(str(row.get_kind_display()), mark))
    yield Line(_("Kind of decision"), str(wording.ON_MERITS.get(row.on_merits, "")))
    yield Line(_("Appeal"), str(wording.FINAL.get(row.final, "")))
    yield _text(naming, _("Details"), row.details)
    authority = [naming.party(row.authority_id), naming.text(row.authority_words)]
    yield Line(_("Authority"), " ".join(filter(None, authority)), about=(naming.whence(row.authority_id), authority[1]))
    yield _named(naming, _("Where"), Region, row.jurisdiction_id)
    yield _text(naming, _("Outcome"), row.outcome)
    yield _text(naming, _("Legal ground"), row.ground)
    yield _text(naming, _("Penalty as stated"), row.sentence)


def _certainty(row: Any) -> Line:
    mark = _("not confirmed") if row.certainty_proposed else ""
    return Line(_("How sure it is"), _marked(str(row.get_certainty_display()), mark))


def _membership(naming: Naming, row: Any) -> Iterator[Line]:
    yield Line(_("Role"), _quoted(naming.text(row.role)))
    yield _when(naming, row)
    yield _certainty(row)


def _relationship(naming: Naming, row: Any) -> Iterator[Line]:
    yield Line(_("Tie, in the words of the source"), _quoted(naming.text(row.kind_as_stated)))
    yield Line(_("In the words of the source"), _quoted(naming.text(row.as_stated)))
    yield _when(naming, row)
    yield _certainty(row)


def _place(naming: Naming, row: Any) -> Iterator[Line]:
    yield _text(naming, _("Kind"), row.kind_as_stated)
    yield Line(_("Role"), _marked(str(row.get_role_display()), _quoted(naming.text(row.role_as_stated))))
    exactly = str(row.get_precision_display()) if row.precision != "unknown" else ""
    mark = _("matched by us, not confirmed") if row.region_proposed else ""
    region = naming.pointed_at(Region, row.region_id) if row.region_id else ""
    where = f"{exactly}: {region}" if exactly and region else region or _("not located")
    yield Line(_("Where it is"), _marked(where, mark if region else ""))
    if row.country_id != row.region_id:
        yield _named(naming, _("Country"), Region, row.country_id)


def _dated(naming: Naming, row: Any) -> Iterator[Line]:
    yield _when(naming, row)
    ours = _("taken by us as the date of the incident, not confirmed")
    main = ours if row.main_proposed else _("the date of the incident")
    yield Line(_("Which date it is"), main if row.is_main else "")


def _seizure(naming: Naming, row: Any) -> Iterator[Line]:
    mark = _("sorted by us, not confirmed") if row.kind_proposed else ""
    yield Line(_("Sort"), _marked(str(row.get_kind_display()), mark))
    yield _text(naming, _("Substance or object"), row.substance)
    became = _marked(str(row.get_disposition_display()), _quoted(naming.text(row.disposition_words)))
    yield Line(_("What became of it"), became)


def _measurement(naming: Naming, row: Any) -> Iterator[Line]:
    unit = "" if row.unit_as_stated == "unstated" else naming.text(row.unit_as_stated)
    quantity = f"{spread(row, 'quantity')} {unit}".strip() if spread(row, "quantity") else ""
    said = naming.text(row.quantity_as_stated)
    yield Line(_("How much"), _marked(quantity, _quoted(said) if said != quantity else ""))
    value = f"{spread(row, 'value')} {row.currency_id or ''}".strip() if spread(row, "value") else ""
    yield Line(_("Value"), _marked(value, _quoted(naming.text(row.value_as_stated))))
    yield _when(naming, row)
    several = len(naming.state.parts(Measurement, row.seizure_id)) > 1
    yield Line(_("Of several figures"), _("the figure that we count") if row.is_preferred and several else "")
    yield _doubted(naming, row)


def _stop(naming: Naming, row: Any) -> Iterator[Line]:
    yield _text(naming, _("By what means"), row.means)
    mark = _("matched by us, not confirmed") if row.region_proposed and row.region_id else ""
    yield _named(naming, _("Where it is"), Region, row.region_id, mark)
    yield _named(naming, _("Who"), Party, row.party_id)


def _casualty(naming: Naming, row: Any) -> Iterator[Line]:
    yield Line(_("How many"), _count(naming, row) or _("number not stated"))
    yield Line(_("Counted among"), _("victims") if row.listed_as == "victims" else "")
    yield _doubted(naming, row)


def _rate(naming: Naming, row: Any) -> Iterator[Line]:
    parts = [spread(row, "amount"), row.currency_id or "", naming.text(row.unit)]
    per = _("per %(what)s") % {"what": naming.text(row.per)} if row.per else ""
    amount = " ".join(filter(None, [*parts, per]))
    yield Line(_("How much"), _marked(amount, _quoted(naming.text(row.amount_as_stated))))
    yield _doubted(naming, row)


def _reading(naming: Naming, row: Any) -> Iterator[Line]:
    source = naming.state.get(Source, row.source_id)
    if source is not None:
        yield _text(naming, _("Publisher"), source.publisher)
        yield _text(naming, _("Title"), source.title)
        yield _text(naming, _("Author"), source.author)
        yield Line(_("Published"), _date(naming, source.published_edtf, ""))
        kind = _marked(str(source.get_kind_display()), _quoted(naming.text(source.kind_as_stated)))
        yield Line(_("Kind"), kind)
        yield Line(_("Language"), language_name(source.language))
        yield Line(_("Address"), naming.address(source.url))
    yield Line(_("Read on"), date_format(row.accessed, "j F Y") if row.accessed else "")
    yield Line(_("Archived copy"), naming.address(row.archived_url))


def _citation(naming: Naming, row: Any) -> Iterator[Line]:
    yield Line(_("Passage"), _quoted(naming.text(row.quote)))
    yield _text(naming, _("In the words of the case"), row.as_stated)
    yield Line(_("Read on"), date_format(row.accessed, "j F Y") if row.accessed else "")
    yield Line(_("Archived copy"), naming.address(row.archived_url))
    yield Line(_("Source"), _("matched by us") if row.proposed else "")


_TOLD: dict[Any, Callable[[Naming, Any], Iterator[Line]]] = {
    Incident: _incident,
    Involvement: _involvement,
    Allegation: _allegation,
    AllegationParty: _about,
    Defeat: lambda naming, row: iter([_text(naming, _("In words"), row.words)]),
    Proceeding: _proceeding,
    Step: _step,
    Membership: _membership,
    Relationship: _relationship,
    IncidentPlace: _place,
    IncidentDate: _dated,
    Seizure: _seizure,
    Measurement: _measurement,
    Route: lambda naming, row: iter([_text(naming, _("In the words of the source"), row.as_stated)]),
    RouteStop: _stop,
    Casualty: _casualty,
    Rate: _rate,
    IncidentSource: _reading,
    Citation: _citation,
}
