"""Which passage supports which fact: as the card says, else proposed by the publisher's name."""

from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Context
from incidents.exchange.casebook.load_values import day, text
from incidents.exchange.casebook.proposals import proposes_citations
from incidents.exchange.casebook.rows import Wanted, in_order, settled_by_editor
from incidents.models import FACTS, Citation, IncidentSource

_SAYS = ("reading_id", "page", "quote", "as_stated")


class Citer:
    """The citations of one case, read once; facts are cited one by one, and what is left at the end goes."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._rows: dict[tuple[str, int], list[Citation]] = {}
        self._unused: list[Citation] = []
        for row in context.incident.citations.all():
            name = next((name for name in FACTS if getattr(row, f"{name}_id")), "")
            self._rows.setdefault((name, getattr(row, f"{name}_id") if name else 0), []).append(row)

    def cite(self, name: str, fact: Any, entry: Card) -> None:
        """The citations of a fact: those that the card states, else those that an editor settled, else proposals.

        An empty list states that there are none.
        """
        stated = _stated(entry)
        rows = self._rows.pop((name, fact.pk if fact else 0), [])
        settled = [row for row in rows if settled_by_editor(row, "proposed")]
        if stated is None and settled:
            self._unused += [row for row in rows if row not in settled]
            return
        proposed = stated is None
        listed = [{"url": url} for url in proposes_citations(self.context.card, name, entry)] if proposed else stated
        self._write(name, fact, rows, [self._wanted(entry, at, proposed) for at, entry in enumerate(listed or [])])

    def cite_as_stated(self, name: str, fact: Any, stated: list[Card] | None) -> None:
        """The citations of a fact for which nothing is proposed; where the card is silent, only an editor's stay."""
        rows = self._rows.pop((name, fact.pk), [])
        if stated is not None:
            self._write(name, fact, rows, [self._wanted(entry, at, False) for at, entry in enumerate(stated)])
        else:
            self._unused += [row for row in rows if not settled_by_editor(row, "proposed")]

    def support_summary(self, stated: list[Card] | None) -> None:
        """Every source of the card supports its summary, as a proposal, unless the card or an editor says which do."""
        rows = self._rows.pop(("", 0), [])
        if stated is None and any(settled_by_editor(row, "proposed") for row in rows):
            return
        if stated is not None:
            wanted = [self._wanted(entry, at, False) for at, entry in enumerate(stated)]
        else:
            wanted = [self._of_reading(row, at) for at, row in enumerate(self.context.current_readings)]
        self._write("", None, rows, wanted)

    def finish(self, dropped: list[IncidentSource]) -> None:
        """Removes what is no longer cited; only now, since something published is never without a citation."""
        orphans = Citation.objects.filter(reading__in=[reading.pk for reading in dropped])
        for row in [*self._unused, *(row for rows in self._rows.values() for row in rows), *orphans]:
            if Citation.objects.filter(pk=row.pk).exists():
                self.context.writer.delete(row)

    def _of_reading(self, reading: IncidentSource, position: int) -> Wanted:
        values = {"reading_id": reading.pk, "page": "", "quote": "", "as_stated": ""}
        return Wanted(tuple(values.values()), {**values, "position": position, "proposed": True})

    def _wanted(self, entry: Card, position: int, proposed: bool) -> Wanted:
        values: dict[str, Any] = {"reading_id": self.context.reading(entry).pk}
        values |= {name: text(entry.get(name)) for name in ("page", "quote", "as_stated")}
        identity = tuple(values.values())
        values |= {name: text(entry.get(name)) for name in ("quote_language", "archived_url")}
        values |= {"accessed": day(entry.get("accessed")), "proposed": proposed}
        return Wanted(identity, {**values, "position": entry.get("position", position)})

    def _write(self, name: str, fact: Any, rows: list[Citation], wanted: list[Wanted]) -> None:
        """New citations first; rows that nobody wants wait for the end."""
        left, found = list(rows), []
        for want in wanted:
            row = next((row for row in left if _said_by(row) == want.identity), None)
            if row is not None:
                left.remove(row)
            found.append(row)
        keeps_places = in_order(found, [None] * len(found))
        for row, want in zip(found, wanted, strict=True):
            values = {k: v for k, v in want.values.items() if k != "position"} if keeps_places else want.values
            new = Citation(incident=self.context.incident, **({name: fact} if name else {}))
            self.context.writer.apply(row or new, values)
        self._unused += left
        self.context.counts["citations"] += len(wanted)


def _said_by(row: Citation) -> tuple[Any, ...]:
    """What tells a citation of a fact from its others."""
    return tuple(getattr(row, column) for column in _SAYS)


def _stated(entry: Card) -> list[Card] | None:
    """The passages that the card gives: an address beside the fact stands at place 0, the further ones follow."""
    address, listed = entry.get("source_url"), entry.get("citations")
    if not address and listed is None:
        return None
    first = [{"url": address, "position": 0}] if address else []
    return first + [{**citation, "position": number} for number, citation in enumerate(listed or [], 1)]
