"""The sections of a page above its rows."""

from collections.abc import Iterator
from typing import Any, Self

from django.contrib.admin.helpers import AdminForm, Fieldset
from django.contrib.admin.utils import flatten
from django.utils.functional import cached_property


class Section(Fieldset):
    """A section that may be folded, and stands open when one of its fields has an error, also one of several in a line, in
    which Django does not look."""

    fields: Any

    @cached_property
    def is_collapsible(self) -> bool:
        return "collapse" in self.classes and not set(flatten(self.fields)) & set(self.form.errors)


class Sections(AdminForm):
    """What the page of a record shows of its form."""

    @classmethod
    def of(cls, shown: Any) -> Self:
        """The same page, in sections of ours."""
        return cls(shown.form, shown.fieldsets, {}, shown.readonly_fields, shown.model_admin)

    def __iter__(self) -> Iterator[Section]:
        options: Any
        for name, options in self.fieldsets:
            yield Section(
                self.form, name, readonly_fields=self.readonly_fields, model_admin=self.model_admin, **options
            )
