"""The grammar of a speaker: `p.x (letter)`, `p.x; p.y`, `p.x;p.y`, `p.x and government`, or words alone.

A text is cut into speakers only where it holds keys; it always goes together again to exactly the same text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

KEY = re.compile(r"(?<![\w.@/])[po]\.\w(?:[\w-]*\w)?")
_JOINER = re.compile(r"; | and | & | y | / |, (?=[po]\.\w)")
_TIGHT_JOINER = re.compile(r"(?<=[\w)\]])[;,:/+&|](?=[po]\.\w)")
# In a column: no space here, though one is usual. It is Unicode's word joiner, which nobody sees.
TIGHT = "\u2060"
_JOINER_ROOM = 20
_OPENING = " ([{“‘«\"'¿¡-"
_AFTER_A_SPACE = ("(", "[", "{", "“", "«", "–", "—", "- ")
_SHORTEST_KEY = 5


@dataclass(frozen=True)
class Speaker:
    """One speaker of a text: a key or none, with the words before and after, and what joins it to the one before."""

    key: str = ""
    lead_words: str = ""
    words: str = ""
    joiner: str = ""


def parse(text: str, known: Iterable[str]) -> list[Speaker]:
    """The speakers of a text. Raises ValueError where it would not go together again."""
    keys = frozenset(known)
    if not text.strip():
        return []
    if not any(match[0] in keys for match in KEY.finditer(text)):
        return [Speaker(words=text)]
    speakers = [speaker for joiner, chunk in _chunks(text, keys) for speaker in _speakers(chunk, joiner, keys)]
    if compose(speakers) != text:
        raise ValueError("cannot be taken apart into speakers; write each key with one space before and after it")
    return speakers


def compose(speakers: Iterable[Speaker]) -> str:
    """The text of the speakers, as it was before it was taken apart."""
    return "".join(
        (_between(speaker.joiner) if number else "") + _told(speaker) for number, speaker in enumerate(speakers)
    )


def chain(told: Iterable[dict[str, Any]]) -> dict[int, str]:
    """The text of every place of a chain whose speakers are told one by one; a protected one may be a role only."""
    places: dict[int, list[Speaker]] = {}
    for entry in told:
        key, words = entry.get("party") or "", entry.get("words") or ""
        words = words if key else words or entry.get("role_words") or ""
        speaker = Speaker(key, entry.get("lead_words") or "", words, entry.get("joiner") or "")
        places.setdefault(entry["step"], []).append(speaker)
    return {step: compose(speakers) for step, speakers in places.items()}


def keys_in(text: str) -> list[str]:
    """What looks like a key inside a text; abbreviations such as “p.m.” do not."""
    return [match[0] for match in KEY.finditer(text) if is_key(match[0])]


def is_key(text: str) -> bool:
    """Whether the whole text looks like a key."""
    return len(text) >= _SHORTEST_KEY and KEY.fullmatch(text) is not None


def _between(joiner: str) -> str:
    """The joining words with their spaces; nothing said stands for a semicolon."""
    joiner = joiner or ";"
    if joiner.startswith(TIGHT):
        return joiner[len(TIGHT) :]
    if joiner != joiner.strip():
        return joiner
    return f"{joiner} " if joiner[0] in ";,:" else f" {joiner} "


def _told(speaker: Speaker) -> str:
    if not speaker.key:
        return speaker.lead_words + speaker.words
    lead = speaker.lead_words
    lead = lead.removesuffix(TIGHT) if lead.endswith(TIGHT) else lead + _gap(lead and lead[-1] not in _OPENING)
    words = speaker.words
    words = words.removeprefix(TIGHT) if words.startswith(TIGHT) else _gap(_wants_space(words)) + words
    return lead + speaker.key + words


def _gap(wanted: object) -> str:
    return " " if wanted else ""


def _wants_space(words: str) -> bool:
    """Whether these words are usually parted from the key before them."""
    return words[:1].isalnum() or words.startswith(_AFTER_A_SPACE)


def _chunks(text: str, keys: frozenset[str]) -> list[tuple[str, str]]:
    """(joiner, chunk): cut at joining words, and at signs that stand tight between two keys, outside brackets."""
    found, start, joiner = [], 0, ""
    tight = [match for match in _TIGHT_JOINER.finditer(text) if _is_key_at(text, match.end(), keys)]
    for match in sorted([*_JOINER.finditer(text), *tight], key=lambda match: match.start()):
        before, chunk = text[: match.start()], text[start : match.start()]
        if before.count("(") > before.count(")") or not chunk.strip():
            continue
        if match in tight and not any(mark[0] in keys for mark in KEY.finditer(chunk)):
            continue
        found.append((joiner, chunk))
        start, joiner = match.end(), TIGHT + match[0] if match in tight else match[0].strip()
    return [*found, (joiner, text[start:])]


def _is_key_at(text: str, place: int, keys: frozenset[str]) -> bool:
    found = KEY.match(text[place:])
    return found is not None and found[0] in keys


def _speakers(chunk: str, joiner: str, keys: frozenset[str]) -> list[Speaker]:
    """The speakers of a chunk; several keys in it are joined by the words between them."""
    marks = [match for match in KEY.finditer(chunk) if match[0] in keys]
    if not marks:
        return [Speaker(words=chunk, joiner=joiner)]
    found: list[Speaker] = []
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(chunk)
        after = chunk[mark.end() : end]
        words, gap = _shared(after) if number + 1 < len(marks) else (after, "")
        found.append(_trimmed(mark[0], chunk[: mark.start()] if number == 0 else "", words, joiner))
        joiner = gap
    return found


def _shared(between: str) -> tuple[str, str]:
    """(words of the speaker before, joiner) of what stands between two keys."""
    bare = between.strip()
    if bare and between == between.rstrip() and len(between) <= _JOINER_ROOM:
        return "", between  # it opens what the next key stands in: “p.x (p.y)”
    if bare.startswith("(") or len(between) > _JOINER_ROOM:
        return between.rstrip(), between[len(between.rstrip()) :] or " "
    kept = bare if bare and _between(bare) == between else between
    return "", kept if _between(kept) == between else TIGHT + between


def _trimmed(key: str, lead: str, words: str, joiner: str) -> Speaker:
    """Without the spaces that composing puts back."""
    exact = lead + key + words
    loose = (Speaker(key, lead.strip(), words.strip(), joiner), Speaker(key, lead, words, joiner))
    tight = Speaker(key, lead + TIGHT if lead else "", TIGHT + words if words else "", joiner)
    return next((speaker for speaker in loose if _told(speaker) == exact), tight)
