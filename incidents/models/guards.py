"""Promises that no form and no constraint can keep: triggers, on both engines.

Installed after every migration and removed before it (SQLite rebuilds tables and would trip over them). Each guard is
one condition written once for each engine; the names say what is promised.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from incidents.models import triggers
from incidents.models.identity import Merge
from incidents.models.parties import Party, is_party
from incidents.models.triggers import LOCKED, Guard, create

PREFIX = "guard_"


_PROTECTED = "EXISTS (SELECT 1 FROM incidents_actor a WHERE a.party_ptr_id = NEW.party_id AND a.protection <> '')"
# 'group' or 'person'; nothing for an organization.
_FORM = (
    "(SELECT CASE a.form WHEN 'group' THEN 'group' ELSE 'person' END FROM incidents_actor a WHERE a.party_ptr_id = {})"
)

# Claims about a named living person of which nobody says that he makes them.
_UNSPOKEN = (
    "SELECT 1 FROM incidents_allegation al JOIN incidents_allegationparty ap ON ap.allegation_id = al.id"
    " JOIN incidents_actor a ON a.party_ptr_id = ap.party_id"
    " JOIN incidents_incident i ON i.id = al.incident_id"
    " WHERE a.form = 'named' AND NOT a.deceased"
    " AND NOT EXISTS (SELECT 1 FROM incidents_speechlink s WHERE s.allegation_id = al.id)"
)

GUARDS: tuple[Guard, ...] = (
    Guard(
        "stage_change_kept",
        "incidents_stagechange",
        "BEFORE DELETE",
        refusal="Stage changes are never deleted.",
    ),
    Guard(
        "stage_change_unchanged",
        "incidents_stagechange",
        "BEFORE UPDATE",
        refusal="Stage changes are never edited.",
    ),
    Guard(
        "correction_kept",
        "incidents_correction",
        "BEFORE DELETE",
        refusal="What readers were told is never deleted.",
    ),
    Guard(
        "correction_unchanged",
        "incidents_correction",
        "BEFORE UPDATE",
        refusal="What readers were told is never edited.",
    ),
    Guard(
        "nothing_born_published",
        "incidents_incident",
        "BEFORE INSERT",
        "NEW.stage = 'published'",
        "An incident is made as a draft and published afterwards.",
    ),
    Guard(
        "published_with_citation",
        "incidents_incident",
        "BEFORE UPDATE OF stage",
        "NEW.stage = 'published' AND OLD.stage <> 'published'"
        " AND NOT EXISTS (SELECT 1 FROM incidents_citation c WHERE c.incident_id = NEW.id)",
        "Nothing is published without a citation.",
    ),
    Guard(
        "published_with_speakers",
        "incidents_incident",
        "BEFORE UPDATE OF stage",
        f"NEW.stage = 'published' AND OLD.stage <> 'published' AND EXISTS ({_UNSPOKEN} AND i.id = NEW.id)",
        "An allegation about an identifiable living person is not published without saying who makes it.",
    ),
    *(
        Guard(
            f"last_speaker_kept_on_{moment.split()[0].lower()}_of_{table}",
            f"incidents_{table}",
            f"AFTER {moment}",
            f"EXISTS ({_UNSPOKEN} AND i.stage = 'published' AND al.id = {row}.allegation_id)",
            "An allegation about an identifiable living person does not stay published without saying who makes it.",
            at_commit=True,
        )
        for table, moment, row in (
            ("speechlink", "DELETE", "OLD"),
            ("speechlink", "UPDATE OF allegation_id", "OLD"),
            ("allegationparty", "INSERT", "NEW"),
            ("allegationparty", "UPDATE OF allegation_id, party_id", "NEW"),
        )
    ),
    Guard(
        "last_citation_kept",
        "incidents_citation",
        "BEFORE DELETE",
        "EXISTS (SELECT 1 FROM incidents_incident i WHERE i.id = OLD.incident_id AND i.stage = 'published')"
        " AND NOT EXISTS (SELECT 1 FROM incidents_citation c WHERE c.incident_id = OLD.incident_id AND c.id <> OLD.id)",
        "Nothing stays published without a citation.",
    ),
    Guard(
        "last_citation_not_moved",
        "incidents_citation",
        "BEFORE UPDATE OF incident_id",
        "OLD.incident_id <> NEW.incident_id"
        " AND EXISTS (SELECT 1 FROM incidents_incident i WHERE i.id = OLD.incident_id AND i.stage = 'published')"
        " AND NOT EXISTS (SELECT 1 FROM incidents_citation c WHERE c.incident_id = OLD.incident_id AND c.id <> OLD.id)",
        "Nothing stays published without a citation.",
    ),
    *(
        Guard(
            f"protection_spreads_on_{moment.lower()}",
            "incidents_involvement",
            f"AFTER {moment}{' OF protection, party_id' if moment == 'UPDATE' else ''}",
            "NEW.protection <> ''",
            statements=(
                "UPDATE incidents_actor SET protection = NEW.protection"
                " WHERE party_ptr_id = NEW.party_id AND protection = ''",
            ),
        )
        for moment in ("INSERT", "UPDATE")
    ),
    Guard(
        "protection_not_lifted",
        "incidents_actor",
        "BEFORE UPDATE OF protection",
        "NEW.protection = '' AND EXISTS (SELECT 1 FROM incidents_involvement i"
        " WHERE i.party_id = NEW.party_ptr_id AND i.protection <> '')",
        "A case still protects this person: lift the protection there first.",
    ),
    *(
        Guard(
            f"protection_hides_on_{moment.lower()}",
            "incidents_actor",
            f"AFTER {moment}{' OF protection' if moment == 'UPDATE' else ''}",
            "NEW.protection <> ''",
            statements=(
                "UPDATE incidents_partyname SET confidential = TRUE WHERE party_id = NEW.party_ptr_id",
                "UPDATE incidents_speechlink SET protected = TRUE WHERE party_id = NEW.party_ptr_id",
            ),
        )
        for moment in ("INSERT", "UPDATE")
    ),
    *(
        Guard(
            f"{table}_{column}_on_{moment.lower()}",
            f"incidents_{table}",
            f"AFTER {moment}{f' OF {column}, party_id' if moment == 'UPDATE' else ''}",
            f"NEW.{column} = FALSE AND {_PROTECTED}",
            statements=(f"UPDATE incidents_{table} SET {column} = TRUE WHERE id = NEW.id",),
        )
        for table, column in (("partyname", "confidential"), ("speechlink", "protected"))
        for moment in ("INSERT", "UPDATE")
    ),
    *(
        Guard(
            f"one_person_counts_one_on_{moment.lower()}",
            "incidents_involvement",
            f"BEFORE {moment}",
            "(COALESCE(NEW.count_low, 1) <> 1 OR COALESCE(NEW.count_high, 1) <> 1 OR COALESCE(NEW.count_best, 1) <> 1)"
            " AND EXISTS (SELECT 1 FROM incidents_actor a WHERE a.party_ptr_id = NEW.party_id AND a.form <> 'group')",
            "One person is not a group: make the actor a group, or count one.",
        )
        for moment in ("INSERT", "UPDATE")
    ),
    Guard(
        "group_of_several_stays_group",
        "incidents_actor",
        "BEFORE UPDATE OF form",
        "OLD.form = 'group' AND NEW.form <> 'group' AND EXISTS (SELECT 1 FROM incidents_involvement i"
        " WHERE i.party_id = NEW.party_ptr_id AND (COALESCE(i.count_low, 1) <> 1 OR COALESCE(i.count_high, 1) <> 1"
        " OR COALESCE(i.count_best, 1) <> 1))",
        "One person is not a group: a case counts several.",
    ),
    # What the guards above read of an actor stays with it: a row that goes or becomes another party would take it along.
    Guard(
        "actor_in_use_kept",
        "incidents_actor",
        "BEFORE DELETE",
        "EXISTS (SELECT 1 FROM incidents_involvement i WHERE i.party_id = OLD.party_ptr_id)"
        " OR EXISTS (SELECT 1 FROM incidents_speechlink s WHERE s.party_id = OLD.party_ptr_id)",
        "A case uses this actor: take it out of the case first.",
    ),
    Guard(
        "actor_before_names",
        "incidents_actor",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM incidents_partyname n WHERE n.party_id = NEW.party_ptr_id)",
        "An actor is made before its names: nobody is unprotected by being made anew.",
    ),
    Guard(
        "actor_stays_party",
        "incidents_actor",
        "BEFORE UPDATE OF party_ptr_id",
        "OLD.party_ptr_id <> NEW.party_ptr_id",
        "An actor never becomes another party.",
    ),
    *(
        Guard(
            f"merged_with_its_like_on_{moment[:6].lower()}",
            "incidents_party",
            f"BEFORE {moment}",
            "NEW.merged_into_id IS NOT NULL AND ("
            f"COALESCE({_FORM.format('NEW.id')}, '') <> COALESCE({_FORM.format('NEW.merged_into_id')}, ''))",
            "A group is never merged into a person, nor an actor into an organization.",
        )
        for moment in ("INSERT", "UPDATE OF merged_into_id")
    ),
    Guard("merge_kept", "incidents_merge", "BEFORE DELETE", refusal="Merges are never deleted."),
    Guard(
        "merge_undone_once",
        "incidents_merge",
        "BEFORE UPDATE",
        "OLD.undone_at IS NOT NULL",
        "This merge was undone already.",
    ),
    Guard("merged_row_unchanged", "incidents_mergedrow", "BEFORE UPDATE", refusal="What a merge did is never edited."),
    Guard(
        "group_stays_group",
        "incidents_actor",
        "BEFORE UPDATE OF form",
        "(OLD.form = 'group') <> (NEW.form = 'group')"
        " AND (SELECT COUNT(*) FROM incidents_involvement i WHERE i.party_id = NEW.party_ptr_id) > 1",
        "A group is never merged into a person: several cases use this actor.",
    ),
)


_KEEPING = {"BEFORE UPDATE", "BEFORE DELETE"}  # guards of rows that are kept as they are

MERGED = "One of the parties was merged into another meanwhile: choose the one that was kept."


def _of_merged() -> Iterator[Guard]:
    """Nothing points at a party that was merged into another, however it is written and whatever happens meanwhile."""
    for model in apps.get_app_config("incidents").get_models():
        columns = [str(field.column) for field in pointing_at_parties(model)]
        condition = " OR ".join(
            f"(SELECT p.merged_into_id FROM incidents_party p WHERE p.id = NEW.{column}{LOCKED}) IS NOT NULL"
            for column in columns
        )
        table = model._meta.db_table
        for moment in ("INSERT", f"UPDATE OF {', '.join(columns)}") if columns else ():
            yield Guard(f"{table}_of_merged_{moment[:6].lower()}", table, f"BEFORE {moment}", condition, MERGED)


def _moved_before_merged() -> Guard:
    """A party is merged once everything that pointed at it points at the one that is kept."""
    pointing = [
        f"EXISTS (SELECT 1 FROM {model._meta.db_table} r WHERE r.{field.column} = NEW.id)"
        for model in apps.get_app_config("incidents").get_models()
        if not getattr(model, "is_derived", False)
        for field in pointing_at_parties(model)
    ]
    condition = f"NEW.merged_into_id IS NOT NULL AND OLD.merged_into_id IS NULL AND ({' OR '.join(pointing)})"
    refusal = "Something is still said of this party: merge it at the desk, which moves that to the one that is kept."
    return Guard("moved_before_merged", "incidents_party", "BEFORE UPDATE OF merged_into_id", condition, refusal)


def pointing_at_parties(model: type[models.Model]) -> list[Any]:
    """The columns of the table by which a row is about a party; not those that tell of the merging itself."""
    if hasattr(model, "history_date") or model in {Party, Merge}:
        return []
    return [field for field in model._meta.local_fields if field.many_to_one and is_party(field.related_model)]


def _all() -> Iterator[Guard]:
    yield from GUARDS
    yield from _of_merged()
    yield _moved_before_merged()
    for model in apps.get_models():
        if hasattr(model, "history_date") or any(f.name == "m2m_history_id" for f in model._meta.get_fields()):
            table = model._meta.db_table
            yield Guard(f"{table}_unchanged", table, "BEFORE UPDATE", refusal="History is never edited.")


def _not_replaced(tables: Iterable[str]) -> Iterator[Guard]:
    """SQLite can write a row over another (INSERT OR REPLACE) without calling any guard of changes or deletions."""
    models_of = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for table in dict.fromkeys(tables):
        key = models_of[table]._meta.pk.column
        exists = f'EXISTS (SELECT 1 FROM "{table}" kept WHERE kept."{key}" = NEW."{key}")'
        yield Guard(f"{table}_replaced", table, "BEFORE INSERT", exists, "A row is never written over another.")


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes every guard whose table exists; a second call changes nothing."""
    remove(connection)
    tables = set(connection.introspection.table_names())
    guards = [guard for guard in _all() if guard.table in tables]
    if connection.vendor != "postgresql":
        guards = [guard for guard in guards if not guard.at_commit]
    if connection.vendor == "sqlite":
        guards += _not_replaced(g.table for g in guards if g.refusal and g.when in _KEEPING)
    for guard in guards:
        create(connection, PREFIX + guard.name, guard)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drops every guard, so that tables can be rebuilt."""
    triggers.drop(connection, PREFIX)


def install_after_migration(sender: Any, using: str, **kwargs: Any) -> None:
    """Installs the guards when a migration of the database `using` is over."""
    install(connections[using])


def remove_before_migration(sender: Any, using: str, **kwargs: Any) -> None:
    """Removes the guards before a migration of the database `using`."""
    remove(connections[using])
