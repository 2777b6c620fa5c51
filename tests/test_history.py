"""Every fact has history: no table without it, no way of writing that leaves no trace, and each row says why."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from incidents import models as record
from incidents import workflow
from incidents.models.record import change
from tests.admin.cases import full_case
from tests.admin.filled import filled

pytestmark = pytest.mark.django_db

WITHOUT_HISTORY = {
    "Correction": "is history itself: never changed, never removed",
    "Currency": "code list",
    "Feature": "code list",
    "Offence": "code list",
    "Unit": "code list",
    "RegionName": "spellings of the gazetteer, loaded from its files",
    "LikelyPair": "found anew from names",
    "Change": "what the indexes have yet to take in; thrown away when they have",
    "StoredIndex": "made of the record",
    "Passage": "made of the record",
    "HiddenPassage": "made of the record",
    "Word": "made of the record",
    "PartyNameKey": "made of the names",
    "Merge": "is history itself: never removed, and changed only by being undone, once",
    "MergedRow": "is history itself: never changed",
    "Anonymisation": "is history itself: says that a case was anonymised, and why",
    "ReaderRequest": "private letters to the desk; who did what with one stands in its events",
    "RequestEvent": "is history itself: never of a fact",
    "RequestSalt": "of one day, thrown away with it",
    "RequestTrace": "of one day, thrown away with it",
    "StageChange": "is history itself: never changed, never removed",
}
DERIVED = {"search_text", "folded", "path", "depth", "numchild"}  # made of other columns; no facts


def tables() -> list[Any]:
    every = apps.get_app_config("incidents").get_models()
    return [model for model in every if not model.__name__.startswith("Historical")]


def tracked() -> list[Any]:
    return [model for model in tables() if hasattr(model._meta, "simple_history_manager_attribute")]


def gaps() -> Iterator[str]:
    """Rows whose newest row of history does not say what they say."""
    for model in tracked():
        if model is record.Party:
            continue  # is always an actor or an organization, whose history has its columns too
        columns = [field.attname for field in model._meta.concrete_fields if field.name not in DERIVED]
        newest: dict[Any, Any] = {}
        for past in model.history.order_by("history_id"):
            newest[getattr(past, model._meta.pk.attname)] = past
        for row in model._default_manager.all():
            past = newest.pop(row.pk, None)
            if past is None or past.history_type == "-":
                yield f"{model.__name__} {row.pk}: no history"
            else:
                differing = [name for name in columns if getattr(row, name) != getattr(past, name)]
                yield from (f"{model.__name__} {row.pk}: {name}" for name in differing)
        yield from (f"{model.__name__} {pk}: gone without a trace" for pk, p in newest.items() if p.history_type != "-")


def test_every_table_with_facts_has_history() -> None:
    assert {model.__name__ for model in tables() if model not in tracked()} == set(WITHOUT_HISTORY)


def test_the_check_itself_sees_a_write_without_history() -> None:
    case = full_case()
    assert list(gaps()) == []
    record.Allegation.objects.filter(incident=case, ref="denial").update(claim="Something else.")
    assert len(list(gaps())) == 1


def test_loading_and_loading_again_leave_no_gap(tmp_path: Any) -> None:
    call_command("load_reference", verbosity=0)
    for name in ("001-condori-huacac", "013-mazuko-acquittal"):
        card = settings.BASE_DIR / f"incidents/data/casebook/{name}.yaml"
        call_command("load_cases", str(card), publish=True, verbosity=0)
        assert list(gaps()) == []
        changed = tmp_path / card.name
        text = card.read_text()
        changed.write_text(text[: text.index("\nseizures:")] + "\nseizures: []\n" + _after_seizures(text))
        call_command("load_cases", str(changed), verbosity=0)
        assert list(gaps()) == []
    for model in tracked():
        if model not in {record.Region, record.RegionOverlap}:
            assert not model.history.filter(history_change_reason=None).exists(), model


def _after_seizures(text: str) -> str:
    lines = text[text.index("\nseizures:") + 1 :].splitlines()[1:]
    rest = next(number for number, line in enumerate(lines) if line and line[0].isalpha())
    return "\n".join(lines[rest:]) + "\n"


def test_verbs_protection_and_deletion_leave_no_gap() -> None:
    case = full_case()
    workflow.publish(case)
    assert list(gaps()) == []
    suspect = case.involvements.get(role="suspect")
    suspect.subset_of = case.involvements.exclude(pk=suspect.pk).get()
    suspect.save()
    suspect.protection = "witness"
    suspect.save()
    assert list(gaps()) == []
    suspect.subset_of.delete()
    case.dates.get().delete()
    assert list(gaps()) == []
    case.allegations.first().delete()
    assert list(gaps()) == []
    other = record.Incident.objects.create(title="Another case", key="901-y")
    case.related.get().delete()
    record.RelatedIncident.objects.create(incident=case, target_key="901-y", target=other)
    other.delete()
    assert list(gaps()) == []
    workflow.withdraw(case, by=None, reason="Not ours to tell.")
    assert list(gaps()) == []


def test_what_cascades_says_why_and_shares_the_moment() -> None:
    case = full_case()
    with change("Told by mistake."):
        case.allegations.first().delete()
    for model in (record.Allegation, record.AllegationParty, record.SpeechLink, record.Citation):
        gone = model.history.filter(history_type="-")
        assert {past.history_change_reason for past in gone} == {"Told by mistake."}
        assert len({past.history_date for past in gone}) == 1


def test_the_reason_of_a_page_goes_into_every_row_of_the_save(admin_client: Any, admin_user: Any) -> None:
    case = full_case()
    page = f"/admin/incidents/incident/{case.pk}/change/"
    data = filled(admin_client.get(page).text)
    data["seizures-0-what"] = ["cannabis"]
    data["allegations-0-claim"] = ["Was said to have led the group."]
    data["change_reason"] = ["The paper corrected itself."]
    before = {model: set(model.history.values_list("pk", flat=True)) for model in tracked()}
    assert admin_client.post(page, data).status_code == 302
    written = [past for model in tracked() for past in model.history.exclude(pk__in=before[model])]
    assert {type(past).__name__ for past in written} >= {"HistoricalSeizure", "HistoricalAllegation"}
    assert {past.history_change_reason for past in written} == {"The paper corrected itself."}
    assert {past.history_user_id for past in written} == {admin_user.pk}
    assert len({past.history_date for past in written}) == 1
    assert list(gaps()) == []


def test_a_published_case_is_not_changed_without_a_reason(admin_client: Any) -> None:
    case = full_case()
    workflow.publish(case)
    page = f"/admin/incidents/incident/{case.pk}/change/"
    data = filled(admin_client.get(page).text) | {"title": ["Another title"]}
    answer = admin_client.post(page, data)
    assert answer.status_code == 200 and "say why you change it" in answer.text and "Another title" in answer.text
    assert record.Incident.objects.get().title != "Another title"
