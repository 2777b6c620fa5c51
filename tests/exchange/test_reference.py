"""The reference data: what the tables hold after `load_reference`, and that loading it again is no event."""

from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from incidents.exchange.reference.gazetteer import Gazetteer
from incidents.models import Currency, Offence, Region, RegionName, RegionOverlap, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def load() -> str:
    said = StringIO()
    call_command("load_reference", stdout=said)
    return said.getvalue()


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def flaws() -> set[str]:
    """The codes of regions that stand wrong in the tree, by their paths alone: what `find_problems` asks row by row."""
    below = Counter(path[: -Region.steplen] for path in Region.objects.values_list("path", flat=True))
    found, paths = set(), set(Region.objects.values_list("path", flat=True))
    for code, path, depth, children in Region.objects.values_list("code", "path", "depth", "numchild"):
        above = path[: -Region.steplen]
        is_whole = set(path) <= set(Region.alphabet) and len(path) == depth * Region.steplen
        if not is_whole or (above and above not in paths) or children != below[path]:
            found.add(code)
    return found


class TestWhatIsThere:
    def test_every_country_every_latin_american_subdivision_and_peru_down_to_districts(self) -> None:
        assert Region.objects.filter(kind="country").count() == 249
        assert Region.objects.filter(kind="subdivision").exclude(code__startswith="subdivision:").count() == 413
        peru = Counter(Region.objects.filter(country_code="PE").values_list("kind", flat=True))
        assert (peru["subdivision"], peru["province"], peru["district"]) == (26, 196, 1892)

    def test_the_tree_is_whole(self) -> None:
        assert Region.objects.find_problems() == ([], [], [], [], [])
        assert flaws() == set()

    def test_the_check_of_the_tree_sees_what_is_wrong_in_it(self) -> None:
        Region.objects.filter(code="PE-CUS").update(numchild=99)
        Region.objects.filter(code="080907").update(depth=9)
        Region.objects.filter(code="120609").update(path="ZZZZ00010001")
        Region.objects.filter(code="zone:vraem").update(path="ñ001")
        left = {"1206", "PE-CUS", "080907", "120609", "zone:vraem"}
        assert left <= flaws() <= left | {"PE"}

    def test_a_district_hangs_below_its_province_department_and_country(self) -> None:
        assert [above.code for above in Region.objects.get_ancestors(region("080907"))] == ["PE", "PE-CUS", "0809"]

    def test_metropolitan_lima_and_the_region_of_lima_are_two_subdivisions(self) -> None:
        assert Region.objects.get_parent(region("1501")).code == "PE-LMA"
        assert Region.objects.get_parent(region("1506")).code == "PE-LIM"
        assert not Region.objects.filter(ubigeo_inei="15").exists()

    def test_the_two_offices_of_peru_number_the_same_places_differently(self) -> None:
        codes = {code: (region(code).ubigeo_inei, region(code).ubigeo_reniec) for code in ("PE-CUS", "0809", "080907")}
        assert codes == {"PE-CUS": ("08", "07"), "0809": ("0809", "0709"), "080907": ("080907", "070909")}

    def test_names_keep_their_accents_and_small_words(self) -> None:
        assert region("120609").name == "Vizcatán del Ene"
        assert region("080918").name == "Unión Asháninka"
        assert not [name for name in Region.objects.values_list("name", flat=True) if " Del " in name or " De " in name]

    def test_other_spellings_are_kept_and_searched(self) -> None:
        assert set(RegionName.objects.filter(region__code="080907").values_list("name", flat=True)) == {"Quimbiri"}
        assert "quimbiri" in region("080907").search_text
        assert "quispicanchis" in region("0812").search_text
        assert "vrae" in region("zone:vraem").search_text.split(" | ")

    def test_names_are_there_in_both_languages(self) -> None:
        said = []
        for language in ("en", "es"):
            with translation.override(language):
                said.append([str(region(code)) for code in ("PE", "MX-CMX", "US", "PE-LIM", "zone:northern-triangle")])
        assert said == [
            ["Peru", "Mexico City", "United States", "Lima Region", "Northern Triangle of Central America"],
            ["Perú", "Ciudad de México", "Estados Unidos", "Lima", "Triángulo Norte de Centroamérica"],
        ]

    def test_kinds_are_called_what_they_are_called_there(self) -> None:
        kinds = {code: region(code).local_kind for code in ("PE-CUS", "BR-AM", "CO-DC", "PA-KY", "CL-RM")}
        assert kinds == {
            "PE-CUS": "department",
            "BR-AM": "state",
            "CO-DC": "capital district",
            "PA-KY": "indigenous region",
            "CL-RM": "region",
        }

    def test_shapes_are_announced_only_where_there_are_some(self) -> None:
        drawn = Region.objects.filter(kind="subdivision", has_boundary=True)
        assert drawn.count() == 400
        assert not region("CL-NB").has_boundary

    def test_the_vraem_holds_24_districts_and_reaches_four_departments(self) -> None:
        overlaps = RegionOverlap.objects.filter(zone__code="zone:vraem")
        held = overlaps.filter(relation="contains")
        assert held.count() == 24 and {overlap.region.kind for overlap in held} == {"district"}
        departments = {Region.objects.get_ancestors(overlap.region)[1].code for overlap in overlaps}
        assert departments == {"PE-CUS", "PE-AYA", "PE-JUN", "PE-HUV"}
        since = overlaps.get(region__code="080918")
        assert (since.date_edtf, str(since.date_earliest), since.date_latest) == ("2021/..", "2021-01-01", None)

    def test_regions_and_overlaps_have_a_past_that_says_where_they_come_from(self) -> None:
        for model in (Region, RegionOverlap):
            told = model.history.filter(history_type="+", history_change_reason="reference data")
            assert set(told.values_list("id", flat=True)) == set(model.objects.values_list("pk", flat=True))
            assert model.history.count() == model.objects.count()

    def test_cross_border_zones_belong_to_no_country(self) -> None:
        triangle = region("zone:northern-triangle")
        assert triangle.is_root() and triangle.country_code == ""
        assert {overlap.region.code for overlap in triangle.overlaps.all()} == {"GT", "HN", "SV"}

    def test_offences_stand_below_their_division_and_section(self) -> None:
        laundering = Offence.objects.get(code="07041")
        assert laundering.path == "07/0704/07041/"
        assert (laundering.name_en, laundering.name_es) == ("Money laundering", "Blanqueo de dinero")
        assert Offence.objects.filter(level=1).count() == 11
        assert Offence.objects.get(code="0905-A").own and not laundering.own

    def test_currencies_and_units_have_both_names(self) -> None:
        assert Currency.objects.count() == 178 and Currency.objects.get(pk="PEN").name_es
        kilogram = Unit.objects.get(pk="kg")
        assert (kilogram.name_en, kilogram.to_base) == ("kilogram", Decimal(1))


class TestLoadingAgain:
    def test_a_second_load_changes_nothing_and_says_so(self) -> None:
        before = (Region.history.count(), RegionOverlap.history.count(), RegionName.objects.count())
        assert "Nothing to change" in load()
        assert (Region.history.count(), RegionOverlap.history.count(), RegionName.objects.count()) == before

    def test_what_the_files_own_is_put_right_and_what_editors_added_stays(self) -> None:
        cusco = region("PE-CUS")
        cusco.name = "Qosqo"
        cusco.save()
        RegionName.objects.create(region=cusco, name="Cosco")
        landing = Region(kind="facility", name="Landing place", country_code="PE")
        Region.objects.add_child(region("080907"), instance=landing)
        assert "regions: 0 created, 1 updated" in load()
        cusco.refresh_from_db()
        assert cusco.name == "Cusco" and cusco.names.filter(name="Cosco").exists()
        assert "cosco" in cusco.search_text
        assert cusco.history.first().history_change_reason == "reference data"
        assert Region.objects.filter(pk=landing.pk).exists()

    def test_other_names_of_the_files_are_known_from_those_that_editors_added(self) -> None:
        cusco, added = region("PE-CUS"), {"Cosco"}
        RegionName.objects.create(region=cusco, name="Cosco")
        assert set(RegionName.objects.filter(reference=False).values_list("name", flat=True)) == added
        RegionName.objects.filter(region__code__in=["PE", "PE-CUS"]).update(reference=False)
        load()
        assert set(RegionName.objects.filter(reference=False).values_list("name", flat=True)) == added

    def test_a_region_that_went_missing_comes_back_to_its_place(self) -> None:
        region("zone:baru-island").delete()
        region("080907").delete()
        assert "regions: 2 created, 0 updated" in load()
        assert Region.objects.get_parent(region("080907")).code == "0809"
        assert RegionOverlap.objects.filter(zone__code="zone:vraem", region__code="080907").exists()
        assert flaws() == set()


class TestTheGazetteer:
    def test_finds_the_one_region_of_a_name_kind_and_country(self) -> None:
        found = {
            asked: Region.objects.get(pk=Gazetteer().find(*asked)).code
            for asked in (
                ("Cusco", "city", "PE"),
                ("Cusco", "department", "PE"),
                ("VRAE (Apurímac and Ene valleys)", "zone", "PE"),
                ("quimbiri", "district", "PE"),
                ("Amazonas", "department", "BR"),
            )
        }
        assert list(found.values()) == ["city:pe-cusco", "PE-CUS", "zone:vraem", "080907", "BR-AM"]

    def test_says_nothing_rather_than_guess(self) -> None:
        gazetteer = Gazetteer()
        assert gazetteer.find("Santa Rosa", "district", "PE") is None
        assert gazetteer.find("Amazonas", "department") is None
        assert gazetteer.find("clandestine airstrip in the VRAEM (unlocated)", "facility", "PE") is None
