"""A name of one word is not found inside what somebody else is openly called."""

import pytest

from incidents.figures.told.masking import Mask
from incidents.search.naming import parts, read
from incidents.search.openly import of_one_word

HIDDEN, OPEN = ["Hilario Oxlajuyú Kanek", "H. Oxlajuyú"], ["Teófilo Oxlajuyú Papadakis"]


def found(text: str) -> list[str]:
    others = [parts(name) for name in OPEN]
    return [text[slice(*span)] for span in of_one_word(read(text), HIDDEN, others)]


@pytest.mark.parametrize(
    "text", ["Teófilo Oxlajuyú Papadakis", "Teófilo Oxlajuyú", "Oxlajuyú Papadakis", "T. Oxlajuyú", "TEOFILO OXLAJUYU"]
)
def test_a_brother_keeps_his_whole_name(text: str) -> None:
    assert found(text) == [] and Mask(HIDDEN, OPEN)(f"It was {text}, he said.") == f"It was {text}, he said."


@pytest.mark.parametrize("text", ["Oxlajuyú", "H. Oxlajuyú", "Mr Oxlajuyú"])
def test_the_word_by_itself_is_hidden_still(text: str) -> None:
    assert found(text) == ["Oxlajuyú"]
    told = Mask(HIDDEN, OPEN)(f"Teófilo Oxlajuyú Papadakis and {text}.")
    assert told.startswith("Teófilo Oxlajuyú Papadakis and ") and told.endswith("[name withheld].")


def test_what_may_be_either_of_them_is_hidden_where_only_words_of_the_hidden_name_stand() -> None:
    both = Mask(["Hilario Oxlajuyú Papadakis", "H. Oxlajuyú"], OPEN)
    assert "Oxlajuyú" not in both("Oxlajuyú Papadakis said so.")


def test_a_word_of_three_letters_is_taken_out_of_texts_and_hides_an_address() -> None:
    mask = Mask(["Ana Paz"], ["Celsa Ana"])
    assert mask("Señora Paz came in paz, with Ana.") == "Señora [name withheld] came in paz, with Ana."
    assert mask.hides("https://x.example.org/paz-detenida") and not mask.hides("https://x.example.org/ana-pazos")
