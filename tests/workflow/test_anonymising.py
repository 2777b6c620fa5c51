"""Protected names stand in no text, and anonymising leaves no trace of a name at any public address."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import workflow
from incidents.models import (
    Actor,
    Anonymisation,
    Citation,
    CitedOrigin,
    Incident,
    IncidentDate,
    IncidentSource,
    NameUse,
    OpenQuestion,
    PartyName,
    Proceeding,
    Source,
    SpeechLink,
    Step,
)
from incidents.models.record import change
from tests import factories as make
from tests.test_hidden import addresses

pytestmark = pytest.mark.django_db
NAME, ALIAS = "Benzaita María Xecreto Quispillo", "La Chapulinza"
TRACES = ("benzaita", "xecreto", "quispillo", "chapulinza")
INSTEAD = "A driver from the coast"


@pytest.fixture
def person() -> Actor:
    """Named in public: in her own case in every sort of text, and in passing in a case of others."""
    who = make.make_actor(NAME)
    alias = PartyName.objects.create(party=who, name=ALIAS, kind="alias")
    source = make.make_source(
        title=f"{NAME}, detenida", url="https://news.example.org/xecreto-quispillo-benzaita-maria"
    )
    own = make.make_incident(f"Arrest of {NAME}", stage="draft", parties=[(who, "suspect")], sources=[source])
    part = own.involvements.get()
    NameUse.objects.create(involvement=part, name=who.names.get(is_primary=True), is_heading=True)
    NameUse.objects.create(involvement=part, name=alias)
    claim = make.add_claim(own, who, f"{NAME} drove a lorry", quote="Benzaita Xecreto drove it", steps=["charged"])
    SpeechLink.objects.create(allegation=claim, party=who, words="(letter)", position=2)
    Step.objects.filter(proceeding__incident=own).update(words=f"charges against {ALIAS}")
    Proceeding.objects.filter(incident=own).update(name="Xecreto Quispillo case")
    IncidentDate.objects.create(incident=own, what="arrest of Quispillo, Benzaita")
    OpenQuestion.objects.create(incident=own, text="Whether Benzaita María Xecreto knew.")
    reading = own.readings.get()
    CitedOrigin.objects.create(reading=reading, words=f"lawyer of {NAME}")
    Citation.objects.create(
        incident=own, reading=reading, allegation=claim, quote="“Xecreto Quispillo, Benzaita María”"
    )
    make.bring_to(own, "published")
    with change(f"The name is {NAME}."):
        own.refresh_from_db()
        own.summary = f"{NAME} was stopped."
        own.save()
    workflow.corrections.record(own, "update", f"{NAME} was released.")
    make.make_incident("Another case", summary="A cousin of Benzaita María Xecreto Quispillo's was there.")
    return who


def confirmed(actor: Actor) -> dict[str, str]:
    return {place.text.key: place.proposed for place in workflow.places_naming(actor, INSTEAD)}


def past_addresses() -> list[str]:
    """Every case as it was published on any day, yesterday's notes included."""
    today = timezone.now().date().isoformat()
    ids = Incident.objects.values_list("public_id", flat=True)
    return [f"/incidents/{public_id}/{end}" for public_id in ids for end in ("versions/", f"as-published/{today}/")]


def served(client: Client) -> str:
    """Everything that the site says at any address."""
    said = []
    for path in [*addresses(), *past_addresses()]:
        answer = client.get(path)
        said.append(str(dict(answer.headers)))
        page = client.get(path, follow=True) if answer.status_code == 301 else answer
        said.append(b"".join(page).decode(errors="replace"))
    for what in ("actors", "publishers"):
        said.append(client.get(reverse("suggest", args=[what]), {"q": "a"}).content.decode())
    return "\n".join(said).lower()


def test_the_walk_would_see_the_name(client: Client, person: Actor) -> None:
    said = served(client)
    assert all(trace in said for trace in TRACES)


def test_no_trace_is_left_at_any_public_address_and_the_desk_keeps_the_name(client: Client, person: Actor) -> None:
    changed = workflow.anonymise(person, None, "She was a minor then.", INSTEAD, confirmed(person))
    assert {case.title for case in changed} == {f"Arrest of {INSTEAD}", "Another case"}
    said = served(client)
    for trace in TRACES:
        assert trace not in said, trace
    assert INSTEAD.lower() in said
    for word in TRACES:
        for name in ("incidents", "actors", "allegations", "sources"):
            assert client.get(reverse(name), {"q": word}).context["total"] == 0
    person.refresh_from_db()
    assert set(person.names.values_list("name", flat=True)) == {NAME, ALIAS}
    entries = client.get("/corrections/").content.decode()
    assert "A person is no longer named." in entries
    titles = set(Incident.history.values_list("title", flat=True))
    assert f"Arrest of {NAME}" in titles


def test_an_old_address_leads_on_without_the_name(client: Client, person: Actor) -> None:
    old = client.get(person.get_absolute_url()).headers["Location"]
    assert "benzaita" in old
    workflow.anonymise(person, None, "She was a minor then.", INSTEAD, confirmed(person))
    answer = client.get(old)
    assert answer.status_code == 301
    assert not any(trace in answer.headers["Location"] for trace in TRACES)


def test_a_second_time_changes_nothing(person: Actor) -> None:
    workflow.anonymise(person, None, "She was a minor then.", INSTEAD, confirmed(person))
    rows = Anonymisation.objects.count(), Incident.history.count(), Actor.history.count()
    assert workflow.anonymise(person, None, "Again.", INSTEAD, {}) == []
    assert (Anonymisation.objects.count(), Incident.history.count(), Actor.history.count()) == rows


def test_a_place_without_confirmed_words_stops_everything(person: Actor) -> None:
    texts = confirmed(person)
    for key in list(texts):
        lacking = {name: text for name, text in texts.items() if name != key}
        with pytest.raises(workflow.NotAllowed):
            workflow.anonymise(person, None, "She was a minor then.", INSTEAD, lacking)
        with pytest.raises(workflow.NotAllowed):
            workflow.anonymise(person, None, "She was a minor then.", INSTEAD, texts | {key: "Benzaita Xecreto again"})
    person.refresh_from_db()
    assert not person.is_protected and not Anonymisation.objects.exists()
    assert Incident.objects.filter(title=f"Arrest of {NAME}").exists()


def test_one_word_of_the_name_is_asked_about_where_the_person_is_involved_and_only_there() -> None:
    who, wife = (
        make.make_actor("Benito Xecreto Ruiz"),
        make.make_actor("", form="unnamed", description="Wife of Xecreto"),
    )
    source = make.make_source(url="https://news.example.org/xecreto-detained")
    case = make.make_incident("A case", parties=[(who, "suspect"), (wife, "mentioned")], sources=[source])
    question = OpenQuestion.objects.create(incident=case, text="Whether Ruiz, the town, was on the way of XECRETO.")
    make.make_incident("Of others", summary="The mine Xecreto was closed.")
    places = {place.text.key: place for place in workflow.places_naming(who, INSTEAD)}
    assert {place.text.value: place.proposed for place in places.values()} == {
        "Wife of Xecreto": f"Wife of {INSTEAD}",
        source.url: "",
        question.text: f"Whether {INSTEAD}, the town, was on the way of {INSTEAD}.",
    }
    assert not any(place.surely for place in places.values())
    texts = {key: place.proposed for key, place in places.items()}
    texts[f"openquestion-{question.pk}-text"] = "Whether Ruiz, the town, was on the way."
    with pytest.raises(workflow.NotAllowed):
        workflow.anonymise(who, None, "A minor.", INSTEAD, {})
    with pytest.raises(workflow.NotAllowed):
        workflow.anonymise(who, None, "A minor.", "The man Xecreto", texts)
    workflow.anonymise(who, None, "A minor.", INSTEAD, texts)
    wife.refresh_from_db()
    question.refresh_from_db()
    assert (wife.description, question.text) == (f"Wife of {INSTEAD}", "Whether Ruiz, the town, was on the way.")
    assert workflow.anonymise(who, None, "Again.", INSTEAD, {}) == [], "a namesake that was left stays"


def test_a_word_that_somebody_named_openly_has_too_is_shown_as_it_is_and_not_asked_about() -> None:
    who, brother = make.make_actor("Benito Xecreto Ruiz"), make.make_actor("Abel Xecreto Ruiz")
    make.make_incident("A case", summary="Xecreto was there.", parties=[(who, "suspect"), (brother, "suspect")])
    [shown] = workflow.places_naming(who, INSTEAD)
    assert (shown.proposed, shown.asked, shown.surely) == ("Xecreto was there.", False, False)
    gang = make.make_organization("Clan Xecreto")
    make.make_incident("A case", summary="Xecreto led it.", parties=[(who, "suspect"), (gang, "mentioned")])
    asked = {place.text.value: place.proposed for place in workflow.places_naming(who, INSTEAD) if place.asked}
    assert asked == {"Clan Xecreto": "Clan Xecreto", "Xecreto led it.": f"{INSTEAD} led it."}


def test_the_name_of_somebody_else_is_never_rewritten_by_a_proposal() -> None:
    who, brother = make.make_actor("Benito Xecreto Ruiz"), make.make_actor("Abel Xecreto Ruiz")
    PartyName.objects.create(party=who, name="Xecreto", kind="alias")
    clan, court = make.make_organization("Clan Xecreto"), make.make_organization("Chamber of Benito Xecreto Ruiz")
    parts = [(one, "mentioned") for one in (who, brother, clan, court)]
    make.make_incident("A case", parties=parts)
    asked = {place.text.value: place.proposed for place in workflow.places_naming(who, INSTEAD)}
    assert asked.pop("Chamber of Benito Xecreto Ruiz") == f"Chamber of {INSTEAD}", "the whole name has to go"
    assert "Clan Xecreto" in asked and all(value == proposed for value, proposed in asked.items())


def test_one_word_of_a_protected_persons_name_warns_in_their_own_case_and_leads_to_the_text() -> None:
    child, other = protected("Benita María Secreta Quispe"), make.make_actor("María Luna")
    case = make.make_incident("A case", summary="María and Quispe saw it.", parties=[(child, "witness")])
    make.Involvement.objects.create(incident=case, party=other, role="mentioned", named_publicly=True)
    told = [problem for problem in workflow.warnings(case) if "called so" in str(problem)]
    assert [str(problem).partition("”")[0] for problem in told] == ["Summary of the case: The text says “Quispe"]
    assert (told[0].model, told[0].name) == (Incident, "summary")


@pytest.mark.parametrize(
    "reason,description",
    [("", INSTEAD), ("A reason.", ""), ("About Benzaita Xecreto.", INSTEAD), ("A reason.", "Quispillo, Benzaita")],
)
def test_reason_and_description_are_needed_and_hold_no_name(person: Actor, reason: str, description: str) -> None:
    with pytest.raises(workflow.NotAllowed):
        workflow.anonymise(person, None, reason, description, confirmed(person))
    assert not Anonymisation.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "A driver (B.M.X.Q.)",
        "A driver (BMXQ)",
        "The driver B. Quispillo",
        "A driver, bquispillo@example.org",
        "The quispillo driver",
        "One of the quispillos",
        "A chapulinza of the coast",
        "Write to \u200bXecreto",
    ],
)
@pytest.mark.parametrize("column", ["reason", "description"])
def test_neither_reason_nor_description_has_a_word_of_the_name_or_its_initials(
    person: Actor, column: str, words: str
) -> None:
    given = {"reason": "A reason.", "description": INSTEAD} | {column: words}
    with pytest.raises(workflow.NotAllowed, match="holds the name that is to disappear"):
        workflow.anonymise(person, None, **given, texts=confirmed(person))
    assert not Anonymisation.objects.exists()


def test_an_address_with_the_name_is_proposed_to_go(person: Actor) -> None:
    urls = {p.proposed for p in workflow.places_naming(person, INSTEAD) if p.text.is_address}
    assert urls == {""}


def test_the_desk_previews_every_place_and_does_it_in_one_step(person: Actor, admin_client: Client) -> None:
    address = reverse("admin:incidents_actor_anonymise", args=[person.pk])
    assert "Anonymise…" in admin_client.get(reverse("admin:incidents_actor_change", args=[person.pk])).content.decode()
    assert "Show every place" in admin_client.get(address).content.decode()
    preview = admin_client.post(address, {"description": INSTEAD})
    form = preview.context["form"]
    places = workflow.places_naming(person, INSTEAD)
    assert {place.text.key for place in places} <= set(form.fields) and len(places) > 10
    given: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
    assert admin_client.post(address, given).status_code == 200, "a reason is needed"
    assert admin_client.post(address, given | {"reason": "She was a minor then."}).status_code == 302
    person.refresh_from_db()
    assert person.is_protected and Anonymisation.objects.count() == 2


def test_only_who_may_anonymise_can(person: Actor) -> None:
    address = reverse("admin:incidents_actor_anonymise", args=[person.pk])
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="change_actor"))
    desk = Client()
    desk.force_login(editor)
    assert desk.get(address).status_code == desk.post(address, {"description": INSTEAD}).status_code == 403


def protected(name: str = NAME) -> Actor:
    return make.make_actor(name, protection="minor", description="A child")


@pytest.mark.parametrize(
    "text", [NAME, "Xecreto Quispillo, Benzaita María", "benzaita maria xecreto quispillo", f"{NAME}'s cousin"]
)
def test_no_case_is_published_that_names_somebody_protected_whom_it_does_not_involve(text: str) -> None:
    protected()
    case = make.make_incident("A case", stage="draft", summary=f"They spoke of {text} there.")
    with pytest.raises(workflow.NotPublishable) as refused:
        workflow.publish(case)
    words = text.removesuffix("'s cousin")
    assert f"names “{words}”, who is protected" in " ".join(refused.value.problems)


@pytest.mark.parametrize("column", ["title", "url"])
def test_nor_one_whose_source_names_them(column: str) -> None:
    protected()
    fields = (
        {"title": f"{NAME} seen"}
        if column == "title"
        else {"url": "https://x.example.org/benzaita-maria-xecreto-quispillo"}
    )
    case = make.make_incident("A case", stage="draft", sources=[make.make_source(**fields)])
    with pytest.raises(workflow.NotPublishable):
        workflow.publish(case)


def test_in_a_case_that_involves_them_a_shortened_name_is_refused_too_but_not_a_namesakes() -> None:
    child, namesake = protected(), make.make_actor("Benzaita Xecreto")
    case = make.make_incident("A case", stage="draft", summary="Benzaita Xecreto saw it.", parties=[(child, "witness")])
    with pytest.raises(workflow.NotPublishable):
        workflow.publish(case)
    make.Involvement.objects.create(incident=case, party=namesake, role="mentioned", named_publicly=True)
    workflow.publish(case)


def test_in_cases_of_others_a_shortened_name_warns_and_does_not_block() -> None:
    protected("Benita María Secreta Quispe")
    case = make.make_incident(stage="draft", summary="A lorry of Benita Secreta was stopped.")
    told = [str(warning) for warning in workflow.warnings(case) if "called so" in str(warning)]
    assert told == [
        "Summary of the case: The text says “Benita Secreta”: somebody protected is called so. If they are meant, describe"
        " them instead."
    ]
    workflow.publish(case)
    namesake = make.make_actor("Benita Secreta Luna")
    case = make.make_incident("Of a namesake", parties=[(namesake, "suspect")], summary="A lorry of Benita Secreta's.")
    assert not [warning for warning in workflow.warnings(case) if "called so" in str(warning)]


def test_the_note_for_readers_is_read_as_the_case_is() -> None:
    hidden = protected("Benita María Secreta Quispe")
    case = make.make_incident(parties=[(hidden, "witness")])
    for words in ("Secreta Quispe, Benita María", "Benita Secreta", "benita-maria-secreta-quispe"):
        with pytest.raises(workflow.NotAllowed, match="who is protected"):
            workflow.corrections.record(case, "correction", f"It was {words} who said so.")
    stranger = make.make_incident("A case of others")
    with pytest.raises(workflow.NotAllowed, match="who is protected"):
        workflow.corrections.record(stranger, "correction", "It was Benita María Secreta Quispe.")


def test_strangers_are_not_found_in_single_words() -> None:
    protected("Chapulinza")
    protected("Benzaita Xecreto")
    case = make.make_incident("A case", stage="draft", summary="Chapulinza and Benzaita are words.")
    workflow.publish(case)


def test_whoever_is_named_in_a_published_case_of_others_is_not_protected_silently() -> None:
    make.make_incident("Of others", sources=[make.make_source(title=f"{NAME} seen")])
    assert "Of others" in " ".join(workflow.published_texts_naming(make.make_actor(NAME)))
    assert Source.objects.filter(title__contains=NAME).exists()


@pytest.mark.parametrize("words", ["bribery by quispillo", "the Quispillos of the coast"])
def test_one_word_of_the_name_in_small_letters_or_the_plural_is_shown_and_stays_unless_it_is_changed(
    person: Actor, words: str
) -> None:
    own = Incident.objects.get(involvements__party=person)
    own.allegations.update(offence_as_stated=words)
    (place,) = [place for place in workflow.places_naming(person, INSTEAD) if place.text.value == words]
    assert (place.proposed, place.surely) == (words, False)
    workflow.anonymise(person, None, "Asked for.", INSTEAD, confirmed(person) | {place.text.key: "bribery by a driver"})
    assert own.allegations.get().offence_as_stated == "bribery by a driver"


def test_a_word_of_the_name_in_a_case_of_others_is_no_place(person: Actor) -> None:
    other = make.make_incident("A third case", summary="The quispillo is a bird.")
    assert other not in [place.case for place in workflow.places_naming(person, INSTEAD)]


def test_every_case_with_a_text_that_is_reworded_forgets_how_it_stood_before(client: Client, person: Actor) -> None:
    firm = make.make_organization(f"Transportes {NAME} E.I.R.L.")
    alias = make.make_source(title="La Chapulinza y los camiones")
    cases = [make.make_incident(f"Case {n}", parties=[(firm, "other")], sources=[alias]) for n in range(2)]
    own = Incident.objects.get(involvements__party=person)
    IncidentSource.objects.create(incident=own, source=alias, position=9)
    workflow.anonymise(person, None, "Asked.", INSTEAD, confirmed(person))
    for case in cases:
        assert case.anonymisations.exists()
    for address in past_addresses():
        assert not any(trace in client.get(address).content.decode().lower() for trace in TRACES), address


def test_the_past_of_a_case_that_only_named_the_person_in_passing_is_sealed_too(client: Client) -> None:
    who = make.make_actor(NAME)
    firm = make.make_organization(f"Transportes {NAME} E.I.R.L.")
    case = make.make_incident("A case of the firm", parties=[(firm, "other")])
    with change("The firm has another name."):
        name = firm.names.get()
        name.name = "Transportes Costa"
        name.save()
    make.make_incident("Her own", parties=[(who, "suspect")])
    workflow.anonymise(who, None, "Asked.", INSTEAD, confirmed(who))
    assert case.anonymisations.exists()
    for address in past_addresses():
        assert not any(trace in client.get(address).content.decode().lower() for trace in TRACES), address


def test_a_nickname_that_somebody_else_has_too_stays_theirs() -> None:
    who, other = make.make_actor(NAME), make.make_actor("Otra Persona Inventada")
    for one in (who, other):
        PartyName.objects.create(party=one, name="Quimbi", kind="alias")
    make.make_incident("A case of both", parties=[(who, "suspect"), (other, "suspect")])
    assert not [place for place in workflow.places_naming(who, INSTEAD) if place.text.value == "Quimbi"]
    workflow.anonymise(who, None, "Asked.", INSTEAD, confirmed(who))
    assert other.names.filter(name="Quimbi", confidential=False).exists()


def test_an_initial_with_the_surname_is_asked_about_and_so_is_one_word_beside_the_name(person: Actor) -> None:
    case = make.make_incident(
        "Stalls sold", summary="Bought of B. Quispillo. Later Benzaita Xecreto fled, and Benzaita, the trader, paid."
    )
    [place] = [one for one in workflow.places_naming(person, INSTEAD) if one.case == case]
    assert place.proposed == f"Bought of {INSTEAD}. Later {INSTEAD} fled, and {INSTEAD}, the trader, paid."


def test_a_nickname_by_which_a_case_calls_somebody_else_stands_where_it_is(client: Client) -> None:
    who, other = make.make_actor(NAME), make.make_actor("Otra Persona Inventada")
    for one in (who, other):
        PartyName.objects.create(party=one, name="El Zurdo", kind="alias")
    make.make_incident("Her own", summary=f"{NAME}, El Zurdo, drove.", parties=[(who, "suspect")])
    case = make.make_incident("A case of the other", summary=f"El Zurdo met {NAME}.", parties=[(other, "suspect")])
    proposed = confirmed(who)
    assert proposed[f"incident-{case.pk}-summary"] == f"El Zurdo met {INSTEAD}."
    assert f"{INSTEAD}, {INSTEAD}, drove." in proposed.values(), "no article is left before other words"
    workflow.anonymise(who, None, "Asked.", INSTEAD, proposed)
    assert "El Zurdo met" in client.get(f"/incidents/{case.public_id}/", follow=True).content.decode()


def test_a_case_that_names_the_person_once_is_asked_about_single_words_in_all_its_texts(person: Actor) -> None:
    case = make.make_incident("The Quispillo convoy", summary=f"{NAME} was seen there.")
    proposed = {one.text.column: one.proposed for one in workflow.places_naming(person, INSTEAD) if one.case == case}
    assert proposed == {"title": f"{INSTEAD} convoy", "summary": f"{INSTEAD} was seen there."}


@pytest.mark.parametrize(
    "words",
    [
        "Benzaita Xecret\u0301o",
        "BENZÁITA XÊCRETO",
        "Xecreto, Benzayta",
        "Ben\u00adzaita Kispillo",
        "Benzaita Quispilo",
        "Бензаита Мария",
    ],
)
def test_a_case_of_others_is_found_in_whatever_text_and_spelling_it_names_the_person(
    client: Client, person: Actor, words: str
) -> None:
    case = make.make_incident("Stalls sold", stage="draft")
    question = OpenQuestion.objects.create(incident=case, text=f"Did {words} know?")
    make.bring_to(case, "published")
    assert f"openquestion-{question.pk}-text" in confirmed(person)
    workflow.anonymise(person, None, "A minor.", INSTEAD, confirmed(person))
    assert words not in client.get(f"/incidents/{case.public_id}/", follow=True).content.decode()


def test_who_is_named_in_any_text_of_a_published_case_of_others_is_not_protected_silently() -> None:
    who = make.make_actor(NAME)
    case = make.make_incident("Stalls sold", stage="draft")
    OpenQuestion.objects.create(incident=case, text=f"Did {NAME} know?")
    make.bring_to(case, "published")
    with pytest.raises(workflow.NotPublishable), change("A minor."):
        who.protection = "minor"
        who.save()
        workflow.stay_publishable(Incident.objects.none())


def test_an_initial_with_the_surname_alone_in_a_case_of_others_is_shown_and_stays_unless_it_is_changed(
    person: Actor,
) -> None:
    case = make.make_incident("Stalls sold", summary="Bought of B. Quispillo.")
    make.make_incident("Others", summary="C. Quispillo and the mine Quispillo.")
    [place] = [one for one in workflow.places_naming(person, INSTEAD) if one.case.title in {"Stalls sold", "Others"}]
    assert (place.case, place.proposed, place.surely) == (case, "Bought of B. Quispillo.", False)


def test_a_brother_who_is_named_openly_keeps_his_name_in_every_proposal() -> None:
    who, brother = make.make_actor("Benito Xecreto Ruizillo"), make.make_actor("Abel Xecreto Ruizillo")
    texts = "Abel Xecreto Ruizillo and Benito Xecreto. Ruizillo, Abel Xecreto, paid B. Xecreto, and A. Xecreto left."
    make.make_incident("A case", summary=texts, parties=[(who, "suspect"), (brother, "suspect")])
    assert [place.proposed for place in workflow.places_naming(who, "a driver")] == [
        "Abel Xecreto Ruizillo and a driver. Ruizillo, Abel Xecreto, paid a driver, and A. Xecreto left."
    ]


@pytest.mark.parametrize("words", ["B. Secreta", "Secreta B", "B.M.S.Q.", "BMSQ", "quispe", "Quispe"])
def test_initials_and_words_in_small_letters_warn_in_a_protected_persons_own_case(words: str) -> None:
    child, other = protected("Benita María Secreta Quispe"), make.make_actor("Ana Secreta")
    case = make.make_incident("A case", summary=f"It was {words} who saw it, Ana said.", parties=[(child, "witness")])
    make.Involvement.objects.create(incident=case, party=other, role="mentioned", named_publicly=True)
    assert list(workflow.namesakes_in(case)) == [words]


def test_a_text_that_came_after_the_preview_is_shown_with_its_proposal_and_nothing_is_done(
    person: Actor, admin_client: Client
) -> None:
    address = reverse("admin:incidents_actor_anonymise", args=[person.pk])
    form = admin_client.post(address, {"description": INSTEAD}).context["form"]
    given: dict[str, Any] = {name: form[name].value() or "" for name in form.fields} | {"reason": "A minor."}
    late = make.make_incident("Late", summary="Benzaita Xecreto again.")
    again = admin_client.post(address, given)
    assert "This text is new since you looked" in again.text and f"{INSTEAD} again." in again.text
    assert not Actor.objects.get(pk=person.pk).is_protected
    shown = again.context["form"]
    late_text = f"incident-{late.pk}-summary"
    given |= {name: shown[name].value() for name in shown.fields if name.startswith(late_text)}
    assert admin_client.post(address, given).status_code == 302


def test_an_organization_called_by_initials_of_the_person_is_reworded_and_initials_alone_are_shown() -> None:
    who = make.make_actor("Benito Xecreto Ruizillo")
    PartyName.objects.create(party=who, name="Boris Quimbaya", kind="alias")
    clan = make.make_organization("Band of Benito X.R. end")
    texts = "The BXR files, and B.Q. was there."
    make.make_incident("A case", summary=texts, parties=[(who, "suspect"), (clan, "mentioned")])
    places = {place.text.value: place for place in workflow.places_naming(who, "a driver")}
    assert places["Band of Benito X.R. end"].proposed == "Band of a driver end"
    assert (places[texts].proposed, places[texts].surely) == (texts, False)


def test_the_page_says_where_nothing_is_changed_unless_somebody_changes_it(admin_client: Client) -> None:
    who = make.make_actor("Benito Xecreto Ruizillo")
    make.make_incident("A case", summary="xecreto, perhaps", parties=[(who, "suspect")])
    address = reverse("admin:incidents_actor_anonymise", args=[who.pk])
    assert "nothing is changed here" in admin_client.post(address, {"description": "a driver"}).text


def test_an_address_that_escapes_the_letters_of_the_name_is_found_in_any_case() -> None:
    who = make.make_actor("Iñakito Núñezcol Peñacol")
    escaped = "https://news.example.org/i%C3%B1akito-n%C3%BA%C3%B1ezcol-pe%C3%B1acol"
    case = make.make_incident("Of others", stage="draft", sources=[make.make_source(url=escaped)])
    case.readings.update(archived_url=f"https://copies.example.org/{escaped}")
    found = {place.text.column: place.proposed for place in workflow.places_naming(who, INSTEAD)}
    assert found == {"url": "", "archived_url": ""}


def test_such_an_address_keeps_a_case_about_somebody_protected_from_being_published() -> None:
    minor = make.make_actor("Quetzalinda Ñahuirimac Wacchapu", protection="minor")
    address = "https://news.example.org/quetzalinda-%C3%B1ahuirimac-wacchapu"
    case = make.make_incident(stage="draft", parties=[(minor, "victim")], sources=[make.make_source(url=address)])
    found = [problem.blocks for problem in workflow.checklist(case) if "quetzalinda-%C3%B1ahuirimac" in str(problem)]
    assert found and found[0]
