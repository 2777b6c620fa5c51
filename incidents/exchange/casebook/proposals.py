"""What a card leaves open and its words suggest: kinds, roles, regions, capacities. Proposals, marked as such."""

import re
from collections.abc import Callable
from typing import Any

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.context import Library
from incidents.exchange.casebook.load_values import words_of
from incidents.exchange.reference.phrases import party_role
from incidents.models import Certainty, PartyRole, PlacePrecision, Protection, SeizureKind
from incidents.search import fold

_BRACKETS = re.compile(r"^(?P<before>[^()]*)\((?P<inside>[^()]*)\)(?P<after>.*)$")
_PLACE_KINDS = {"zone": "zone", "river": "water", "lake": "water", "sea": "water", "municipality": "district"}
_DONE_TO = {PartyRole.KILLED, PartyRole.VICTIM, PartyRole.WOUNDED, PartyRole.MISSING}
_DOUBTED = (
    "alleg",
    "accus",
    "suspect",
    "according to",
    "said to",
    "report",
    "segun",
    "presunt",
    "supuest",
    "acusad",
    "sospech",
)
# Statuses that only an authority can have brought about.
DECIDED_BY_AUTHORITIES = {
    "under_investigation",
    "arrested",
    "charged",
    "indicted",
    "convicted",
    "acquitted",
    "dismissed",
    "reversed",
    "pardoned",
}
_SEIZED: tuple[tuple[SeizureKind, str], ...] = (
    (
        SeizureKind.DRUGS,
        r"\b(cocain[ea]|coca|drugs?|drogas?|mari[jh]uana|cannabis|heroina?|opium|fentan\w+|meth\w*|paste|clorhidrato)\b",
    ),
    (
        SeizureKind.WEAPONS,
        r"\b(weapons?|guns?|rifles?|pistol\w*|grenades?|ammunition|explosiv\w+|firearms?|bullets?|armas?|fusil\w*|granadas?)\b",
    ),
    (SeizureKind.GOLD, r"\b(gold|minerals?|mercury|silver|ore|oro|minerales|mercurio)\b"),
    (SeizureKind.TIMBER, r"\b(timber|wood|logs?|planks?|wildlife|animals?|madera|animales)\b"),
    (
        SeizureKind.VEHICLES,
        r"\b(vehicles?|cars?|trucks?|aircraft|planes?|vessels?|ships?|boats?|helicopters?|submarines?|vehiculos?|camion\w*|"
        r"avionetas?|lanchas?|helicopteros?)\b",
    ),
    (SeizureKind.CASH, r"\b(cash|money|dollars?|soles|pesos|banknotes?|bank accounts?|dinero|efectivo|dolares)\b"),
    (SeizureKind.PROPERTY, r"\b(buildings?|houses?|property|properties|real estate|mansions?|ranch\w*|land|assets?)\b"),
    (
        SeizureKind.EVIDENCE,
        r"\b(documents?|phones?|books?|notebooks?|conversations?|computers?|recordings?|fragments?)\b",
    ),
)
_UNNAMED = "somebody not named"
_NEUTRAL = {
    Protection.MINOR: "young person",
    Protection.VICTIM: "victim",
    Protection.WITNESS: "witness",
    Protection.PRIVATE: "private person",
}


def region_of(name: str, kind: str, country: str | None, library: Library) -> tuple[int | None, str]:
    """(region, precision) for a place as written: the region of that name, else its country, else nothing."""
    code = (country or "").upper()
    for spelling in _spellings(name):
        found = library.gazetteer.find(spelling, _PLACE_KINDS.get(kind, kind), code or None)
        if found is None and kind not in {"facility", "border"}:
            found = library.gazetteer.find(spelling, "", code or None)
        if found is not None:
            return found, PlacePrecision.EXACT
    within = library.region(code)
    return within, PlacePrecision.WITHIN if within else PlacePrecision.UNKNOWN


def _spellings(name: str) -> list[str]:
    """The name as written, without its bracketed addition, and what stands in the brackets."""
    match = _BRACKETS.match(name)
    if not match:
        return [name, *([name.split(",")[0]] if "," in name else [])]
    return [name, f"{match['before']} {match['after']}".strip(), match["inside"]]


def role_of(party: Card) -> str:
    """The role code that the words of the card suggest; nothing to go by: mentioned."""
    words = party.get("role_in_case")
    return party_role(words) if words else PartyRole.MENTIONED.value


def is_done_to(protection: str, role: str) -> bool:
    """Whether a party among those that a claim is about is rather the one it was done to."""
    return bool(protection) or role in _DONE_TO


def seizure_kind(what: str, substance: str) -> str:
    """The sort of goods; what was taken says more than what it was made of only where that says nothing."""
    for text in (fold(substance), fold(what)):
        for kind, pattern in _SEIZED:
            if re.search(pattern, text):
                return kind.value
    return SeizureKind.OTHER.value


def main_date(dates: list[Card]) -> int | None:
    """The place of the date that is probably the incident's own."""
    for number, date in enumerate(dates):
        what = fold(date["what"])
        if (
            date.get("main") is not False
            and date.get("edtf")
            and not what.startswith("context")
            and "article" not in what.split()
        ):
            return number
    return None


def tie_certainty(words: str) -> str:
    """How sure a tie is by the words for it: alleged where they say so, in English or Spanish."""
    told = fold(words)
    return Certainty.ALLEGED if any(mark in told for mark in _DOUBTED) else Certainty.STATED


def speaker_role(protection: str, party: Card) -> str:
    """How a protected speaker may be called in public."""
    words = fold(f"{party.get('role_in_case') or ''} {party.get('description') or ''}")
    return "informant" if "informant" in words else _NEUTRAL.get(Protection(protection), "")


def _as_stated(*names: str) -> Callable[[Card], str]:
    """The words of the inexact numbers of that name."""
    return lambda entry: " ".join(_words_of_number(entry.get(name)) for name in names)


def _words_of_number(stated: Any) -> str:
    return (stated.get("as_stated") or "") if isinstance(stated, dict) else ""


def _columns(*names: str) -> Callable[[Card], str]:
    return lambda entry: " ".join(entry.get(name) or "" for name in names)


def _said(entry: Card) -> str:
    relayed = entry.get("relayed_by") or []
    return " | ".join([entry.get("made_by") or "", *relayed, entry.get("outcome_details") or ""])


# The words of each fact that may name the publisher of a source; who says something is never proposed to be cited.
_CITING_WORDS: dict[str, Callable[[Card], str]] = {
    "date": _columns("what", "as_stated"),
    "place": _columns("name"),
    "involvement": _columns("description", "role_in_case"),
    "membership": _columns("role", "when_as_stated"),
    "relationship": _columns("as_stated"),
    "allegation": _said,
    "reply": _columns("as_stated"),
    "step": _columns("step", "details"),
    "seizure": _as_stated("quantity", "value"),
    "measurement": _columns("as_stated"),
    "rate": _as_stated("amount"),
    "casualty": _as_stated("count"),
    "route": _columns("as_stated"),
}


def proposes_citations(card: Card, name: str, entry: Card) -> list[str]:
    """Addresses of the sources that probably support a fact of that kind (see `FACTS`) of the card."""
    words = _CITING_WORDS.get(name)
    return _citing(card, words(entry)) if words else []


def called_in_a_route(entry: Card, protected: bool) -> str:
    """How a stop that is somebody's hands is called: by description, since a name may be protected."""
    named = "" if protected or entry.get("protect") else words_of(entry.get("name"))
    return named or entry.get("description") or _UNNAMED


def _citing(card: Card, words: str) -> list[str]:
    """Addresses of the sources that the words name by publisher; the only source of a card always is."""
    sources = [source for source in card.get("sources") or [] if source.get("url")]
    if len(card.get("sources") or []) == 1:
        return [source["url"] for source in sources]
    told = f" {fold(words)} "
    return [source["url"] for source in sources if any(f" {name} " in told for name in _called(source["publisher"]))]


def _called(publisher: str | None) -> list[str]:
    """How a publisher may be called: by the full name, without brackets, or by initials."""
    before = re.sub(r"\(.*?\)", "", publisher or "").strip()
    initials = "".join(word[0] for word in before.split() if word[:1].isupper())
    names = {fold(publisher or ""), fold(before), fold(initials) if len(initials) > 1 else ""}
    return [name for name in names if name]
