"""Statuses of a claim on which an authority has decided, or can decide no more."""

from incidents.wording.languages import pair
from incidents.wording.status import PRESUMPTION, Status

DECIDED: tuple[Status, ...] = (
    Status(
        "convicted",
        pair("Convicted, finality not known", "Condena, no se sabe si firme"),
        pair(
            "A court convicted them; whether the judgment is final is not known.",
            "Un tribunal dictó condena; no se sabe si la sentencia es firme.",
        ),
        pair(
            "A conviction or a sentence is reported; the sources do not say whether it can still be appealed.",
            "Consta una condena o una pena; las fuentes no dicen si todavía puede recurrirse.",
        ),
        pair(
            "A judgment that may still be appealed does not end the presumption of innocence.",
            "Una sentencia que todavía puede recurrirse no pone fin a la presunción de inocencia.",
        ),
    ),
    Status(
        "convicted_not_final",
        pair("Convicted, appeal possible", "Condena no firme"),
        pair(
            "A court convicted them; the judgment was not final.",
            "Un tribunal dictó condena; la sentencia no era firme.",
        ),
        pair(
            "A conviction is reported that can still be appealed or is under appeal.",
            "Consta una condena que todavía puede recurrirse o está recurrida.",
        ),
        PRESUMPTION,
    ),
    Status(
        "convicted_died",
        pair("Convicted, died before the judgment was final", "Condena no firme, muerte antes de quedar firme"),
        pair(
            "A court convicted them; they died before the judgment was final.",
            "Un tribunal dictó condena; su muerte llegó antes de que la sentencia quedara firme.",
        ),
        pair(
            "A conviction is reported that could still be appealed, or was under appeal, when the party died.",
            "Consta una condena que todavía podía recurrirse, o estaba recurrida, cuando la persona murió.",
        ),
        pair(
            "The judgment never became final, and nobody is tried after death: the presumption of innocence stays.",
            "La sentencia nunca quedó firme y a nadie se juzga después de muerto: la presunción de inocencia permanece.",
        ),
    ),
    Status(
        "convicted_final",
        pair("Convicted by final judgment", "Condena firme"),
        pair("They were convicted by a final judgment.", "Consta una condena por sentencia firme."),
        pair(
            "A conviction is reported that can no longer be appealed.",
            "Consta una condena contra la que ya no cabe recurso (firme o ejecutoriada).",
        ),
        pair(
            "Only here may a sentence state what the court found.",
            "Solo aquí puede decirse lo que el tribunal dio por probado.",
        ),
        states_guilt=True,
    ),
    Status(
        "pardoned_not_final",
        pair(
            "Convicted, then pardoned; no final judgment reported",
            "Condena y posterior indulto, sin que conste sentencia firme",
        ),
        pair(
            "A court convicted them, and they were pardoned; no judgment is reported that was final.",
            "Un tribunal dictó condena y después hubo un indulto; no consta que la sentencia fuera firme.",
        ),
        pair(
            "A pardon or an amnesty followed a conviction that could still be appealed, or of which the sources do not say"
            " whether it could.",
            "A una condena que todavía podía recurrirse, o de la que las fuentes no dicen si podía, siguió un indulto o una"
            " amnistía.",
        ),
        pair(
            "A pardon forgives a penalty and decides nothing: without a final judgment the presumption of innocence has"
            " not ended.",
            "Un indulto perdona la pena y no decide nada: sin sentencia firme, la presunción de inocencia no ha terminado.",
        ),
    ),
    Status(
        "pardoned",
        pair("Convicted by final judgment, then pardoned", "Condena firme y posterior indulto"),
        pair(
            "They were convicted by a final judgment and later pardoned; the conviction was not overturned.",
            "Hubo condena por sentencia firme y después un indulto; la condena no fue anulada.",
        ),
        pair(
            "A head of state or a parliament forgave the penalty of a final conviction; no court set the judgment aside.",
            "El jefe de Estado o el parlamento perdonó la pena de una condena firme (indulto, gracia); ningún tribunal"
            " anuló la sentencia.",
        ),
        pair(
            "A pardon is neither an acquittal nor a new finding: both facts are said together.",
            "Un indulto no es una absolución ni una nueva conclusión: se dicen juntos los dos hechos.",
        ),
    ),
    Status(
        "acquitted",
        pair("Acquitted", "Absolución"),
        pair("A court acquitted them of this charge.", "Un tribunal dictó absolución por este cargo."),
        pair(
            "An acquittal is reported, and nothing that set it aside.",
            "Consta una absolución y nada que la haya anulado.",
        ),
        pair(
            "Whoever was acquitted is innocent before the law; the presumption goes on, and no doubt is added to it.",
            "Quien recibió la absolución es inocente ante la ley; la presunción continúa y no se le añade ninguna duda.",
        ),
        favourable=True,
    ),
    Status(
        "acquittal_annulled",
        pair("Acquittal set aside, nothing decided", "Absolución anulada, sin nueva decisión"),
        pair(
            "A court set the acquittal aside; nothing is decided.",
            "Un tribunal anuló la absolución; nada está decidido.",
        ),
        pair(
            "An acquittal is reported that a higher court set aside, and no decision after that.",
            "Consta una absolución que un tribunal superior anuló, y ninguna decisión posterior.",
        ),
        pair(
            "An acquittal that was set aside is no finding against anybody: the case is open, and the presumption of"
            " innocence goes on.",
            "Una absolución anulada no es una conclusión contra nadie: el caso sigue abierto y la presunción de inocencia"
            " continúa.",
        ),
    ),
    Status(
        "annulled",
        pair("Conviction or case annulled", "Sentencia o proceso anulado"),
        pair(
            "A court annulled the case against them; no guilt is established.",
            "Un tribunal anuló la sentencia o el proceso; no queda establecida culpabilidad alguna.",
        ),
        pair(
            "A higher court set a judgment or a whole case aside: for a defect of procedure, a right or the law in force.",
            "Un tribunal superior anuló una sentencia o todo un proceso: por un vicio del procedimiento, por un derecho"
            " vulnerado o por la ley vigente.",
        ),
        pair(
            "Annulled is not the same as acquitted; the ground is given beside it. No guilt remains established.",
            "Anular no es lo mismo que absolver; al lado se da el fundamento. No queda culpabilidad establecida.",
        ),
        favourable=True,
    ),
    Status(
        "retrial",
        pair("To be tried again", "Nuevo juicio ordenado"),
        pair(
            "An earlier judgment was set aside and a new trial ordered; nothing is decided.",
            "Se anuló una sentencia anterior y se ordenó un nuevo juicio; nada está decidido.",
        ),
        pair("A court ordered a new trial.", "Un tribunal ordenó un nuevo juicio."),
        PRESUMPTION,
    ),
    Status(
        "dismissed",
        pair("Charges dropped or case closed", "Archivo o sobreseimiento"),
        pair(
            "The case against them was closed without a conviction.",
            "El caso se cerró sin condena.",
        ),
        pair(
            "A prosecutor or a court ended the case without a judgment on the claim.",
            "Una fiscalía o un tribunal puso fin al caso sin sentencia sobre la afirmación (archivo, sobreseimiento,"
            " retiro de cargos).",
        ),
        pair(
            "A closed case is no finding against anybody; why it was closed is given where the sources say.",
            "Un caso cerrado no es una conclusión contra nadie; se dice por qué se cerró cuando las fuentes lo dicen.",
        ),
        favourable=True,
    ),
    Status(
        "closed_not_on_merits",
        pair("Closed without a decision on the merits", "Cierre sin decisión sobre el fondo"),
        pair(
            "The case was closed on another ground; whether the claim is true was not decided.",
            "El caso se cerró por otro motivo; no se decidió si la afirmación es cierta.",
        ),
        pair(
            "The case ended for a reason that is not about the claim: a time limit, an amnesty, a defect of form, a"
            " missing jurisdiction.",
            "El caso terminó por una razón ajena a la afirmación: prescripción, amnistía, defecto de forma, falta de"
            " jurisdicción.",
        ),
        pair(
            "Not decided is not acquitted, and it is no suspicion that stays behind: the presumption goes on.",
            "No decidir no es absolver, ni deja atrás una sospecha: la presunción de inocencia continúa.",
        ),
        favourable=True,
    ),
    Status(
        "closed_by_death",
        pair("Died before any judgment", "Muerte antes de toda sentencia"),
        pair(
            "They died before any court decided on the claim.",
            "Su muerte llegó antes de que un tribunal decidiera sobre la afirmación.",
        ),
        pair(
            "The party died or was killed and no court had decided.",
            "La persona murió, de muerte natural o violenta, y ningún tribunal había decidido.",
        ),
        pair(
            "Nobody is tried after death: the claim stays a claim for ever.",
            "A nadie se juzga después de muerto: la afirmación sigue siendo una afirmación para siempre.",
        ),
    ),
    Status(
        "opposed",
        pair("Different outcomes side by side", "Resultados distintos, uno al lado del otro"),
        pair(
            "There are different outcomes over this claim, and none is known to replace the other; each stands here"
            " beside the others.",
            "Hay resultados distintos sobre esta afirmación y no consta que uno reemplace al otro; aquí figuran uno al"
            " lado del otro.",
        ),
        pair(
            "Separate proceedings, or courts of different countries, ended differently for the same party and claim; or"
            " the sources do not say whether a conviction came before or after the decision that takes it back.",
            "Procesos separados, o tribunales de distintos países, terminaron de manera distinta para la misma parte y"
            " la misma afirmación; o las fuentes no dicen si una condena fue anterior o posterior a la decisión que la"
            " deja sin efecto.",
        ),
        pair(
            "To pick one of them would be to judge: neither is hidden behind the other.",
            "Elegir uno sería juzgar: ninguno se esconde detrás del otro.",
        ),
    ),
    Status(
        "group_decided",
        pair("Decided about a group, not about each of them", "Decidido sobre un grupo, no sobre cada miembro"),
        pair(
            "A court decided about a group that they are part of; what it decided about each member is not known.",
            "Un tribunal decidió sobre un grupo del que forman parte; no consta qué decidió sobre cada miembro.",
        ),
        pair(
            "A conviction or a plea of a group is reported, and nothing about this member after it.",
            "Consta una condena o una admisión de cargos de un grupo, y nada posterior sobre este miembro.",
        ),
        pair(
            "“Seven of the nine” says nothing of any one of the nine: nobody is convicted by being part of a number.",
            "«Siete de los nueve» no dice nada de ninguno de ellos: nadie queda condenado por formar parte de un número.",
        ),
    ),
    Status(
        "decided_in_part",
        pair("Decided about members of the group", "Decidido sobre miembros del grupo"),
        pair(
            "What came of members of the group stands with each of them; of the group as such nothing later is known.",
            "El resultado de miembros del grupo figura con cada cual; del grupo como tal no consta nada posterior.",
        ),
        pair(
            "A claim about a group, about one or some of whose members something was decided, or who died, after the last step"
            " about the group itself.",
            "Una afirmación sobre un grupo: sobre uno o algunos de sus miembros se decidió algo, o su muerte consta, después"
            " de la última actuación sobre el grupo.",
        ),
        PRESUMPTION,
    ),
    Status(
        "decided_by_name",
        pair("Known member by member", "Se conoce miembro por miembro"),
        pair(
            "What came of each of them stands with each, and nothing is pending.",
            "El resultado de cada miembro figura con cada cual, y nada está pendiente.",
        ),
        pair(
            "A claim about a group, all members of which the case knows: what was decided about each of them is final or the"
            " last word, or their death is reported, after the last step about the group itself.",
            "Una afirmación sobre un grupo cuyos miembros el caso conoce en su totalidad: lo que se decidió sobre cada cual es"
            " firme o la última palabra, o su muerte consta, después de la última actuación sobre el grupo.",
        ),
        pair(
            "Nothing is pending about the group, and what was decided about one of its members is not true of another.",
            "Nada está pendiente sobre el grupo, y lo que se decidió sobre un miembro no vale para otro.",
        ),
    ),
)
