"""Words that call somebody guilty, in English and Spanish: for an editor to be asked about, not for readers.

A word counts where the text says it in its own voice: not where its sentence says before it who accuses (“accused of”, “según
la fiscalía”), nor beside “alleged” or “presunto”, nor where it is denied.
"""

import re

# What is done is done to somebody or something: “killed the”, “killed 12”, “killed Juan”; “was killed in” states no guilt.
_SOMEBODY = (
    r"(?:(?:the|a|an|his|her|their|its|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|\d+)"
    r"(?! (?:same|next|following|previous|day|night|week|month|year)\b)\b|(?:people|him|them|everybody|children|girls|boys|women|men|minors|babies|migrants|civilians|detainees"
    r"|prisoners|hostages|victims|villagers|peasants|farmers|passengers|journalists|students|workers|drivers|shopkeepers|traders|merchants"
    r"|judges|prosecutors|police(?:men)?|officers|soldiers|officials|rivals|residents|neighbours|protesters|voters)\b|(?-i:[A-Z])\w+)"
)
_SOMETHING = (
    rf"(?:{_SOMEBODY}|(?:drugs?|cocaine|heroin|gold|timber|arms|weapons|guns|money|cash|millions?|funds|fuel|goods)\b)"
)
_NOT_PASSIVE = "".join(
    rf"(?<!\b{word} )"
    for word in "is are was were be been being being got the a an of with for from to by seized found no".split()
)
_GANG = (
    r"(?:gangs?|cartels?|mafias?|mob|clan|band|rings?|rackets?|hit squads?|death squads?|smugglers|traffickers|killers|hit ?men"
    r"|robbers|kidnappers|smuggling|trafficking|extortion|laundering|criminal (?:group|network|organi[sz]ation)s?|drug network)"
)
_BANDA = (
    r"(?:bandas?|c[aá]rtel(?:es)?|mafias?|clan|pandillas?|red (?:criminal|de \w+)|organizaci[oó]n(?:es)? criminal(?:es)?|contrabando"
    r"|narcotr[aá]fico|sicarios|contrabandistas|narcos|extorsi[oó]n|extorsiones|tr[aá]fico)"
)
_FEW = r"(?:[\w’'-]+ ){0,4}?"
_DEEDS = r"(?:killings?|murders?|massacres?|attacks?|bombings?|kidnappings?|assassinations?|hits?|disappearances?)"
_HECHOS = r"(?:masacres?|matanzas?|asesinatos?|cr[ií]men(?:es)?|ataques?|atentados?|secuestros?|homicidios?|muertes?|desaparici[oó]n(?:es)?)"

# Somebody was found guilty, or is called so: true only if a court has said it, whoever is quoted. A plea is no judgment, and
# one in first instance says itself that it is not the last.
_NOT_THE_LAST = r"(?![^.;]*\b(?:first instance|not final|primera instancia|no firme)\b)"
_CONVICTED = (
    r"(?<!\bnot )(?<!\bpleaded )(?<!\bpleads )(?<!\bpleading )(?<!\bpled )guilty"
    rf"|convict(?:s|ed)?\b{_NOT_THE_LAST}|culpables?|condenad[oa]s?\b{_NOT_THE_LAST}"
)

_NOUNS = (
    r"murderers?|killers?|(?:drug |human )?traffickers?|drug (?:lords?|barons?|dealers?|boss(?:es)?)|kingpins?|hit ?m[ae]n|perpetrators?"
    r"|culprits?|ringleaders?|masterminds?|gangsters?|mobsters?|mafios[oi]|smugglers?|extort(?:ion)?ists?|extorters?|racketeers?"
    r"|(?:money )?launderers?|kidnappers?|rapists?|torturers?|thief|thieves|robbers?|fraudsters?|swindlers?|embezzlers?"
    r"|terrorists?(?! (?:attack|organi|group|act|charg|law|offen|bomb|cell|financ|threat|list|activit))|assassins?|criminals"
    r"|(?:a|the|known|career) criminal(?! \w)|crooks?|henchm[ae]n|godfather|warlords?|bandits?"
    r"|(?:gang|cartel|mafia|mob|crime|clan|band|ring|smuggling|trafficking) (?:leader|boss|head|chief|lord|founder|member|lieutenant)s?"
    r"|(?:leader|boss(?:es)?|chief|head|founder|member)s? of (?:[\w’'-]+ ){0,2}?"
    + _GANG
    + r"|corrupt (?!practices|acts|payments|conduct)\w+"
    r"|(?:is|was|are|were) (?:corrupt\b|behind (?:the|a) " + _FEW + _DEEDS + r")"
    r"|" + _GANG + r"[’']s (?:leader|boss|head|chief|lord|founder)"
)
_SUSTANTIVOS = (
    r"asesin[oa]s?|homicidas?|sicari[oa]s?|(?:narco)?traficantes?|delincuentes?|autor(?:es)? (?:intelectual(?:es)? |material(?:es)? )?"
    r"(?:del|de la|de los)|capos?|cabecillas?|jef[ea]s? (?:narcos?|mafios[oa]s?|criminal(?:es)?)|jef[ea]s? (?:del?|de la|de los|de las|de una) "
    r"(?:\w+ )?"
    + _BANDA
    + r"|l[ií]der(?:es)? (?:del?|de la|de los|de las|de una) (?:\w+ )?"
    + _BANDA
    + r"|(?:el|un|los|unos|al|del|es|son|era) narcos?\b(?!-)|lavador(?:es|a)? de (?:dinero|activos)"
    r"|narco[- ]?(?:alcalde(?:sa)?s?|polic[ií]as?|general(?:es)?|diputad[oa]s?|senador(?:es|a)?|president[ea]|gobernador(?:es|a)?|mayors?|cops?|politicians?)"
    r"|mafios[oa]s?|extorsionador(?:es|as?)?|extorsionistas?|contrabandistas?|secuestrador(?:es|as?)?|violador(?:es|as?)?|estafador(?:es|as?)?"
    r"|ladr[oó]n(?:es)?|ladronas?|asaltantes?|torturador(?:es|as?)?|genocidas?|feminicidas?|pandiller[oa]s?|mareros?|testaferros?|proxenetas?"
    r"|(?<!ataque )(?<!grupo )(?<!acto )(?<!atentado )(?<!organizaci[oó]n )(?<!delito )(?:narco)?terroristas?|malhechor(?:es|as?)?"
    r"|maleantes?|hamp[oó]n(?:es)?|corrupt[oa]s?|coimer[oa]s?|(?<!\ben el )cerebros? del?\b"
)
# Killing in a raid is no crime by its word alone.
_KILLED = (
    _NOT_PASSIVE
    + "".join(rf"(?<!\b{word} )" for word in "police forces soldiers troops marines".split())
    + r"kill(?:ed|s)"
)
_VERBS = (
    _KILLED
    + r" (?="
    + _SOMEBODY
    + r")|"
    + _NOT_PASSIVE
    + r"(?:murder|assassinat|massacr|tortur|rap|kidnapp|abduct|robb|strangl|stabb|poison|behead|extort|defraud"
    r"|swindl|brib|blackmail|dismember|slaughter)ed (?=" + _SOMEBODY + r")"
    r"|" + _NOT_PASSIVE + r"gunned (?:down (?=" + _SOMEBODY + r")|(?:him|her|them) down)"
    r"|" + _NOT_PASSIVE + r"(?:murders|kidnaps|tortures|rapes|robs|extorts|bribes) (?=" + _SOMEBODY + r")"
    r"|" + _NOT_PASSIVE + r"(?:smuggled|trafficked|laundered|embezzled) (?=" + _SOMETHING + r")"
    r"|(?:smuggles|traffics|launders|embezzles) (?=" + _SOMETHING + r")"
    r"|(?:ordered|orders|planned|masterminded|orchestrated|directed) (?:the|a|his|her|their) "
    + _FEW
    + _DEEDS
    + r"|(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?:committed|commits|perpetrated|perpetrates) "
    + _FEW
    + r"(?:fraud|murders?|crimes?|massacres?"
    r"|robber(?:y|ies)|rapes?|genocide|extortion|thefts?|embezzlement|homicides?|atrocities|perjury|treason|killings?)"
    r"|(?:took|takes|accepted|accepts|pocketed|pockets|received|receives|paid|pays) " + _FEW + r"(?:bribes?|kickbacks?)"
    r"|(?:runs|ran|running|leads|led|heads|headed|controls|controlled|operates|operated|commands|commanded|finances|financed) "
    r"(?:the|a|an|his|her|their) " + _FEW + _GANG + r"|(?:sells|sold|deals|dealt|ran) (?:drugs|cocaine|heroin)"
    r"|stole|steals|(?:they|who) (?:kill|murder|kidnap|torture|rape|rob|extort|bribe) (?=" + _SOMEBODY + r")"
    r"|" + _NOT_PASSIVE + r"(?:abused|shot(?: dead)?) (?=" + _SOMEBODY + r")|beat \w+(?: \w+)? to death"
    r"|responsible for (?:the|a|her|his|their) " + _FEW + _DEEDS
)
_VERBOS = (
    r"(?<!\bse )(?:mat[oó]|mataba[n]?|mataron|asesin(?:ó|aban?|aron)|secuestr(?:ó|aba[n]?|aron)|extorsion(?:ó|a|an|aban?|aron)|estaf(?:ó|aban?|aron)"
    r"|soborn(?:ó|aban?|aron)|tortur(?:ó|aban?|aron)|masacr(?:ó|aron)|descuartiz(?:ó|aron)|violó|violaron|robó|robaba[n]?|robaron|malvers(?:ó|aron)"
    r"|trafic(?:ó|a|an|aban?|aron)|contrabande(?:ó|a|aban?|aron)|chantaje(?:ó|a|aban?|aron)"
    r"|degoll(?:ó|aban?|aron)|ejecut(?:ó|aban?|aron) al?\b|prostitu(?:ían?|yó|yeron)|desfalc(?:ó|aban?|aron))"
    r"|se apropi(?:ó|aban?|aron) del?\b"
    r"|matan? al?\b|extorsionan? a\b|responsables? (?:de la|del|de los|de las) " + _FEW + _HECHOS + r"|asesina[n]? a\w*"
    r"|(?:vend(?:e|en|ió|ieron)|vend[ií]an?) (?:droga|coca[ií]na|hero[ií]na|armas a)|abus(?:ó|aba|aron) de|defraud(?:ó|aron)|desvi(?:ó|aba|aron) (?:\w+ )?(?:fondos|dinero|recursos)"
    r"|(?:lav|blanque)(?:ó|aban?|aron|a|an) (?:dinero|activos|millones|plata|d[oó]lares)"
    r"|(?:orden|planific|dirigi|plane)(?:ó|aba|aron|eron) (?:la|el|los|las|una?|su|sus|matar|asesinar|secuestrar) ?"
    + _FEW
    + _HECHOS
    + r"|ordenó (?:matar|asesinar|secuestrar)"
    r"|(?:cometi(?:ó|eron)|perpetr(?:ó|aron)) "
    + _FEW
    + r"(?:fraudes?|asesinatos?|cr[ií]men(?:es)?|delitos?|masacres?|robos?|homicidios?"
    r"|violaci[oó]n(?:es)?|genocidio|extorsi[oó]n(?:es)?)"
    r"|cobr(?:ó|aban?|aron|a|an) (?:cupos?|coimas?|sobornos?|vacunas?|extorsi[oó]n(?:es)?|a (?:los|las) \w+)"
    r"|(?:recibi|acept|pag)(?:ó|ía[n]?|aba[n]?|eron|aron) " + _FEW + r"(?:sobornos?|coimas?)"
    r"|(?:dirig(?:e|ía|ió)|lider(?:a|aba|ó)|encabez(?:a|aba|ó)|control(?:a|aba|ó)|comand(?:a|aba|ó)|manej(?:a|aba|ó)|financi(?:a|aba|ó)) "
    r"(?:el|la|las|los|una?|su) " + _FEW + _BANDA
)
_GUILT = re.compile(
    rf"\b(?:(?P<convicted>{_CONVICTED})|{_NOUNS}|{_SUSTANTIVOS}|{_VERBS}|{_VERBOS})(?:(?<= )|\b)", re.IGNORECASE
)
# Somebody is called guilty, and no court is told of.
_CALLED = re.compile(
    r"\b(?:is|are|was|were) (?:\w+ly )?guilty$|\b(?:es|son|era|eran|fue|fueron) (?:\w+mente |el |la |los |las )?culpables?$",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:rul(?:ed|es)|found|finds|decid\w+|conclu\w+|verdict|if|decret\w+|determin\w+|fall[oó]|resolvi\w+|sentenci\w+|si)\b",
    re.IGNORECASE,
)

_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
# Somebody accuses, or says it: all that follows in the sentence is theirs.
_SAID_BEFORE = re.compile(
    r"\b(?:accus\w+|alleg\w+|charg(?:e|es|ed|ing) (?:with|of|that|against|over|for)|suspect\w*|indict\w+|investigat\w+|inquiry|on trial|tried (?:for|over)"
    r"|prosecut\w+|sa(?:y|ys|id)|claim(?:s|ed)?|assert\w*|stat(?:es|ed)|told|reports?|reported(?:ly)?|testif\w+|denounc\w+|den(?:y|ies|ied|ying)"
    r"|announc\w+|according|whether|nam(?:ed|es) as|describ\w+ (?:as|by)|call(?:s|ed)|believ\w+|presum\w+|purported\w*|supposed\w*|reputed\w*"
    r"|acquitt\w+|cleared of|posing as|(?:un)?know[ns]?|unclear|holds?|blam\w+|wanted (?:for|over)|acus\w+|según|seg[uú]n|de acuerdo con|imput\w+|denunci\w+|investig\w+|dij\w+|dic[e]n?|asegur\w+|afirm\w+"
    r"|sostien\w+|sostuv\w+|señal\w+|sospech\w+|habr[ií]an?|niega[n]?|neg(?:ó|aron)|presunt\w+|supuest\w+|fiscal\w*|testimonios?|testig\w+|procesad\w+"
    r"|desconoc\w+|ignora\w*|se sabe|quién(?:es)?|busca[n]?|responsabiliz\w+|sindicad\w+|absuelt\w+|llamad[oa]s?|denominad[oa]s?|por (?:el |los )?delitos? de)\b",
    re.IGNORECASE,
)
# … or says so after it.
_SAID_AFTER = re.compile(
    r"\b(?:according to|sa(?:y|ys|id)\b|alleged(?:ly)?|allege\b|claim(?:s|ed)\b|reportedly|seg[uú]n|de acuerdo con|dij[oe]\w*|dicen?\b|afirm(?:a|an|ó|aron)\b"
    r"|asegur(?:a|an|ó|aron)\b|presuntamente|supuestamente)",
    re.IGNORECASE,
)
# Denied, or asked.
_DENIED = re.compile(
    r"(?:\b(?:not|never|nobody|no one|neither|nor|no|nunca|jam[aá]s|nadie|ni)|n[’']t) (?:\w+ )?$|^who (?:\w+ )?$",
    re.IGNORECASE,
)


def word_of_guilt(text: str, of_courts: bool = True) -> str:
    """The first words of the text by which it states guilt in its own voice, as they are written; empty where there are none.
    Not `of_courts`: words that tell what a court or a plea did (“convicted”) are passed over."""
    for sentence in _SENTENCES.split(text):
        for found in _GUILT.finditer(sentence):
            if found["convicted"] and (of_courts or not _is_called(sentence[: found.end()])):
                counts = of_courts
            else:
                counts = not _is_anothers(sentence, found)
            if counts:
                return found[0].strip()
    return ""


def _is_called(words: str) -> bool:
    """Whether somebody is said to be guilty without a word of who decided it."""
    return bool(_CALLED.search(words)) and not _DECIDED.search(words)


def _is_anothers(sentence: str, found: re.Match[str]) -> bool:
    """Whether somebody says it, and not the text itself, or whether it is denied."""
    before, after = sentence[: found.start()], sentence[found.end() :]
    return bool(_SAID_BEFORE.search(before) or _SAID_AFTER.search(after) or _DENIED.search(before))
