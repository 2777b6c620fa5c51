"""The tables of phrases: what they propose for the words of real cases, and what they never propose."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from incidents.exchange.reference.files import rows, several
from incidents.exchange.reference.phrases import offence_codes, party_role, step_kind
from incidents.models.vocabulary import PartyRole, StepKind

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT.parent / "shared" / "cases", ROOT / "incidents" / "data" / "casebook")


def cards() -> Iterator[dict[str, Any]]:
    """The open cards beside the project, else those that ship with it."""
    folder = next(folder for folder in FOLDERS if any(folder.glob("*.yaml")))
    for path in sorted(folder.glob("*.yaml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))


def words(part: str, key: str, stated: str = "") -> set[str]:
    """The words under the key, but for entries that say themselves, under `stated`, what they mean."""
    entries = [entry for card in cards() for entry in card.get(part) or () if entry.get(key)]
    return {entry[key] for entry in entries if not entry.get(stated)}


def test_every_value_of_the_tables_is_a_known_code() -> None:
    assert {row["kind"] for row in rows("step_phrases.csv")} <= set(StepKind.values)
    assert {row["role"] for row in rows("role_phrases.csv")} <= set(PartyRole.values)
    offences = {row["code"] for row in rows("iccs.csv")}
    assert {code for row in rows("offence_phrases.csv") for code in row["codes"].split()} <= offences


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("countries.csv", "iso2"),
        ("latam_admin1.csv", "code"),
        ("peru_provinces.csv", "inei"),
        ("peru_districts.csv", "inei"),
        ("places.csv", "code"),
        ("zones.csv", "code"),
        ("iccs.csv", "code"),
        ("step_phrases.csv", "phrase"),
        ("step_doubts.csv", "phrase"),
        ("role_phrases.csv", "phrase"),
        ("offence_phrases.csv", "phrase"),
    ],
)
def test_no_code_and_no_phrase_stands_twice(file: str, column: str) -> None:
    values = [row[column] for row in rows(file)]
    assert len(values) == len(set(values))


def test_reniec_codes_are_unique() -> None:
    codes = [row["reniec"] for row in rows("peru_districts.csv") if row["reniec"]]
    assert len(codes) == len(set(codes))


def test_other_names_are_never_empty() -> None:
    assert all(name.strip() for row in rows("zones.csv") for name in several(row["alt_names"]))


def test_every_step_of_the_cards_that_states_no_kind_gets_one() -> None:
    assert {step for step in words("legal_timeline", "step", "kind") if step_kind(step) == "other"} == set()


def test_every_offence_of_the_cards_gets_a_code_except_faults_that_are_no_crimes() -> None:
    assert {words for words in words("allegations", "offence") if not offence_codes(words)} <= {"disciplinary fault"}


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("expelled from the police (administrative)", "removed_from_post"),
        ("dismissed from the force", "removed_from_post"),
        ("dado de baja de la policía", "removed_from_post"),
        ("indictment dismissed", "dismissed"),
        ("definitively closed", "dismissed"),
        ("Supreme Court declines to annul acquittal", "acquittal_upheld"),
        ("Supreme Court invalidates verdict and frees her", "annulled"),
        ("case annulled (habeas corpus)", "annulled"),
        ("conviction overturned", "annulled"),
        ("pardon annulled by the Supreme Court", "pardon_annulled"),
        ("pardon revoked", "pardon_annulled"),
        ("anulan el indulto humanitario", "pardon_annulled"),
        ("acquittal annulled by the Supreme Court", "acquittal_annulled"),
        ("Supreme Court overturns acquittal", "acquittal_annulled"),
        ("revocan absolución y ordenan nuevo juicio", "acquittal_annulled"),
        ("Corte no anuló la absolución", "acquittal_upheld"),
        ("condena confirmada por la Corte Suprema", "conviction_upheld"),
        ("expelled to Peru", "expelled_country"),
        ("extradited; 18 months pre-trial detention", "extradited"),
        ("port operation; unloading of the cargo forbidden", "seizure_order"),
        ("released (later revoked)", "released"),
        ("held in Dubai with false passport, later released", "detained"),
        ("disciplinary case closed", "disciplinary_closed"),
        ("absolved (administrative)", "administrative_cleared"),
        ("absuelto", "acquitted"),
        ("arrested for the killing of a mayor", "detained"),
        ("detention ordered; goes into hiding", "warrant"),
        ("pardoned and freed", "pardoned"),
        ("added to the OFAC list", "sanction_listed"),
        ("condenado a 20 años", "sentenced"),
        ("prisão preventiva decretada", "pretrial_detention"),
        ("sentenced to preventive detention", "pretrial_detention"),
        ("trial declared void for lack of competence", "annulled"),
        ("nullity of the whole trial", "annulled"),
        ("guilty verdict thrown out", "annulled"),
        ("conviction upheld, then annulled by the constitutional court", "annulled"),
        ("conviction and acquittals annulled; new trial ordered", "retrial_ordered"),
        ("appeal allowed", "annulled"),
        ("plea withdrawn", "charged"),
        ("dismissal of the charges revoked; sent to trial", "trial_opened"),
        ("case closed without charge", "dismissed"),
        ("proceedings ended by death", "died"),
        ("found not guilty", "acquitted"),
        ("bail denied", "pretrial_detention"),
        ("arrest warrant issued", "warrant"),
        ("disciplinary sanction imposed", "suspended_post"),
    ],
)
def test_a_step_in_free_words_gets_its_kind(step: str, kind: str) -> None:
    assert step_kind(step) == kind


@pytest.mark.parametrize(
    "step",
    [
        "accusation: 35 years sought",
        "prosecutors seek 20 years",
        "pleaded not guilty",
        "not convicted",
        "charged with murder",
        "fiscal pide 12 años de prisión",
        "arrested",
        "conviction sought by prosecutors: 20 years",
        "prosecutors request conviction",
        "witness convicted of perjury",
        "his brother is sentenced",
        "su hermano fue condenado",
        "no fue condenado",
        "could be sentenced to 20 years",
        "sentenced in absence, later cleared",
        "convicted of a lesser offence, acquitted of murder",
        "acquitted of one count, convicted of another",
    ],
)
def test_an_accusation_is_never_proposed_as_a_conviction(step: str) -> None:
    assert step_kind(step) not in {"convicted", "sentenced", "plea_guilty", "conviction_upheld"}


@pytest.mark.parametrize(
    "step",
    [
        "arrest warrant refused",
        "refused extradition",
        "pardon denied",
        "pardon requested by his lawyers",
        "plea of not guilty",
        "charges not dropped",
        "judge refuses to dismiss the charges",
        "preventive detention sought",
        "acquittal requested by the defence",
    ],
)
def test_what_is_asked_for_or_refused_has_not_happened(step: str) -> None:
    assert step_kind(step) == "other"


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("detained suspect, alleged leader", "arrested"),
        ("alleged leader of second group, unnamed", "suspect"),
        ("collaborating witness, source of the main claims", "informant"),
        ("not accused", "mentioned"),
        ("removed without accusation", "mentioned"),
        ("convicted, conviction invalidated", "accused"),
        ("co-accused, case closed for them", "acquitted"),
        ("absolved, then expelled", "sanctioned"),
        ("author of the claim, removed", "speaker"),
        ("lawyer of the convicted leader", "other"),
        ("brother of a convicted trafficker", "relative"),
        ("accused, never convicted", "accused"),
    ],
)
def test_a_role_in_free_words_gets_its_code(role: str, code: str) -> None:
    assert party_role(role) == code


def test_the_longest_offence_wins_and_several_may_stand() -> None:
    assert offence_codes("theft of drug shipments, drug trafficking") == ["0502-A", "06012"]
    assert offence_codes("Threats, attempted murder") == ["02012", "0102"]
    assert offence_codes("TRÁFICO ILÍCITO DE DROGAS y lavado de activos") == ["06012", "07041"]
    assert offence_codes("something else") == []
