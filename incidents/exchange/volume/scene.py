"""When and where an invented case happened, and what it is about."""

import datetime

from incidents.exchange.volume import words
from incidents.exchange.volume.chance import one
from incidents.exchange.volume.drafts import NO_DATE, Dated, Draft
from incidents.models import edtf_bounds

FIRST, LAST = 1985, 2025
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def date_of(draft: Draft) -> Dated:
    """A day, a month, a year, about a year, or nothing at all; the later the more often."""
    rng = draft.rng
    year = LAST - int((LAST - FIRST + 1) * rng.random() ** 2.2)
    month = 1 + int(rng.random() * 12)
    kind = rng.random()
    if kind < 0.8:
        day = f"{year}-{month:02d}-{1 + int(rng.random() * 28):02d}"
        return "", day, day, day
    if kind < 0.92:
        return "", f"{year}-{month:02d}", f"{year}-{month:02d}-01", f"{year}-{month:02d}-{_last(year, month)}"
    if kind < 0.97:
        return "", str(year), f"{year}-01-01", f"{year}-12-31"
    if kind < 0.99:
        first, last = edtf_bounds(f"{year}~")
        said = "around" if draft.language == "en" else "hacia"
        return f"{said} {year}", f"{year}~", str(first), str(last)
    return NO_DATE


def _last(year: int, month: int) -> int:
    return 29 if month == 2 and year % 4 == 0 else _MONTHS[month - 1]


def later(draft: Draft, days: int) -> Dated:
    """A day some time after the case happened, never after the last year; none where that is not known."""
    first = draft.date[2]
    if first is None:
        return NO_DATE
    last = datetime.date(LAST, 12, 31)
    day = str(min(datetime.date.fromisoformat(first) + datetime.timedelta(days=days), last))
    return "", day, day, day


def settle(draft: Draft) -> None:
    """Chooses what the case is about, so that all its texts agree."""
    rng, world = draft.rng, draft.world
    draft.pk = draft.tables.new(draft.tables.incident)
    draft.language = "es" if rng.random() < 0.6 else "en"
    draft.date = date_of(draft)
    spot = world.spot(rng)
    draft.place, draft.country = spot.label, spot.country
    draft.offence = world.offences.draw(rng)
    draft.goods = int(rng.random() * len(words.GOODS))
    draft.band = world.organizations["criminal_group"].draw(rng)
    draft.paper = world.publishers.draw(rng)
    draft.tell()
    _place(draft, 0, spot.label, spot.pk, spot.exact, "location")


def _place(draft: Draft, position: int, name: str, region: int, exact: bool, role: str) -> None:
    rows = draft.tables.place
    precision = "exact" if exact else "within"
    pk = draft.tables.new(rows)
    rows.add(pk, position, draft.pk, name, draft.country, region, precision, role, draft.at)


def texts(draft: Draft) -> tuple[str, str]:
    """Title and summary."""
    rng = draft.rng
    title = one(rng, words.TITLES[draft.language]).format_map(draft.spoken)
    told = words.SUMMARIES[draft.language]
    first = int(rng.random() * len(told))
    # The first sentence stands in two of five summaries, as some word does in every collection.
    chosen = [told[0] if rng.random() < 0.4 else told[first]]
    chosen += [told[(first + step) % len(told)] for step in range(1, 2 + int(rng.random() * 3))]
    return title, " ".join(dict.fromkeys(sentence.format_map(draft.spoken) for sentence in chosen))


def surroundings(draft: Draft) -> None:
    """The main date, other places, casualties and goods."""
    rng, tables = draft.rng, draft.tables
    if draft.date[1]:
        what = "it happened" if draft.language == "en" else "ocurrió"
        tables.date.add(tables.new(tables.date), draft.pk, what, True, *draft.date, draft.at)
    for position, role in enumerate(("mentioned", "origin", "destination", "transit"), 1):
        if rng.random() < 0.35 / position:
            spot = draft.world.spot(rng)
            _place(draft, position, spot.label, spot.pk, spot.exact, role)
    if rng.random() < 0.3:
        low = 1 + int(20 * rng.random() ** 3)
        high, what = low + int(rng.random() * 3), words.KILLED[draft.language][int(rng.random() * 2)]
        best = low if low == high else None
        pk = tables.new(tables.casualty)
        tables.casualty.add(pk, draft.pk, "casualties", what, low, best, high, str(low), draft.at)
    if rng.random() < 0.15:
        _seizure(draft)


def _seizure(draft: Draft) -> None:
    rng, tables = draft.rng, draft.tables
    kind, _english, _spanish, unit, most = words.GOODS[draft.goods]
    substance, pk = draft.spoken["goods"], tables.new(tables.seizure)
    tables.seizure.add(pk, draft.pk, substance, kind, substance, draft.at)
    amount = 1 + int(most * rng.random() ** 3) if unit else None
    row = (tables.new(tables.measurement), pk, True, amount, amount, amount, unit, unit if unit == "kg" else None)
    tables.measurement.add(*row, f"{amount} {unit}" if amount else "", draft.at)
