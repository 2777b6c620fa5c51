"""A fact card entered at the desk as an editor would: on one page, by what stands on the page, with every click and key counted."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from incidents.admin.dates import words_to_edtf

Card = dict[str, Any]


@dataclass
class Editor:
    """Somebody before the page of a case, who counts. A field that is gone to costs a click, as with a mouse."""

    page: Any
    loads: int = 0
    clicks: int = 0
    keys: int = 0
    picture: Any = lambda *_: None  # called at the places that docs/editors.md shows

    def open(self, address: str) -> None:
        self.loads += 1
        self.page.goto(address)

    def go(self, selector: str) -> None:
        """Into a field, with a click, unless the page has put the cursor there already."""
        if not self.page.locator(selector).evaluate("field => field === document.activeElement"):
            self.clicks += 1
            self.page.locator(selector).click()

    def add(self, group: str) -> str:
        """A new row; its prefix. From a row of its kind one goes on to the next with Ctrl and Enter."""
        number = self.page.input_value(f"[id='id_{group}-TOTAL_FORMS']")
        within = f"[id='{group}-group']"
        inside = "within => document.activeElement.closest('.row')?.closest('.rows') === within"
        if self.page.locator(within).evaluate(inside):
            self.keys += 2
            self.page.keyboard.press("Control+Enter")
        else:
            self.clicks += 1
            self.page.locator(f"{within} > .add-row").click()
        return f"{group}-{number}"

    def row(self, group: str, number: int) -> str:
        """The prefix of a row, which is added unless the page began with it."""
        there = int(self.page.input_value(f"[id='id_{group}-TOTAL_FORMS']"))
        return f"{group}-{number}" if number < there else self.add(group)

    def type(self, name: str, text: Any) -> None:
        if text not in (None, ""):
            self.go(f"[name='{name}']")
            self.keys += len(str(text))
            self.page.fill(f"[name='{name}']", str(text))

    def pick(self, name: str, value: str | None) -> None:
        """A list of few choices; nothing to do where the page has chosen it already."""
        if value and self.page.input_value(f"[name='{name}']") != value:
            self.clicks += 2
            self.page.locator(f"[name='{name}']").focus()
            self.page.select_option(f"[name='{name}']", value)

    def tick(self, name: str, wanted: Any = True) -> None:
        if wanted and not self.page.is_checked(f"[name='{name}']"):
            self.clicks += 1
            self.page.check(f"[name='{name}']")

    def choose(self, name: str, words: str | None, note: str = "") -> None:
        """From a combobox the entry with exactly these words (and this note, where several have them): looks at what it
        offers, types a few letters more while the entry is not among it, and goes there with the arrow."""
        if not words:
            return
        field = f"[id='id_{name}_text']"
        self.go(field)
        exact = re.compile(rf"^\s*{re.escape(words)}\s*{re.escape(note)}")
        options = self.page.locator(f"{field} ~ [role=listbox] [role=option]")
        for typed in (
            ["", *(words[:most] for most in range(4, len(words) + 4, 4))] if not note.startswith("Add") else [words]
        ):
            self.page.fill(field, typed)
            self.page.wait_for_selector(f"{field}[aria-busy=false]")
            at = next(
                (n for n, text in enumerate(options.all_inner_texts()) if exact.search(" ".join(text.split()))), None
            )
            if at is not None and at < 6:
                break
        self.keys += len(typed)
        assert at is not None, (name, words, note, options.all_inner_texts())
        while self.page.get_attribute(field, "aria-activedescendant") != options.nth(at).get_attribute("id"):
            self.keys += 1
            self.page.keyboard.press("ArrowDown")
        self.keys += 1
        self.page.keyboard.press("Enter")

    def save(self) -> None:
        self.clicks += 1
        self.loads += 1
        self.page.locator("[name=_continue]").last.click()
        self.page.wait_for_selector(".messagelist .success, .errornote", timeout=60_000)


def enter(editor: Editor, card: Card, regions: dict[str, str]) -> None:
    """The whole card, from an empty page for a new case to the one save; `regions` gives the label of each code."""
    editor.open("/admin/incidents/incident/add/")
    for name in ("title", "summary"):
        editor.type(name, card[name])
    editor.pick("kind", card.get("kind"))
    editor.clicks += 1
    editor.page.locator("fieldset.collapse summary").first.click()
    editor.type("key", card["id"])
    editor.type("sources_read_until", card.get("sources_read_until"))
    editor.type("features", ", ".join(word.replace("_", " ") for word in card["hard_features"]))
    _sources(editor, card)
    editor.picture("sources", "#readings-group")
    _dates_and_places(editor, card, regions)
    editor.picture("dates", "#dates-0")
    who = _parties(editor, card, regions)
    _claims(editor, card, who)
    editor.picture("claim", "#allegations-0")
    _proceeding(editor, card, who, regions)
    _ties(editor, card, who)
    _goods(editor, card)
    _rest(editor, card)
    editor.clicks += 1
    editor.page.locator("#desk-cite-rest").click()
    editor.picture("cited", "#dates-0-citations-group")
    editor.save()


def _rows(editor: Editor, group: str, entries: list[Any]) -> Any:
    for entry in entries:
        yield editor.add(group), entry


def _sources(editor: Editor, card: Card) -> None:
    for row, entry in _rows(editor, "readings", card["sources"]):
        for key in ("url", "publisher", "author", "title"):
            editor.type(f"{row}-new_{key}", entry.get(key))
        editor.type(f"{row}-new_published_edtf", entry["published"])
        editor.type(f"{row}-new_language", entry["language"])
        editor.pick(f"{row}-new_kind", entry["kind"])
        for words in entry["cites"]:
            editor.type(f"{editor.add(f'{row}-cites')}-words", words)


def _date(editor: Editor, row: str, entry: Card, words: str) -> None:
    """In words; as EDTF only what the page does not understand by them."""
    editor.type(f"{row}-date_as_stated", entry.get(words))
    if not entry.get("edtf") or not _is_understood(entry.get(words), entry["edtf"]):
        editor.type(f"{row}-date_edtf", entry.get("edtf"))


def _is_understood(words: str | None, edtf: str) -> bool:
    try:
        return bool(words) and words_to_edtf(str(words)) == edtf
    except ValidationError:
        return False


def _dates_and_places(editor: Editor, card: Card, regions: dict[str, str]) -> None:
    for row, entry in _rows(editor, "dates", card["dates"]):
        editor.type(f"{row}-what", entry["what"])
        _date(editor, row, entry, "as_stated")
        editor.tick(f"{row}-is_main", entry.get("main"))
    for row, entry in _rows(editor, "places", card["places"]):
        editor.type(f"{row}-name", entry["name"])
        editor.type(f"{row}-kind_as_stated", entry["kind"])
        editor.choose(f"{row}-region", regions[entry["region"]], _KIND.get(entry["region"].partition(":")[0], ""))
        if entry["region"].startswith("zone:"):  # all others lie in one country, which the page knows
            editor.choose(f"{row}-country", regions[entry["country_iso2"]])
        if entry["name"] != regions[entry["region"]]:
            editor.pick(f"{row}-precision", "exact")
        editor.pick(f"{row}-role", entry["role"])


_KIND = {"city": "city", "zone": "zone"}


def _parties(editor: Editor, card: Card, regions: dict[str, str]) -> dict[str, str]:
    """Everybody of the card, added in place; gives the words by which each key is found again."""
    who: dict[str, str] = {}
    rows: dict[str, str] = {}
    for row, entry in _rows(editor, "involvements", card["persons"] + card["organizations"]):
        rows[entry["key"]] = row
        who[entry["key"]] = entry["name"] or entry["description"]
        if len(rows) == 1:
            editor.page.fill(f"[id='id_{row}-party_text']", who[entry["key"]])
            editor.page.locator(f"[id='id_{row}-party_text'] ~ [role=listbox] [role=option]").first.wait_for()
            editor.picture("party", f"#{row}")
            editor.page.evaluate("document.activeElement.blur()")
        editor.choose(f"{row}-party", who[entry["key"]], _offer(entry))
        editor.type(f"{row}-role_as_stated", entry.get("role_in_case"))
        editor.type(f"{row}-description", entry["name"] and entry["description"])
        editor.type(f"{row}-occupation", entry.get("occupation"))
        editor.choose(f"{row}-country", regions.get(entry.get("country_iso2") or ""))
        editor.tick(f"{row}-named_publicly", entry.get("named_publicly"))
        editor.pick(f"{row}-protection", entry.get("protect"))
        editor.pick(f"{row}-made_kind", entry.get("kind"))
        editor.pick(f"{row}-made_existence", entry.get("existence"))
        if isinstance(entry.get("count"), dict):
            editor.type(f"{row}-count_as_stated", entry["count"]["as_stated"])  # the bounds are read from the words
        for alias in entry["aliases"]:
            editor.choose(f"{editor.add(f'{row}-names_used')}-name", alias, "Add as another name")
    for entry in card["persons"] + card["organizations"]:
        if entry.get("subset_of"):
            editor.pick(f"{rows[entry['key']]}-subset_of", f"row:{rows[entry['subset_of']]}")
        if entry.get("part_of"):
            editor.choose(f"{rows[entry['key']]}-part_of", who[entry["part_of"]])
    return who


def _offer(entry: Card) -> str:
    if entry["key"].startswith("o."):
        return "Add as an organization of this name" if entry["name"] else "Add as an organization without a name"
    if entry["name"]:
        return "Add as a person of this name"
    return "Add as people without names" if isinstance(entry["count"], dict) else "Add as a person without a name"


def _claims(editor: Editor, card: Card, who: dict[str, str]) -> None:
    for row, entry in _rows(editor, "allegations", card["allegations"]):
        editor.type(f"{row}-claim", entry["claim"])
        editor.type(f"{row}-offence_as_stated", entry["offence"])
        editor.type(f"{row}-certainty_words", entry["certainty_words"])
        editor.type(f"{row}-outcome_as_stated", entry["outcome_details"])
        editor.pick(f"{row}-reported_status", entry["status"])
        _date(editor, row, entry, "date_as_stated")
        for number, key in enumerate(entry["about"]):
            editor.choose(f"{editor.row(f'{row}-parties', number)}-party", who[key])
        for step, words in enumerate([entry["made_by"], *entry["relayed_by"]]):
            speaker = editor.row(f"{row}-speech", step)
            if words in who:
                editor.choose(f"{speaker}-party", who[words])
            else:
                editor.type(f"{speaker}-words", words)


def _proceeding(editor: Editor, card: Card, who: dict[str, str], regions: dict[str, str]) -> None:
    for proceeding, steps in _rows(editor, "proceedings", [card["legal_timeline"]]):
        for number, entry in enumerate(steps):
            row = editor.row(f"{proceeding}-steps", number)
            editor.type(f"{row}-words", entry["step"])
            editor.pick(f"{row}-kind", entry["kind"])
            _date(editor, row, entry, "date_as_stated")
            editor.type(f"{row}-details", entry["details"])
            editor.type(f"{row}-authority_words", entry.get("authority"))
            editor.choose(f"{row}-jurisdiction", regions.get(entry.get("jurisdiction", "")))
            editor.type(f"{row}-outcome", entry.get("outcome"))
            editor.choose(f"{editor.row(f'{row}-parties', 0)}-party", who[entry["who"]])


def _ties(editor: Editor, card: Card, who: dict[str, str]) -> None:
    for row, entry in _rows(editor, "memberships", card["memberships"]):
        editor.choose(f"{row}-member", who[entry["person"]])
        editor.choose(f"{row}-organization", who[entry["organization"]])
        editor.type(f"{row}-role", entry["role"])
        editor.pick(f"{row}-certainty", entry.get("certainty"))
        _date(editor, row, entry, "when_as_stated")
    for row, entry in _rows(editor, "relationships", card["relationships"]):
        editor.choose(f"{row}-a", who[entry["a"]])
        editor.pick(f"{row}-kind", entry["kind"])
        editor.choose(f"{row}-b", who[entry["b"]])
        editor.type(f"{row}-as_stated", entry["as_stated"])
        editor.pick(f"{row}-certainty", entry.get("certainty"))


def _goods(editor: Editor, card: Card) -> None:
    for row, entry in _rows(editor, "seizures", card["seizures"]):
        editor.type(f"{row}-what", entry["what"])
        editor.type(f"{row}-substance", entry["substance"])
        measured = editor.row(f"{row}-measurements", 0)
        for kind, unit in (("quantity", "unit_as_stated"), ("value", "currency")):
            told = entry[kind] or {}
            editor.type(f"{measured}-{kind}_as_stated", told.get("as_stated"))
            if unit == "currency":  # “$9,000” does not say of which country
                editor.type(f"{measured}-{kind}_low", told.get("low"))
                editor.type(f"{measured}-{kind}_high", told.get("high"))
                editor.choose(f"{measured}-currency", told.get("currency"))
            elif told.get("low") is None:
                editor.type(f"{measured}-{unit}", told.get("unit"))


_PROPOSED = {"from": "from (proposed)", "via": "by way of (proposed)", "to": "to (proposed)"}


def _rest(editor: Editor, card: Card) -> None:
    for row, entry in _rows(editor, "routes", card["flows"]):
        editor.type(f"{row}-commodity", entry["commodity"])
        editor.type(f"{row}-as_stated", entry["as_stated"])
        ends = [("from", entry["from"]), *(("via", name) for name in entry["via"]), ("to", entry["to"])]
        means = [None, *entry.get("means", [])]
        told = zip([end for end in ends if end[1]], means + [None] * 9, strict=False)
        roles = {}
        for number, ((role, name), by) in enumerate(told):
            stop = editor.row(f"{row}-stops", number)
            editor.type(f"{stop}-name", name)
            editor.type(f"{stop}-means", by)
            roles[f"{stop}-role"] = role
        for name, role in roles.items():  # once all stand there, the page proposes what each is
            if editor.page.locator(f"[name='{name}'] option:checked").text_content() != _PROPOSED[role]:
                editor.pick(name, role)
    for row, key in _rows(editor, "related", card["related_cards"]):
        editor.type(f"{row}-target_key", key)
    for row, text in _rows(editor, "open_questions", card["unsure"]):
        editor.type(f"{row}-text", text)
