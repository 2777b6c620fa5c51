"""Numbers in words are read by the grammar of their language: whatever is spelled out reads back to itself."""

import random

import pytest

from incidents.admin.numerals import numeral

ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
)
ENGLISH += "seventeen eighteen nineteen".split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis".split()
SPANISH += "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco".split()
SPANISH += "veintiseis veintisiete veintiocho veintinueve".split()
DECENAS = "- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
CENTENAS = (
    "- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
)

# All that are small, all round ones, the edges of every scale, and some of the others, always the same.
NUMBERS = sorted(
    {*range(3000), *range(0, 100_000, 97), *range(0, 10_000_000, 9_973), *range(0, 10_000_000, 50_000)}
    | {edge + step for edge in (10**4, 10**5, 10**6, 2 * 10**6, 9 * 10**6) for step in range(-130, 131)}
    | {*random.Random(7).sample(range(10_000_000), 5000), 9_999_999}
)


def in_english(number: int, linked: str) -> str:
    """`linked`: “ and ” or a space, between hundreds and what stands below them."""
    if number < 20:
        return ENGLISH[number]
    if number < 100:
        return TENS[number // 10] + (f" {ENGLISH[number % 10]}" if number % 10 else "")
    for size, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = linked if rest < 100 else " "
            return f"{in_english(number // size, linked)} {word}" + (
                f"{link}{in_english(rest, linked)}" if rest else ""
            )
    raise AssertionError(number)


def in_spanish(number: int, before_noun: bool = False) -> str:
    """`before_noun`: “veintiún mil” instead of “veintiuno mil”."""
    if number < 30:
        return {1: "un", 21: "veintiun"}.get(number, SPANISH[number]) if before_noun else SPANISH[number]
    if number < 100:
        return DECENAS[number // 10] + (f" y {in_spanish(number % 10, before_noun)}" if number % 10 else "")
    if number == 100:
        return "cien"
    if number < 1000:
        return CENTENAS[number // 100] + (f" {in_spanish(number % 100, before_noun)}" if number % 100 else "")
    size = 1000 if number < 10**6 else 10**6
    many, rest = divmod(number, size)
    word = "mil" if size == 1000 else "millon" if many == 1 else "millones"
    head = word if (size, many) == (1000, 1) else f"{in_spanish(many, True)} {word}"
    return f"{head} {in_spanish(rest, before_noun)}" if rest else head


@pytest.mark.parametrize(
    "spell",
    [
        lambda number: in_english(number, " and "),
        lambda number: in_english(number, " "),
        in_spanish,
        lambda number: in_spanish(number, True),
    ],
    ids=["english", "american", "spanish", "spanish before a noun"],
)
def test_whatever_is_spelled_out_reads_back_to_itself(spell):
    wrong = []
    for number in NUMBERS:
        words = spell(number).split()
        read = numeral([*words, "personas"])
        if read is None or (read.value, read.end) != (number, len(words)):
            wrong.append((number, " ".join(words), read))
    assert not wrong[:5]


def test_the_test_spells_as_people_do():
    assert in_english(250_000, " and ") == "two hundred and fifty thousand"
    assert in_english(1_200_005, " and ") == "one million two hundred thousand and five"
    assert in_spanish(1_200_000) == "un millon doscientos mil"
    assert in_spanish(131_121) == "ciento treinta y un mil ciento veintiuno"


@pytest.mark.parametrize(
    ("words", "value", "rest"),
    [
        ("fifteen hundred men", 1500, "men"),
        ("a hundred and one days", 101, "days"),
        ("two thousand and five", 2005, ""),
        ("three million and a half", 3_500_000, ""),
        ("dos y medio millones", 2_500_000, ""),
        ("doscientas personas", 200, "personas"),
        ("mil quinientos", 1500, ""),
        ("dos mil millones", 2_000_000_000, ""),
        ("1,234,567.5 kg", 1_234_567.5, "kg"),
        ("3.5 million 200 thousand", 3_500_000, "200 thousand"),
        # What does not belong to the number is left for whoever asked, who refuses it.
        ("six and four", 6, "and four"),
        ("one thousand and five hundred", 1000, "and five hundred"),
        ("two hundred and three million", 203_000_000, ""),
        ("twenty fourteen", 20, "fourteen"),
        ("one two", 1, "two"),
        ("treinta y pico", 30, "y pico"),
        ("cien veinte", 100, "veinte"),
        ("mil y medio", 1000, "y medio"),
        ("dos mil mil", 2000, "mil"),
        ("one thousand million", 1000, "million"),
        ("five thousand six thousand", 5000, "six thousand"),
    ],
)
def test_a_number_ends_where_its_grammar_does(words, value, rest):
    read = numeral(words.split())
    assert (read.value, " ".join(words.split()[read.end :])) == (value, rest)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a",
        "a number",
        "hundred",
        "dozens",
        "ciento",
        "millones",
        "several",
        "007",
        "1234.567",
        "1,23,456",
        "-5",
        "½",
    ],
)
def test_what_begins_with_no_number_is_none(words):
    assert numeral(words.split()) is None
