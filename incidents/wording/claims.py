"""Claims: in what capacity somebody is named, what the sources report, replies, what defeats a claim, how it is sourced."""

from typing import Any

from incidents.wording.languages import pair

# By the codes of `PartyRole`, which takes its labels from here. None turns an accusation into a finding.
ROLES: dict[str, Any] = {
    "suspect": pair("suspect", "bajo sospecha"),
    "accused": pair("accused", "bajo acusación"),
    "arrested": pair("arrested", "con detención"),
    "fugitive": pair("wanted", "con orden de captura"),
    "convicted": pair("convicted in the sources' words", "con condena, en palabras de las fuentes"),
    "acquitted": pair("acquitted or case closed", "con absolución o caso cerrado"),
    "sanctioned": pair("subject of an administrative measure", "con medida administrativa"),
    "victim": pair("victim", "víctima"),
    "killed": pair("killed", "víctima mortal"),
    "wounded": pair("wounded", "persona herida"),
    "missing": pair("missing", "persona desaparecida"),
    "witness": pair("witness", "testigo"),
    "informant": pair("informant", "informante"),
    "speaker": pair("speaker", "declarante"),
    "authority": pair("authority", "autoridad"),
    "beneficiary": pair("said to have benefited", "se afirma que obtuvo beneficio"),
    "relative": pair("relative, not accused", "familiar, sin acusación"),
    "mentioned": pair("mentioned", "mención"),
    "other": pair("other", "otro papel"),
}

# Roles that say something against somebody, or in their favour: a list says with them what came of it.
ROLES_OF_GUILT = frozenset({"suspect", "accused", "arrested", "fugitive", "convicted", "acquitted", "sanctioned"})
NO_STANDING = pair(
    "none derived, for no claim about them is recorded",
    "no derivada, pues no consta ninguna afirmación sobre esta parte",
)

CAPACITIES: dict[str, Any] = {
    "accused": pair("about them", "sobre esta parte"),
    "toward": pair("done to or with them; not accused", "hecho a esta parte o con ella; sin acusación"),
}

CERTAINTIES: dict[str, Any] = {
    "stated": pair("stated by the source", "lo afirma la fuente"),
    "alleged": pair("alleged", "presunto"),
    "established": pair("established by a court or record", "establecido por un tribunal o un registro"),
}

REPORTED: dict[str, Any] = {
    "alleged": pair("alleged", "presunto"),
    "under_investigation": pair("under investigation", "en investigación"),
    "arrested": pair("arrested", "con detención"),
    "charged": pair("charged", "con cargos"),
    "indicted": pair("indicted", "con acusación formal"),
    "convicted": pair("convicted in the sources' words", "con condena, en palabras de las fuentes"),
    "acquitted": pair("acquitted", "con absolución"),
    "dismissed": pair("dismissed", "con archivo o sobreseimiento"),
    "reversed": pair("judgment reversed", "con sentencia revocada"),
    "pardoned": pair("pardoned", "con indulto"),
    "retracted": pair("claim retracted or discredited", "afirmación retractada o desacreditada"),
    "unknown": pair("not known", "no se conoce"),
    "other": pair("other, see words", "otro; véanse las palabras"),
}

REPLIES: dict[str, Any] = {
    "not_sought": pair("we have not asked for a reply", "no hemos pedido una respuesta"),
    "sought": pair("a reply was sought; none has come", "se pidió una respuesta; no ha llegado"),
    "declined": pair("declined to reply", "prefirió no responder"),
    "received": pair("replied", "respondió"),
}

DEFEATS: dict[str, Any] = {
    "retracts": pair("Retracted", "Retractada"),
    "contradicts": pair("Contradicted", "Contradicha"),
    "corrects": pair("Corrected", "Corregida"),
}
STRUCK = pair("struck out:", "tachada:")
STRUCK_TITLE = pair("Struck-out claim:", "Afirmación tachada:")
AS_REPORTED = pair("as the sources last report", "según lo último que informan las fuentes")
CLAIM_TITLE = pair("Claim:", "Afirmación:")

CHANGES: dict[str, Any] = {
    "+": pair("added", "añadido"),
    "~": pair("corrected", "corregido"),
    "-": pair("removed", "retirado"),
}

PROTECTED_SPEAKER = pair("a protected source", "una fuente protegida")
ALLEGATION_LEAD = pair("This is a claim, not a finding.", "Esto es una afirmación, no una conclusión.")
NOT_ACCUSED = pair("Done to or with, not accused", "Hecho a esta parte o con ella; sin acusación")
IF_TRUE = pair("Offence, if it were true", "Delito, si fuera cierto")
AS_OF = pair("as of", "a fecha de")


def reported_statuses() -> list[tuple[str, Any]]:
    return list(REPORTED.items())


def reply_statuses() -> list[tuple[str, Any]]:
    return list(REPLIES.items())


def defeat_kinds() -> list[tuple[str, Any]]:
    return list(DEFEATS.items())


def claim_title(struck: bool) -> Any:
    """What stands before a claim that stands by itself, as in a title."""
    return STRUCK_TITLE if struck else CLAIM_TITLE
