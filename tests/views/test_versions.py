"""What readers can read of the past: a case as it was published, under the protection of today; and corrections."""

import datetime
import html
import re
import urllib.parse
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from incidents import models as record
from incidents import workflow
from incidents.history import changes_since_published
from incidents.models.record import change
from tests.admin.cases import full_case
from tests.admin.filled import filled
from tests.factories import make_incident

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.now():%Y-%m-%d}"
NAME = "Zacarías Inventado Umeres"


@pytest.fixture
def case() -> record.Incident:
    """A published case whose title was another one at first."""
    case = full_case()
    with change("First."):
        workflow.publish(case)
    with change("A slip, zqxv."):
        case.title = "The second title"
        case.save()
        case.seizures.get().delete()
    return case


def versions(client: Any, case: Any) -> str:
    return str(client.get(reverse("incident_versions", args=[case.public_id])).text)


def editions(client: Any, case: Any) -> list[str]:
    """The pages of all versions that readers are offered, newest first."""
    links = re.findall(rf'href="(/incidents/{case.public_id}/as-published/[^"]+)"', versions(client, case))
    return [client.get(link).text for link in links]


def step(case: Any, **values: Any) -> None:
    row = record.Step.objects.get(proceeding__incident=case)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_readers_see_each_published_version_and_what_it_changed(client: Any, case: Any) -> None:
    page = versions(client, case)
    assert "Goods “cocaine”" in page and "The second title" in page and "zqxv" not in page
    newest, first = editions(client, case)
    assert "The second title" in newest and "Goods “cocaine”" not in newest
    assert "A case with everything" in first and "Goods “cocaine”" in first and "9,000 USD" in first
    for text in (newest, first):
        assert 'content="noindex"' in text and "This is how the case was published on" in text
        assert case.get_absolute_url() in text and "presumed innocent" in text


def test_a_version_is_told_as_the_present_page_tells_and_in_no_word_of_the_desk(client: Any, case: Any) -> None:
    """What is not confirmed stands beside what it is about; marks that no reader sees, and columns, stand nowhere."""
    first = editions(client, case)[-1]
    told = html.unescape(re.sub(r"<[^>]+>", " ", first[first.index("<h1") :]))
    told = re.sub(r"\s+", " ", told)
    for words in (
        "Sort drugs (sorted by us, not confirmed)",
        "Kind of step arrested or detained (kind matched by us, not confirmed)",
        "Which date it is the date of the incident",
        "How many “two” (at least 2)",
        "Value at least 9,000 USD",
        "Reply we have not asked for a reply",
        "What became of it not known",
    ):
        assert words in told, words
    for words in (
        "roposed",
        "Preferred",
        "Best figure",
        "At least",
        "Precision",
        "Words of",
        "in words",
        " yes ",
        "Unit",
    ):
        assert words not in told, words


def test_what_readers_do_not_see_confirmed_makes_no_version(client: Any, case: Any) -> None:
    before = len(editions(client, case))
    with change("Confirmed."):
        suspect = case.involvements.get(role="suspect")
        suspect.role_proposed = False
        suspect.save()
    assert len(editions(client, case)) == before
    with change("Confirmed."):
        step(case, kind_proposed=False)
    assert len(editions(client, case)) == before + 1
    assert "kind matched by us" not in editions(client, case)[0]


def test_a_day_names_what_readers_could_read_at_its_end(client: Any, case: Any) -> None:
    page = client.get(f"/incidents/{case.public_id}/as-published/{TODAY}/")
    assert page.status_code == 200 and "<h1" in page.text and "The second title" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    for nowhere in ("2020-01-01", "2999-01-01", "yesterday", "2026-13-40", "0000-00-00", "2026-05-03T999999.1Z"):
        assert client.get(f"/incidents/{case.public_id}/as-published/{nowhere}/").status_code == 404


def test_drafts_and_what_was_under_embargo_are_no_versions(client: Any) -> None:
    case = full_case()
    case.title = "Never read, zqxv"
    case.save()
    case.title = "The first that was read"
    case.embargo_until = timezone.now() + datetime.timedelta(days=1)
    case.save()
    workflow.publish(case)
    assert client.get(reverse("incident_versions", args=[case.public_id])).status_code == 404
    case.title, case.embargo_until = "The second that was read", None
    case.save()
    assert [("second that was read" in text, "first that" in text) for text in editions(client, case)] == [
        (True, False)
    ]
    assert "zqxv" not in versions(client, case)


def test_a_withdrawn_case_is_gone_in_its_versions_too(client: Any, case: Any) -> None:
    workflow.withdraw(case, by=None, reason="Not ours, zqxv.")
    for address in (f"/incidents/{case.public_id}/versions/", f"/incidents/{case.public_id}/as-published/{TODAY}/"):
        answer = client.get(address)
        assert answer.status_code == 410 and "second title" not in answer.text
    workflow.publish(case, reason="Ours after all.")
    assert "A case with everything" in editions(client, case)[-1]
    assert "zqxv" not in versions(client, case)


def test_a_name_that_is_protected_today_is_in_no_old_version(client: Any) -> None:
    case = full_case()
    person = record.Actor.objects.create(form="named")
    name = record.PartyName.objects.create(party=person, name=NAME, is_primary=True)
    part = record.Involvement.objects.create(incident=case, party=person, role="witness", named_publicly=True)
    record.NameUse.objects.create(involvement=part, name=name, is_heading=True)
    case.summary = f"Then {NAME} spoke; Umeres said more, and zacarias INVENTADO umeres left."
    case.save()
    claim = case.allegations.first()
    link = record.SpeechLink.objects.create(allegation=claim, party=person, position=7)
    reading = case.readings.get()
    reading.source.url = "https://example.org/zacarias-inventado-umeres-speaks"
    reading.source.save()
    workflow.publish(case)
    workflow.corrections.record(case, "update", f"{NAME} was heard again.")
    assert "Umeres" in editions(client, case)[0]

    case.summary = "Then a witness spoke."
    case.save()
    reading.source.url = ""
    reading.source.save()
    part.protection, part.description = "witness", "A witness"
    part.save()
    pages = [*editions(client, case), versions(client, case), client.get("/corrections/").text]
    pages += [client.get("/corrections/feed/").text, client.get(case.get_absolute_url(), follow=True).text]
    assert len(pages) > 6
    for text in pages:
        assert not re.search("umeres|inventado|zacar", text, re.IGNORECASE)
    assert "[name withheld]" in pages[-5] and "a protected source" in pages[-5]
    assert record.SpeechLink.objects.get(pk=link.pk).protected


def test_an_old_standing_is_told_in_the_words_for_it_with_that_of_today_beside_it(client: Any, case: Any) -> None:
    with change("Decided."):
        step(case, kind="acquitted", words="acquitted by the court", kind_proposed=False)
    newest, *older = editions(client, case)
    assert "A court acquitted them" in newest and "Today:" not in newest
    for text in older:
        assert "Arrested, not convicted" in text and "Today: Acquitted" in text


def test_a_claim_that_was_defeated_is_struck_through_in_every_version(client: Any, case: Any) -> None:
    assert all("<s>Claim “Led the group.”</s>" in text for text in editions(client, case))


def test_what_only_the_desk_sees_makes_no_version_and_stands_in_none(client: Any, case: Any) -> None:
    before = len(editions(client, case))
    with change("For the desk."):
        case.key = "902-zqxv"
        case.save()
    assert len(editions(client, case)) == before
    assert "zqxv" not in "".join(editions(client, case)) and "901-y" not in "".join(editions(client, case))


def test_every_version_is_reached_page_by_page_and_each_once(client: Any, case: Any) -> None:
    for number in range(70):
        with change(f"Change {number}."):
            case.title = f"Title {number}"
            case.key = f"903-{number}"
            case.save()
        if number % 7 == 0:
            with change("Nothing for readers."):
                case.key = f"904-{number}"
                case.save()
    address, seen, whole = reverse("incident_versions", args=[case.public_id]), [], ""
    while address:
        page = client.get(address).text
        whole += page
        seen.append(re.findall(r"as-published/([^\"/]+)/", page))
        following = re.search(r'href="(\?before=[^"]+)" rel="next"', page)
        address = following and address.split("?")[0] + html.unescape(following[1])
    every = [when for page in seen for when in page]
    assert [len(page) for page in seen] == [30, 30, 12] and len(set(every)) == len(every)
    for number in range(1, 70):
        assert whole.count(f"<ins>{number}</ins>") == 1 or f"<ins>Title {number}</ins>" in whole, number
    assert client.get(reverse("incident_versions", args=[case.public_id]) + "?before=yesterday").status_code == 404


def test_the_list_of_changes_counts_only_what_readers_see_of_the_case(client: Any) -> None:
    case = full_case()
    workflow.publish(case)
    case.refresh_from_db()
    with change("A save of the page, as after each change of a fact."):
        case.save()
    with change("For the desk."):
        case.key = "905-desk"
        case.save()
    workflow.approve(case, by=None, reason="Read again.")
    workflow.withdraw(case, by=None, reason="Not ours.")
    workflow.publish(case, reason="Ours after all.")
    case.refresh_from_db()
    assert "Nothing has changed." in client.get(case.get_absolute_url(), follow=True).text
    with change("Told anew."):
        case.title = "The second title"
        case.save()
    (told,) = changes_since_published(case)
    assert (str(told.what), str(told.how), told.times) == ("incident", "corrected", 1)


# --- corrections ------------------------------------------------------------------------------------------------------


def test_an_editor_tells_readers_what_was_corrected(admin_client: Any, client: Any, case: Any, admin_user: Any) -> None:
    page = f"/admin/incidents/incident/{case.pk}/change/"
    data = filled(admin_client.get(page).text)
    data |= {"change_reason": ["They wrote."], "correction_kind": ["correction"], "title": ["The third title"]}
    assert "Say what was wrong" in admin_client.post(page, data).text
    answer = admin_client.post(page, data | {"correction_note": ["It was the third, not the second."]})
    assert answer.status_code == 302
    entry = record.Correction.objects.get()
    assert (entry.kind, entry.by) == ("correction", admin_user)
    for address in (
        "/corrections/",
        f"/incidents/{case.public_id}/versions/",
        record.Incident.objects.get().get_absolute_url(),
    ):
        text = client.get(address, follow=True).text
        assert "It was the third, not the second." in text and "They wrote." not in text


def test_a_note_for_readers_names_nobody_protected_and_needs_readers(case: Any) -> None:
    person = record.Actor.objects.create(form="named")
    record.PartyName.objects.create(party=person, name=NAME)
    record.Involvement.objects.create(incident=case, party=person, protection="witness", description="A witness")
    for kind, note in (("correction", f"On {NAME.upper()}."), ("correction", " "), ("gossip", "Well."), ("", "Well.")):
        with pytest.raises(workflow.NotAllowed):
            workflow.corrections.record(case, kind, note)
    draft = record.Incident.objects.create(title="A draft")
    with pytest.raises(workflow.NotAllowed):
        workflow.corrections.record(draft, "update", "More is known.")
    assert not record.Correction.objects.exists()


def test_withdrawal_writes_a_retraction_that_says_nothing_of_the_case(client: Any, case: Any) -> None:
    workflow.corrections.record(case, "clarification", "Words that go with the case.")
    workflow.withdraw(case, by=None, reason="Not ours, zqxv.")
    for address in ("/corrections/", "/corrections/feed/"):
        text = client.get(address).text
        assert "Retraction" in text and "withdrawn" in text and f"/incidents/{case.public_id}/" in text
        for hidden in (case.title, "Words that go", "zqxv"):
            assert hidden not in text, hidden


def test_a_case_that_nobody_could_read_is_withdrawn_without_a_word(client: Any) -> None:
    case = full_case()
    case.embargo_until = timezone.now() + datetime.timedelta(days=1)
    case.save()
    workflow.publish(case)
    workflow.withdraw(case, by=None, reason="Not ours.")
    assert not record.Correction.objects.exists()


def test_entries_are_filtered_by_kind_and_period_and_paged(client: Any, case: Any) -> None:
    for number in range(30):
        workflow.corrections.record(case, "update" if number % 2 else "clarification", f"Note {number}.")
    page = client.get("/corrections/")
    assert len(page.context["notices"]) == 25 and "Note 29." in page.text and "Note 4." not in page.text
    rest = client.get("/corrections/?" + page.context["next"])
    assert [notice.note for notice in rest.context["notices"]] == [f"Note {n}." for n in (4, 3, 2, 1, 0)]
    assert {n.kind for n in client.get("/corrections/?kind=update").context["notices"]} == {"Update"}
    assert not client.get("/corrections/?until=2020").context["notices"]
    assert len(client.get(f"/corrections/?since={TODAY}").context["notices"]) == 25
    assert client.get("/corrections/?kind=gossip").status_code == 400
    assert client.get("/corrections/?q=note").status_code == 400


def test_the_feed_is_atom_and_points_nowhere_but_here(client: Any, case: Any) -> None:
    workflow.corrections.record(case, "reply", "They answered & we added it.")
    answer = client.get("/corrections/feed/")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == ["Reply: The second title"]
    links = [link.get("href", "") for link in feed.iter(f"{atom}link")]
    assert links and all(link.startswith("http://testserver/") for link in links)


def test_the_feed_keeps_the_rules_of_atom(client: Any, case: Any) -> None:
    """RFC 4287: one id, title and updated for the feed and for each entry, an author, and ids that stay."""
    for note in ("Less than < & <b>more</b>.", "Then again."):
        workflow.corrections.record(case, "correction", note)
    feeds = [ElementTree.fromstring(client.get("/corrections/feed/").content) for _twice in range(2)]
    atom = "{http://www.w3.org/2005/Atom}"
    for feed in feeds:
        assert feed.tag == f"{atom}feed" and feed.findtext(f"{atom}author/{atom}name") == "Expediente"
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{atom}link")}
        assert links == {
            "alternate": "http://testserver/corrections/",
            "self": "http://testserver/corrections/feed/",
        }
        entries = feed.findall(f"{atom}entry")
        for element in (feed, *entries):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{atom}{name}")) == 1, name
            assert datetime.datetime.fromisoformat(element.findtext(f"{atom}updated", "")).tzinfo
        ids = [entry.findtext(f"{atom}id", "") for entry in entries]
        assert len(set(ids)) == 2 and all(urllib.parse.urlsplit(one).scheme == "tag" for one in ids)
        assert feed.findtext(f"{atom}updated") == max(entry.findtext(f"{atom}updated", "") for entry in entries)
        summary = entries[-1].find(f"{atom}summary")
        assert summary is not None and summary.get("type") == "html"
        assert summary.text == "<p>Less than &lt; &amp; &lt;b&gt;more&lt;/b&gt;.</p>"
    assert ElementTree.tostring(feeds[0]) == ElementTree.tostring(feeds[1])


def test_every_page_leads_a_reader_of_feeds_to_it(client: Any, case: Any) -> None:
    for address in ("/", "/corrections/", "/method/", case.get_absolute_url()):
        page = client.get(address, follow=True).text
        assert page.count('type="application/atom+xml" href="/corrections/feed/"') == 1, address


def test_the_feed_refuses_questions(client: Any) -> None:
    assert client.get("/corrections/feed/?kind=reply").status_code == 400
    assert client.head("/corrections/feed/").status_code == 200


def test_what_readers_were_told_is_never_edited_or_deleted(case: Any) -> None:
    entry = workflow.corrections.record(case, "update", "More is known.")
    for undo in (entry.delete, lambda: record.Correction.objects.update(note="Other")):
        with pytest.raises(DatabaseError), transaction.atomic():
            undo()


def test_a_link_to_a_case_that_came_later_is_no_change_of_the_case(client: Any) -> None:
    case = full_case()
    link = record.RelatedIncident.objects.create(incident=case, target_key="later-invented")
    workflow.publish(case)
    other = make_incident("The invented case that came later", stage="draft")
    record.Incident.objects.filter(pk=other.pk).update(key="later-invented")
    (before,) = editions(client, case)
    assert other.title not in before
    workflow.publish(other)
    link.target = other
    link.save()
    (after,) = editions(client, case)
    assert other.title in after


def test_a_version_lasts_until_readers_see_another(client: Any, case: Any) -> None:
    workflow.approve(case, by=None, reason="Read again; readers see no difference, zqxv.")
    case.title = "The third title"
    case.save()
    newest, second, first = editions(client, case)
    moments = re.findall(r"As published on ([^<]+) UTC", versions(client, case))
    assert re.findall(r"It was changed on ([^<]+) UTC", second) == moments[:1]
    assert re.findall(r"It was changed on ([^<]+) UTC", first) == moments[1:2]
    assert "Nothing that readers see has changed since" in newest


def test_a_version_that_ended_by_withdrawal_was_not_changed(client: Any, case: Any) -> None:
    workflow.withdraw(case, by=None, reason="Not ours, zqxv.")
    workflow.publish(case, reason="Ours after all.")
    case.title = "The third title"
    case.save()
    newest, again, second, first = editions(client, case)
    withdrawn = case.stage_changes.get(verb="withdraw").at.astimezone(datetime.UTC)
    told = f"It was withdrawn on {withdrawn:%-d %B %Y, %H:%M:%S} UTC, and published again later."
    assert told in second and "It was changed on" not in second
    for page in (again, first):
        assert "It was changed on" in page and "It was withdrawn on" not in page
    assert "Nothing that readers see has changed since" in newest
