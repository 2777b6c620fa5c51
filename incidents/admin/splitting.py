"""An amount parted into words as they are compared: folded, signs of money and ranges of figures apart, and no white space or point
that is only a way to write."""

import re
from dataclasses import dataclass

from incidents.admin.measures import ABOUT, MEASURES
from incidents.admin.numerals import NUMBER_WORDS
from incidents.search import fold

_SIGN = re.compile(
    r"(?<![^\W\d_])(us ?\$|u\$s|\$us(?=\s|\d)|(?:r|rd|c|tt|bz|j|mx)?\$|[€£₡₲]|s/\.?(?=\s|\d)|b/\.|[bg]s\.?(?=\s?\d))",
    re.IGNORECASE,
)
_OF_THE_STATES = re.compile(  # they have points and blanks, and stand where the goods stand
    r"\b(d[oó]lar(?:es)?) (?:de|dos) (?:los )?"
    r"(?:ee\.? ?uu\b\.?|e\.?u\.?a\b\.?|usa\b|estados unidos(?: de am[eé]rica)?\b)|\bu\.s\. (dollars?)\b",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,])", re.ASCII)
_BETWEEN_FIGURES = re.compile(r"(?<=\d) ?[-–—] ?(?=\d)")


@dataclass(frozen=True)
class Text:
    """Words as they are compared, and beside each of them as it was written."""

    plain: list[str]
    written: list[str]

    def __getitem__(self, part: slice) -> "Text":
        return Text(self.plain[part], self.written[part])


def split(text: str) -> Text:
    """The words of the text, in order; “twenty-one” as two, “1 200 000” and “US $” as one."""
    text = _OF_THE_STATES.sub(lambda match: f"us {match[2]}" if match[2] else f"{match[1]} americanos", text)
    text = _SPACED.sub(lambda match: match[0].replace(" ", ""), " ".join(text.split()).removesuffix("."))
    text = _SIGN.sub(lambda match: f" {match[0].replace(' ', '')} ", _BETWEEN_FIGURES.sub(" - ", text))
    plain: list[str] = []
    written: list[str] = []
    for word in text.split():
        folded = fold(word).split()
        if "-" in word and len(folded) > 1 and all(part in NUMBER_WORDS | {"and", "a", "half"} for part in folded):
            plain += folded  # twenty-one, two-and-a-half
            written += folded
        else:
            plain.append(_compared(word))
            written.append(word)
    return Text(plain, written)


def _compared(word: str) -> str:
    bare = word.removesuffix(".")
    if bare.isalpha() and (bare == word or fold(bare) in MEASURES or fold(bare) in ABOUT):  # “kg.” and “approx.” too
        return fold(bare)
    return word.casefold()
