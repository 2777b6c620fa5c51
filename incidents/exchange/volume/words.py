"""The words of the invented record, in both languages. Surnames are made of syllables that no register has."""

import random
from functools import lru_cache

from incidents.exchange.volume.chance import one
from incidents.search import fold

GIVEN = (
    "Ana Beatriz Carla Diana Elena Fátima Gloria Inés Julia Karina Lucía Marta Nadia Olga Paula Rosa Sonia Teresa Úrsula "
    "Verónica Abel Bruno César Darío Edgar Félix Germán Hugo Iván Jaime Kevin Lázaro Mateo Néstor Óscar Pablo Raúl Saúl "
    "Tomás Víctor"
).split()
_HEADS = (
    "Abre Balqui Cendra Dorve Elqui Fantu Galmi Huarqui Illar Jorqui Lambre Mondra Nirque Orval Peldu Quimbra Ruste "
    "Salqui Tembla Urdi Valqui Yambu Zurra Ñacu Chisque"
).split()
_TAILS = "ño rez ndo zábal lque ncha rría stegui vedo nqui llay mpa rano ldez bri".split()
SURNAMES = [head + tail for head in _HEADS for tail in _TAILS]

BANDS = (
    "Los {0} de {1}",
    "Cartel de {1}",
    "Clan {0}",
    "La {0} de {1}",
    "Banda {0}",
    "The {0} Crew",
    "Frente {0} {1}",
    "Nueva {0}",
)
TOTEMS = (
    "Halcones Cóndores Pumas Lagartos Cuervos Alacranes Zorros Grises Norteños Ribereños Tigrillos Garzas Escorpiones "
    "Jaguares Sombras Piratas Vigías Brumosos Caimanes Truenos"
).split()
SPOTS = (
    "Río Seco,Valle Hondo,Cerro Pardo,Punta Brava,Laguna Vieja,Monte Ralo,Quebrada Mansa,Isla Negra Chica,Alto Verde,"
    "Tres Pozos,Loma Larga,Boca Chica Sur,Pampa Ancha,Piedra Lisa,Agua Clara Norte,Campo Viejo"
).split(",")
BODIES = {
    "police": ("Policía de {1}", "Jefatura Antidrogas de {1}", "{1} Police Division"),
    "prosecutor": ("Fiscalía de {1}", "Fiscalía Especializada de {1}", "{1} Prosecutor’s Office"),
    "court": ("Juzgado Penal de {1}", "Corte Superior de {1}", "{1} Criminal Court"),
    "media": ("Diario {0}", "El Correo de {1}", "{1} Herald", "Radio {0}"),
    "military": ("Brigada {0}", "Batallón de {1}"),
    "government": ("Ministerio de Asuntos de {1}", "Alcaldía de {1}"),
    "company": ("Minera {0} S.A.", "Transportes {1} S.R.L.", "{0} Trading Ltd."),
    "prison": ("Penal de {1}", "{1} Prison"),
}

GOODS = (
    ("drugs", "cocaine", "cocaína", "kg", 400),
    ("drugs", "marijuana", "marihuana", "kg", 900),
    ("weapons", "rifles", "fusiles", "weapons", 20),
    ("cash", "banknotes", "billetes", "", 0),
    ("gold", "gold", "oro", "kg", 60),
    ("vehicles", "light aircraft", "avionetas", "aircraft", 3),
    ("timber", "timber", "madera", "m3", 500),
)

TITLES = {
    "en": (
        "Seizure of {goods} in {place}",
        "Police operation in {place}",
        "Inquiry into {offence} in {place}",
        "Several people detained in {place}",
        "Killing reported in {place}",
        "Court hearing over {offence}, {place}",
        "Attack on a checkpoint near {place}",
        "Search of warehouses in {place}",
    ),
    "es": (
        "Incautación de {goods} en {place}",
        "Operativo policial en {place}",
        "Investigación por {offence} en {place}",
        "Varios detenidos en {place}",
        "Homicidio denunciado en {place}",
        "Audiencia por {offence}, {place}",
        "Ataque a un puesto de control cerca de {place}",
        "Allanamiento de almacenes en {place}",
    ),
}
SUMMARIES = {
    "en": (
        "The police said that an operation took place in {place}.",
        "According to {who}, {goods} were found in a house in {place}.",
        "{who} said that members of {band} were being looked for.",
        "Neighbours told reporters of shots near the river and of two trucks leaving.",
        "The newspaper {paper} reported the case first; officials gave other figures later.",
        "Prosecutors opened an inquiry into {offence}; no court had decided at the time.",
        "A convoy was stopped on the road to {place}, and documents and phones were taken away.",
        "It is disputed whether {band} had any part in it.",
    ),
    "es": (
        "La policía dijo que hubo un operativo en {place}.",
        "Según {who}, se hallaron {goods} en una vivienda de {place}.",
        "{who} dijo que se buscaba a integrantes de {band}.",
        "Vecinos contaron a la prensa que oyeron disparos cerca del río y vieron salir dos camiones.",
        "El diario {paper} informó primero del caso; las autoridades dieron después otras cifras.",
        "La fiscalía abrió una investigación por {offence}; ningún tribunal había decidido entonces.",
        "Un convoy fue detenido en la carretera a {place} y se llevaron documentos y teléfonos.",
        "Se discute si {band} tuvo alguna parte en ello.",
    ),
}
CLAIMS = {
    "en": (
        "Is said to have organized {offence} in {place}",
        "Took part in {offence} in {place}, according to the accusation",
        "Received payments from {band}, a witness said",
        "Moved {goods} through {place}, the prosecution holds",
    ),
    "es": (
        "Habría organizado {offence} en {place}",
        "Participó en {offence} en {place}, según la acusación",
        "Recibió pagos de {band}, dijo un testigo",
        "Trasladó {goods} por {place}, sostiene la fiscalía",
    ),
}
DESCRIBED = {
    "en": ("an officer at the post", "a driver", "a resident of the village", "a local official", "a port worker"),
    "es": ("un agente del puesto", "un conductor", "un vecino del pueblo", "un funcionario local", "una portuaria"),
}
GROUPS = {"en": ("the detained", "the officers on duty"), "es": ("los detenidos", "los agentes de turno")}
SPEAKERS = {"en": ("an informant", "a witness"), "es": ("un informante", "una testigo")}
KILLED = {"en": ("people killed", "people wounded"), "es": ("muertos", "heridos")}

# What proceedings may look like: the kinds of their steps in order, and whether the last one is final.
COURSES = (
    (("investigation_opened",), ""),
    (("detained",), ""),
    (("investigation_opened", "charged"), ""),
    (("detained", "charged", "trial_opened"), ""),
    (("warrant",), ""),
    (("charged", "convicted"), "no"),
    (("detained", "charged", "convicted"), "yes"),
    (("charged", "acquitted"), "yes"),
    (("charged", "dismissed"), ""),
    (("charged", "convicted", "annulled"), ""),
    (("suspended_post",), ""),
    (("disciplinary_opened", "removed_from_post"), ""),
    (("charged", "plea_guilty", "sentenced"), ""),
    (("investigation_opened", "died"), ""),
    (("charged", "convicted", "pardoned"), "yes"),
    (("charged", "convicted", "retrial_ordered"), ""),
    (("sanction_listed",), ""),
    (("disciplinary_opened",), ""),
    (("disciplinary_opened", "disciplinary_closed"), ""),
)


def person(rng: random.Random) -> str:
    """A given name and two surnames."""
    return f"{one(rng, GIVEN)} {one(rng, SURNAMES)} {one(rng, SURNAMES)}"


def organization(rng: random.Random, kind: str, number: int) -> str:
    """A name that no other organization of the invented record has."""
    words = one(rng, BODIES.get(kind, BANDS)).format(one(rng, TOTEMS), one(rng, SPOTS))
    return f"{words} {number}" if number else words


@lru_cache(maxsize=512)
def folded(description: str) -> str:
    """The searchable form of a description in a case; there are few of them."""
    return fold(f"{description} ")
