"""What was taken, paid and lost: seizures with their measurements, rates, figures of people harmed."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_citations import Citer
from incidents.exchange.casebook.load_values import choice, count_columns, number_columns, text, unit_of
from incidents.exchange.casebook.proposals import seizure_kind
from incidents.exchange.casebook.rows import Proposal, Wanted, identified
from incidents.models import Casualty, CasualtyList, Disposition, Measurement, Rate, Seizure


def load_seizures(context: Context, citer: Citer) -> None:
    listed = context.listed("seizures")
    old = identified(context.incident.seizures.all(), "what", "substance")
    wanted = [_seizure(entry, position) for position, entry in enumerate(listed)]
    rows = context.writer.sync(lambda: Seizure(incident=context.incident), old, wanted)
    for entry, row in zip(listed, rows, strict=True):
        _measurements(context, citer, row, entry)
        citer.cite("seizure", row, entry)
    context.counts["seizures"] = len(rows)


def _seizure(entry: Card, position: int) -> Wanted:
    what, substance = entry["what"], text(entry.get("substance"))
    stated = entry.get("disposition")
    disposition, words = choice(stated, Disposition.values, entry.get("disposition_words")) if stated else ("", "")
    values: dict[str, Any] = {"position": position, "what": what, "substance": substance}
    values |= {"disposition": disposition, "disposition_words": words or text(entry.get("disposition_words"))}
    if entry.get("kind"):
        return Wanted((what, substance), {**values, "kind": entry["kind"], "kind_proposed": False})
    return Wanted((what, substance), values, [Proposal("kind", seizure_kind(what, substance), "kind_proposed")])


def _measurements(context: Context, citer: Citer, row: Seizure, entry: Card) -> None:
    """The measurement beside the goods is the preferred one; the others follow."""
    preferred = {**entry, "as_stated": entry.get("date_as_stated")}
    listed = [(preferred, True)] if _measures(entry) else []
    listed += [(further, False) for further in entry.get("measurements") or []]
    wanted = []
    for position, (stated, is_preferred) in enumerate(listed):
        columns = _measurement(context, stated)
        identity = (columns["quantity_as_stated"], columns["value_as_stated"], columns["date_as_stated"])
        values = {**columns, "position": position, "is_preferred": is_preferred}
        wanted.append(Wanted(identity, values, group=is_preferred))
    old = identified(row.measurements.all(), "quantity_as_stated", "value_as_stated", "date_as_stated")
    rows = context.writer.sync(lambda: Measurement(seizure=row), old, wanted, once="is_preferred")
    for (stated, is_preferred), measurement in zip(listed, rows, strict=True):
        if is_preferred:
            citer.cite_as_stated("measurement", measurement, entry.get("measurement_citations"))
        else:
            citer.cite("measurement", measurement, stated)


def _measures(entry: Card) -> bool:
    """Whether anything is said of the preferred measurement; numbers and words that are all null say nothing."""
    told = [*(entry.get("quantity") or {}).values(), *(entry.get("value") or {}).values()]
    told += [entry.get(name) for name in ("doubted_because", "date_as_stated", "edtf", "measurement_citations")]
    return any(value not in (None, "", []) for value in told)


def _measurement(context: Context, stated: Card) -> dict[str, Any]:
    quantity = stated.get("quantity")
    unit = text((quantity or {}).get("unit_code")) or unit_of(quantity)
    return {
        **number_columns("quantity", quantity),
        "unit_as_stated": unit_of(quantity),
        "unit_id": unit if unit in context.library.units else None,
        **number_columns("value", stated.get("value")),
        "currency_id": (stated.get("value") or {}).get("currency") or None,
        "doubted_because": text(stated.get("doubted_because")),
        "date_as_stated": text(stated.get("as_stated")),
        "date_edtf": text(stated.get("edtf")),
    }


def load_rates(context: Context, citer: Citer) -> None:
    listed = context.listed("rates")
    wanted = [_rate(entry, position) for position, entry in enumerate(listed)]
    rows = context.writer.sync(
        lambda: Rate(incident=context.incident), identified(context.incident.rates.all(), "what", "per"), wanted
    )
    for entry, row in zip(listed, rows, strict=True):
        citer.cite("rate", row, entry)
    context.counts["rates"] = len(rows)


def _rate(entry: Card, position: int) -> Wanted:
    amount = entry.get("amount") or {}
    values: dict[str, Any] = {"position": position, "what": entry["what"], "per": text(entry.get("per"))}
    values |= number_columns("amount", amount)
    values |= {"currency_id": amount.get("currency") or None, "doubted_because": text(entry.get("doubted_because"))}
    values["unit"] = text(amount.get("unit")) if amount.get("currency") else unit_of(amount)
    return Wanted((entry["what"], values["per"]), values)


def load_casualties(context: Context, citer: Citer) -> None:
    """Both lists of people harmed; each keeps its own order."""
    for list_name in CasualtyList.values:
        listed = context.listed(list_name)
        old = identified(context.incident.casualties.filter(listed_as=list_name), "what", "count_as_stated")
        wanted = [_casualty(entry, position) for position, entry in enumerate(listed)]
        rows = context.writer.sync(_new_casualty(context, list_name), old, wanted)
        for entry, row in zip(listed, rows, strict=True):
            citer.cite("casualty", row, entry)
        context.counts["figures of people"] += len(rows)


def _new_casualty(context: Context, list_name: str) -> Any:
    return lambda: Casualty(incident=context.incident, listed_as=list_name)


def _casualty(entry: Card, position: int) -> Wanted:
    columns = count_columns(entry.get("count"))
    doubt = text(entry.get("doubted_because"))
    values = {"position": position, "what": entry["what"], **columns, "doubted_because": doubt}
    return Wanted((entry["what"], columns["count_as_stated"]), values)
