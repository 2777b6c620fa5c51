"""Two names, one party or two: each rule, and the whole of them measured on labelled pairs. The names are invented."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.management.commands.bench_names import read_pairs
from incidents.search.names import KINDS, THRESHOLDS, Kind, is_match, likely_same, score
from incidents.search.names.measuring import floor, judge, ours

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "name_bench_dev.csv"
OWN = """schema,name1,name2,is_match,category
Person,Wilmer Ccori Huacac,"Wacac Qori, Wilmer",true,spelling
Person,Gral. Raúl Oxapata Vega,R. Oxapata,true,rank
Person,Elías de la Torre Ayma,Elias Torre,true,particles
Person,Yulisa Ttito Ayma,Marleni Ttito Ayma,false,sisters
Person,Saúl Oxapata Vega,Raúl Oxapata Ayma,false,brothers
Person,José Ttito Ayma,Jorge Ttito Ayma,false,brothers
Organization,Cártel de Wiracocha,Wiracocha Cartel,true,order
Organization,Los Chinchosos,Banda «Los Chinchosos»,true,generic
Organization,Transportes Huari S.A.C.,Transportes Wari SAC,true,forms
Organization,Frente Ausangate 1,Frente Ausangate 10,false,numbers
Organization,Clan Ausangate,Clan Salkantay,false,generic
"""


def persons(a: str, b: str) -> bool:
    return is_match(a, b, "person")


def organizations(a: str, b: str) -> bool:
    return is_match(a, b, "organization")


@pytest.fixture
def own_pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_accents_case_commas_and_the_order_of_words_do_not_count() -> None:
    assert score("Óscar Ñahui Tupayachi", "TUPAYACHI, oscar nahui", "person") == 1


def test_the_two_surnames_come_in_either_order_and_one_may_be_missing() -> None:
    assert persons("Wilmer Ccori Huacac", "Wilmer Huacac Ccori")
    assert persons("Wilmer Ccori Huacac", "Wilmer Ccori") and persons("Wilmer Ccori Huacac", "Wilmer Huacac")


def test_a_surname_alone_is_not_yet_a_person() -> None:
    assert not persons("Huacac", "Wilmer Ccori Huacac")


def test_particles_do_not_count() -> None:
    assert persons("Elías de la Torre y Ayma", "Elias Torre Ayma")
    assert persons("Joaquim da Cunha e Brito", "Joaquim Cunha Brito")


def test_initials_stand_for_names_but_initials_alone_for_nobody() -> None:
    assert persons("W. Ccori Huacac", "Wilmer Ccori Huacac") and persons("JC Tupayachi", "Jean-Claude Tupayachi")
    assert not persons("W. C.", "Wilmer Ccori") and not persons("Elías W. Ayma", "Elías G. Ayma")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Huacac", "Wacac"),
        ("Huacac", "Guacac"),
        ("Quispe", "Kispe"),
        ("Quispe", "Qispi"),
        ("Condori", "Kundori"),
        ("Ccori", "Qori"),
        ("Ccahuana", "Cahuana"),
        ("Huillca", "Willka"),
        ("Apaza", "Apasa"),
    ],
)
def test_quechua_and_aymara_names_are_one_in_every_spelling(a: str, b: str) -> None:
    assert score(f"Yulisa {a}", f"Yulisa {b}", "person") > 0.9


def test_ranks_and_honorifics_do_not_count() -> None:
    for title in ("Gen.", "Col.", "Dr.", "Señor", "Comandante", "Lic."):
        assert score(f"{title} Raúl Oxapata", "Raul Oxapata", "person") == 1


def test_brothers_and_sisters_are_not_one_person() -> None:
    assert not persons("Wilmer Ttito Ayma", "Edilberto Ttito Ayma")
    assert not persons("José Ttito Ayma", "Jorge Ttito Ayma")
    assert not persons("Juan Ttito Ayma", "Juana Ttito Ayma") and not persons("Mario Ttito", "María Ttito")
    assert not persons("Teófilo Ttito Ayma", "Teófila Ttito Ayma")


def test_given_names_that_are_written_short_are_those_names() -> None:
    assert persons("Ma. del Carmen Ttito Ayma", "María del Carmen Ttito Ayma")
    assert persons("Mª Ttito Ayma", "María Ttito Ayma") and persons("Fco. Ttito Ayma", "Francisco Ttito Ayma")
    assert not persons("Ma Ttito Ayma", "Mario Ttito Ayma")


def test_father_and_son_named_after_each_other_are_two() -> None:
    assert not persons("Tariq bin Yusuf al-Nahri", "Yusuf bin Tariq al-Nahri")
    assert persons("bin Yusuf Tariq", "Tariq ibn Yusuf")


def test_another_frequent_surname_is_no_misspelling() -> None:
    assert not persons("Wilmer Rojas Ayma", "Wilmer Rosas Ayma")
    assert persons("Wilmer Oxapatta Ayma", "Wilmer Oxapata Ayma")


def test_three_other_letters_make_another_name() -> None:
    assert persons("Wilmer Tupayachi", "Wilmar Tupayacci") and not persons("Wilmer Tupayachi", "Wilmer Tupayutro")


def test_words_written_together_and_hyphens_do_not_count() -> None:
    assert persons("Jean-Claude Tupayachi", "Jean Claude Tupayachi") and persons("RaúlOxapata", "Raúl Oxapata")
    assert organizations("Inti-Raymi Cargo", "Intiraymi Cargo")


def test_the_first_name_may_be_cut_short() -> None:
    assert persons("Maximiliano Oxapata", "Maxi Oxapata") and not persons("Wilmer Oxa", "Wilmer Oxapatani")


def test_a_nickname_is_a_name_of_its_own() -> None:
    assert not persons("Pichón", "Wilmer Ccori Huacac")


def test_other_scripts_are_read() -> None:
    assert persons("Игорь Сомов", "Igor Somov") and persons("فرناندو بيريز", "Fernando Pérez")
    assert not persons("习近朋", "习近平")


def test_generic_words_and_articles_weigh_little() -> None:
    assert organizations("Cártel de los Chinchosos", "Los Chinchosos")
    assert organizations("The Ausangate Gang", "Clan Ausangate")
    assert not organizations("Cartel de Ausangate", "Cartel de Salkantay") and not organizations("La Banda", "El Clan")


def test_company_forms_do_not_count() -> None:
    for a, b in (("S.A.C.", ""), ("LLC", "Limited Liability Company"), ("Ltd", "Limited"), ("GmbH", "G.m.b.H.")):
        assert score(f"Minera Salkantay {a}", f"Minera Salkantay {b}", "organization") == 1


@pytest.mark.parametrize(
    ("a", "b"), [("Barrio 18", "Barrio 19"), ("Frente 1", "Frente 10"), ("Frente", "Frente 3"), ("FI-2", "FI-3")]
)
def test_numbers_tell_organizations_apart(a: str, b: str) -> None:
    assert not organizations(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Frente 33", "Frente XXXIII"),
        ("Barrio 18", "Barrio Dieciocho"),
        ("Frente 44", "Frente Cuarenta y Cuatro"),
        ("Brigade 21", "Brigade Twenty-One"),
        ("Frente 1", "Primer Frente"),
        ("18th Street", "18 Street"),
        ("MS-13", "MS13"),
        ("Frente 2", "Frente Dos"),
    ],
)
def test_numbers_are_one_in_figures_and_in_words(a: str, b: str) -> None:
    assert organizations(a, b)


def test_an_abbreviation_is_the_organization_whose_words_it_abbreviates() -> None:
    assert organizations("FAR", "Frente Ausangate Rojo") and organizations("F.A.R.", "FAR")
    assert not organizations("FAR", "FAL")


def test_a_number_word_has_its_initial_in_an_abbreviation() -> None:
    assert is_match("Primeiro Comando da Capital", "PCC", "organization")
    assert not is_match("Primeiro Comando da Capital", "Segundo Comando da Capital", "organization")


def test_a_word_that_a_full_stop_cuts_short_is_the_whole_word_of_the_other_name() -> None:
    assert is_match("Coop. Min. Aurífera 25 de Julio Ltda.", "Cooperativa Minera 25 de Julio", "organization")
    assert is_match("Pol. Nac. del Perú", "Policía Nacional del Perú", "organization")
    assert not is_match("Pol. Nac. del Perú", "Policía Nacional de Bolivia", "organization")


def test_a_word_of_their_own_on_both_sides_tells_long_names_apart() -> None:
    assert not organizations(
        "Fiscalía Provincial Penal Mixta de Wiracocha", "Fiscalía Provincial Penal Mixta de Salkantay"
    )


def test_the_likely_ones_come_first_and_the_others_not_at_all() -> None:
    found = likely_same("Wilmer Ccori", ["Edilberto Ccori", "Wilmer Qori Huacac", "Wilmer Ccori"])
    assert [name for name, _ in found] == ["Wilmer Ccori", "Wilmer Qori Huacac"]
    assert all(alike >= THRESHOLDS["person"] for _, alike in found)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(KINDS))
def test_whatever_is_typed_has_a_score_and_the_same_in_either_direction(a: str, b: str, kind: Kind) -> None:
    assert 0 <= score(a, b, kind) == score(b, a, kind) <= 1


def test_an_empty_name_is_like_no_other() -> None:
    assert score("", "", "person") == score("«»", "", "organization") == 0


def test_the_floors_are_beaten_on_labelled_pairs(own_pairs: Path) -> None:
    """On the shared pairs where they are at hand, else on our own."""
    shared = SHARED.exists()
    pairs = read_pairs(SHARED if shared else own_pairs)
    for kind, least in zip(KINDS, (0.9, 0.88), strict=True):
        of_kind = [pair for pair in pairs if pair.kind == kind]
        reached = ours(of_kind, kind).f1
        assert reached >= least
        assert reached > floor(of_kind)[1].f1 + 0.05 if shared else reached == 1


def test_precision_and_recall_are_counted_at_the_threshold() -> None:
    judged = judge([(0.9, True), (0.8, False), (0.7, True), (0.75, True)], 0.75)
    assert (judged.precision, judged.recall, judged.f1) == (2 / 3, 2 / 3, 2 / 3)
    nothing = judge([], 0.5)
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)


def test_the_command_prints_figures_beside_the_floor_and_errors_by_category(own_pairs: Path) -> None:
    own_pairs.write_text(OWN + "Person,Pichón,Wilmer Ccori,true,alias\n", encoding="utf-8")
    out = StringIO()
    call_command("bench_names", str(own_pairs), "--errors", stdout=out)
    said = out.getvalue()
    assert "12 pairs" in said and "comparisons a second" in said and "token_sort_ratio" in said
    assert [line.split() for line in said.splitlines() if line.startswith("alias")] == [["alias", "1", "1", "0"]]
    assert "Pichón | Wilmer Ccori" in said and "Salkantay" not in said


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("schema,name1,name2\nPerson,A,B\n", "no column is_match"),
        ("schema,name1,name2,is_match\nPerson,A,B,perhaps\n", "line 2: is_match is “perhaps”"),
        ("schema,name1,name2,is_match\nPerson,A,,true\n", "line 2: name2 is empty"),
        ("schema,name1,name2,is_match\n", "no pairs"),
        ("", "no column schema"),
    ],
)
def test_a_file_that_cannot_be_measured_is_a_clear_error(tmp_path: Path, text: str, error: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=error) as raised:
        call_command("bench_names", str(path))
    assert raised.value.returncode == 1


def test_a_missing_file_and_one_that_is_not_text_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("bench_names", str(tmp_path / "nowhere.csv"))
    (tmp_path / "picture.csv").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("bench_names", str(tmp_path / "picture.csv"))
