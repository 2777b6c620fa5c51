"""The marked passage says why a text was found, in the words as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.search.marking import LENGTH, marked
from incidents.search.query import parse


def told(text: str, asked: str, whole: bool = False) -> str:
    return "".join(f"[{s.text}]" if s.marked else s.text for s in marked(text, parse(asked), whole))


@pytest.mark.parametrize(
    ("text", "asked", "passage"),
    [
        ("Ángel Ñandú fue visto.", "angel", "[Ángel] Ñandú fue visto."),
        ("Ángel Ñandú fue visto.", '"angel nandu"', "[Ángel Ñandú] fue visto."),
        ("García-López, traficante", "garcia-lopez traf*", "[García-López], [traficante]"),
        ("oro y más oro", "oro -plata", "[oro] y más [oro]"),
        ("oro", "plata", ""),
        ("<b>oro</b>", "oro", "<b>[oro]</b>"),
        ("Straße", "strasse", "[Straße]"),
    ],
)
def test_matches_are_marked_as_they_are_written(text: str, asked: str, passage: str) -> None:
    assert told(text, asked) == passage


def test_the_passage_is_where_most_of_the_words_stand() -> None:
    text = "oro " + "otra cosa " * 60 + "el oro y la plata " + "más cosas " * 60
    passage = told(text, "oro plata")
    assert "el [oro] y la [plata]" in passage and passage.startswith("… ") and passage.endswith(" …")
    assert len(passage) < LENGTH + 20


@given(st.text(), st.text())
def test_nothing_is_added_to_the_text_and_nothing_raises(text: str, asked: str) -> None:
    passage = marked(text, parse(asked), whole=True)
    assert not passage or "".join(segment.text for segment in passage) == text
