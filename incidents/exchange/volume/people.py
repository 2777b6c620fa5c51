"""Who had a part in an invented case: bodies, bands, persons known from other cases, and persons of this case alone."""

from incidents.exchange.volume import words
from incidents.exchange.volume.chance import PublicIds, one
from incidents.exchange.volume.drafts import NO_COUNT, Draft
from incidents.exchange.volume.world import Somebody
from incidents.search import fold

PROTECTIONS = ("minor", "victim", "witness", "private")
SUSPECTS = ("suspect", "accused", "arrested", "fugitive")
BYSTANDERS = ("victim", "witness", "mentioned", "killed")
MOST = 8  # persons of one case that no other case has


def cast(draft: Draft, ids: PublicIds) -> None:
    """Involves everybody; whom claims may be about stands in `draft.accused` afterwards."""
    rng, world = draft.rng, draft.world
    assert draft.band
    if rng.random() < 0.6:
        draft.involve(draft.band, "suspect" if rng.random() < 0.8 else "mentioned")
        draft.accused.append(draft.band.pk)
    if rng.random() < 0.7:
        draft.involve(world.organizations["police"].draw(rng), "authority")
    if rng.random() < 0.25:
        somebody = world.known.draw(rng)
        draft.involve(somebody, one(rng, SUSPECTS))
        draft.accused.append(somebody.pk)
    for number in range(min(MOST, int(rng.random() * 4))):
        _newcomer(draft, ids.of(draft.number * MOST + number))
    _ties(draft)


def _newcomer(draft: Draft, public_id: str) -> None:
    rng = draft.rng
    kind = rng.random()
    if kind < 0.45:
        _named(draft, public_id)
    elif kind < 0.5:
        _protected(draft, public_id)
    elif kind < 0.8:
        pk = _actor(draft, public_id, "unnamed", "", False)
        draft.describe(pk, one(rng, SUSPECTS + BYSTANDERS), one(rng, words.DESCRIBED[draft.language]), "", NO_COUNT)
        if rng.random() < 0.5:
            draft.accused.append(pk)
    else:
        pk = _actor(draft, public_id, "group", "", False)
        low = 2 + int(10 * rng.random() ** 2)
        count = (low, None, low + int(rng.random() * 4), str(low))
        draft.describe(pk, one(rng, SUSPECTS), one(rng, words.GROUPS[draft.language]), "", count)
        draft.accused.append(pk)


def _named(draft: Draft, public_id: str) -> None:
    tables, rng = draft.tables, draft.rng
    label = words.person(rng)
    pk, name = _actor(draft, public_id, "named", "", rng.random() < 0.08), tables.new(tables.name)
    tables.name.add(name, pk, label, "name", True, False, fold(label), draft.at)
    tables.name_keys(name, label, "person", draft.at)
    draft.involve(Somebody(pk, name, label), one(rng, SUSPECTS))
    draft.accused.append(pk)


def _protected(draft: Draft, public_id: str) -> None:
    """Somebody whose name the desk knows and no page may show."""
    tables, rng = draft.tables, draft.rng
    protection, label = one(rng, PROTECTIONS), words.person(rng)
    pk = _actor(draft, public_id, "named", protection, False)
    name = tables.new(tables.name)
    tables.name.add(name, pk, label, "name", True, True, fold(label), draft.at)
    tables.name_keys(name, label, "person", draft.at)
    draft.describe(pk, one(rng, BYSTANDERS), one(rng, words.DESCRIBED[draft.language]), protection, NO_COUNT)


def _actor(draft: Draft, public_id: str, form: str, protection: str, deceased: bool) -> int:
    tables = draft.tables
    pk = tables.new(tables.party)
    row = (pk, public_id, None, "", "")
    tables.party.add(*row, draft.at)
    tables.actor.add(pk, form, protection, deceased, draft.at)
    tables.actor_history.add(*row, pk, form, protection, deceased, draft.at, "+", draft.at)
    return pk


def _ties(draft: Draft) -> None:
    rng, tables, band = draft.rng, draft.tables, draft.band
    assert band
    if draft.accused and rng.random() < 0.25:
        member = one(rng, draft.accused)
        if member != band.pk:
            draft.involve(band, "mentioned")
            pk = tables.new(tables.membership)
            tables.membership.add(pk, draft.pk, member, band.pk, "member", "alleged", draft.at)
    if rng.random() < 0.05:
        other = draft.world.organizations["criminal_group"].draw(rng)
        if other.pk != band.pk:
            draft.involve(band, "mentioned")
            draft.involve(other, "mentioned")
            kind = one(rng, ("rival", "ally", "splinter_of", "supplier"))
            tables.relationship.add(
                tables.new(tables.relationship), draft.pk, band.pk, other.pk, kind, "alleged", draft.at
            )
