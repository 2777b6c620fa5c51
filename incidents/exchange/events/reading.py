"""Rows of a file, each checked: an event that can be written as it stands, or every reason why it cannot."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from incidents.exchange.casebook.checks import is_local
from incidents.exchange.events.mapping import Mapping, PartyRule, Template, is_address
from incidents.models import edtf_bounds, is_blank, text_error

Dated = tuple[str, str | None, str | None]  # EDTF, first and last day
_WHOLE = re.compile(r"^(-?\d+)\.0+$")
_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}(?=\Z|[ T]\d)")  # a time of day may follow
_KEY = re.compile(r"\w(?:[\w-]*\w)?")  # of a party, after p. or o., in a fact card
_NOT_KEY = re.compile(r"[^\w-]+")
LONGEST_KEY = 200  # letters that `Party.key` and `Incident.key` take
LONGEST_NAME = 1000  # letters, as for names that are typed at the desk


class BadFile(ValueError):
    """The file cannot be read at all; says why."""


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: where, and what is wrong."""

    file: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, {self.column}: {self.reason}"


@dataclass(frozen=True)
class Named:
    """A party as the row names it."""

    key: str
    name: str
    rule: PartyRule


@dataclass
class Event:
    """One row, checked, and its number."""

    row: int
    key: str
    title: str
    summary: str
    dated: Dated = ("", None, None)
    place: str = ""
    country: str = ""
    subdivision: str = ""
    parties: list[Named] = field(default_factory=list)
    claim: str = ""
    offence: str = ""
    outcome: str = ""
    speakers: list[str] = field(default_factory=list)
    count: tuple[int | None, int | None, int | None] | None = None
    source: tuple[str, str, str, Dated] = ("", "", "", ("", None, None))  # publisher, title, address, day


class Reader:
    """Reads files with one mapping. `unused` are the columns of the file that the mapping does not name, `notes` what was
    left out of rows that are good, with how often."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.unused: list[str] = []
        self.notes: Counter[str] = Counter()
        self._seen: dict[str, int] = {}
        parts = mapping.parts
        self._place = Template(str(parts.get("place", {}).get("name", "")))
        claim = parts.get("claim", {})
        self._claim = [Template(str(claim.get(key, ""))) for key in ("text", "offence", "outcome")]
        self._speakers = [Template(str(text)) for text in claim.get("speakers", [])]
        source = parts.get("source", {})
        self._source = [Template(str(source.get(key, ""))) for key in ("publisher", "title", "url", "instead")]

    def rows(self, path: Path) -> Iterator[tuple[Event | None, list[Problem]]]:
        """Of each row the event or nothing, and the problems. Raises BadFile."""
        self._seen.clear()
        try:
            with path.open(encoding="utf-8-sig", newline="") as text:
                lines = csv.DictReader(text, strict=True)
                missing = self.mapping.needed - set(lines.fieldnames or [])
                self.unused = [name for name in lines.fieldnames or [] if name not in self.mapping.needed]
                if missing:
                    raise BadFile(f"{path}: no column {', '.join(sorted(missing))}.")
                for number, row in enumerate(lines, 2):
                    yield self._read(path.name, number, row)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise BadFile(f"{path}: {getattr(error, 'strerror', None) or error}.") from None

    def _read(self, file: str, number: int, given: dict[Any, Any]) -> tuple[Event | None, list[Problem]]:
        problems: list[tuple[str, str]] = []
        if None in given or None in given.values():
            return None, [Problem(file, number, "row", "has another number of values than the first row.")]
        row = {column: _clean(column, value, problems) for column, value in given.items()}
        if problems:
            return None, [Problem(file, number, *problem) for problem in problems]
        event = self._event(row, number, problems)
        return (None if problems else event), [Problem(file, number, *problem) for problem in problems]

    def _event(self, row: dict[str, str], number: int, problems: list[tuple[str, str]]) -> Event:
        mapping, parts = self.mapping, self.mapping.parts
        key = self._key(row, number, problems)
        event = Event(number, key, mapping.title.fill(row), mapping.summary.fill(row))
        for what, template, text in (
            ("a title", mapping.title, event.title),
            ("a summary", mapping.summary, event.summary),
        ):
            if not text:
                problems.append((" ".join(template.columns), f"there is nothing to make {what} of."))
        if "date" in parts:
            event.dated = _dated(row, parts["date"], problems)
        if "place" in parts:
            event.place = self._place.fill(row)
            event.country, event.subdivision = (
                row.get(str(parts["place"].get(part, "")), "") for part in ("country", "subdivision")
            )
            _coordinates(row, parts["place"], problems)
        event.parties = list(self._parties(row, problems))
        event.claim, event.offence, event.outcome = (template.fill(row) for template in self._claim)
        event.speakers = list(dict.fromkeys(text for speaker in self._speakers if (text := speaker.fill(row))))
        if "casualties" in parts:
            event.count = _count(row, parts["casualties"], problems)
        event.source = self._source_of(row)
        return event

    def _key(self, row: dict[str, str], number: int, problems: list[tuple[str, str]]) -> str:
        """The case id, if the row has one that no row before it had."""
        own, column = self.mapping.case.fill(row), " ".join(self.mapping.case.columns)
        key = f"{self.mapping.dataset['id']}-{own}"
        if not own or not _ID.match(key) or len(key) > LONGEST_KEY:
            problems.append((column, f"“{own}” cannot name a case: letters, digits, full stops, hyphens."))
        elif key in self._seen:
            problems.append((column, f"“{own}” came before, in row {self._seen[key]}."))
        self._seen.setdefault(key, number)
        return key

    def _parties(self, row: dict[str, str], problems: list[tuple[str, str]]) -> Iterator[Named]:
        seen = set()
        for rule in self.mapping.parties:
            key, name = rule.key.fill(row), rule.name.fill(row)
            described = name or rule.description.fill(row)
            if key and described and name not in rule.unless and key not in seen:
                seen.add(key)
                whole = f"{'p' if rule.person else 'o'}.{_as_in_cards(key)}"
                if wrong := _not_a_party(whole, key):
                    problems.append((" ".join(rule.key.columns), wrong))
                if len(name) > LONGEST_NAME:
                    problems.append((" ".join(rule.name.columns), f"a name has at most {LONGEST_NAME} letters."))
                yield Named(whole, name, rule)

    def _source_of(self, row: dict[str, str]) -> tuple[str, str, str, Dated]:
        publisher, title, url, instead = (template.fill(row) for template in self._source)
        column = str(self.mapping.parts.get("source", {}).get("date", ""))
        found = _DAY.match(row.get(column, ""))
        day: Dated = ("", None, None)
        if found and _day(found[0]):
            day = (found[0], found[0], found[0])
        elif row.get(column):
            self.notes[f"{column} is no day: the date of the source is left out"] += 1
        if url and not is_address(url):
            self.notes["the address of the source is no web address, or too long: left out"] += 1
            url = ""
        return publisher, title or instead, url, day


def _as_in_cards(key: str) -> str:
    """The key of a party as fact cards can have it: what they cannot have becomes `_`, and a sign of the whole key comes
    behind, so that no two keys become one. Empty where nothing is left."""
    if _KEY.fullmatch(key):
        return key
    kept = _NOT_KEY.sub("_", key).strip("_-")
    return f"{kept}_{sha256(key.encode()).hexdigest()[:8]}" if kept else ""


def _not_a_party(whole: str, key: str) -> str:
    """Why the key cannot be that of a party, or an empty text."""
    if whole.endswith("."):
        return f"“{key[:60]}” cannot be the key of a party: it has no letter or digit."
    if len(whole) > LONGEST_KEY:
        return f"“{key[:60]}…” cannot be the key of a party: it has more than {LONGEST_KEY} letters."
    if is_local(whole):
        return f"“{key[:60]}” cannot be the key of a party: in fact cards it would be one of a single case."
    return ""


def _clean(column: str, value: str, problems: list[tuple[str, str]]) -> str:
    """The value without space around it; a number that a spreadsheet made 4.0 is 4 again."""
    text = value.strip()
    if text and not text.isprintable():
        if wrong := text_error(text, "the value"):
            problems.append((column, wrong))
        elif is_blank(text):
            return ""
    whole = _WHOLE.match(text)
    return whole[1] if whole else text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _dated(row: dict[str, str], rule: dict[str, Any], problems: list[tuple[str, str]]) -> Dated:
    first_column, last_column = str(rule["first"]), str(rule.get("last", rule["first"]))
    form = str(rule.get("format", ""))
    begins, ends = _iso(row[first_column], form), _iso(row[last_column], form)
    first, last = _exact(begins), _exact(ends or begins)
    if first is None or last is None:
        return _between({first_column: str(first or begins), last_column: str(last or ends)}, problems)
    if first > last:
        problems.append((last_column, f"{last} is before {first_column}, {first}."))
    precision = row.get(str(rule.get("precision", "")), "")
    if precision in rule.get("years", []) and first.year == last.year:
        return str(first.year), f"{first.year}-01-01", f"{first.year}-12-31"
    if precision in rule.get("months", []) and (first.year, first.month) == (last.year, last.month):
        return _inexact(first_column, f"{first:%Y-%m}", problems)
    edtf = str(first) if first == last else f"{first}/{last}"
    return edtf, str(first), str(last)


def _exact(text: str) -> date | None:
    """The day that the text says, and perhaps the time of the day; None where it says another date, or none."""
    return _day(text) if _DAY.match(text) else None


def _between(ends: dict[str, str], problems: list[tuple[str, str]]) -> Dated:
    """A date of which not both ends are days, from the columns of its beginning and its end: what either says is kept."""
    before = len(problems)
    for column, text in ends.items():
        if text:
            _inexact(column, text, problems)
    columns, texts = list(ends), list(ends.values())
    if len(problems) > before or not any(texts):
        return "", None, None
    begins, end = texts[0], texts[-1]
    only_begins = len(texts) == 1 or not end or end == begins
    return _inexact(columns[-1], begins if only_begins else f"{begins or '..'}/{end}", problems)


def _iso(text: str, form: str) -> str:
    """The day as 2014-07-03 where the file writes days in another form, as the mapping says; else the text as it is."""
    try:
        return datetime.strptime(text, form).date().isoformat() if form else text
    except ValueError:
        return text


def _inexact(column: str, text: str, problems: list[tuple[str, str]]) -> Dated:
    try:
        first, last = edtf_bounds(text)
    except ValueError as error:
        problems.append((column, str(error)))
        return "", None, None
    return text, str(first) if first else None, str(last) if last else None


def _coordinates(row: dict[str, str], rule: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    for part, most in (("latitude", 90), ("longitude", 180)):
        column = str(rule.get(part, ""))
        if text := row.get(column, ""):
            try:
                good = abs(float(text)) <= most
            except ValueError:
                good = False
            if not good:
                problems.append((column, f"“{text[:60]}” is no {part}."))


def _count(
    row: dict[str, str], rule: dict[str, Any], problems: list[tuple[str, str]]
) -> tuple[int | None, int | None, int | None] | None:
    numbers: list[int | None] = []
    for part in ("low", "best", "high"):
        column = str(rule.get(part, ""))
        text = row.get(column, "")
        if text and not (text.isascii() and text.isdigit() and len(text) < 13):
            problems.append((column, f"“{text[:60]}” is not a number of people."))
            return None
        numbers.append(int(text) if text else None)
    known = [number for number in numbers if number is not None]
    if known != sorted(known):
        column = str(rule.get("best", rule.get("low", "")))
        problems.append((column, f"the figures are not in order: {', '.join(map(str, known))} (low, best, high)."))
    return (numbers[0], numbers[1], numbers[2]) if known else None
