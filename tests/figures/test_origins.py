"""Independent origins: two articles that relay one informant are one; whoever relays adds nothing."""

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from incidents.figures.cast import NOBODY, Called
from incidents.figures.origins import Basis, Origins

_keys = itertools.count(1)


class Names:
    """A cast in which each party has its name."""

    def __init__(self, names: dict[int, str]) -> None:
        self.names = names

    def get(self, pk: int | None) -> Any:
        return Called(pk, self.names[pk], "", True, True, False) if pk in self.names else NOBODY


def says(words: str = "", party: int | None = None, step: int = 0, protected: str = "") -> Any:
    return SimpleNamespace(
        pk=next(_keys), words=words, public_party_id=party, step=step, protected=bool(protected), role_words=protected
    )


def basis(speakers: list[Any], articles: list[tuple[str, list[str]]], names: dict[int, str] | None = None) -> Basis:
    numbered = [(key, publisher, cites) for key, (publisher, cites) in enumerate(articles, 1)]
    return Origins(numbered).of(speakers, [key for key, *_ in numbered], Names(names or {}))


@pytest.mark.parametrize(
    "speakers,articles,origins",
    [
        # One informant through two outlets.
        (
            [says("an informant"), says("El Diario", step=1), says("La Voz", step=1)],
            [("El Diario", []), ("La Voz", [])],
            1,
        ),
        ([says(protected="an informant"), says(protected="An Informant")], [("El Diario", [])], 1),
        # The same words but for case, accents and articles.
        ([says("The police"), says("police")], [("El Diario", [])], 1),
        ([says("Fiscalía"), says("la fiscalia")], [("El Diario", [])], 1),
        # Two authorities, two origins, however many print them.
        ([says("a prosecutor"), says("the police")], [("El Diario", []), ("La Voz", []), ("El Eco", [])], 2),
        # Nobody is named as the speaker: the outlets are, unless they say whom they have it from.
        ([], [("El Diario", []), ("La Voz", [])], 2),
        ([], [("El Diario", ["Agencia Inventada"]), ("La Voz", ["Agencia Inventada"])], 1),
        ([], [("Agencia Inventada", []), ("La Voz", ["Agencia Inventada"])], 1),
        ([], [("Agencia Inventada", ["a witness"]), ("La Voz", ["Agencia Inventada"])], 1),
        ([], [("La Voz", ["a witness", "a prosecutor"])], 2),
        ([], [("La Voz", ["a witness"]), ("El Eco", ["a witness", "a prosecutor"])], 2),
        # Speakers that are outlets with the same wire story.
        ([says("El Diario"), says("La Voz")], [("El Diario", ["Agencia X"]), ("La Voz", ["Agencia X"])], 1),
        ([says("El Diario"), says("La Voz")], [("El Diario", []), ("La Voz", ["El Diario"])], 1),
        # Outlets that cite each other in a circle, and one that cites itself.
        ([], [("El Diario", ["La Voz"]), ("La Voz", ["El Diario"])], 2),
        ([], [("El Diario", ["El Diario"])], 1),
        # An outlet that made the claim and cites nobody is an origin beside the police.
        ([says("El Diario"), says("the police")], [("El Diario", [])], 2),
        ([], [], 0),
    ],
)
def test_origins(speakers: list[Any], articles: list[tuple[str, list[str]]], origins: int) -> None:
    assert basis(speakers, articles) == Basis(len(articles), origins)


def test_a_party_is_one_origin_whatever_words_stand_beside_it() -> None:
    names = {7: "Fiscal Inventada", 8: "Policía Inventada"}
    assert basis([says("(letter)", 7), says("told a court", 7)], [("El Diario", [])], names).origins == 1
    assert basis([says(party=7), says("fiscal inventada")], [("El Diario", [])], names).origins == 1
    assert basis([says(party=7), says(party=8)], [("El Diario", [])], names).origins == 2


def test_an_outlet_that_cites_a_party_of_the_record_is_no_second_origin() -> None:
    speakers = [says(party=7), says("El Diario")]
    assert basis(speakers, [("El Diario", ["Fiscal Inventada"])], {7: "Fiscal Inventada"}).origins == 1


def test_only_the_sources_that_were_cited_for_the_claim_count() -> None:
    origins = Origins([(1, "El Diario", []), (2, "La Voz", []), (3, "El Eco", [])])
    assert origins.of([], [1, 2], Names({})) == Basis(2, 2)
    assert origins.of([], [], Names({})) == Basis(3, 3)
