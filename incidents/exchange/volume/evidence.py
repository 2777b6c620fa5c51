"""The sources of an invented case and the passages that support its facts."""

from incidents.exchange.volume.chance import PublicIds
from incidents.exchange.volume.drafts import Draft
from incidents.exchange.volume.scene import later
from incidents.search import fold

MOST = 2  # sources that no other case has


def sources(draft: Draft, ids: PublicIds, title: str) -> list[int]:
    """Articles of this case alone, and now and then a report that many cases cite; the numbers of the readings."""
    rng, tables, new = draft.rng, draft.tables, draft.tables.new
    found: list[int] = []
    for number in range(1 if rng.random() < 0.7 else MOST):
        pk, publisher = new(tables.source), draft.paper if number == 0 else draft.world.publishers.draw(rng)
        _words, edtf, first, last = later(draft, 1 + number)
        public_id, language = ids.of(draft.number * MOST + number), draft.language if rng.random() < 0.9 else "pt"
        tables.source.add(
            pk,
            public_id,
            f"https://news.example.org/{public_id}",
            title,
            publisher,
            edtf,
            first,
            last,
            language,
            "news",
            fold(f"{publisher} {title} "),
            draft.at,
        )
        found.append(pk)
    if rng.random() < 0.3:
        found.append(draft.world.reports.draw(rng))
    readings = []
    for position, source in enumerate(found):
        reading = new(tables.reading)
        tables.reading.add(reading, position, draft.pk, source, draft.at[:10], draft.at)
        readings.append(reading)
    return readings


def citations(draft: Draft, readings: list[int], claims: list[int]) -> None:
    """One passage for the summary, one for each claim."""
    _cite(draft, readings[0], 0, None)
    for position, claim in enumerate(claims, 1):
        _cite(draft, readings[position % len(readings)], position, claim)


def _cite(draft: Draft, reading: int, position: int, claim: int | None) -> None:
    tables = draft.tables
    page = f"p. {1 + int(draft.rng.random() * 30)}" if draft.rng.random() < 0.3 else ""
    pk = tables.new(tables.citation)
    tables.citation.add(pk, position, draft.pk, reading, page, claim, draft.at)
