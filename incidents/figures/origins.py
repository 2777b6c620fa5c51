"""How many sources a claim has, and how many independent origins: two articles that relay one informant are one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from incidents.figures.cast import Cast
from incidents.search import fold

_SMALL = frozenset("the a an el la los las un una lo unos unas".split())


@dataclass(frozen=True)
class Basis:
    """What a claim rests on: so many sources, which go back to so many independent origins."""

    sources: int
    origins: int


def named(words: str) -> str:
    """A speaker in words, so that “The police” and “police” are one."""
    return " ".join(word for word in fold(words).split() if word not in _SMALL)


class Origins:
    """Counts the origins of the claims of one case.

    The rule. The origins of a claim are those who made it: the speakers at the start of its chain of speech. Whoever
    relays it adds none. A speaker in the record counts once however often and in whatever words he speaks; speakers in
    words, and protected ones, are one where their words are, but for case, accents and articles. Without a speaker the publishers of its
    sources stand in their place. A publisher whose article itself names whom it has it from stands for those, and so
    on: two outlets with the same wire story, or with the same informant, are one origin. An outlet that names two is
    no third. Where a chain of relays closes on itself, the one at which it closes counts.
    """

    def __init__(self, articles: Iterable[tuple[int, str, Iterable[str]]]) -> None:
        """`articles`: each source of the case with its key, its publisher and whom it cites."""
        self._publishers: dict[int, str] = {}
        self._cites: dict[str, dict[str, None]] = {}
        self._own: dict[int, list[str]] = {}
        for key, publisher, cites in articles:
            told = [name for name in map(named, cites) if name]
            self._publishers[key] = named(publisher)
            self._own[key] = told
            self._cites.setdefault(named(publisher), {}).update(dict.fromkeys(told))

    def of(self, speakers: Iterable[Any], cited: Iterable[int], cast: Cast) -> Basis:
        """The basis of a claim: `speakers` are the links of its chain, `cited` the sources that were cited for it; without
        any, all sources of the case stand for it, as in its footnotes."""
        sources = [key for key in cited if key in self._publishers] or list(self._publishers)
        made = [link for link in speakers if link.step == 0]
        aliases = {link.public_party_id: named(cast.get(link.public_party_id).label) for link in made}
        known = {label: f"party {pk}" for pk, label in aliases.items() if pk and label}
        found: set[str] = set()
        for link in made:
            found |= self._behind(self._speaker(link, aliases), sources, frozenset())
        if not made:
            for key in sources:
                found |= self._behind(self._publishers[key], [key], frozenset())
        return Basis(len(set(sources)), len({known.get(name, name) for name in found}))

    def _speaker(self, link: Any, aliases: Mapping[int | None, str]) -> str:
        """The label of a speaker; one in the record whom nothing names publicly still counts as somebody."""
        if link.protected:
            return f"protected {named(link.role_words)}"
        return aliases.get(link.public_party_id, "") or named(link.words or link.role_words) or f"link {link.pk}"

    def _behind(self, name: str, sources: list[int], seen: frozenset[str]) -> set[str]:
        """Those whom the articles of that name give as their own sources, or else the name itself."""
        articles = [key for key in sources if self._publishers[key] == name]
        cites = [told for key in articles for told in self._own[key]] if articles else list(self._cites.get(name, {}))
        further = [told for told in cites if told != name and told not in seen]
        if not further:
            return {name}
        return set().union(*(self._behind(told, [], seen | {name}) for told in further))
