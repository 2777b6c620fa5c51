"""What a legal status is made of: a short label, a sentence about a party, a definition, the reason why it is so worded.

No sentence states guilt before a final conviction, and none takes the presumption of innocence back after an
acquittal, a dismissal or an annulment. The Spanish is written for Latin America: it names the thing (“condena”,
“archivo”), not the person, since a party may be a woman, a man, a group or a company.
"""

from dataclasses import dataclass
from typing import Any

from incidents.wording.languages import pair


@dataclass(frozen=True)
class Status:
    """One legal status: how it is called, said, defined, and why so."""

    code: str
    label: Any
    sentence: Any
    definition: Any
    reason: Any
    states_guilt: bool = False
    favourable: bool = False


PRESUMPTION = pair(
    "Everyone is presumed innocent until a court has finally decided otherwise"
    " (Universal Declaration, art. 11; American Convention, art. 8.2).",
    "Toda persona se presume inocente mientras un tribunal no decida lo contrario por sentencia firme"
    " (Declaración Universal, art. 11; Convención Americana, art. 8.2).",
)
