"""Names inside texts: found however they are spelled, and written out of them."""

import re
import sys
import unicodedata

import pytest

from incidents.search.folding import INVISIBLE, fold
from incidents.search.marking import marked
from incidents.search.naming import alone, initialled, mailed, partial, read, replaced, whole
from incidents.search.query import parse

NAME = "Benita María Secreta Quíspe"


def standing(text: str, names: list[str]) -> list[tuple[int, int]]:
    """Where the names stand in the text, whole or shortened."""
    wording = read(text)
    return [span for name in names for span in (*whole(wording, name), *partial(wording, name))]


@pytest.mark.parametrize(
    "text",
    [
        "Benita María Secreta Quíspe drove it",
        "BENITA MARIA SECRETA QUISPE",
        "Secreta Quispe, Benita María",
        "Secreta Quispe Benita Maria",
        "Benita-María Secreta-Quispe",
        "Benita María de la Secreta y Quispe",
        "the lorry of Benita María Secreta Quispe's brother",
        "https://news.example.org/2015/benita-maria-secreta-quispe-detenida",
        "https://news.example.org/benitamariasecretaquispe.html",
        "Benita Mar\u00eda Secreta Qui\u0301spe",
        "Beni\u00adta Mari\u200ba Secreta Quis\u00adpe",
        "benita_maria_secreta_quispe",
        "https://news.example.org/benita-mar%C3%ADa-secreta-qu%c3%adspe-detenida",
        "https://news.example.org/benita%20mar%EDa%2Dsecreta+qu%EDspe",  # Latin-1
        "https://copies.example.org/?of=https%3A%2F%2Fnews.example.org%2Fbenita-mar%25C3%25ADa-secreta-quispe",
        "%42enita%20Mar%C3%ADa%20Secreta%20Quispe",
        "Benita Mar%u00EDa Secreta Qu&iacute;spe",
        "Benita Mar&#237;a Se&#x63;reta Qu%252525C3%252525ADspe",
        "Benita Mar&iacutea Secreta Qu&#237spe",  # browsers read them so too
        r"{\"who\": \"Benita Mar\u00eda Secreta Qu\u00EDspe\"}",
    ],
)
def test_a_whole_name_is_found_in_any_order_and_spelling(text: str) -> None:
    assert whole(read(text), NAME)


@pytest.mark.parametrize(
    "text",
    [
        "Benita Secreta was seen",
        "Secreta, Benita",
        "María Secreta",
        "the Secreta Quispe family",
        "Benita María Secreta",
        "Benita Secreta Quispe's lorry",
    ],
)
def test_a_shortened_name_is_found_as_such(text: str) -> None:
    assert partial(read(text), NAME) and not whole(read(text), NAME)


@pytest.mark.parametrize(
    "text", ["Benita was here, Secreta was not", "a secret lorry", "Quispe", "Benito Secreto", "maria", ""]
)
def test_single_words_and_likenesses_are_no_name(text: str) -> None:
    assert not whole(read(text), NAME) and not partial(read(text), NAME)


def test_what_an_address_escapes_is_found_where_it_stands() -> None:
    text = "R&D &c; see https://news.example.org/%C3%91ahui-Qu%C3%ADspe%20100%25 and %zz, 50%"
    (span,) = whole(read(text), "Ñahui Quispe")
    assert text[slice(*span)] == "%C3%91ahui-Qu%C3%ADspe"
    (one,) = alone(read(text), "Ñahui Otra")
    assert text[slice(*one)] == "%C3%91ahui"


def test_an_ampersand_before_a_word_escapes_nothing() -> None:
    assert whole(read("NOTARIA&REGINA ETHEL"), "Regina Ethel")


@pytest.mark.parametrize(
    "text,left",
    [
        ("Ana Quispe o Ana Quispe", "X o X"),
        ("Ana Quispe y Quispe, Ana", "X y X"),
        ("Ana Quispe y Ana", "X y Ana"),
        ("Ana de la Quispe", "X"),
    ],
)
def test_two_persons_of_one_name_are_two_and_what_stands_between_them_stays(text: str, left: str) -> None:
    assert replaced(text, whole(read(text), "Ana Quispe"), "X") == left


def test_a_name_of_one_word_counts_only_if_it_is_long_enough() -> None:
    assert whole(read("they call her Chapulina"), "Chapulina")
    assert not whole(read("a pan of iron"), "Pan")


@pytest.mark.parametrize("text", ["the 43 students", "https://news.example.org/looking-for-the-43-students.html"])
def test_an_article_and_a_number_are_no_name(text: str) -> None:
    assert standing(text, ["the 43", "The 43 of Testville", "los 43"]) == []
    assert standing(f"{text} of The Testville 43", ["The 43 of Testville"])
    assert standing("the Chapulina", ["The Chapulina"]) and standing("R-1543 came", ["R-1543"])


def test_writing_a_name_out_leaves_everything_else_as_it_was() -> None:
    text = "«Secreta Quíspe, Benita María» and Benita Secreta's lorry; María del Mar stayed."
    assert (
        replaced(text, standing(text, [NAME]), "a driver") == "«a driver» and a driver's lorry; María del Mar stayed."
    )
    assert standing("Nobody is named.", [NAME]) == []


def test_a_word_of_a_name_stands_alone_only_with_a_capital_and_where_it_is_nobody_elses() -> None:
    text = read("Secreta said so, in a secreta way, to Quispe and to her aunt.")
    assert [text.text[start:end] for start, end in alone(text, NAME, {"quispe"})] == ["Secreta"]
    assert not alone(text, "Ana del Tío", set())


@pytest.mark.parametrize(
    "text",
    [
        "Wacac Inventada Soraida was seen",
        "Zoraida Guacac was seen",
        "the HuacacInventada case",
        "https://news.example.org/zoraidahuacac.html",
    ],
)
def test_spellings_of_one_sound_and_words_written_together_are_the_name_too(text: str) -> None:
    name = "Zoraida Huacac Inventada"
    assert "uacac" not in replaced(text, standing(text, [name]), "somebody").casefold()
    assert "wacac" not in replaced(text, standing(text, [name]), "somebody").casefold()
    assert standing("Soraya Vaca was seen", [name]) == []


def test_a_name_of_one_word_is_found_by_its_letters_alone() -> None:
    assert whole(read("They called him Kaza"), "Kaza") and not whole(read("la caza de brujas"), "Kaza")


@pytest.mark.parametrize(
    "text,found",
    [
        ("It was B. Secreta who drove", "B. Secreta"),
        ("It was B Secreta who drove", "B Secreta"),
        ("It was B.M. Secreta Q. who drove", "B.M. Secreta Q."),
        ("driven by Secreta B.", "Secreta B"),
        ("Secreta, B., drove", "Secreta, B."),
        ("Benita SQ drove", "Benita SQ"),
        ("driven by B. de la Secreta", "B. de la Secreta"),
        ("the minor B.M.S.Q. drove", "B.M.S.Q."),
        ("the minor B. M. S. Q., 15", "B. M. S. Q."),
    ],
)
def test_initials_beside_a_word_of_the_name_or_all_of_them_are_found(text: str, found: str) -> None:
    assert [text[start:end] for start, end in initialled(read(text), NAME)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "C. Secreta drove",
        "the BMSQ party",
        "B.M. drove",
        "they met Secreta. B. Mamani drove",
        "Secreta y B. Mamani",
        "A. B. Secreta drove",
    ],
)
def test_initials_of_somebody_else_are_not(text: str) -> None:
    assert initialled(read(text), NAME) == []


def test_a_letter_that_is_a_word_is_an_initial_only_with_its_full_stop() -> None:
    assert initialled(read("A Secreta la vieron"), "Abelarda Secreta") == []
    assert initialled(read("A. Secreta la vio"), "Abelarda Secreta")


@pytest.mark.parametrize(
    "text",
    ["They met Benita. Secreta left.", "«They met Benita.» Secreta left.", "Benita\n\nSecreta", "Benita! Secreta"],
)
def test_words_on_both_sides_of_a_sentences_end_are_no_name(text: str) -> None:
    assert standing(text, ["Benita Secreta"]) == []


@pytest.mark.parametrize("text", ["Ma. Secreta left", "Benita\nSecreta", "Secreta, Benita", "Benita A. Secreta"])
def test_a_name_goes_on_after_a_cut_word_a_comma_or_the_end_of_a_line(text: str) -> None:
    assert standing(text, ["Ma. Secreta", "Benita Secreta"])


@pytest.mark.parametrize(
    "address",
    [
        "b.quispe@example.org",
        "bquispe@example.org",
        "BMQuispe77@example.org",
        "quispeb@mail.example.org",
        "benita_s-q@example.org",
        "secreta+news@example.org",
        "info@quispe.example",
        "rosaquispe@example.org",
        "elquispe@example.org",
        "quispetal@example.org",
        "info@familiaquispe.example",
        "bquispe (at) example.org",
        "bquispe(at)example.org",
        "@quispeb",
        "benitaquispe@example.org",
    ],
)
def test_an_e_mail_address_with_a_word_of_the_name_is_found_whole(address: str) -> None:
    text = f"Write to {address}."
    assert [text[start:end] for start, end in mailed(read(text), NAME)] == [address]


@pytest.mark.parametrize(
    "text",
    ["bquispe of example.org", "rosaana@example.org", "b.m@example.org", "bmsq@example.org", "@benny", "a @ Quispe"],
)
def test_other_addresses_of_e_mail_are_not(text: str) -> None:
    assert mailed(read(text), NAME) == []


def test_an_e_mail_address_with_a_word_that_somebody_else_has_is_not() -> None:
    assert mailed(read("b.quispe@example.org"), NAME, ("quispe",)) == []


@pytest.mark.parametrize("address", ["evapari@x.org", "parieva7@x.org", "@evapari", "the.evapari@x.org"])
def test_short_names_written_together_are_found_in_an_address(address: str) -> None:
    assert mailed(read(f"Write to {address} now"), "Eva Pari")
    assert not mailed(read("Write to evaporate@x.org or pariah@x.org"), "Eva Pari")


def test_very_long_texts_without_an_e_mail_address_are_read_at_once() -> None:
    assert mailed(read("b" * 200_000), NAME) == []


def shown(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize("char", "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\u2063\u2066\ufe00\ufe0f\ufeff\U000e0061")
def test_what_is_not_seen_hides_no_name(char: str) -> None:
    text = f"{char}Secreta came, and B.{char} Secreta saw Benita María Sec{char}reta Quis{char}pe, b{char}quispe@example.org"
    wording = read(text)
    assert shown(text, whole(wording, NAME)) == [f"Benita María Sec{char}reta Quis{char}pe"]
    assert shown(text, alone(wording, NAME))[0] == f"{char}Secreta"
    assert f"B.{char} Secreta" in shown(text, initialled(wording, NAME))
    assert shown(text, mailed(wording, NAME)) == [f"b{char}quispe@example.org"]
    assert fold(f"Quis{char}pe") == "quispe"
    assert [fold(part.text) for part in marked(f"a Quis{char}pe", parse("quispe")) if part.marked] == ["quispe"]


def test_every_character_without_a_shape_is_among_them() -> None:
    shaped = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13460)}
    for number in range(sys.maxunicode + 1):
        if unicodedata.category(chr(number)) == "Cf" and number not in shaped:
            assert re.fullmatch(f"[{INVISIBLE}]", chr(number)), hex(number)


@pytest.mark.parametrize(
    "text,found",
    [
        ("Señora Paz came in paz, PAZ said", ["Paz", "PAZ"]),
        ("Pas, Paza and the Pazes", []),
        ("Ana", ["Ana"]),
    ],
)
def test_a_word_of_three_letters_stands_alone_by_its_letters_with_a_capital(text: str, found: list[str]) -> None:
    assert shown(text, alone(read(text), "Ana Paz")) == found
    assert alone(read(text), "Ana Paz", ("ana", "paz")) == []


@pytest.mark.parametrize("name", ["The Boss", "Don Abelardo", "Ana San Martín", "Casa del Pan"])
def test_short_words_that_say_nothing_of_whose_name_they_are_part_never_stand_alone(name: str) -> None:
    assert shown("The man, Don Pedro, of San Juan", alone(read("The man, Don Pedro, of San Juan"), name)) == []


@pytest.mark.parametrize(
    "text,found",
    [
        ("A. Paz came", ["A. Paz"]),
        ("Ana P. came", ["Ana P."]),
        ("in paz. A. Mamani came", []),
        ("it was Pas A. who came", []),
        ("B. Paz came", []),
    ],
)
def test_initials_stand_beside_a_word_of_three_letters_with_a_capital(text: str, found: list[str]) -> None:
    assert [words.rstrip(".") for words in shown(text, initialled(read(text), "Ana Paz"))] == [
        words.rstrip(".") for words in found
    ]


@pytest.mark.parametrize(
    "address,found",
    [
        ("ana.paz@example.org", True),
        ("paz77@example.org", True),
        ("x_paz (at) example.org", True),
        ("@paz_news", True),
        ("apaz@example.org", False),
        ("pazos@example.org", False),
        ("info@paz.example", False),
    ],
)
def test_a_word_of_three_letters_counts_in_e_mail_by_itself_before_the_sign(address: str, found: bool) -> None:
    assert bool(mailed(read(f"Write to {address}."), "Celsa Paz")) is found
    assert not mailed(read(f"Write to {address}."), "Celsa Paz", ("paz",))
