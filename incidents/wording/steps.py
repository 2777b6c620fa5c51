"""Steps of proceedings: what each is called, and what those that are not criminal do not mean."""

from typing import Any

from incidents.wording.languages import pair

# By the codes of `StepKind`, which takes its labels from here.
STEPS: dict[str, Any] = {
    "complaint": pair("complaint filed", "denuncia presentada"),
    "investigation_opened": pair("investigation opened", "investigación abierta"),
    "warrant": pair("warrant issued", "orden de captura emitida"),
    "wanted": pair("wanted", "búsqueda y captura"),
    "detained": pair("arrested or detained", "detención"),
    "pretrial_detention": pair("pre-trial detention", "prisión preventiva"),
    "house_arrest": pair("house arrest", "arresto domiciliario"),
    "released": pair("released", "puesta en libertad"),
    "escaped": pair("escaped", "fuga"),
    "charged": pair("charged", "formulación de cargos"),
    "indicted": pair("indicted", "acusación formal"),
    "trial_opened": pair("trial opened", "apertura del juicio"),
    "plea_guilty": pair("guilty plea", "admisión de los cargos"),
    "convicted": pair("convicted", "condena"),
    "sentenced": pair("sentenced", "imposición de la pena"),
    "sentence_changed": pair("sentence changed", "pena modificada"),
    "conviction_upheld": pair("conviction upheld", "condena confirmada"),
    "acquitted": pair("acquitted", "absolución"),
    "acquittal_upheld": pair("acquittal upheld", "absolución confirmada"),
    "acquittal_annulled": pair("acquittal set aside", "absolución anulada"),
    "annulled": pair("annulled", "anulación"),
    "retrial_ordered": pair("new trial ordered", "nuevo juicio ordenado"),
    "dismissed": pair("charges dropped or case closed", "archivo o sobreseimiento"),
    "pardoned": pair("pardoned", "indulto"),
    "pardon_annulled": pair("pardon set aside", "indulto anulado"),
    "appeal_filed": pair("appeal filed", "recurso presentado"),
    "appeal_refused": pair("appeal or request refused", "recurso o pedido rechazado"),
    "extradition_requested": pair("extradition requested", "extradición solicitada"),
    "extradition_granted": pair("extradition granted", "extradición concedida"),
    "extradited": pair("extradited", "extradición ejecutada"),
    "expelled_country": pair("expelled from the country", "expulsión del país"),
    "suspended_post": pair("suspended from post", "suspensión del cargo"),
    "removed_from_post": pair("removed from post", "destitución del cargo"),
    "disciplinary_opened": pair("disciplinary inquiry opened", "procedimiento disciplinario abierto"),
    "disciplinary_closed": pair("disciplinary inquiry closed", "procedimiento disciplinario cerrado"),
    "administrative_cleared": pair(
        "cleared by an administrative inquiry", "sin responsabilidad en sede administrativa"
    ),
    "sanction_listed": pair("put on a sanctions list", "inclusión en una lista de sanciones"),
    "sanction_lifted": pair("taken off a sanctions list", "retiro de una lista de sanciones"),
    "forfeiture": pair("forfeiture", "decomiso o extinción de dominio"),
    "seizure_order": pair("seizure or search", "incautación o allanamiento"),
    "asylum": pair("asylum", "asilo"),
    "killed": pair("killed", "muerte violenta"),
    "died": pair("died", "fallecimiento"),
    "other": pair("other", "otra actuación"),
}

# What a step of some family does not mean; criminal steps need no such words.
STEP_FAMILIES: dict[str, Any] = {
    "custody": pair("custody; says nothing about guilt", "privación de libertad; no dice nada sobre la culpabilidad"),
    "transfer": pair(
        "transfer between countries; says nothing about guilt",
        "traslado entre países; no dice nada sobre la culpabilidad",
    ),
    "administrative": pair(
        "administrative measure; not a criminal finding", "medida administrativa; no es una decisión penal"
    ),
    "property": pair(
        "measure against property; not a finding against a person",
        "medida contra bienes; no es una decisión contra una persona",
    ),
    "life": pair(
        "a fact of life; ends proceedings without a finding", "un hecho de la vida; pone fin al proceso sin decisión"
    ),
}

ON_MERITS: dict[str, Any] = {
    "yes": pair("decided on the merits", "decidido sobre el fondo"),
    "no": pair("not on the merits: nothing was said about guilt", "no sobre el fondo: nada se dijo de la culpabilidad"),
}

FINAL: dict[str, Any] = {
    "yes": pair("final: it can no longer be appealed", "firme: ya no cabe recurso"),
    "no": pair("not final at the time: it could still be appealed", "no firme entonces: todavía cabía recurso"),
}

CUSTODY_LEAD = pair("Custody, as last reported:", "Privación de libertad, según lo último informado:")
MEASURE_LEAD = pair("Apart from any court:", "Al margen de los tribunales:")
ELSEWHERE = pair(
    "Steps about them are recorded in this case, none of them over this claim.",
    "En este caso constan actuaciones respecto de ellos, ninguna por esta afirmación.",
)
UNCONFIRMED = pair(
    "read from the words of the steps, not confirmed by an editor",
    "leído en las palabras de las actuaciones, sin confirmar por un editor",
)
UNORDERED = pair(
    "the dates of these decisions do not say which came first; they stand in the order in which the case lists them",
    "las fechas de estas decisiones no dicen cuál fue primero; figuran en el orden que les da el caso",
)
