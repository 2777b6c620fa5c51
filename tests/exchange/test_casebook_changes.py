"""A card that changes, meets others, is checked or published: exactly that happens."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from incidents import workflow
from incidents.exchange.casebook import speech
from incidents.models import (
    Actor,
    Allegation,
    Incident,
    Involvement,
    Organization,
    Party,
    PartyName,
    Region,
    RelatedIncident,
    Source,
    SpeechLink,
    Stage,
    Step,
)
from tests.exchange import cards
from tests.factories import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def reload(tmp_path: Path, card: cards.Card, **options: Any) -> str:
    said, errors, status = cards.load(cards.write(tmp_path, card, f"{card['id']}.yaml"), **options)
    assert (errors, status) == ("", 0)
    return said


def grown(before: dict[str, int]) -> dict[str, int]:
    return {name: rows - before[name] for name, rows in cards.history_rows().items() if rows != before[name]}


def test_a_changed_card_updates_only_what_changed(tmp_path: Path) -> None:
    card = cards.small()
    reload(tmp_path, card)
    public_id = Allegation.objects.get().public_id
    before = cards.history_rows()
    card["allegations"][0]["claim"] = "Led the band, it is said"
    assert "901-small: updated" in reload(tmp_path, card)
    assert grown(before) == {"HistoricalAllegation": 1}
    assert Allegation.objects.get().public_id == public_id
    assert Allegation.objects.get().claim == "Led the band, it is said"


def test_what_the_card_has_no_longer_is_removed_and_keeps_its_history(tmp_path: Path) -> None:
    card = cards.small()
    reload(tmp_path, card)
    reload(tmp_path, {**card, "seizures": [], "flows": [], "memberships": []})
    incident = Incident.objects.get()
    assert not (incident.seizures.exists() or incident.routes.exists() or incident.memberships.exists())
    assert incident.seizures.model.history.filter(history_type="-").count() == 1


def test_a_published_case_stays_published_when_all_its_sources_change(tmp_path: Path) -> None:
    card = cards.small()
    reload(tmp_path, card, publish=True)
    text = cards.as_yaml(card).replace("https://example.org/a", "https://example.org/b")
    _said, errors, status = cards.load(cards.write(tmp_path, text, "901-small.yaml"), publish=True)
    assert (errors, status) == ("", 0)
    assert Incident.objects.get().stage == Stage.PUBLISHED
    assert list(Source.objects.values_list("url", flat=True)) == ["https://example.org/b"]


def test_a_short_name_of_a_source_goes_to_another_source(tmp_path: Path) -> None:
    card = cards.small()
    first = {**card["sources"][0], "ref": "first"}
    second = {**first, "url": "https://example.org/b", "ref": "second"}
    reload(tmp_path, {**card, "sources": [first, second]})
    exchanged = [{**first, "ref": "second"}, {**second, "ref": "first"}]
    moved = [{**first, "url": "https://example.org/c"}, second]
    for sources in (exchanged, moved):
        told = {**cards.small(legal_timeline=[]), "sources": sources}
        assert "901-small: updated" in reload(tmp_path, told)
        assert "901-small: unchanged" in reload(tmp_path, told)
        assert cards.facts(cards.dumped("901-small")) == cards.facts(told)


def test_publishing_twice_publishes_once(tmp_path: Path) -> None:
    reload(tmp_path, cards.small(), publish=True)
    assert "901-small: unchanged" in reload(tmp_path, cards.small(), publish=True)
    assert Incident.objects.get().stage_changes.count() == 1


def test_a_case_that_may_not_be_published_is_not_loaded_either(tmp_path: Path) -> None:
    card = cards.small(allegations=[cards.claim("Led the band", ["p.ana_test"], made_by=None, relayed_by=[])])
    _said, errors, status = cards.load(cards.write(tmp_path, card), publish=True)
    assert "not published: " in errors and "say who makes this claim" in errors
    assert status == 1
    assert not Incident.objects.exists()


def said_when_published(tmp_path: Path, card: cards.Card) -> str:
    _said, errors, status = cards.load(cards.write(tmp_path, card, "card.yaml"), publish=True)
    assert status == 1 and not Incident.objects.filter(key=card["id"]).exists()
    return errors


@pytest.mark.parametrize(
    ("listed", "key", "text", "told"),
    [
        ("sources", "url", "https://example.org/2015/wanda-secreta-quispe-seen", "Address of the source “"),
        ("legal_timeline", "details", "Wanda Secreta Quispe was there", "Details of step 1 of proceeding 1: "),
        ("allegations", "made_by", "o.test_band (Wanda Secreta Quispe)", "Words of speaker 1 of claim 1: "),
        ("persons", "description", "Brother of Wanda Secreta Quispe", "Description in this case of involvement 1: "),
    ],
)
def test_a_text_that_names_somebody_protected_is_refused_where_it_stands(
    listed: str, key: str, text: str, told: str, tmp_path: Path
) -> None:
    hidden = cards.person("p.wanda_test", "Wanda Secreta Quispe", protect="witness")
    card = cards.small(legal_timeline=[{"who": "p.ana_test", "step": "arrested"}])
    card["persons"].append(hidden)
    card[listed][0][key] = text
    errors = said_when_published(tmp_path, card)
    assert f"card.yaml: {listed}[0].{key}: not published: {told}" in errors and "the text names “" in errors


@pytest.mark.parametrize("key", ["description", "general_description"])
def test_words_of_guilt_in_a_card_are_told_and_keep_nothing_out(key: str, tmp_path: Path) -> None:
    card = cards.small()
    card["persons"][0][key] = "convicted killer"
    told = "“convicted” stands in what is said of Ana Test, without a final conviction on record."
    assert told in reload(tmp_path, card, publish=True)
    assert told not in reload(tmp_path, card, publish=True), "told once, with what is new"
    card["persons"][0][key] = "called a killer by prosecutors"
    assert "stands in what is said" not in reload(tmp_path, card, publish=True)


def test_what_a_claim_and_a_person_lack_is_told_at_their_entries(tmp_path: Path) -> None:
    claims = [cards.claim("Led", ["p.901_officers"]), cards.claim("Led the band", ["p.ana_test"], made_by=None)]
    claims[1]["relayed_by"] = []
    card = cards.small(allegations=claims, summary=None)
    card["persons"][0]["named_publicly"] = False
    errors = said_when_published(tmp_path, card)
    assert "card.yaml: summary: not published: " in errors
    assert "card.yaml: allegations[1].made_by: not published: “Led the band”: say who makes this claim" in errors
    assert "card.yaml: persons[0].named_publicly: not published: “Ana Test” has a name here" in errors


def test_a_number_by_which_a_protected_group_is_called_keeps_no_case_from_readers(tmp_path: Path) -> None:
    card = cards.small()
    card["persons"][1] |= {"aliases": ["the 4", "the 43"], "protect": "victim"}
    card["sources"][0]["url"] = "https://example.org/looking-for-the-43-students"
    card["legal_timeline"] = []
    reload(tmp_path, card, publish=True)
    assert Incident.objects.get().stage == Stage.PUBLISHED


def test_check_says_what_would_be_made_and_makes_nothing(tmp_path: Path) -> None:
    before = cards.history_rows()
    assert "901-small: created (1 sources" in reload(tmp_path, cards.small(), check=True)
    assert not (Incident.objects.exists() or Party.objects.exists() or Source.objects.exists())
    assert cards.history_rows() == before


def test_check_finds_what_is_wrong(tmp_path: Path) -> None:
    _said, errors, status = cards.load(cards.write(tmp_path, cards.small(title="")), check=True)
    assert "title: must not be empty" in errors and status == 1


def test_shared_keys_meet_in_one_party_and_local_ones_never(tmp_path: Path) -> None:
    reload(tmp_path, cards.small())
    other = cards.small(id="901-other-case")
    reload(tmp_path, other)
    assert Involvement.objects.filter(party__key="p.ana_test").count() == 2
    assert Organization.objects.get(key="o.test_band").involvements.count() == 2
    officers = Actor.objects.filter(key__startswith="p.901_officers")
    assert [actor.involvements.count() for actor in officers] == [1, 1]
    assert cards.facts(cards.dumped("901-other-case")) == cards.facts(other)
    assert "unchanged" in reload(tmp_path, other) and "unchanged" in reload(tmp_path, cards.small())


def test_an_unnamed_person_who_gets_a_name_in_another_card_becomes_named(tmp_path: Path) -> None:
    unnamed = cards.small(persons=[cards.person("p.ana_test", None), cards.person("p.901_officers", None, [4, 4])])
    reload(tmp_path, unnamed)
    assert Actor.objects.get(key="p.ana_test").form == "unnamed"
    reload(tmp_path, cards.small(id="902-named", persons=[cards.person("p.ana_test", "Ana Test")]))
    assert Actor.objects.get(key="p.ana_test").form == "named"
    assert "unchanged" in reload(tmp_path, unnamed)
    assert Actor.objects.get(key="p.ana_test").form == "named"
    assert cards.facts(cards.dumped("901-small")) == cards.facts(unnamed)


def test_each_case_keeps_the_kind_and_the_names_that_it_uses(tmp_path: Path) -> None:
    reload(tmp_path, cards.small())
    other = cards.small(id="902-other", persons=[cards.person("p.ana_test", "A. Test", aliases=["Ana Test", "La Ana"])])
    other["organizations"][0] |= {"kind": "company", "name": "The Band"}
    reload(tmp_path, other)
    assert Organization.objects.get().kind == "company"
    assert PartyName.objects.get(is_primary=True, party__key="p.ana_test").name == "Ana Test"
    for card in (cards.small(), other):
        assert cards.facts(cards.dumped(card["id"])) == cards.facts(card)


@pytest.mark.parametrize(("listed", "key"), [("persons", "p.ana_test"), ("organizations", "o.test_band")])
def test_a_renamed_party_has_its_main_name_at_once(listed: str, key: str, tmp_path: Path) -> None:
    reload(tmp_path, cards.small())
    renamed = cards.small()
    renamed[listed][0]["name"] = "Another Name"
    assert "901-small: updated" in reload(tmp_path, renamed)
    assert list(PartyName.objects.filter(party__key=key).values_list("name", "is_primary")) == [("Another Name", True)]
    before = cards.history_rows()
    assert "901-small: unchanged" in reload(tmp_path, renamed)
    assert cards.history_rows() == before


def test_a_main_name_that_goes_leaves_its_place_to_the_name_in_another_case(tmp_path: Path) -> None:
    other = cards.small(id="902-other", persons=[cards.person("p.ana_test", "A. Test")])
    reload(tmp_path, cards.small())
    reload(tmp_path, other)
    unnamed = cards.small(persons=[cards.person("p.ana_test", None), cards.person("p.901_officers", None, [4, 4])])
    reload(tmp_path, unnamed)
    assert PartyName.objects.get(party__key="p.ana_test").is_primary
    assert "unchanged" in reload(tmp_path, other) and "unchanged" in reload(tmp_path, unnamed)


def of_kind(card_id: str, kind: str) -> cards.Card:
    card = cards.small(id=card_id, persons=[cards.person("p.ana_test", "Ana Test")])
    card["organizations"][0]["kind"] = kind
    return card


@pytest.mark.parametrize("draft_first", [True, False])
@pytest.mark.parametrize("of_draft", ["company", "militia"])
def test_a_draft_never_decides_the_kind_of_a_published_organization(
    draft_first: bool, of_draft: str, tmp_path: Path
) -> None:
    draft, public = of_kind("901-draft", of_draft), of_kind("902-public", "police")
    for card in (draft, public) if draft_first else (public, draft):
        reload(tmp_path, card, publish=card is public)
    assert Organization.objects.get().kind == "police"
    kinds = dict(Involvement.objects.filter(party__key="o.test_band").values_list("incident__key", "kind_as_stated"))
    assert kinds["902-public"] == ""
    for card in (draft, public):
        assert cards.facts(cards.dumped(card["id"])) == cards.facts(card)
        assert "unchanged" in reload(tmp_path, card)


def test_of_two_published_cases_the_first_decides_the_kind(tmp_path: Path) -> None:
    first, second = of_kind("901-first", "company"), of_kind("902-second", "police")
    for card in (first, second, first):
        reload(tmp_path, card, publish=True)
    assert Organization.objects.get().kind == "company"
    assert cards.facts(cards.dumped("902-second")) == cards.facts(second)


def test_a_draft_that_is_published_later_decides_the_kind_then(tmp_path: Path) -> None:
    first, second = of_kind("901-first", "company"), of_kind("902-second", "police")
    reload(tmp_path, first)
    reload(tmp_path, second)
    assert Organization.objects.get().kind == "police"
    assert "unchanged" in reload(tmp_path, first) and "unchanged" in reload(tmp_path, second)
    reload(tmp_path, first, publish=True)
    assert Organization.objects.get().kind == "company"
    for card in (first, second):
        assert cards.facts(cards.dumped(card["id"])) == cards.facts(card)
        assert "unchanged" in reload(tmp_path, card)


def test_an_organization_moves_with_the_only_case_that_says_where_it_is(tmp_path: Path) -> None:
    card = cards.small()
    reload(tmp_path, card)
    card["organizations"][0]["country_iso2"] = "BO"
    reload(tmp_path, card)
    assert cards.facts(cards.dumped("901-small")) == cards.facts(card)
    assert Organization.objects.get().country.code == "BO"


def test_where_two_cases_differ_the_organization_stays_until_nobody_says_so(tmp_path: Path) -> None:
    first, second = cards.small(), cards.small(id="902-second", persons=[cards.person("p.ana_test", "Ana Test")])
    second["organizations"][0]["country_iso2"] = "BO"
    for card in (first, second):
        reload(tmp_path, card)
    assert Organization.objects.get().country.code == "PE"
    first["organizations"][0]["country_iso2"] = "BR"
    reload(tmp_path, first)
    for card in (first, second):
        assert cards.facts(cards.dumped(card["id"])) == cards.facts(card)


def test_the_country_that_an_editor_gave_an_organization_stays(tmp_path: Path) -> None:
    card = cards.small()
    reload(tmp_path, card)
    organization = Organization.objects.get()
    organization.country = Region.objects.get(code="BO")
    organization.save()
    card["organizations"][0]["country_iso2"] = "BR"
    reload(tmp_path, card)
    assert Organization.objects.get().country.code == "BO"


def test_a_reply_that_the_card_takes_back_leaves_nothing(tmp_path: Path) -> None:
    card = cards.small()
    reply = {"party": "p.ana_test", "status": "received", "text": "Not so", "as_stated": None, "edtf": None}
    card["allegations"][0]["replies"] = [reply]
    reload(tmp_path, card)
    del card["allegations"][0]["replies"]
    reload(tmp_path, card)
    assert cards.facts(cards.dumped("901-small")) == cards.facts(card)


def test_a_speaker_who_takes_the_place_of_a_protected_one_is_not_protected(tmp_path: Path) -> None:
    witness = cards.person("p.901_witness", None, protect="witness", role_in_case="protected witness")
    card = cards.small(persons=[*cards.small()["persons"], witness])
    card["allegations"][0]["made_by"] = "p.901_witness"
    reload(tmp_path, card)
    assert SpeechLink.objects.get(step=0).protected
    card["allegations"][0]["made_by"] = "p.ana_test (letter)"
    reload(tmp_path, card)
    assert cards.facts(cards.dumped("901-small")) == cards.facts(card)


def test_an_open_link_resolves_when_the_other_card_arrives(tmp_path: Path) -> None:
    reload(tmp_path, cards.small(related_cards=["902-later"]))
    assert RelatedIncident.objects.get().target is None
    assert cards.dumped("901-small")["related_cards"] == ["902-later"]
    reload(tmp_path, cards.small(id="902-later", persons=[cards.person("p.ana_test", "Ana Test")]))
    assert RelatedIncident.objects.get().target == Incident.objects.get(key="902-later")


def test_a_link_that_resolves_leaves_nothing_to_approve_and_one_that_is_added_does(tmp_path: Path) -> None:
    later = cards.small(id="902-later", persons=[cards.person("p.ana_test", "Ana Test")])
    reload(tmp_path, cards.small(related_cards=["902-later"]), publish=True)
    reload(tmp_path, later, publish=True)
    first = Incident.objects.get(key="901-small")
    assert RelatedIncident.objects.get().target and not workflow.has_unapproved_changes(first)
    reload(tmp_path, cards.small(related_cards=["902-later", "903-never"]))
    assert workflow.has_unapproved_changes(first)


def test_a_protected_person_is_protected_in_every_card_and_speaks_by_role_only(tmp_path: Path) -> None:
    protected = cards.person("p.ana_test", "Ana Test", protect="witness", role_in_case="informant of the prosecution")
    saying = cards.claim("Led the band", ["o.test_band"], made_by="p.ana_test (letter)")
    reload(tmp_path, cards.small(persons=[protected], allegations=[saying]))
    link = SpeechLink.objects.get(step=0)
    assert (link.protected, link.role_words, link.words) == (True, "informant", "(letter)")
    assert Actor.objects.get(key="p.ana_test").protection == "witness"
    assert PartyName.objects.filter(party__key="p.ana_test", confidential=False).count() == 0


def test_nobody_is_protected_while_a_published_text_names_them(tmp_path: Path) -> None:
    name = "Aurelia Inventada Quispe"
    public = cards.small(
        title="The load of Cusco",
        summary=f"{name} saw the load.",
        persons=[cards.person("p.aurelia_test", None), cards.person("p.ana_test", "Ana Test")],
        allegations=[],
    )
    reload(tmp_path, public, publish=True)
    draft = cards.small(
        id="902-draft",
        persons=[
            cards.person("p.ana_test", "Ana Test"),
            cards.person("p.aurelia_test", name, protect="witness", named_publicly=False),
        ],
    )
    _said, errors, status = cards.load(cards.write(tmp_path, draft, "draft.yaml"))
    assert "draft.yaml: persons[1].protect: " in errors and "The load of Cusco" in errors
    assert status == 1
    assert not Incident.objects.filter(key="902-draft").exists()
    assert not PartyName.objects.filter(name=name).exists()


class TestProposals:
    def test_they_are_marked(self, tmp_path: Path) -> None:
        reload(tmp_path, cards.small())
        step, incident = Step.objects.get(), Incident.objects.get()
        assert (step.kind, step.kind_proposed) == ("detained", True)
        place, day, seizure = incident.places.get(), incident.dates.get(), incident.seizures.get()
        assert (place.region.code, place.region_proposed) == ("PE-CUS", True)
        assert (day.is_main, day.main_proposed, incident.date_edtf) == (True, True, "2015-07")
        assert (seizure.kind, seizure.kind_proposed) == ("drugs", True)
        assert all(Allegation.objects.get().offences.values_list("proposed", flat=True))
        assert all(incident.citations.filter(step__isnull=True).values_list("proposed", flat=True))
        assert Allegation.objects.get().parties.get().legal_status == "detained"

    def test_what_an_editor_settled_stays_where_the_card_is_silent(self, tmp_path: Path) -> None:
        reload(tmp_path, cards.small())
        step = Step.objects.get()
        step.kind, step.kind_proposed = "charged", False
        step.save()
        assert "unchanged" in reload(tmp_path, cards.small())
        assert Step.objects.get().kind == "charged"
        assert cards.dumped("901-small")["legal_timeline"][0]["kind"] == "charged"

    def test_what_a_card_settled_is_open_again_when_the_card_is_silent(self, tmp_path: Path) -> None:
        told = cards.small()
        told["legal_timeline"][0]["kind"] = "charged"
        reload(tmp_path, told)
        reload(tmp_path, cards.small())
        assert (Step.objects.get().kind, Step.objects.get().kind_proposed) == ("detained", True)

    def test_what_an_editor_took_away_does_not_come_back_anywhere(self, tmp_path: Path) -> None:
        card = cards.small(persons=[cards.person("p.ana_test", "Ana Test", role_in_case="victim, killed")])
        reload(tmp_path, card)
        incident = Incident.objects.get()
        incident.citations.exclude(step__isnull=False).delete()
        incident.dates.update(is_main=False, main_proposed=False)
        incident.places.update(region=None, region_proposed=False, precision="unknown")
        claim = incident.allegations.get()
        claim.offences.all().delete()
        claim.proceedings.all().delete()
        claim.parties.update(capacity="accused", capacity_proposed=False)
        incident.routes.get().stops.update(region=None, region_proposed=False)
        told = cards.dumped("901-small")
        assert told["citations"] == told["places"][0]["citations"] == []
        assert told["dates"][0]["main"] is False
        assert (told["places"][0]["precision"], told["flows"][0]["regions"]) == ("unknown", ["none", "none"])
        assert {name: told["allegations"][0][name] for name in ("toward", "offences", "proceedings", "citations")} == {
            name: [] for name in ("toward", "offences", "proceedings", "citations")
        }
        for card_id in ("901-small", "901-elsewhere"):
            reload(tmp_path, {**told, "id": card_id})
            assert cards.dumped(card_id) == {**told, "id": card_id}

    @pytest.mark.parametrize("denied", [[0], [0, 1], [0, 1, 2]])
    def test_dates_that_a_card_denies_are_not_proposed_from_its_dump_either(
        self, denied: list[int], tmp_path: Path
    ) -> None:
        card = cards.small(dates=[{"what": f"day {number}", "edtf": f"201{number}"} for number in range(3)])
        for number in denied:
            card["dates"][number]["main"] = False
        reload(tmp_path, card)
        told = cards.dumped("901-small")
        assert cards.facts(told) == cards.facts(card)
        reload(tmp_path, {**told, "id": "901-elsewhere"})
        for key in ("901-small", "901-elsewhere"):
            dates = Incident.objects.get(key=key).dates.all()
            proposed = [(day.what, day.main_proposed) for day in dates if day.is_main]
            assert proposed == [(f"day {number}", True) for number in range(3) if number not in denied][:1]
        assert "unchanged" in reload(tmp_path, told)

    def test_a_date_that_the_card_denies_is_not_the_main_one_though_an_editor_confirmed_it(
        self, tmp_path: Path
    ) -> None:
        card = cards.small()
        reload(tmp_path, card)
        day = Incident.objects.get().dates.get()
        day.main_proposed = False
        day.save()
        assert "unchanged" in reload(tmp_path, card)
        card["dates"][0]["main"] = False
        reload(tmp_path, card)
        assert not Incident.objects.get().dates.get().is_main
        assert Incident.objects.get().date_edtf == ""

    def test_the_card_wins_where_it_speaks(self, tmp_path: Path) -> None:
        reload(tmp_path, cards.small())
        told = cards.small()
        told["legal_timeline"][0]["kind"] = "indicted"
        reload(tmp_path, told)
        assert (Step.objects.get().kind, Step.objects.get().kind_proposed) == ("indicted", False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("p.xa (letter)", [("p.xa", "(letter)", "")]),
        ("p.xa on tape", [("p.xa", "on tape", "")]),
        ("p.xa; p.yb", [("p.xa", "", ""), ("p.yb", "", ";")]),
        ("p.xa, p.yb and o.z", [("p.xa", "", ""), ("p.yb", "", ","), ("o.z", "", "and")]),
        ("p.xa and government", [("p.xa", "", ""), ("", "government", "and")]),
        ("p.xa with p.yb", [("p.xa", "", ""), ("p.yb", "", "with")]),
        ("o.z (own motion); Promsex", [("o.z", "(own motion)", ""), ("", "Promsex", ";")]),
        ("authorities; press and others", [("", "authorities; press and others", "")]),
        ("p.xa;p.yb", [("p.xa", "", ""), ("p.yb", "", "\u2060;")]),
        ("p.xa (letter);p.yb (video)", [("p.xa", "(letter)", ""), ("p.yb", "(video)", "\u2060;")]),
        ("p.xa,p.yb/o.z", [("p.xa", "", ""), ("p.yb", "", "\u2060,"), ("o.z", "", "\u2060/")]),
        ("p.xa(letter)", [("p.xa", "\u2060(letter)", "")]),
        ("p.xa – on video", [("p.xa", "– on video", "")]),
        (";p.xa", [("p.xa", "", "")]),
        ("https://example.org/p.xa says p.yb", [("p.yb", "", "")]),
        ("o.z (with p.xa and p.yb)", None),
        ("the lawyer of p.xa, speaking in court (2014) about many things; p.yb's brother", None),
    ],
)
def test_speakers_are_told_apart_and_go_together_again(text: str, told: list[tuple[str, str, str]] | None) -> None:
    speakers = speech.parse(text, ["p.xa", "p.yb", "o.z"])
    assert speech.compose(speakers) == text
    if told is not None:
        assert [(speaker.key, speaker.words, speaker.joiner) for speaker in speakers] == told


def test_without_reference_data_the_command_says_what_to_do_first(tmp_path: Path) -> None:
    Region.objects.all().delete()
    with pytest.raises(CommandError, match="run load_reference first"):
        call_command("load_cases", str(cards.write(tmp_path, cards.small())))


def test_a_party_made_at_the_desk_comes_back_to_itself(tmp_path: Path) -> None:
    reload(tmp_path, cards.small())
    actor = Actor.objects.create(form="named", description="")
    PartyName.objects.create(party=actor, name="New Person", is_primary=True)
    Involvement.objects.create(incident=Incident.objects.get(), party=actor, description="Added by hand", position=9)
    card = cards.dumped("901-small")
    assert card["persons"][-1]["key"] == f"p.id_{actor.public_id}"
    assert card["persons"][-1]["name"] == "New Person"
    reload(tmp_path, card)
    assert Actor.objects.filter(names__name="New Person").count() == 1
    assert cards.dumped("901-small") == card


@pytest.mark.parametrize("publish", [False, True])
def test_a_card_takes_from_a_published_case_nothing_that_publishing_demands(tmp_path: Path, publish: bool) -> None:
    reload(tmp_path, cards.small(), publish=True)
    child = make_actor("Zoraida Inventada Umeres")
    child.protection = "minor"
    child.save()
    told = cards.dumped("901-small")
    named = {**told, "title": "Seen by Umeres, Zoraida Inventada"}
    renamed = {
        **told,
        "persons": [{**told["persons"][0], "aliases": ["Zoraida Inventada Umeres"]}, *told["persons"][1:]],
    }
    silent = {**told, "allegations": [{**told["allegations"][0], "made_by": None, "relayed_by": []}]}
    for card, place in ((named, "title"), (renamed, "persons[0]"), (silent, "allegations[0].made_by")):
        _said, errors, status = cards.load(cards.write(tmp_path, card), publish=publish)
        assert status == 1 and f"card.yaml: {place}" in errors and "the case is published: " in errors, place
        assert cards.dumped("901-small") == told
    assert "unchanged" in cards.load(cards.write(tmp_path, told), publish=publish)[0]


def test_an_old_card_does_not_undo_an_anonymisation_not_even_in_part(tmp_path: Path) -> None:
    texts = {"title": "The load of Inventada", "summary": "Zoraida Inventada Umeres drove; Z. Umeres paid."}
    reload(tmp_path, cards.small(), publish=True)
    reload(tmp_path, cards.small(**texts), publish=True)
    who = make_actor("Zoraida Inventada Umeres")
    proposed = {place.text.key: place.proposed for place in workflow.places_naming(who, "a driver")}
    workflow.anonymise(who, None, "Asked for.", "a driver", proposed)
    now = cards.dumped("901-small")
    named, perhaps = "Summary of the case: the text names ", "The text says "
    for summary, told in ((texts["summary"], named), ("Zoraida Inventada drove.", perhaps)):
        _said, errors, status = cards.load(cards.write(tmp_path, cards.small(summary=summary)))
        assert status == 1 and f"card.yaml: summary: the case is published: {told}" in errors
        assert cards.dumped("901-small") == now


def test_publishing_a_card_tells_of_single_words_of_a_protected_name(tmp_path: Path) -> None:
    card = cards.small(summary="It was Zoraida who came.")
    card["persons"][0] |= {"name": "Zoraida Inventada Umeres", "protect": "witness"}
    said, _errors, status = cards.load(cards.write(tmp_path, card), publish=True)
    assert status == 0 and "The text says “Zoraida”: somebody protected is called so" in said
    said, _errors, _status = cards.load(cards.write(tmp_path, card), publish=True)
    assert "unchanged" in said and "The text says" not in said


def test_what_stands_in_the_way_of_publishing_is_told_with_its_place_among_the_dates(tmp_path: Path) -> None:
    card = cards.small()
    card["persons"][0] |= {"name": "Zoraida Inventada Umeres", "protect": "witness"}
    card["dates"] = [{"what": "x", "edtf": "2015", "as_stated": "the day of Zoraida Inventada Umeres", "main": True}]
    _said, errors, status = cards.load(cards.write(tmp_path, card), publish=True)
    assert status == 1 and "dates[0].as_stated: not published" in errors
