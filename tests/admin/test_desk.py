"""Every list and form of the desk answers, finds without accents, and refuses in sentences."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents import models as record
from tests.admin.cases import full_case, organization, person, source
from tests.admin.filled import add_row, filled
from tests.factories import make_incident
from tests.workflow.newsroom import member

pytestmark = pytest.mark.django_db
OURS = {model: desk for model, desk in admin.site._registry.items() if model._meta.app_label == "incidents"}
NAMES = sorted(model._meta.model_name for model in OURS)
HIDDEN = {"party", "partyname"}


@pytest.mark.parametrize("name", NAMES)
def test_every_list_and_form_answers(admin_client, name):
    case = full_case()
    record.Unit.objects.create(code="kg", dimension="mass")
    record.ReaderRequest.objects.create(page="incident", about=case.public_id, kind="reply", text="Not so.")
    model = next(model for model in OURS if model._meta.model_name == name)
    row = case if model is record.Incident else model._default_manager.first()
    url = f"/admin/incidents/{name}/"
    pages = [url, f"{url}?q=Úsuga", f"{url}{row.pk}/change/"]
    pages += [] if name == "readerrequest" else [f"{url}{row.pk}/delete/"]  # what readers asked is never deleted
    pages += [] if name == "partyname" else [f"{url}add/"]  # a name is added on the page of its party
    for page in pages:
        answer = admin_client.get(page, follow=True)
        assert answer.status_code == 200, page


@pytest.mark.parametrize(("name", "code"), [("currency", "-1"), ("currency", "usd"), ("unit", "-1")])
def test_a_code_that_is_none_is_refused_beside_its_field(admin_client, name, code):
    data = {"code": code, "name_en": "Invented", "dimension": "mass"}
    answer = admin_client.post(f"/admin/incidents/{name}/add/", data)
    assert answer.status_code == 200 and "code" in answer.context["adminform"].form.errors


def test_the_first_page_lists_what_one_starts_from(admin_client):
    listed = admin_client.get("/admin/").text
    for name in set(NAMES) - HIDDEN:
        assert f"/admin/incidents/{name}/" in listed
    assert "/admin/incidents/partyname/" not in listed


@pytest.mark.parametrize("asked", ["Huacac", "usuga", "ÚSUGA", "dairo  úsuga", "antonio usuga"])
def test_parties_are_found_without_regard_to_accents(admin_client, asked):
    who = person("Dairo Antonio Úsuga Huácac")
    person("Otra Persona")
    for name in ("actor", "party"):
        answer = admin_client.get(f"/admin/incidents/{name}/", {"q": asked})
        assert [row.pk for row in answer.context["cl"].result_list] == [who.pk]
    assert not admin_client.get("/admin/incidents/actor/", {"q": f"{asked} persona"}).context["cl"].result_list


def test_other_lists_are_searched_without_regard_to_accents(admin_client):
    record.Incident.objects.create(title="Detención en Ayacucho")
    source("Diario Ejémplo")
    record.Region.objects.add_root({"name": "Perú", "kind": "country"})
    record.Offence.objects.create(code="0601", name_en="Drugs", name_es="Tráfico de drogas", level=2)
    for name, asked in [
        ("incident", "detencion AYACUCHO"),
        ("source", "ejemplo"),
        ("region", "peru"),
        ("offence", "trafico"),
    ]:
        answer = admin_client.get(f"/admin/incidents/{name}/", {"q": asked})
        assert len(answer.context["cl"].result_list) == 1, name


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("readerrequest", ["rectificación", "RECTIFICACION", "pido nandu", "Ñandú"]),
        ("proceeding", ["investigación", "investigacion lavado", "37-2015", "sucesión de carpetas"]),
    ],
)
def test_texts_of_which_no_folded_copy_is_kept_are_searched_so_too(admin_client, name, asked):
    record.ReaderRequest.objects.create(
        page="actor", about="bcdfghjk", kind="correction", text="Pido la Rectificación: Ñandú."
    )
    record.ReaderRequest.objects.create(
        page="actor", about="bcdfghjk", kind="correction", text="Ratificasion, nada mas."
    )
    case = record.Incident.objects.create(title="A case")
    words = {"name": "Investigación por lavado (SUCESIÓN de carpetas)", "case_number": "Carpeta 37-2015-C/Ñ"}
    record.Proceeding.objects.create(incident=case, **words)
    record.Proceeding.objects.create(incident=case, name="Inbestigasión por labado", case_number="38-2016")
    for one in asked:
        answer = admin_client.get(f"/admin/incidents/{name}/", {"q": one})
        assert len(answer.context["cl"].result_list) == 1, one


def test_a_form_finds_parties_as_one_types(admin_client):
    who = person("Dairo Úsuga")
    asked = {"app_label": "incidents", "model_name": "involvement", "field_name": "party", "term": "usuga"}
    found = admin_client.get("/admin/autocomplete/", asked).json()["results"]
    assert [row["id"] for row in found] == [str(who.pk)]


def test_lists_cost_the_same_for_many_rows_as_for_few(admin_client, django_assert_max_num_queries):
    for number in range(20):
        who = person(f"Persona {number}")
        case = record.Incident.objects.create(title=f"Case {number}")
        record.Involvement.objects.create(incident=case, party=who)
        organization(f"Banda {number}")
    for name in ("actor", "organization", "party", "partyname", "incident"):
        with django_assert_max_num_queries(12):
            admin_client.get(f"/admin/incidents/{name}/")


def test_whoever_only_reads_begins_no_transaction_and_waits_for_nobody_who_writes(admin_client):
    case = make_incident("A draft", stage="draft", parties=[(person("Ana Inventada"), "suspect")])
    pages = [f"incident/{case.pk}/change/", f"incident/{case.pk}/delete/", "incident/add/"]
    pages += [f"actor/{record.Actor.objects.get().pk}/change/", f"source/{record.Source.objects.get().pk}/delete/"]
    with CaptureQueriesContext(connection) as asked:  # within a test the beginning of one is a savepoint
        for page in pages:
            assert admin_client.get(f"/admin/incidents/{page}").status_code == 200
            assert admin_client.head(f"/admin/incidents/{page}").status_code == 200
    assert not [query["sql"] for query in asked if "SAVEPOINT" in query["sql"]]


def test_adding_a_party_offers_an_actor_or_an_organization(admin_client):
    page = admin_client.get("/admin/incidents/party/add/?_to_field=id&_popup=1")
    for name in ("actor", "organization"):
        assert f"/admin/incidents/{name}/add/?_to_field=id&amp;_popup=1" in page.text
    url = "/admin/incidents/actor/add/?_to_field=id&_popup=1"
    data = filled(admin_client.get(url).text) | {"form": ["named"]}
    add_row(data, "names", name="Ana Ejemplo", is_primary="on")
    answer = admin_client.post(url, data)
    who = record.Actor.objects.get()
    assert f"&quot;value&quot;: &quot;{who.pk}&quot;" in answer.text
    assert "Ana Ejemplo" in answer.text


def test_changing_a_party_leads_to_the_actor_or_the_organization(admin_client):
    who, band = person("Ana"), organization("Banda")
    for row, name in ((who, "actor"), (band, "organization")):
        answer = admin_client.get(f"/admin/incidents/party/{row.pk}/change/?_popup=1")
        assert answer.url == f"/admin/incidents/{name}/{row.pk}/change/?_popup=1"
    assert admin_client.get("/admin/incidents/party/999/change/").status_code == 302


def test_a_party_or_a_source_in_use_stays_and_the_page_says_why(admin_client):
    full_case()
    who, paper = record.Actor.objects.get(), record.Source.objects.get()
    for url in (f"/admin/incidents/actor/{who.pk}/delete/", f"/admin/incidents/source/{paper.pk}/delete/"):
        answer = admin_client.post(url, {"post": "yes"})
        assert answer.status_code in {200, 403}
        assert "would require deleting the following protected" in admin_client.get(url).text
    chosen = {"action": "delete_selected", "_selected_action": [who.pk], "post": "yes"}
    assert admin_client.post("/admin/incidents/actor/", chosen).status_code == 200
    assert record.Actor.objects.exists()
    assert record.Source.objects.exists()


def test_protection_that_a_case_needs_is_not_lifted_and_the_form_says_so(admin_client):
    case = full_case()
    case.involvements.filter(role="suspect").update(protection="minor")
    who = record.Actor.objects.get()
    assert who.protection == "minor"
    url = f"/admin/incidents/actor/{who.pk}/change/"
    answer = admin_client.post(url, filled(admin_client.get(url).text) | {"protection": [""]})
    assert answer.status_code == 200
    assert "lift the protection there first" in answer.text
    assert record.PartyName.objects.get(party=who).confidential


def test_an_actor_shows_the_cases_and_facts_that_name_it(admin_client):
    case = full_case()
    page = admin_client.get(f"/admin/incidents/actor/{record.Actor.objects.get().pk}/change/").text
    assert page.count(f"/admin/incidents/incident/{case.pk}/change/") > 3


def test_a_region_is_added_below_another_renamed_and_moved(admin_client):
    peru = record.Region.objects.add_root({"name": "Perú", "kind": "country"})
    brazil = record.Region.objects.add_root({"name": "Brasil", "kind": "country"})
    url = "/admin/incidents/region/add/"
    data = filled(admin_client.get(url).text) | {"name": ["Mazuko"], "kind": ["city"], "parent": [str(peru.pk)]}
    assert admin_client.post(url, data).status_code == 302
    town = record.Region.objects.get(name="Mazuko")
    assert record.Region.objects.get_parent(town) == peru

    url = f"/admin/incidents/region/{town.pk}/change/"
    data = filled(admin_client.get(url).text)
    assert data["parent"] == [str(peru.pk)]
    data["parent"] = [str(brazil.pk)]
    add_row(data, "names", name="Mazúco")
    assert admin_client.post(url, data).status_code == 302
    town.refresh_from_db()
    assert town.path.startswith(record.Region.objects.get(pk=brazil.pk).path)
    assert "mazuco" in town.search_text
    assert record.Region.objects.find_problems() == ([], [], [], [], [])

    url = f"/admin/incidents/region/{brazil.pk}/change/"
    data = filled(admin_client.get(url).text) | {"parent": [str(town.pk)]}
    answer = admin_client.post(url, data)
    assert "cannot lie in itself" in answer.text
    assert admin_client.post(f"/admin/incidents/region/{brazil.pk}/delete/", {"post": "yes"}).status_code == 403


def test_any_number_of_regions_may_have_no_code(admin_client):
    for name in ("Mazuko", "Huepetuhe"):
        data = filled(admin_client.get("/admin/incidents/region/add/").text) | {"name": [name], "kind": ["city"]}
        assert admin_client.post("/admin/incidents/region/add/", data).status_code == 302, name
    codes = record.Region.objects.values_list("code", "ubigeo_inei", "ubigeo_reniec")
    assert list(codes) == [(None, None, None)] * 2


@pytest.mark.parametrize("number", ["²", "9" * 20, "9" * 5000])
def test_what_is_no_number_of_a_row_is_the_address_of_nobody(admin_client, number):
    client = Client()
    client.force_login(member("contributor"))
    pages = [f"{name}/{number}/{page}/" for name in NAMES for page in ("change", "delete", "history")]
    for page in pages:
        assert admin_client.get(f"/admin/incidents/{page}").status_code in {302, 403, 404}, page
        assert client.get(f"/admin/incidents/{page}").status_code in {302, 403, 404}, page
    case = make_incident("A lorry", stage="draft")
    versions = f"/admin/incidents/incident/{case.pk}/versions/"
    assert admin_client.get(versions, {"before": number}).status_code == 404
    for name in ("incident", "actor"):
        answer = admin_client.post(f"/admin/incidents/{name}/{number}/change/", {"title": "x"})
        assert answer.status_code in {302, 404}, name
    asked = {"kind": "person", "name": "Ana Inventada", "but": number}
    assert admin_client.get("/admin/incidents/party/likely/", asked).json()["results"] == []


@pytest.mark.parametrize("model", [model for model in OURS if model._meta.model_name != "partyname"])
def test_every_field_of_every_form_has_a_help_text(model, rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    lacking = [f"{model.__name__}.{name}" for name in _without_help(OURS[model], request)]
    assert not lacking


def _without_help(desk, request):
    fields = flatten_fieldsets(desk.get_fieldsets(request))
    form = desk.get_formset(request).form if hasattr(desk, "get_formset") else desk.get_form(request)
    for name in fields:
        field = form.base_fields.get(name)
        if field is not None and not field.help_text and name not in {"position", "DELETE"}:
            yield name
    for inline in getattr(desk, "get_inline_instances", lambda _: [])(request):
        yield from (f"{inline.model.__name__}.{name}" for name in _without_help(inline, request))


def test_whoever_may_only_look_sees_every_page_and_changes_nothing(client, django_user_model):
    case = full_case()
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    for model in OURS:
        row = case if model is record.Incident else model._default_manager.first()
        if row is None:
            continue
        url = f"/admin/incidents/{model._meta.model_name}/{row.pk}/change/"
        assert client.get(url, follow=True).status_code == 200, url
    assert client.post(f"/admin/incidents/incident/{case.pk}/change/", {"title": "No"}).status_code == 403
    assert client.get(f"/admin/incidents/incident/{case.pk}/stage/publish/").status_code == 403


@pytest.mark.django_db
def test_a_claim_of_the_list_opens_the_page_of_its_case_at_the_claims(admin_client):
    case = record.Incident.objects.create(title="A small case")
    claim = record.Allegation.objects.create(incident=case, claim="Manejó el camión")
    page = admin_client.get("/admin/incidents/allegation/", {"q": "manejo CAMION"}).text
    assert "Manejó el camión" in page and "A small case" in page
    answer = admin_client.get(f"/admin/incidents/allegation/{claim.pk}/change/")
    assert (answer.status_code, answer.url) == (302, f"/admin/incidents/incident/{case.pk}/change/#allegations-group")


def test_whoever_has_no_name_is_listed_as_a_case_describes_them_in_as_many_statements_as_one(
    admin_client, django_assert_max_num_queries
):
    for number in range(12):
        group = record.Actor.objects.create(form="group", key=f"p.group_{number}")
        make_incident(parties=[(group, "suspect")])
        record.Involvement.objects.filter(party=group).update(description=f"group number {number} of officers")
    with django_assert_max_num_queries(12):
        listed = admin_client.get("/admin/incidents/actor/").text
    assert "group number 11 of officers" in listed and "p.group_11" not in listed


@pytest.mark.parametrize("stage", ["published", "draft"])
def test_a_party_is_found_by_what_a_case_says_of_it(admin_client, stage):
    group, other = (record.Actor.objects.create(form="group", key=f"p.{key}") for key in ("one", "other"))
    case = make_incident(parties=[(group, "suspect"), (other, "suspect")], stage=stage)
    record.Involvement.objects.filter(incident=case, party=group).first().delete()
    record.Involvement.objects.create(incident=case, party=group, description="Policías detenidos en Añasco")
    listed = admin_client.get("/admin/incidents/actor/", {"q": "detenidos anasco"}).context["cl"].result_list
    assert [row.pk for row in listed] == [group.pk]


@pytest.mark.parametrize("name", ["actor", "organization"])
def test_nobody_at_all_is_not_saved(admin_client, name):
    url = f"/admin/incidents/{name}/add/"
    answer = admin_client.post(url, filled(admin_client.get(url).text))
    assert answer.status_code == 200 and "Say who it is" in answer.text
    assert not record.Party.objects.exists()
