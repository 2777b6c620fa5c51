"""What is claimed in an invented case, who says so and who relays it, and what authorities did about it."""

from incidents.exchange.volume import words
from incidents.exchange.volume.chance import PublicIds, one
from incidents.exchange.volume.drafts import NO_DATE, Draft
from incidents.exchange.volume.scene import later
from incidents.models.courses import is_open
from incidents.models.standing import StepFact, derive
from incidents.models.stepkinds import DEATH
from incidents.search import fold

MOST = 4  # claims of one case
REPLIES = ("not_sought", "not_sought", "not_sought", "sought", "declined", "received")


def claims(draft: Draft, ids: PublicIds) -> list[int]:
    """Writes the claims with everything below them; returns their numbers."""
    rng = draft.rng
    if not draft.accused or rng.random() < 0.12:
        return []
    made: list[int] = []
    count = 1 if rng.random() < 0.65 else 1 + int(rng.random() * MOST)
    for position in range(count):
        status, course = "none_known", None
        if rng.random() < 0.45:
            course = one(rng, words.COURSES) if rng.random() < 0.5 else words.COURSES[int(3 * rng.random())]
            if count > 1 and not DEATH.isdisjoint(course[0]):
                course = words.COURSES[0]  # a death would end the proceedings over the other claims too
            status = derive(_steps(course))
        pk, about = _claim(draft, ids.of(draft.number * MOST + position), position, status)
        if course:
            _proceeding(draft, pk, about, course, f"{position + 1}")
        made.append(pk)
    return made


def _steps(course: tuple[tuple[str, ...], str]) -> list[StepFact]:
    return [StepFact(kind, _final(course, number)) for number, kind in enumerate(course[0])]


def _final(course: tuple[tuple[str, ...], str], number: int) -> str:
    """Only the last step but what mercy or death adds can be final."""
    decisions = [n for n, kind in enumerate(course[0]) if kind in {"convicted", "acquitted", "sentenced"}]
    return course[1] if decisions and number == decisions[-1] else ""


def _claim(draft: Draft, public_id: str, position: int, status: str) -> tuple[int, list[int]]:
    rng, tables = draft.rng, draft.tables
    offence = draft.offence if rng.random() < 0.7 else draft.world.offences.draw(rng)
    text = one(rng, words.CLAIMS[draft.language]).format_map(
        draft.spoken | {"offence": offence[1][draft.language].lower()}
    )
    pk = tables.new(tables.claim)
    date = later(draft, 30) if rng.random() < 0.2 else NO_DATE
    tables.claim.add(pk, public_id, position, draft.pk, text, "", "", "alleged", fold(f"{text} "), *date, draft.at)
    about = [one(rng, draft.accused)]
    if rng.random() < 0.3:
        about = list(dict.fromkeys([*about, one(rng, draft.accused)]))
    for order, party in enumerate(about):
        reply = one(rng, REPLIES)
        said = "Rejects it." if reply == "received" else ""
        tables.about.add(tables.new(tables.about), order, pk, party, status, reply, said, draft.at)
    if offence[0]:
        tables.offence.add(tables.new(tables.offence), pk, offence[0], draft.at)
    _speech(draft, pk)
    return pk, about


def _speech(draft: Draft, claim: int) -> None:
    """A prosecutor, or somebody protected, said so; mostly a paper relayed it."""
    rng, rows, new = draft.rng, draft.tables.speech, draft.tables.new
    if rng.random() < 0.6:
        speaker = draft.world.organizations["prosecutor"].draw(rng)
        draft.involve(speaker, "authority")
        rows.add(new(rows), 0, claim, 0, speaker.pk, "", False, "", draft.at)
    else:
        role = one(rng, words.SPEAKERS[draft.language])
        rows.add(new(rows), 0, claim, 0, None, "", True, role, draft.at)
    if rng.random() < 0.8:
        rows.add(new(rows), 0, claim, 1, None, draft.paper, False, "", draft.at)
    if rng.random() < 0.15:
        rows.add(new(rows), 0, claim, 2, None, draft.world.publishers.draw(rng), False, "", draft.at)


def _proceeding(draft: Draft, claim: int, about: list[int], course: tuple[tuple[str, ...], str], name: str) -> None:
    rng, tables, new = draft.rng, draft.tables, draft.tables.new
    court = draft.world.organizations["court"].draw(rng)
    draft.involve(court, "authority")
    pk = new(tables.proceeding)
    tables.proceeding.add(pk, draft.pk, name, court.pk, draft.country, is_open(_steps(course)), draft.at)
    tables.dealt.add(new(tables.dealt), pk, claim, draft.at)
    for order, kind in enumerate(course[0]):
        step, final = new(tables.step), _final(course, order)
        date, said = later(draft, 60 + 200 * order), kind.replace("_", " ")
        tables.step.add(step, order, pk, said, kind, final, court.pk, *date, draft.at)
        for position, party in enumerate(about):
            tables.concerns.add(new(tables.concerns), position, step, party, draft.at)
