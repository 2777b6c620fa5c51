"""What money is called in English, Spanish and Portuguese, and of which currencies each name may be. Only names that are said today:
a currency that was replaced has no code in ISO 4217, and what is written of it stays words. Words as `fold` leaves them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    """The currencies that a name may mean, and the one that it means where nobody says more; empty where that is not sure."""

    codes: frozenset[str]
    usual: str = ""


def joined(one: Money, other: Money) -> Money | None:
    """What is meant where both stand beside one number (“$500 pesos mexicanos”); None where they contradict each other."""
    codes = one.codes & other.codes
    if len(codes) < 2:
        return Money(codes, "".join(codes)) if codes else None
    return Money(codes, next((usual for usual in (one.usual, other.usual) if usual in codes), ""))


def _only(code: str) -> Money:
    return Money(frozenset({code}), code)


def _one_of(codes: str, usual: str = "") -> Money:
    return Money(frozenset(codes.split()), usual)


def _family(nouns: str, kinds: Mapping[str, tuple[str, str]], usual: str = "") -> dict[str, Money]:
    """The nouns alone, and with the words that stand before and after them and say of which country they are."""
    names = dict.fromkeys(nouns.split("|"), Money(frozenset(kinds), usual))
    for code, (before, after) in kinds.items():
        for noun in nouns.split("|"):
            names |= dict.fromkeys([f"{word} {noun}" for word in before.split("|") if word], _only(code))
            names |= dict.fromkeys([f"{noun} {word}" for word in after.split("|") if word], _only(code))
    return names


def _single(code: str, nouns: str, before: str = "", after: str = "") -> dict[str, Money]:
    return _family(nouns, {code: (before, after)}, usual=code)


_PESOS = {
    "ARS": ("argentine|argentinian|argentinean", "argentino|argentinos|de argentina"),
    "CLP": ("chilean", "chileno|chilenos|de chile"),
    "COP": ("colombian", "colombiano|colombianos|de colombia"),
    "CUP": ("cuban", "cubano|cubanos|de cuba"),
    "DOP": ("dominican", "dominicano|dominicanos"),
    "MXN": ("mexican", "mexicano|mexicanos|de mexico"),
    "PHP": ("philippine|filipino", "filipino|filipinos"),
    "UYU": ("uruguayan", "uruguayo|uruguayos|uruguaio|uruguaios|de uruguay"),
}
_DOLLARS = {
    "USD": (
        "us|american|united states",
        "americano|americanos|estadounidense|estadounidenses|estadunidense|estadunidenses",
    ),
    "AUD": ("australian", "australiano|australianos"),
    "BBD": ("barbados|barbadian", "barbadense|barbadenses|de barbados"),
    "BSD": ("bahamian", "bahameno|bahamenos|de bahamas"),
    "BZD": ("belize|belizean", "beliceno|belicenos|de belice"),
    "CAD": ("canadian", "canadiense|canadienses|canadense|canadenses"),
    "GYD": ("guyana|guyanese", "guyanes|guyaneses|de guyana"),
    "HKD": ("hong kong", "hongkones|hongkoneses|de hong kong"),
    "JMD": ("jamaica|jamaican", "jamaiquino|jamaiquinos|jamaicano|jamaicanos|de jamaica"),
    "SRD": ("surinam|suriname|surinamese", "surinames|surinameses|de surinam"),
    "TTD": ("trinidad|trinidadian|trinidad and tobago", "trinitense|trinitenses|de trinidad y tobago|de trinidad"),
    "XCD": ("east caribbean|eastern caribbean", "del caribe oriental"),
}
# Costa Rica's, or those that El Salvador had until 2001 and in which its laws and older cases still reckon.
_COLONES = {
    "CRC": ("costa rican", "costarricense|costarricenses|costarriquenho|costarriquenhos|de costa rica"),
    "SVC": ("salvadoran|salvadorean", "salvadoreno|salvadorenos|salvadorenho|salvadorenhos|de el salvador"),
}
# Venezuela cut three noughts from its money in 2008, five in 2018 and six in 2021, and the word stayed the same: without the day
# of which it is said, a number of bolívares may be a hundred million million times too much. The older two have no code any more.
_BOLIVARES = _one_of("VES VED")

_NAMES = (
    _family("peso|pesos", _PESOS)
    | _family("dollar|dollars|dolar|dolares", _DOLLARS, usual="USD")
    | _family("colon|colones|colons", _COLONES)
    | _single("BOB", "boliviano|bolivianos", "bolivian", "de bolivia")
    | _single(
        "BRL", "real|reais|reales|reals", "brazilian", "brasileno|brasilenos|brasileiro|brasileiros|de brasil|do brasil"
    )
    | _single("CNY", "yuan|yuans|yuanes|iuan|iuanes|renminbi", "chinese", "chino|chinos|chines|chineses")
    | _single("EUR", "euro|euros")
    | _single("GBP", "pound sterling|pounds sterling|libra esterlina|libras esterlinas")
    | _single("GBP", "british pound|british pounds|libra britanica|libras britanicas")
    | _single("GTQ", "quetzal|quetzales|quetzals|quetzais", "guatemalan", "guatemalteco|guatemaltecos|de guatemala")
    | _single("HNL", "lempira|lempiras", "honduran", "hondureno|hondurena|hondurenos|hondurenas|de honduras")
    | _single("HTG", "gourde|gourdes|gurde|gurdes", "haitian", "haitiano|haitiana|haitianos|haitianas|de haiti")
    | _single("JPY", "yen|yens|yenes|iene|ienes", "japanese", "japones|japoneses")
    | _single(
        "NIO", "cordoba|cordobas|cordoba oro|cordobas oro", "nicaraguan", "nicaraguense|nicaraguenses|de nicaragua"
    )
    | _single("PAB", "balboa|balboas", "panamanian", "panameno|panamena|panamenos|panamenas|de panama")
    | _single(
        "PEN", "sol|soles|nuevo sol|nuevos soles|novo sol|novos sois", "peruvian", "peruano|peruanos|de peru|del peru"
    )
    | _single(
        "PYG", "guarani|guaranies|guaranis", "paraguayan", "paraguayo|paraguayos|paraguaio|paraguaios|de paraguay"
    )
    | dict.fromkeys(
        "swiss franc|swiss francs|franco suizo|francos suizos|franco suico|francos suicos".split("|"), _only("CHF")
    )
    | dict.fromkeys(
        "bolivar|bolivares|bolivars|venezuelan bolivar|venezuelan bolivars|venezuelan bolivares".split("|"), _BOLIVARES
    )
    | dict.fromkeys(
        "bolivares venezolanos|bolivares de venezuela|bolivares soberanos|bolivares digitales".split("|"), _BOLIVARES
    )
    | dict.fromkeys(("bolivares fuertes", "strong bolivars"), _only("VEF"))  # no currency of the table any more
    | dict.fromkeys(("sol de oro", "soles de oro"), _only("PES"))  # nor is this one, Peru's until 1985
    | dict.fromkeys(
        ("peso boliviano", "pesos bolivianos"), _one_of("BOB")
    )  # until 1987 another currency, today a way to say it
)
_DOLLAR_SIGN = _one_of(" ".join([*_PESOS, *_DOLLARS]))
_SIGNS = (
    dict.fromkeys(("us$", "u$s", "$us"), _only("USD"))
    | dict.fromkeys(("s/", "s/."), _only("PEN"))
    | dict.fromkeys(("bs", "bs."), _one_of("BOB VES VED"))
    | {"$": _DOLLAR_SIGN, "c$": _one_of("NIO CAD"), "rd$": _only("DOP"), "r$": _only("BRL"), "tt$": _only("TTD")}
    | {"bz$": _only("BZD"), "j$": _only("JMD"), "mx$": _only("MXN"), "b/.": _only("PAB")}
    | {"€": _only("EUR"), "£": _only("GBP"), "₡": _one_of("CRC SVC"), "₲": _only("PYG")}
)
MONEY: dict[str, Money] = _NAMES | _SIGNS
BEFORE = MONEY | dict.fromkeys(("gs", "gs."), _only("PYG"))  # what stands before a number; after it, “gs” are grams
LONGEST_NAME = max(len(name.split()) for name in BEFORE)
MONEY_SCALES = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9}  # “US$ 1.2m”; without a currency, m are metres

# Names of money that are names of people, birds or places too: five bolivianos are five people where people are counted.
NOT_ONLY_MONEY = frozenset(
    "boliviano bolivianos guarani guaranies guaranis quetzal quetzales quetzals quetzais colon colones real reales cordoba"
    " lempira balboa".split()
)
# Ten lempira notes are not ten lempiras.
NOTES = frozenset("bill bills note notes banknote banknotes coin coins".split())
