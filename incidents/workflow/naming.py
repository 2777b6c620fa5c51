"""Names of persons in the free text of a case: whom it names although they are, or are about to be, protected."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, TextField
from django.utils.translation import gettext as _

from incidents.models import Incident, Party, PartyName, Source
from incidents.models.record import Fact
from incidents.search import fold


def published_texts_naming(party: Party) -> list[str]:
    """What to do first where a published case names, in its text, a person who is protected or about to be."""
    cases = Incident.objects.published().filter(involvements__party=party).distinct()
    return [
        _("“%(case)s” is published and its text names this person: withdraw it or describe them there first.")
        % {"case": incident.title}
        for incident in cases
        if list(names_standing_in(incident, party.names.all()))
    ]


def names_standing_in(incident: Incident, names: Iterable[PartyName]) -> Iterator[str]:
    """Those of the names that stand, as whole words, anywhere in the free text of the case."""
    wanted = [name for name in names if len(name.folded) > 3]
    if not wanted:
        return
    texts = f" {fold(' . '.join(_free_texts(incident)))} "
    yield from (name.name for name in wanted if f" {name.folded} " in texts)


def _free_texts(incident: Incident) -> Iterator[str]:
    """Every text of the case and of its facts and sources, whatever column it stands in."""
    rows: list[tuple[type[Model], dict[str, Any]]] = [(Incident, {"pk": incident.pk})]
    rows.append((Source, {"readings__incident": incident}))
    for model in apps.get_app_config("incidents").get_models():
        path = getattr(model, "incident_path", "incident" if issubclass(model, Fact) else "")
        if path:
            rows.append((model, {path: incident}))
    for model, condition in rows:
        columns = [f.name for f in model._meta.fields if isinstance(f, TextField) and f.name != "search_text"]
        for values in model._default_manager.filter(**condition).values_list(*columns) if columns else ():
            yield from (value for value in values if value)
