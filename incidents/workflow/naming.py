"""Names of protected persons in the free text of cases: their own, and everybody else's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, TextField, URLField
from django.utils.translation import gettext as _

from incidents.models import Actor, Incident, Organization, Party, PartyName, Source
from incidents.models.record import Fact
from incidents.search import fold
from incidents.search.naming import Wording, alone, partial, parts, read, short_forms, whole

_LONG = 7  # letters: a longer word may be a whole name written together, as in an address


@dataclass(frozen=True)
class Text:
    """One text of a case: the row and the column that it stands in."""

    row: Any
    column: str

    @property
    def value(self) -> str:
        return str(getattr(self.row, self.column))

    @property
    def key(self) -> str:
        """Names the place: table, row, column."""
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.column}"

    @property
    def where(self) -> str:
        """For an editor: what it is."""
        return f"{self.row._meta.verbose_name}: {self.row._meta.get_field(self.column).verbose_name}"

    @property
    def is_address(self) -> bool:
        return isinstance(self.row._meta.get_field(self.column), URLField)


def protected_in(incident: Incident, text: str) -> Iterator[tuple[str, str]]:
    """What must not stay in a text of the case, each as (name, the words by which the text has it): whole names of anybody
    protected; of those whom the case involves, shortened ones and single words too, unless somebody of the case is called
    so in public."""
    wording = read(text)
    involved = PartyName.objects.filter(confidential=True, party__involvements__incident=incident)
    public = [parts(name) for name in _public_names(incident)]
    theirs = set(involved.values_list("name", flat=True))
    for name in sorted(theirs):
        found, cuts = whole(wording, name), partial(wording, name)
        if len(parts(name)) == 1:  # one word, as of “A. Quispe”, is nobody's alone
            found, cuts = [], found
        found += [span for span in cuts if not _is_somebody_else(wording.text[slice(*span)], public)]
        if found:
            yield name, wording.text[slice(*found[0])]
    for name in _of_strangers(incident, wording, theirs):
        if found := whole(wording, name):
            yield name, wording.text[slice(*found[0])]


def perhaps_protected_in(incident: Incident, text: str) -> Iterator[tuple[str, str]]:
    """What may name somebody protected, or a namesake, as (name, words): of those whom the case involves one word of a
    name, with a capital, that nobody has who is named openly; of others a shortened name."""
    wording = read(text)
    public = [parts(name) for name in _public_names(incident)]
    openly = {word for name in public for word in name}
    involved = PartyName.objects.filter(confidential=True, party__involvements__incident=incident)
    told: set[str] = set()
    for name in sorted(set(involved.values_list("name", flat=True))):
        for start, end in alone(wording, name, openly | told):
            if (words := wording.text[start:end]) not in told:
                told |= {words, *parts(words)}
                yield name, words
    for name in _of_strangers(incident, wording, set()):
        cuts = [] if whole(wording, name) else partial(wording, name)
        found = [words for span in cuts if not _is_somebody_else(words := wording.text[slice(*span)], public)]
        if found:
            yield name, found[0]


def text_of(incident: Incident) -> str:
    """All texts of the case."""
    return " \n ".join(text.value for text in texts_of(incident))


def _of_strangers(incident: Incident, wording: Wording, known: set[str]) -> Iterator[str]:
    """Names of protected persons whom the case does not involve and that the text may have. Of such a person one word
    alone says nothing."""
    others = PartyName.objects.filter(confidential=True, party__actor__protection__gt="")
    others = others.exclude(party__involvements__incident=incident).order_by()
    long = " ".join(word for word in wording.plain if len(word) > _LONG)
    for name, folded in others.values_list("name", "folded").iterator(2000):
        words = set(folded.split())
        near = len(words & wording.plain) > 1 or sum(word in long for word in words if len(word) > 1) > 1
        if near and name not in known and len(parts(name)) > 1:
            yield name


def _public_names(incident: Incident) -> list[str]:
    names = PartyName.objects.filter(confidential=False, party__involvements__incident=incident)
    return list(names.values_list("name", flat=True))


def _is_somebody_else(cut: str, public: list[tuple[str, ...]]) -> bool:
    return any(set(parts(cut)) <= set(name) for name in public)


def published_texts_naming(party: Party) -> list[str]:
    """What to do first where a published case names, in its text, a person who is protected or about to be."""
    names = list(party.names.values_list("name", flat=True))
    return [
        _("“%(case)s” is published and its text names this person: withdraw it or describe them there first.")
        % {"case": incident.title}
        for incident in cases_to_search(party).published()
        if naming(incident, names)
    ]


def naming(incident: Incident, names: Iterable[str], shortened: bool = False) -> list[Text]:
    """The texts of the case in which one of the names stands; `shortened`: or a common short form of one."""
    wanted = list(names)
    return [text for text in texts_of(incident) if names_in(text.value, wanted, shortened)]


def names_of_others(incident: Incident, names: Iterable[str]) -> list[tuple[str, ...]]:
    """The words of every name of a person whom the case names openly, but for these names: what an organization is called
    may be called after the very person."""
    own = set(names)
    persons = PartyName.objects.filter(confidential=False, party__involvements__incident=incident)
    persons = persons.filter(party__actor__isnull=False).exclude(name__in=own)
    return [parts(name) for name in persons.values_list("name", flat=True)]


def surely_named(text: str, names: Iterable[str], others: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where a text has one of the names, whole, or in a short form in which none of the others is called."""
    wording, openly = read(text), list(others)
    found = [span for name in names for span in whole(wording, name)]
    cuts = [span for name in names for span in partial(wording, name)]
    return found + [span for span in cuts if not _is_somebody_else(text[slice(*span)], openly)]


def perhaps_named(text: Text, names: Iterable[str], others: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where a text has one word of a name, with a capital, that none of the others has; in an address however it is written."""
    openly = {word for name in others for word in name}
    wording = read(text.value.upper() if text.is_address else text.value)
    return [span for name in names for span in alone(wording, name, openly)]


def shared_nicknames(incident: Incident, actor: Actor, names: Iterable[str]) -> set[str]:
    """Those of the actor's names, of one word each, by which the case openly calls somebody else."""
    nicknames = {name: fold(name) for name in names if len(parts(name)) == 1}
    rows = PartyName.objects.filter(confidential=False, party__involvements__incident=incident)
    rows = rows.filter(party__actor__isnull=False, folded__in=nicknames.values()).exclude(party=actor.pk)
    others = set(rows.values_list("folded", flat=True)) if nicknames else set()
    return {name for name, folded in nicknames.items() if folded in others}


def names_in(text: str, names: Iterable[str], shortened: bool = False) -> bool:
    """Whether one of the names stands in the text."""
    wording = read(text)
    return any(whole(wording, name) or (shortened and partial(wording, name)) for name in names)


def cases_to_search(party: Party, cut: bool = False) -> Any:
    """The cases whose texts may name the party: those that involve it, and those that have the words of a name; `cut`: or of
    a common short form of one."""
    condition = Q(involvements__party=party)
    for name in party.names.all():
        pairs = [words for words in short_forms(name.name) if len(words) < 3] if cut else []
        for words in pairs or [tuple(parts(name.name))]:
            if len(words) > 1:
                condition |= _with_words(words)
    return Incident.objects.filter(condition).distinct()


def _with_words(words: tuple[str, ...]) -> Q:
    """That the words stand in the texts of a case, in one of its sources, or in one of its parties."""
    sources, others = Source.objects.all(), Party.objects.all()
    called = PartyName.objects.filter(confidential=False)
    for word in words:
        sources = sources.filter(Q(search_text__contains=word) | Q(url__icontains=word))
        others, called = others.filter(search_text__contains=word), called.filter(folded__contains=word)
    return (
        Q(pk__in=Incident.objects.all().spelling(words).order_by().values("pk"))
        | Q(readings__source__in=sources.order_by().values("pk"))
        | Q(involvements__party__in=others.order_by().values("pk"))
        | Q(involvements__party__in=called.order_by().values("party"))
    )


def texts_of(incident: Incident) -> Iterator[Text]:
    """Every text of the case, of its facts, its sources and the descriptions of its parties, in whatever column."""
    rows: list[tuple[type[Model], dict[str, Any]]] = [(Incident, {"pk": incident.pk})]
    rows += [(model, {"involvements__incident": incident}) for model in (Actor, Organization)]
    rows.append((Source, {"readings__incident": incident}))
    rows += [(PartyName, {"confidential": False, "party__involvements__incident": incident})]
    for model in apps.get_app_config("incidents").get_models():
        path = getattr(model, "incident_path", "incident" if issubclass(model, Fact) else "")
        if path:
            rows.append((model, {path: incident}))
    for model, condition in rows:
        columns = [field.name for field in model._meta.fields if _is_read(field)]
        for row in model._default_manager.filter(**condition).distinct() if columns else ():
            yield from (Text(row, column) for column in columns if getattr(row, column))


def _is_read(field: Any) -> bool:
    """Whether readers may see what stands in the column."""
    return isinstance(field, TextField | URLField) and field.name not in {"search_text", "folded"}
