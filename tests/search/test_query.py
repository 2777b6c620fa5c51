"""What a visitor types is read as a question to texts, whatever it is, and never raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.search.query import LONGEST, MOST, Query, Term, holds, parse


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("coca Úsuga", "coca usuga"),
        ('"Madre de Dios" oro', '"madre de dios" oro'),
        ("“Tía Vicky”", '"tia vicky"'),
        ("oro -coca −plata", "oro -coca -plata"),
        ('-"el jefe" oro', '-"el jefe" oro'),
        ("oro OR plata coca", "oro OR plata coca"),
        ("oro | plata", "oro OR plata"),
        ("oro or plata", "oro or plata"),
        ("traf*", "traf*"),
        ('"madre de di"*', '"madre de di"*'),
        ("García-López", '"garcia lopez"'),
        ("oro oro", "oro"),
        ("OR oro OR", "oro"),
        ('"oro plata', '"oro plata"'),
        ('" " - * OR', ""),
        ("", ""),
        ("\x00", ""),
        ("‮", ""),
    ],
)
def test_it_is_read_as_meant(typed: str, read: str) -> None:
    assert str(parse(typed)) == read


@pytest.mark.parametrize(
    ("typed", "met"),
    [
        ("angel nandu", True),
        ("NANDÚ Ángel", True),
        ('"angel nandu"', True),
        ('"nandu angel"', False),
        ("ang*", True),
        ("ang", False),
        ("-angel", False),
        ("-oro", True),
        ("oro OR nandu", True),
        ("oro OR -plata", True),
        ('"nandu fue"', False),
        ("fue angel", True),
        ('"angel na"*', True),
    ],
)
def test_it_is_met_by_whole_words_in_any_order_and_phrases_within_one_text(typed: str, met: bool) -> None:
    assert holds(parse(typed), ["angel nandu", "fue visto"]) is met


@given(st.text(alphabet=st.sampled_from('aé ñ"-*|OR“”\x00‮😀中')), st.booleans())
def test_whatever_is_typed_gives_a_question_that_reads_as_itself(typed: str, typing: bool) -> None:
    query = parse(typed, typing)
    assert parse(str(query)) == query
    assert all(word.isalnum() for choice in query.choices for one in choice for word in one.term.words)


def test_too_much_is_cut_and_says_so() -> None:
    assert parse("a" * 10_240).cut and parse(" ".join(f"w{n}" for n in range(MOST + 1))).cut
    assert len(parse(" ".join(f"w{n}" for n in range(500))).choices) <= MOST
    assert not parse("x" * LONGEST).cut


def test_while_one_types_the_last_word_is_a_beginning() -> None:
    assert parse("juan per", typing=True).terms == [Term(("juan",)), Term(("per",), True)]
    assert parse("juan per ", typing=True).terms == [Term(("juan",)), Term(("per",))]
    assert parse('"juan per"', typing=True).terms == [Term(("juan", "per"))]
    assert parse("", typing=True) == Query()
