"""What engines look for in texts finds every text that names somebody, however it is spelled."""

import re
from typing import Any

import pytest
from django.db.models import TextField, Value
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.models import Incident
from incidents.search.escapes import ESCAPED
from incidents.search.letters import pattern, unsure
from incidents.search.names.spelling import sound
from incidents.search.naming import read

ALIKE = ("b v w hu gu", "f ph", "i e y j zh jh dj", "k c q qu ck", "ks x", "s c z sh sch tsch", "u o")
CHANGES = [(one, other) for group in ALIKE for one in group.split() for other in group.split() if one != other]
CHANGES += [change for letter in "abcdefghijklmnopqrstuvwxyz" for change in ((letter, ""), ("", letter))]
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=10)
SYLLABLES = st.lists(st.sampled_from("hua qui sch tsch zha ana ce x ph gu dj ll h".split()), min_size=1, max_size=4)


@st.composite
def of_one_sound(draw: Any) -> tuple[str, str]:
    """Two spellings of one word."""
    word = other = draw(WORDS | SYLLABLES.map("".join))
    for place, (old, new) in draw(st.lists(st.tuples(st.integers(0, 10), st.sampled_from(CHANGES)), max_size=12)):
        changed = other[:place] + other[place:].replace(old, new, 1)
        other = changed if sound(changed) == sound(word) else other
    return word, other


@pytest.mark.parametrize(
    "word,text",
    [
        ("marta", "Martha"),
        ("ana", "ANNA"),
        ("sofia", "Sophía"),
        ("huallpa", "Hualpa"),
        ("huallpa", "Wallpa"),
        ("max", "Macs"),
        ("quispe", "https://x.example.org/martakispe.html"),
    ],
)
def test_spellings_of_one_sound_are_found(word: str, text: str) -> None:
    assert re.search(pattern(word), text)


@pytest.mark.parametrize("word,text", [("quispe", "Quispa"), ("marta", "Mirta"), ("ana", "una"), ("huallpa", "Hualta")])
def test_other_words_are_not(word: str, text: str) -> None:
    assert not re.search(pattern(word), text)


@settings(max_examples=500, deadline=None)
@given(of_one_sound(), st.sampled_from(("{}", "ana{}", "{}ana", "«{}»")))
def test_whatever_sounds_alike_is_found_in_any_case_and_within_other_letters(
    pair: tuple[str, str], around: str
) -> None:
    word, other = pair
    assert re.search(pattern(word), around.format(other)) and re.search(pattern(word), around.format(other.upper()))


@pytest.mark.django_db
def test_the_engine_finds_it_too() -> None:
    Incident.objects.create(title="A row to ask")

    def holds(text: str, looked_for: str) -> bool:
        said = Incident.objects.annotate(said=Value(text, output_field=TextField()))
        return bool(said.filter(said__holds=looked_for).exists())

    @settings(max_examples=100, deadline=None)
    @given(of_one_sound())
    def found(pair: tuple[str, str]) -> None:
        assert holds(f"The words «{pair[1]}».", pattern(pair[0]))

    found()
    for text in ("Quis\u2060pe", "Quisp\u0435", "Qui\u0301spe", "\uff31uispe", "Quis\U000e0061pe", "Stra\u00dfe"):
        assert holds(text, unsure()), text
    for text in ("Qu%C3%ADspe", "Qu&iacute;spe", "Qu&#237;spe", r"Qu\u00edspe", "Qu%u00edspe"):
        assert holds(text, ESCAPED) and not holds(text, unsure()), text
    for text in ("Niña «Quíspe» – 50 % & others… ÀŸẼ, 3 €", ""):
        assert not holds(text, unsure()) and not holds(text, ESCAPED), text


def test_every_character_of_a_word_is_a_letter_that_patterns_know_or_is_unsure() -> None:
    for number in (*range(0x20, 0xD800), *range(0xE000, 0x10000), *range(0x1D400, 0x1D800), *range(0xE0000, 0xE0200)):
        text = f"q{chr(number)}q"
        for word, _start, _end in read(text).words:
            assert re.search(unsure(), text) or (len(word) == 3 and re.search(pattern(word), text)), hex(number)


def test_long_runs_of_one_letter_are_read_at_once() -> None:
    for word in ("huhushhuka", "xsxsxxa", "jijuja", "kuxukuxa"):
        for letter in "husxkjz":
            assert not re.search(pattern(word), letter * 1000)
