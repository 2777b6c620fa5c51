"""What a browser would send for a form of the desk if the editor changed nothing: read from the page itself."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_SILENT = {"submit", "button", "image", "reset", "file"}


@dataclass
class _Reader(HTMLParser):
    data: dict[str, list[str]] = field(default_factory=dict)
    buttons: set[str] = field(default_factory=set)
    _form: bool = False
    _text: str | None = None
    _select: str | None = None
    _first: str | None = None
    _chosen: bool = True

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = dict(attributes)
        if tag == "form":
            self._form = (has.get("id") or "").endswith("_form")
        if not self._form or "disabled" in has:
            return
        name = has.get("name") or ""
        if tag == "input" and name:
            self._input(name, has)
        elif tag == "textarea":
            self._text = name
            self.data[name] = [""]
        elif tag == "select":
            self._select, self._first, self._chosen = name, None, "multiple" in has
        elif tag == "option" and self._select:
            value = has.get("value") or ""
            self._first = value if self._first is None else self._first
            if "selected" in has:
                self._chosen = True
                self.data.setdefault(self._select, []).append(value)

    def _input(self, name: str, has: dict[str, str | None]) -> None:
        kind = has.get("type") or "text"
        if kind in _SILENT:
            self.buttons.add(name)
        elif kind not in {"checkbox", "radio"}:
            self.data[name] = [has.get("value") or ""]
        elif "checked" in has:
            self.data[name] = [has.get("value") or "on"]

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            # The first line end after the tag is not part of the text; a browser sends the others as CR LF.
            text = data.removeprefix("\n") if not self.data[self._text][0] else data
            self.data[self._text][0] += text.replace("\r\n", "\n").replace("\n", "\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = False
        elif tag == "textarea":
            self._text = None
        elif tag == "select" and self._select:
            if not self._chosen and self._first is not None:
                self.data[self._select] = [self._first]
            self._select = None


def filled(html: str) -> dict[str, list[str]]:
    """Name → values of the admin's form on the page, as a browser would send them unchanged."""
    reader = _Reader()
    reader.feed(html)
    return {name: values for name, values in reader.data.items() if name}


def row_of(data: dict[str, list[str]], group: str, pk: Any) -> str:
    """The prefix of the inline form, in a group like "allegations-0-speech", that holds the row `pk`."""
    for name, values in data.items():
        if name.startswith(f"{group}-") and name.endswith("-id") and values == [str(pk)]:
            prefix = name.removesuffix("-id")
            if prefix.removeprefix(f"{group}-").isdigit():
                return prefix
    raise AssertionError(f"no form for {pk} in {group}")


def add_row(data: dict[str, list[str]], group: str, **values: Any) -> str:
    """Fills a new row of the group from its empty form, as the button “Add another” does; returns its prefix."""
    number = int(data[f"{group}-TOTAL_FORMS"][0])
    prefix = f"{group}-{number}"
    kind = re.sub(r"-\d+(?=-)", "-empty", group)  # one pattern serves all groups of a kind
    for empty in (f"{kind}-__prefix__-", f"{kind}-empty-"):
        for name in [name for name in data if name.startswith(empty)]:
            data[f"{prefix}-{name.removeprefix(empty)}"] = list(data[name])
    for name, value in values.items():
        data[f"{prefix}-{name}"] = [str(value)]
    data[f"{group}-TOTAL_FORMS"] = [str(number + 1)]
    return prefix
