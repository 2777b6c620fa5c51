"""Every visible string is marked for translation."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
MARKED = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", re.S)
COMMENTS = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.S)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.S)
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|content)="([^"]*)"')
UNSPOKEN = {"width=device-width, initial-scale=1", "light dark", "noindex", "nofollow"}


def bare_words(text: str) -> list[str]:
    """What a reader would see or hear that no translation can change."""
    text = CODE.sub("", MARKED.sub("", COMMENTS.sub("", text)))
    spoken = [value for value in SPOKEN.findall(text) if value not in UNSPOKEN]
    seen = re.sub(r"<(script|style).*?</\1>", "", text, flags=re.S)
    seen = re.sub(r"<[^>]*>", "\n", seen)
    seen = re.sub(r"&\w+;|&#\d+;", "", seen)
    return [part.strip() for part in [*spoken, *seen.split("\n")] if re.search(r"[A-Za-zÀ-ÿ]{2,}", part)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_that_cannot_be_translated(template: Path) -> None:
    allowed = {"Expediente"} if template.name == "500.html" else set()
    assert [words for words in bare_words(template.read_text()) if words not in allowed] == []


def test_the_check_itself_sees_bare_words() -> None:
    assert bare_words('<p>Hello</p>{% translate "No" %}<a title="There">{{ x }}</a>') == ["There", "Hello"]
