"""Words that a name can have and that say little, or something fixed, about whose name it is."""

PARTICLES = frozenset(
    "de del la las los lo le y e da das do dos di du della van von vom zu zum zur der den ten ter af "
    "al el ul as ibn bin ben bn bint na".split()
)
SON_OF = frozenset("bin ibn ben bn".split())
INITIALS_TOO = frozenset("y e".split())
CUT_SHORT = {
    "ma.": "maria",
    "mª": "maria",
    "fco.": "francisco",
    "gpe.": "guadalupe",
    "fdez.": "fernandez",
    "glez.": "gonzalez",
    "hdez.": "hernandez",
    "mtz.": "martinez",
    "rdz.": "rodriguez",
}

HONORIFICS = frozenset(
    "mr mrs ms miss mister sir lord lady dr dra doctor doctora prof profesor professor lic licenciado ing ingeniero "
    "sr sra srta senor senora senorita don dona sres herr frau monsieur madame mme "
    "gen gral general col cnel coronel colonel cap capt capitan captain cpt maj mayor major tte tnte teniente lt ltc "
    "lieutenant sgt sgto sargento sergeant cmdte cdte comandante commander cmdr alm almirante admiral brig "
    "comisario inspector agente presidente presidenta president prasident prezident ministro ministra minister "
    "senador senadora senator diputado diputada congresista gobernador gobernadora governor alcalde alcaldesa "
    "juez jueza judge fiscal prosecutor embajador ambassador obispo monsenor padre fray "
    "sheikh shaikh sheik shaykh".split()
)

# Frequent in Latin America. Two different ones are two people, however few letters lie between them.
GIVEN_NAMES = frozenset(
    "jose jorge juan julio julian javier jaime joel joaquin jesus luis luz lucas lucia laura mario maria marta marco "
    "marcos martin mateo carlos carla cesar celso clara claudio claudia andres andrea ana antonio antonia angel angela "
    "alan alberto alejandro alfonso alfredo alonso alvaro arturo augusto beatriz benito carmen cecilia cristian "
    "cristina daniel daniela dario david delia diana diego edgar edgardo edmundo eduardo edwin elena elias elisa elmer "
    "emilio emilia enrique ernesto esteban eva fabian fabio felipe felix fernando fernanda fidel francisco francisca "
    "gabriel gabriela german gerardo gilberto gloria gonzalo guillermo gustavo hector hernan hilda hugo humberto ignacio "
    "ines irma isabel ivan jairo leonardo leonel leonor lorena lorenzo manuel manuela marcelo margarita mariana mariano "
    "mauricio mauro mercedes miguel miriam monica nancy natalia nelly nelson nestor nicolas norma octavio olga omar "
    "orlando oscar pablo patricia patricio paola pedro rafael ramiro ramon raul rebeca ricardo rita roberto rocio "
    "rodolfo rodrigo roger rolando roman rosa ruben salvador samuel santiago sara saul sebastian sergio silvia simon "
    "sofia sonia susana teresa tomas valentin veronica vicente victor victoria virginia walter wilson ximena "
    "yolanda zoila".split()
)
SURNAMES = frozenset(
    "aguilar alvarez arias avila ayala benitez bravo cabrera calderon campos cardenas cardoso carrasco castillo castro "
    "chavez condori contreras cortes cruz delgado diaz dominguez escobar espinoza fernandez ferreira figueroa flores "
    "fuentes garcia gomes gomez gonzalez guerra guerrero gutierrez guzman hernandez herrera huaman ibarra jimenez juarez "
    "lara leon lima lopez lozano luna maldonado mamani marin marquez martinez medina mejia mendez mendoza miranda molina "
    "montes mora morales moreno munoz navarro nunez ochoa oliveira orozco ortega ortiz pacheco palacios paredes pena "
    "peralta pereira perez pineda ponce prado quispe ramirez ramos rangel reyes rios rivas rivera robles rodriguez rojas "
    "romero rosas ruiz salas salazar salinas sanchez sandoval santana santos serrano silva solis soto souza suarez torres "
    "trujillo valdez valencia vargas vasquez vega velasco velez vera vidal villa zambrano zapata zuniga".split()
)

# Company forms: written out or abbreviated, they tell nobody apart.
LEGAL_PHRASES = (
    "societatea cu raspundere limitata",
    "sociedad de responsabilidad limitada",
    "sociedad por acciones simplificada",
    "sociedad anonima de capital variable",
    "sociedad anonima cerrada",
    "sociedad anonima abierta",
    "sociedad anonima",
    "sociedade anonima",
    "sociedade limitada",
    "empresa individual de responsabilidad limitada",
    "limited liability company",
    "limited liability partnership",
    "public limited company",
    "open joint stock company",
    "public joint stock company",
    "closed joint stock company",
    "joint stock company",
    "gesellschaft mit beschrankter haftung",
    "aktsionernoe obshchestvo",
    "obshchestvo s ogranichennoy otvetstvennostyu",
    "s a de c v",
    "s de r l",
    "sa de cv",
    "sp z o o",
)
LEGAL_FORMS = frozenset(
    "sa sac saa sas srl sl slu sau eirl eireli ltda cia sarl sca scs sc spa sapi sab ac inc incorporated llc lllp llp lp "
    "ltd limited plc pllc corp corporation co company compania companhia cie ag aktiengesellschaft gmbh mbh kg kgaa ohg "
    "se nv bv bvba sprl na oy oyj ab asa aps as pte pty sdn bhd pt tbk jsc ojsc pjsc cjsc oao ooo zao pao ao ood eood "
    "doo dd kk gk limitada anonima".split()
)
GENERIC = frozenset(
    "cartel carteles clan clanes banda bandas gang gangs pandilla pandillas mara maras group groupe gruppe grupo grupos "
    "gruppo organizacion organization organisation organizacao organizations crime criminal crimen familia family mafia "
    "red network empresa holding holdings sociedad".split()
)
STOPWORDS = frozenset("the and of for in to et und y e de del la las los lo el da das do dos di du der die das".split())

# Written in more than one way, always meant the same.
SAME_WORD = {
    "us": "united states",
    "usa": "united states",
    "uk": "united kingdom",
    "eeuu": "united states",
    "organisation": "organization",
    "intl": "international",
    "bros": "brothers",
    "mfg": "manufacturing",
    "dept": "department",
    "natl": "national",
}

UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eighteenth": 18,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "dezoito": 18, "primer": 1, "primero": 1, "primera": 1, "primeiro": 1,
    "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "tercera": 3, "cuarto": 4, "quinto": 5, "sexto": 6,
    "septimo": 7, "octavo": 8, "noveno": 9, "decimo": 10,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90,
}  # fmt: skip
NUMBERS = {**UNITS, **TENS}
