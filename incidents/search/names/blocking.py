"""The keys by which names that may be the same are found among very many, before they are compared one by one.

A person's name has a key for each of its words beside the first letter of another one (as they sound), so that one word
may be misspelled after its first letter; an organization's name has one for each word of its own and for the beginning of
its sound. Both have one for the consonants of the whole, so that words written together, and other scripts, meet.
"""

from functools import cache
from itertools import permutations

from incidents.search.names.matching import Kind
from incidents.search.names.reading import Reading, read_organization, read_person
from incidents.search.names.spelling import bones, sound
from incidents.search.names.vocabulary import GENERIC, HONORIFICS, PARTICLES

_WORDS = 6  # of one name: more say nothing more about whose it is
_BONES = 12  # consonants of the whole name that are kept
_START = 4  # letters of the sound of a word
LONGEST = 40
_KEYLESS = HONORIFICS | PARTICLES


def keys(name: str, kind: Kind) -> set[str]:
    """The keys under which a name is kept: those of `probes`, and one for the sound of each word."""
    words = {f"~{heard}" for heard in _heard(name, kind)}
    return _marked(_probes(name, kind) | words, kind)


def probes(name: str, kind: Kind) -> set[str]:
    """The keys by which its likes are found: two names that may be one share at least one, with few exceptions."""
    return _marked(_probes(name, kind), kind)


def word_keys(text: str, kind: Kind) -> list[str]:
    """For each word of a question, the key of all names that have a word of the same sound."""
    return sorted(_marked({f"~{heard}" for heard in _heard(text, kind)}, kind))


def begun_keys(initial: str, word: str) -> set[str]:
    """The keys of all names of persons that have a word of the same sound, and another that begins with this letter."""
    return _marked({f"{sound(word) or word} {first}" for first in _first_sounds(initial)}, "person")


@cache
def _first_sounds(letter: str) -> set[str]:
    """With what the sound of a word may begin that begins with the letter: “c” is heard in Carlos, César and Chen."""
    begun = (f"{letter}{more}{vowel}{end}" for more in ("", "h", "j", "sch") for vowel in "aeiouy" for end in "aeln")
    return {heard[0] for heard in map(sound, begun) if heard} | {letter}


def has_one_key(folded: str) -> bool:
    """Whether a person's folded name of several words has the key of one: “Luis Luiz”, “don Abel”."""
    words = folded.split()
    return len(words) > 1 and len({sound(word) for word in words if word not in _KEYLESS}) < 2


def _marked(found: set[str], kind: Kind) -> set[str]:
    return {f"{kind[0]}{key}"[:LONGEST] for key in found if key.strip("~=")}


def _heard(name: str, kind: Kind) -> list[str]:
    read = read_person(name) if kind == "person" else read_organization(name)
    return [sound(word) or word for word in read.words if word][:_WORDS]


def _probes(name: str, kind: Kind) -> set[str]:
    return _of_person(read_person(name)) if kind == "person" else _of_organization(read_organization(name))


def _of_person(name: Reading) -> set[str]:
    heard = [sound(word) or word for word in name.words if word][:_WORDS]
    found = {f"={bones(name.glued)[:_BONES]}"}
    if name.signs:
        found.add(f"#{name.signs}")
    if len(heard) == 1:
        return found | {f"~{heard[0]}"}
    full = [word for word in heard if len(word) > 1] or heard
    return found | {f"{one} {other[0]}" for one, other in permutations(heard, 2) if one in full}


def _of_organization(name: Reading) -> set[str]:
    own = [word for word in name.words if word not in GENERIC] or list(name.words)
    found = {f"={bones(name.glued)[:_BONES]}"}
    for word in own[:_WORDS]:
        heard = sound(word) or word
        found |= {f"~{heard}", f"~{heard[:_START]}~"} if len(heard) > _START else {f"~{heard}"}
    if len(name.words) >= 3:
        found.add(f"~{sound(name.initials) or name.initials}")
    return found
