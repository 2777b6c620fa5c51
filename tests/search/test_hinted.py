"""What gives a protected name away in a text of another day, and what stays since somebody openly named is called so."""

import pytest

from incidents.figures.told.masking import Mask
from incidents.search.hinted import begun_with
from incidents.search.names import begun_keys, keys
from incidents.search.naming import read

NAME, WITHHELD = "Eufrasina Jalquintana Wixturpo", "[name withheld]"
MASK = Mask([NAME], ["Elsa Jalquin", "Rufino Oxlaj Wacac"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Write to @lajalquintana.", f"Write to {WITHHELD}."),
        ("Write to jalquintana7@example.org.", f"Write to {WITHHELD}."),
        ("Write to ejwixtur@example.org.", f"Write to {WITHHELD}."),
        ("Write to jalquintana.e@example.org now.", f"Write to {WITHHELD} now."),
        ("See (https://t.me/jalquintana).", f"See ({WITHHELD})."),
        ("See t.me/lajalquintana, he said.", f"See {WITHHELD}, he said."),
        ("See http://x.example.org/wixturpo_e now.", f"See {WITHHELD} now."),
        ("See #JusticiaParaJalquintana.", f"See {WITHHELD}."),
        ("They are los jalquintana.", f"They are los {WITHHELD}."),
        ("They are jalquintanas.", f"They are {WITHHELD}."),
        ("He is Wixturpo3 there.", f"He is {WITHHELD} there."),
        ("It was Jalquin-\ntana, he said.", f"It was {WITHHELD}, he said."),
        ("It was Eufrasina Jalquin-\n  tana Wix-\r\nturpo, he said.", f"It was {WITHHELD}, he said."),
        ("It was E.J.W., he said.", f"It was {WITHHELD}, he said."),
        ("It was EJW, he said.", f"It was {WITHHELD}, he said."),
        ("It was E. Jalquintana, he said.", f"It was {WITHHELD}, he said."),
        ("It was Eufrasina J. W., he said.", f"It was {WITHHELD}, he said."),
    ],
)
def test_whatever_gives_the_name_away_is_hidden(words: str, told: str) -> None:
    assert MASK(words) == told


@pytest.mark.parametrize(
    "words",
    [
        "E. Jalquin and R.O.W. came, and ROW.",
        "Write to elsa.jalquin@example.org or @oxlaj; see https://x.example.org/oxlaj-wacac and Oxlaj7.",
        "U.S. agents, well-\nknown, wrote to press@example.org.",
    ],
)
def test_what_somebody_openly_named_is_called_stays(words: str) -> None:
    assert MASK(words) == words


def test_an_address_of_a_source_is_hidden_by_a_word_within_other_letters() -> None:
    assert MASK.hides("https://x.example.org/lajalquintana-detenida")
    assert not MASK.hides("https://x.example.org/jalquin-detenida")


def test_words_of_a_brother_who_is_openly_named_stay_wherever_they_stand() -> None:
    mask = Mask([NAME], ["Rufino Jalquintana Umeres"])
    words = "The jalquintana, R. Jalquintana, @jalquintana, https://t.me/jalquintana and Jalquintana7."
    assert mask(words) == words
    assert mask("E. Jalquintana and the wixturpo.") == f"{WITHHELD} and the {WITHHELD}."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("It was Eufrasina Jalquintana.", f"It was {WITHHELD}."),
        ("It was E. Jalquintana.", f"It was {WITHHELD}."),
        ("It was E. Jalquintana Wixturpo, he said.", f"It was {WITHHELD}, he said."),
        ("Jalquintana Wixturpo; Eufrasina Wixturpo.", f"{WITHHELD}."),
        ("Eufrasina Jalquintana; E. Jalquintana; Eufrasina Jalquintana Wixturpo; more.", f"{WITHHELD}; more."),
        ("It was Elsa Jalquintana, and Mr. Wixturpo.", "It was Elsa Jalquintana, and Mr. Wixturpo."),
    ],
)
def test_of_a_stranger_whatever_is_more_than_one_word_is_hidden(words: str, told: str) -> None:
    assert Mask([], ["Elsa Jalquin"], [NAME])(words) == told


def test_a_stranger_leaves_what_somebody_openly_named_is_called() -> None:
    mask = Mask([], ["Eufemia Jalquintana Wixturpo Umeres"], [NAME])
    words = "E. Jalquintana and Jalquintana Wixturpo; Eufemia Wixturpo."
    assert mask(words) == words


def test_no_word_of_a_name_stays_beside_one_that_is_hidden() -> None:
    mask = Mask([NAME], ["Rufino Jalquintana Umeres"])
    assert mask("Eufrasina Wixturpo, Jalquintana; nobody.") == f"{WITHHELD}; nobody."
    longer = Mask(["Eufrasina Rosa María Jalquintana Wixturpo"], ["Rufino Jalquintana Umeres"])
    assert longer("Eufrasina María; Jalquintana Umeres.") == f"{WITHHELD}; Jalquintana Umeres."
    assert longer("Eufrasina María; Jalquintana.") == f"{WITHHELD}."


def test_initials_and_the_words_beside_them_are_read_from_a_text() -> None:
    found = set(begun_with(read("It was E. J. Jalquintana de W. who spoke.")))
    assert {("e", "jalquintana"), ("j", "jalquintana"), ("w", "jalquintana")} <= found
    assert not any(word == "spoke" for _letter, word in found)
    assert ("w", "jalquintana") in set(begun_with(read("See @jalquintanawixturpo.")))
    assert not set(begun_with(read("Nobody of that name was there.")))


def test_an_initial_finds_whatever_the_letter_sounds_like() -> None:
    for name, begun in [("Hilario Wacac", "h"), ("César Wacac", "c"), ("Juan Wacac", "j"), ("Oscar Huacac", "o")]:
        assert begun_keys(begun, "huacac") & keys(name, "person"), name
