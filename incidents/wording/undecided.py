"""Statuses of a claim on which no court has decided."""

from incidents.wording.languages import pair
from incidents.wording.status import PRESUMPTION, Status

UNDECIDED: tuple[Status, ...] = (
    Status(
        "none_known",
        pair("No proceedings known over the claim", "Sin proceso conocido por la afirmación"),
        pair(
            "No proceedings against them over this claim are known.",
            "No se conoce ningún proceso en su contra por esta afirmación.",
        ),
        pair(
            "The sources report no step by any authority that concerns the party over this claim.",
            "Las fuentes no informan de ninguna actuación de una autoridad respecto de la parte por esta afirmación.",
        ),
        pair(
            "Absence of a case is not a finding of any kind; the date shows until when the sources were read.",
            "Que no haya proceso no prueba nada en ningún sentido; la fecha indica hasta cuándo se leyeron las fuentes.",
        ),
    ),
    Status(
        "steps_only",
        pair("Steps reported, standing not known", "Actuaciones informadas, situación no conocida"),
        pair(
            "Authorities are reported to have taken steps over this claim; where the case stands is not known.",
            "Consta que alguna autoridad actuó sobre esta afirmación; no se conoce el estado del caso.",
        ),
        pair(
            "Steps are reported from which no standing follows, for example an extradition, a search or a refused appeal.",
            "Constan actuaciones de las que no se sigue una situación procesal, por ejemplo una extradición, un"
            " allanamiento o un recurso rechazado.",
        ),
        pair(
            "To say “no proceedings” would be untrue, and to say more would be a guess.",
            "Decir «sin proceso» sería falso, y decir más sería adivinar.",
        ),
    ),
    Status(
        "complaint",
        pair("Complaint filed", "Denuncia presentada"),
        pair(
            "A complaint was filed with an authority; no inquiry is reported.",
            "Se presentó una denuncia ante una autoridad; no consta que se haya abierto una investigación.",
        ),
        pair(
            "Somebody complained to an authority, and no step of that authority is reported.",
            "Alguien presentó una denuncia o querella ante una autoridad y no consta ninguna actuación de esta.",
        ),
        pair(
            "Anybody may complain about anybody: a complaint is a claim made to an authority.",
            "Cualquiera puede denunciar a cualquiera: una denuncia es una afirmación hecha ante una autoridad.",
        ),
    ),
    Status(
        "investigated",
        pair("Under investigation", "En investigación"),
        pair(
            "An authority was investigating; nobody had been charged.",
            "Una autoridad investigaba; no se habían formulado cargos.",
        ),
        pair(
            "An authority opened an inquiry, or named the party in one, and no charge is reported.",
            "Una autoridad abrió una investigación (indagación o diligencias preliminares), o incluyó a la parte en"
            " una, y no consta que se hayan formulado cargos.",
        ),
        PRESUMPTION,
    ),
    Status(
        "wanted",
        pair("Wanted", "Con orden de captura"),
        pair(
            "An authority ordered the arrest; no court has decided on the claim.",
            "Una autoridad ordenó la captura; ningún tribunal ha decidido sobre la afirmación.",
        ),
        pair(
            "A warrant or a wanted notice is reported.",
            "Consta una orden de captura o de detención, o un aviso de búsqueda.",
        ),
        pair("A warrant is a suspicion, not a finding.", "Una orden de captura es una sospecha, no una conclusión."),
    ),
    Status(
        "detained",
        pair("Arrested, not convicted", "Detención, sin condena"),
        pair("They were arrested; no conviction is reported.", "Consta su detención; no consta condena."),
        pair(
            "An arrest or detention is reported and no charge or decision after it.",
            "Consta una detención, aprehensión o prisión preventiva, y ningún cargo ni decisión posterior.",
        ),
        pair("An arrest is a suspicion, not a finding.", "Una detención es una sospecha, no una conclusión."),
    ),
    Status(
        "charged",
        pair("Charged, not convicted", "Con cargos, sin condena"),
        pair(
            "A prosecutor brought charges; no court has decided on them.",
            "La fiscalía formuló cargos; ningún tribunal ha decidido sobre ellos.",
        ),
        pair(
            "Charges, an accusation or an indictment are reported and no decision after them.",
            "Consta una imputación, una formalización, un auto de procesamiento o una acusación fiscal (según el país:"
            " imputado, procesado, acusado) y ninguna decisión posterior.",
        ),
        PRESUMPTION,
    ),
    Status(
        "on_trial",
        pair("On trial", "En juicio"),
        pair("A trial was opened; no verdict of it is reported.", "Se abrió el juicio; no consta su sentencia."),
        pair(
            "A court opened the trial and no verdict is reported.",
            "Un tribunal abrió el juicio oral y no consta sentencia.",
        ),
        PRESUMPTION,
    ),
    Status(
        "pleaded_guilty",
        pair("Pleaded guilty, no sentence reported", "Admisión de cargos, sin sentencia informada"),
        pair(
            "They pleaded guilty; no sentence is reported.",
            "Consta una admisión de los cargos ante el tribunal; no consta sentencia.",
        ),
        pair(
            "A plea of guilty before a court is reported and no judgment after it.",
            "Consta ante un tribunal una declaración de culpabilidad, un allanamiento a los cargos o una confesión"
            " sincera, y ninguna sentencia posterior.",
        ),
        pair(
            "A plea is the party's own statement in court; until the judgment it can be withdrawn or refused.",
            "La admisión es una declaración de la propia parte; hasta la sentencia puede retirarse o rechazarse.",
        ),
    ),
)
