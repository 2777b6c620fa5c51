"""Words that call somebody guilty, in English and Spanish: for an editor to be asked about, not for readers."""

import re

_GUILT = re.compile(
    r"\b(?:guilty|murderers?|killers?|(?:drug )?traffickers?|drug (?:lords?|barons?)|kingpins?|hit ?m[ae]n|convict(?:s|ed)?|perpetrators?"
    r"|culpables?|asesin[oa]s?|homicidas?|sicari[oa]s?|(?:narco)?traficantes?|delincuentes?|condenad[oa]s?|autor(?:es)? (?:del|de la|de los))\b",
    re.IGNORECASE,
)


def word_of_guilt(text: str) -> str:
    """The first word of the text by which it states guilt in its own voice, as it is written; empty where there is none."""
    found = _GUILT.search(text)
    return found[0] if found else ""
