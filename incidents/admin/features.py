"""What makes a case hard to record, as words in one box: those that nobody used yet are made with the case."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models import Feature, text_error
from incidents.search import fold
from incidents.search.turning import cut


class FeatureWords(forms.ModelMultipleChoiceField):
    """Features by their words, with commas between them, or each on a line."""

    widget = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            codes = [self._code(item) for item in value]
            return ("\n" if any("," in code for code in codes) else ", ").join(codes)
        return value

    def _code(self, item: Any) -> str:
        return str(
            getattr(item, "code", None) or Feature.objects.filter(pk=item).values_list("code", flat=True).first()
        )

    def clean(self, value: Any) -> Any:
        """The features, in the order of the words; new ones are not saved yet (`save_new`)."""
        found: dict[str, Feature] = {}
        text = "\n".join(str(value or "").splitlines())
        if refusal := text_error(text, str(_("The text"))):
            raise ValidationError(refusal)
        for words in _parts(text):
            known = _known(words)
            code = known.code if known else "_".join(fold(words.replace("_", " ")).split())
            if not code or len(code) > 100:
                raise ValidationError(_("“%(words)s” is no word for a feature.") % {"words": cut(words, 100)})
            found[code] = known or _known(code) or Feature(code=code)
        return list(found.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial or [])).split() != str(data or "").split()


def _parts(text: str) -> Iterator[str]:
    """What stands on a line of its own, if it is known as it stands; else what commas part."""
    for line in filter(None, map(str.strip, text.splitlines())):
        yield from [line] if _known(line) else filter(None, map(str.strip, line.split(",")))


def _known(code: str) -> Feature | None:
    """The feature that is written exactly so: cards may write it in other ways than the desk does."""
    return Feature.objects.filter(code=code).first()


def save_new(features: list[Feature]) -> None:
    """Saves the words that nobody used before."""
    for feature in features:
        if feature._state.adding:
            feature.save()
