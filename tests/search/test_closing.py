"""Where a name is written out of a text, no quotation mark and no bracket is left without its fellow."""

import pytest

from incidents.search.naming import read, replaced, whole

NAME, INSTEAD = "Chúcaro Oxlamundi", "a driver from Lima"


@pytest.mark.parametrize(
    "text,expected",
    [
        ("(“Chúcaro” Oxlamundi)", "(a driver from Lima)"),
        ("It was Oxlamundi “Chúcaro”.", "It was a driver from Lima."),
        ("It was «El Chúcaro» Oxlamundi, he said.", "It was a driver from Lima, he said."),
        ('It was "Chúcaro" Oxlamundi, and "no" he said.', 'It was a driver from Lima, and "no" he said.'),
        ('He said "yes" to Oxlamundi "Chúcaro".', 'He said "yes" to a driver from Lima.'),
        ("“They call me Chúcaro” Oxlamundi said.", "“They call me a driver from Lima” said."),
        ("It was Oxlamundi “Chúcaro the brave”.", "It was a driver from Lima “the brave”."),
        ("It was Oxlamundi (Chúcaro).", "It was a driver from Lima."),
        ("“Chúcaro Oxlamundi” and (Chúcaro Oxlamundi)", "“a driver from Lima” and (a driver from Lima)"),
        ("‘Chúcaro’ Oxlamundi’s lorry", "a driver from Lima’s lorry"),
        ("Chúcaro, Oxlamundi’s lorry isn’t here", "a driver from Lima’s lorry isn’t here"),
    ],
)
def test_marks_go_or_stay_in_pairs(text: str, expected: str) -> None:
    assert replaced(text, whole(read(text), NAME), INSTEAD) == expected
