"""One invented case as far as it is told: what its later facts lean on."""

import random
from dataclasses import dataclass, field

from incidents.exchange.bulk.tables import Tables
from incidents.exchange.volume import words
from incidents.exchange.volume.world import Somebody, World

Dated = tuple[str, str, str | None, str | None]  # words, EDTF, first and last day
NO_DATE: Dated = ("", "", None, None)
NO_COUNT = (None, None, None, "")


@dataclass
class Draft:
    """A case while it is made. `parties` have their involvement: number of the party → number of that row."""

    world: World
    tables: Tables
    rng: random.Random
    number: int
    at: str  # when it was entered
    pk: int = 0
    language: str = "en"
    date: Dated = NO_DATE
    place: str = ""
    country: int | None = None
    offence: tuple[int, dict[str, str]] = (0, {})
    goods: int = 0
    band: Somebody | None = None
    paper: str = ""
    parties: dict[int, int] = field(default_factory=dict)
    accused: list[int] = field(default_factory=list)
    spoken: dict[str, str] = field(default_factory=dict)

    def tell(self) -> None:
        """Settles the words that the texts of the case share."""
        goods = words.GOODS[self.goods]
        self.spoken = {
            "place": self.place,
            "offence": self.offence[1][self.language].lower(),
            "goods": goods[1] if self.language == "en" else goods[2],
            "band": self.band.label if self.band else "",
            "paper": self.paper,
            "who": self.paper,
        }

    def involve(self, party: Somebody, role: str, counts: tuple[object, ...] = NO_COUNT) -> None:
        """Gives a party with a name its part in the case, once."""
        if party.pk in self.parties:
            return
        row = self._part(party.pk, role, counts, "", True, "", "")
        tables = self.tables
        tables.use.add(tables.new(tables.use), row, party.name_pk, True, self.at)

    def describe(self, pk: int, role: str, description: str, protection: str, counts: tuple[object, ...]) -> None:
        """Gives somebody whom the case does not name a part in it."""
        self._part(pk, role, counts, description, False, protection, words.folded(description))

    def _part(self, pk: int, role: str, counts: tuple[object, ...], *told: object) -> int:
        tables = self.tables
        row = tables.new(tables.involvement)
        tables.involvement.add(row, len(self.parties), self.pk, pk, role, *counts, *told, self.at)
        self.parties[pk] = row
        return row
