"""Parties that several cards share: what one says that holds in all of them, and what becomes of cards after a merge."""

from pathlib import Path

import pytest

from incidents.models import Actor, Incident, Party
from incidents.workflow import identity
from tests.exchange import cards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
BECAUSE = "One and the same."


def card(number: int, key: str, name: str) -> cards.Card:
    speaker = {**cards.claim("Led the band", [key]), "made_by": f"a letter of {key}", "relayed_by": [key]}
    return cards.small(
        id=f"{number}-case",
        persons=[cards.person(key, name), cards.person(f"p.{number}_officers", None, count=[4, 4])],
        memberships=[{"person": key, "organization": "o.test_band", "role": "member", "when_as_stated": None}],
        allegations=[speaker],
        legal_timeline=[],
    )


@pytest.fixture
def two(tmp_path: Path) -> list[cards.Card]:
    both = [card(901, "p.901_ana", "Ana Test"), card(902, "p.anita_test", "Anita Test")]
    for one in both:
        assert cards.load(cards.write(tmp_path, one, f"{one['id']}.yaml"))[2] == 0
    return both


def dumped(one: cards.Card) -> cards.Card:
    return cards.facts(cards.card_of(Incident.objects.get(key=one["id"])))


def merged() -> tuple[Party, identity.Undone | None]:
    kept, other = Actor.objects.get(key="p.901_ana"), Actor.objects.get(key="p.anita_test")
    identity.merge(kept, other, None, BECAUSE)
    return kept, None


def test_each_card_is_dumped_with_its_own_key_and_loads_onto_the_kept_party(two: list, tmp_path: Path) -> None:
    before = [dumped(one) for one in two]
    kept, _none = merged()
    assert [dumped(one) for one in two] == before
    said, errors, status = cards.load(tmp_path)
    assert (errors, status) == ("", 0)
    assert said.count("unchanged") == 2
    assert Actor.objects.filter(involvements__isnull=False, form="named").distinct().get() == kept


def test_a_card_that_lists_both_is_refused_with_the_reason(two: list, tmp_path: Path) -> None:
    merged()
    one = card(903, "p.903_ana", "Ana Test")
    one["persons"] += [cards.person("p.anita_test", "Anita"), cards.person(f"p.id_{_kept_id()}", "Ana")]
    _said, errors, status = cards.load(cards.write(tmp_path, one, "903-case.yaml"))
    assert status == 1 and "were merged: list them as one" in errors


def _kept_id() -> str:
    return str(Actor.objects.get(key="p.901_ana").public_id)


def test_after_the_undoing_the_cards_are_as_before(two: list, tmp_path: Path) -> None:
    before = [dumped(one) for one in two]
    kept, other = Actor.objects.get(key="p.901_ana"), Actor.objects.get(key="p.anita_test")
    identity.undo(identity.merge(kept, other, None, BECAUSE), None, "Two after all.")
    assert [dumped(one) for one in two] == before
    said, errors, status = cards.load(tmp_path)
    assert (errors, status) == ("", 0) and said.count("unchanged") == 2


def test_likely_duplicates_of_new_parties_are_told_and_never_merged(two: list, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    one = card(903, "p.ana_teste", "Ana Teste")
    said, _errors, status = cards.load(cards.write(tmp_path / "new", one, "903-case.yaml"))
    assert status == 0 and "p.ana_teste may be p.901_ana (“Ana Test”)" in said
    assert Actor.objects.filter(form="named").count() == 3
    assert "may be" not in cards.load(tmp_path / "new")[0]


def test_what_a_card_changes_for_other_cases_too_is_told(two: list, tmp_path: Path) -> None:
    """Kind and language of a name, and what holds of a party everywhere, have one place: the newest card decides."""
    (tmp_path / "new").mkdir()
    stated = {"name": "La Banda", "kind": "translation", "language": "es"}
    first = card(903, "p.903_eva", "Eva Test")
    first["organizations"] = [dict(cards.small()["organizations"][0], aliases=[stated])]
    second = {**card(904, "p.904_eva", "Eva Test"), "organizations": [dict(first["organizations"][0])]}
    second["organizations"][0] |= {"aliases": [{**stated, "kind": "acronym"}], "existence": "disputed"}
    for one in (first, second):
        said, errors, status = cards.load(cards.write(tmp_path / "new", one, f"{one['id']}.yaml"))
        assert (errors, status) == ("", 0)
    told = [line.strip() for line in said.splitlines() if "in every case" in line]
    assert told == [
        "o.test_band existence is now “disputed” in every case, was “established”",
        "o.test_band kind of “La Banda” is now “acronym” in every case, was “translation”",
    ]
    said, _errors, _status = cards.load(cards.write(tmp_path / "new", second, "904-case.yaml"))
    assert "in every case" not in said


def test_what_only_hidden_cases_say_of_a_party_is_not_read_anywhere(two: list, tmp_path: Path) -> None:
    """What holds of a party in every case would be read at once: a case that readers do not see says nothing new of it."""
    (tmp_path / "new").mkdir()
    known = cards.load(cards.write(tmp_path / "new", card(903, "p.eva_test", "Eva Test"), "903.yaml"), publish=True)
    assert known[2] == 0, known
    entry = {"general_names": ["Eva la Oculta"], "general_description": "A hidden word", "deceased": True}
    hidden = card(904, "p.eva_test", "Eva Test")
    for key, value in entry.items():
        hidden["persons"][0] = cards.person("p.eva_test", "Eva Test", **{key: value})
        _said, errors, status = cards.load(cards.write(tmp_path / "new", hidden, "904.yaml"))
        assert status == 1 and "p.eva_test: " in errors and "readers know this party" in errors
    hidden["embargo_until"] = "2099-01-01T00:00:00+00:00"
    assert cards.load(cards.write(tmp_path / "new", hidden, "904.yaml"), publish=True)[2] == 1
    del hidden["embargo_until"]
    assert cards.load(cards.write(tmp_path / "new", hidden, "904.yaml"), publish=True)[1:] == ("", 0)
    assert Actor.objects.get(key="p.eva_test").deceased


def test_two_cards_of_a_run_do_not_contradict_each_other_about_a_party(tmp_path: Path) -> None:
    for number, words in ((905, "First words"), (906, "Other words")):
        one = card(number, "p.eva_test", "Eva Test")
        one["persons"][0] = cards.person("p.eva_test", "Eva Test", general_description=words)
        cards.write(tmp_path, one, f"{number}.yaml")
    for _run in range(2):
        said, errors, status = cards.load(tmp_path)
        assert status == 1 and "“Other words” here and “First words” in another card" in errors
        assert Actor.objects.get(key="p.eva_test").description == "First words"
    assert "905-case: unchanged" in said


def test_somebody_protected_by_a_later_card_leaves_the_earlier_one_as_it_was(tmp_path: Path) -> None:
    """What is proposed of a protected person is proposed in both, and both cards are whole after one run."""
    first = card(907, "p.eva_test", "Eva Test")
    second = card(908, "p.eva_test", None)
    second["persons"][0] = cards.person("p.eva_test", None, protect="witness")
    for one in (first, second):
        cards.write(tmp_path, one, f"{one['id']}.yaml")
    assert cards.load(tmp_path)[1:] == ("", 0)
    assert dumped(first) == cards.facts(first)
    said, errors, status = cards.load(tmp_path)
    assert (errors, status) == ("", 0) and said.count("unchanged") == 2
