"""The reference case, entered by hand from an empty database on one page with one save, comes out as its card."""

import os
import re

import pytest
import yaml

from tests.admin.entering import Editor, enter
from tests.admin.pictures import FOLDER, Pictures
from tests.admin.test_casebook import KEY, cells
from tests.browser import Watch
from tests.site import ROOT, running_site

EDITORS = ROOT / "docs" / "editors.md"
pytestmark = pytest.mark.browser
# What the card leaves to be proposed, and an editor settles by entering it.
SETTLED = {
    ".flows.regions",
    ".persons.role",
    ".organizations.role",
    ".seizures.kind",
    ".memberships.certainty",
    ".sources.title",
}


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory):
    with running_site(
        os.environ.get("DATABASE_URL") or "sqlite://", tmp_path_factory.mktemp("empty"), casebook=False
    ) as site:
        yield site


def test_the_document_shows_every_picture_and_no_other():
    shown = set(re.findall(r"screenshots/(editors-\w+\.png)", EDITORS.read_text()))
    assert shown == {path.name for path in FOLDER.glob("editors-*.png")}


def regions(site):
    asked = "from incidents.models import Region; print({r.code: str(r) for r in Region.objects.exclude(code=None).filter(kind__in=['country', 'zone', 'city'])})"
    return yaml.safe_load(site.manage("shell", "-v", "0", "-c", asked).strip().splitlines()[-1])


@pytest.mark.once
def test_the_reference_case_is_entered_on_one_page_with_one_save(chromium, empty_site, capsys):
    card = yaml.safe_load((ROOT / f"incidents/data/casebook/{KEY}.yaml").read_text())
    watch = Watch(empty_site.url.removeprefix("http://"))
    context = chromium.new_context(base_url=empty_site.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(
        90_000
    )  # the longest page and the longest save of the desk, on a machine that may be busy
    watch.over(context)
    page = context.new_page()
    page.goto("/admin/login/?next=/admin/")
    page.fill("input[name=username]", empty_site.editor)
    page.fill("input[name=password]", empty_site.password)
    page.click("input[type=submit]")
    pictures = Pictures(page)
    editor = Editor(page, picture=pictures.take)
    enter(editor, card, regions(empty_site))
    assert page.locator(".errornote").count() == 0, page.locator(".errorlist").all_inner_texts()
    assert pictures.known() == pictures.words, "run this test with UPDATE_SCREENSHOTS=1 and look at docs/screenshots/"
    told = f"{editor.loads} page loads, {editor.clicks} clicks, {editor.keys:,} keystrokes"
    assert told in EDITORS.read_text(), f"docs/editors.md has another figure: {told}"
    with capsys.disabled():
        print(f"\nThe reference case took {told}.")
    dumped = yaml.safe_load(_with_keys_of(card, empty_site.manage("dump_cases", KEY)))
    missing, further = cells(card) - cells(dumped), cells(dumped) - cells(card)
    assert sorted(missing) == []
    # A protected speaker to whom no public role was given has none in the dump, which therefore tells the chain one by one.
    told_again = ".allegations.speakers."
    assert sorted(cell for cell in further if cell[0] not in SETTLED and not cell[0].startswith(told_again)) == []
    context.close()
    assert not watch.troubles


def _with_keys_of(card, dump):
    """The dump with the card's keys of parties in the place of those that it made of public ids."""
    dumped = yaml.safe_load(dump)
    for kind in ("persons", "organizations"):
        keys = {(entry["name"], entry["description"]): entry["key"] for entry in card[kind]}
        for entry in dumped[kind]:
            dump = dump.replace(entry["key"], keys[entry["name"], entry["description"]])
    return dump
