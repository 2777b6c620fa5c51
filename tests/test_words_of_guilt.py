"""Words that state guilt in the text's own voice are noticed, in English and Spanish, and what others say is not."""

import pytest

from incidents.wording import word_of_guilt


@pytest.mark.parametrize(
    "text",
    [
        "Keeper is the boss of smugglers",
        "The keeper runs the smuggling ring",
        "Asprilla murdered the passengers",
        "Asprilla mató a los pasajeros",
        "Asprilla asesinó a los pasajeros",
        "Alcalde corrupto cobraba a los contrabandistas",
        "El capo ordenó la masacre",
        "El alcalde ordenó la masacre",
        "Corrupt mayor took bribes",
        "The mayor took bribes",
        "She committed fraud",
        "The gang leader fled",
        "He is a mafia boss",
        "El jefe narco huyó",
        "El cabecilla huyó",
        "Un extorsionador",
        "Es un terrorista",
        "Lopez killed Juan Perez",
        "He killed 12 people",
        "The mayor accepted a large bribe",
        "The officer smuggled cocaine into Chile",
        "El alcalde recibió sobornos",
        "El policía secuestró a la niña",
        "La banda extorsionaba a los comerciantes",
        "Dirigía una red de trata",
        "She laundered money for the cartel",
        "He robbed the bank",
        "Asprilla mató",
        "Asprilla robó el oro",
        "Asprilla traficaba cocaína",
        "Lidera la banda de sicarios",
        "El alcalde cobraba cupos",
        "Drug lord escapes",
        "A convicted murderer",
        "El asesino del valle",
        "He stole the funds",
        "She ordered the killing of a judge",
        "El comandante ordenó matar al juez",
        "Mastermind of the massacre",
        "Rapist freed",
        "He ran the cartel",
        "The brothers led a gang of robbers",
        "Head of the Sinaloa cartel caught",
        "He murdered her",
        "She poisoned him",
        "They kidnapped and killed the girl",
        "The mayor is corrupt",
        "Corrupt police in Lima",
        "She is a fraudster",
        "convicted killer",
        "El alcalde es corrupto",
        "Violó a una menor",
        "Cometió fraude",
        "Mata a su esposa",
        "The officer sold drugs",
        "Asprilla asesina a pasajeros",
        "He traffics women",
        "The general was behind the massacre",
    ],
)
def test_words_of_guilt_are_noticed(text: str) -> None:
    assert word_of_guilt(text) and word_of_guilt(text) in text


@pytest.mark.parametrize(
    "text",
    [
        "Prosecutors say that he murdered the passengers",
        "acusado de ser sicario",
        "presunto cabecilla de la banda",
        "He is accused of murder and of running the smuggling ring",
        "He allegedly killed the passengers",
        "According to the prosecution she committed fraud",
        "She committed fraud, according to prosecutors",
        "Two officers were murdered in Lima",
        "Journalist killed in Lima",
        "Eleven passengers were killed the following day",
        "Según la fiscalía, asesinó a dos policías",
        "Los dos fueron asesinados",
        "The alleged gang leader was arrested",
        "Suspected trafficker held",
        "He denied that he killed the judge",
        "No mató a nadie",
        "He did not kill anybody; he never murdered the judge",
        "Criminal court opens the trial",
        "Terrorist attack in Lima",
        "A terrorist organisation",
        "Fraud was committed in the ministry",
        "Gang truce in El Salvador",
        "Police seize a tonne of cocaine",
        "supuesto jefe de la banda",
        "Mata de coca incautada",
        "Mayor charged with taking bribes",
        "She was kidnapped by strangers",
        "Fiscal investiga pagos a alcalde",
        "Se mató en un accidente",
        "He was found not guilty",
        "He pleaded guilty in Chicago",
        "Ex-president convicted in April on a comparable charge, in first instance, not final",
        "Police killed a man at a country house",
        "Who killed him is told in different ways",
        "An agent posing as Colombian traffickers",
    ],
)
def test_what_others_say_what_is_denied_and_what_was_suffered_states_no_guilt(text: str) -> None:
    assert word_of_guilt(text) == ""


def test_somebody_else_speaks_only_in_their_own_sentence() -> None:
    assert (
        word_of_guilt("Prosecutors say that he killed two people. He ordered the massacre.") == "ordered the massacre"
    )
    assert word_of_guilt("The police are investigating. She committed fraud!") == "committed fraud"


def test_a_conviction_counts_whoever_tells_it_but_not_where_courts_are_told_of() -> None:
    assert word_of_guilt("Prosecutors say that he was convicted") == "convicted"
    assert word_of_guilt("A jury found him guilty.", of_courts=False) == ""
    assert word_of_guilt("A jury found him guilty. He killed the judge.", of_courts=False) == "killed"
