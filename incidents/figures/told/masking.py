"""Takes names that are protected today out of texts of another day, when they were not."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from incidents.search.hinted import grown, has_initials, hinted, rejoined
from incidents.search.naming import Wording, alone, initialled, partial, parts, read, replaced, short_words, whole
from incidents.search.openly import may_be_initials_of, not_within, of_one_word
from incidents.workflow import is_somebody_else


class Mask:
    """Replaces every protected name in a text: whole, shortened where nobody else is openly called so, and in whatever else
    gives it away (`search.hinted`): each of its words that belongs to nobody who is named openly, also in small letters, in
    addresses and cut by the end of a line, and its initials. A name of one word leaves those of several words that somebody
    is openly called. The whole name of an organization of which readers know stays where it stands, and shelters nothing else. Names of strangers, whom the texts do not involve, whole, shortened and beside initials. Of a name that is
    hidden no word is left directly beside it."""

    def __init__(
        self,
        names: Iterable[str],
        public: Iterable[str] = (),
        strangers: Iterable[str] = (),
        organizations: Iterable[str] = (),
    ) -> None:
        self._names, self._organizations = sorted(set(names)), sorted(set(organizations))
        self._openly = openly = [parts(name) for name in public]
        self._open = {word for name in openly for word in name}
        self._several = [name for name in self._names if len(parts(name)) > 1]
        others = set(strangers) - set(self._names)
        self._strangers = sorted(name for name in others if not any(set(parts(name)) <= set(one) for one in openly))
        self._found: dict[str, list[tuple[int, int]]] = {}  # by the text: versions of a case have most texts in common

    def hides(self, text: str) -> bool:
        """Whether the text, as an address, holds a protected name: there a short word counts in whatever case it is written."""
        short = {word for name in self._names for word in short_words(name, self._open)}
        wording = read(text)
        words = [(start, end) for word, start, end in wording.words if word in short]
        return bool(self._places(text) or not_within(words, wording, self._organizations))

    @property
    def _hides_any(self) -> bool:
        return bool(self._names or self._strangers)

    def __call__(self, text: str) -> str:
        """The text without protected names."""
        return replaced(text, self._places(text), _("[name withheld]")) if text and self._hides_any else text

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where the text has a protected name, read also with the words together that the end of a line cut."""
        if text not in self._found:
            found = list(self._spans(read(text)))
            if cut := rejoined(text):
                together, where = cut
                found += [(where[start], where[end - 1] + 1) for start, end in self._spans(read(together))]
            self._found[text] = found
        return self._found[text]

    def _spans(self, wording: Wording) -> list[tuple[int, int]]:
        return not_within(self._naming(wording), wording, self._organizations)

    def _naming(self, wording: Wording) -> Iterator[tuple[int, int]]:
        yield from of_one_word(wording, self._names, self._openly)
        for name in (*self._several, *self._strangers):
            yield from grown(wording, self._called(wording, name), name, self._openly)
        for name in self._names:
            yield from alone(wording, name, self._open)
            yield from hinted(wording, name, self._openly)

    def _called(self, wording: Wording, name: str) -> Iterator[tuple[int, int]]:
        """Where somebody is called by a name of several words, whole or cut, and not somebody else who is openly called so."""
        yield from whole(wording, name)
        for start, end in partial(wording, name):
            if not is_somebody_else(wording.text[start:end], self._openly):
                yield start, end
        for start, end in initialled(wording, name) if has_initials(wording.text) else ():
            if not may_be_initials_of(wording.text[start:end], self._openly):
                yield start, end
