"""The pictures of docs/editors.md: made while the reference case is entered, and out of date as soon as the page says something
else. `UPDATE_SCREENSHOTS=1` puts new ones, and what they show in words, into docs/screenshots/."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from tests.site import ROOT

FOLDER = ROOT / "docs" / "screenshots"
VAR = ROOT / "var" / "screenshots"  # of what is only looked at
WORDS = FOLDER / "editors.json"
UPDATE = os.environ.get("UPDATE_SCREENSHOTS") == "1"


@dataclass
class Pictures:
    """Notes the words by which one finds one's way on a part of the page, and takes its picture where new ones are wanted."""

    page: Any
    words: dict[str, list[str]] = field(default_factory=dict)

    def take(self, name: str, selector: str) -> None:
        part = self.page.locator(selector).first
        part.evaluate("part => part.scrollIntoView()")
        self.words[name] = part.evaluate(
            """part => [...new Set([...part.querySelectorAll("h2, label, summary, button, .help, [role=option] small")]
                .filter(one => one.checkVisibility()).map(one => one.innerText.trim().replace(/\\s+/g, " ")))]"""
        )
        if UPDATE:
            self.page.screenshot(path=FOLDER / f"editors-{name}.png", clip=self._clip(part))

    def _clip(self, part: Any) -> dict[str, float]:
        box, view = part.bounding_box(), self.page.viewport_size
        top = max(0, box["y"])
        return {"x": box["x"], "y": top, "width": box["width"], "height": min(box["height"], view["height"] - top, 620)}

    def known(self) -> dict[str, list[str]]:
        """What the pictures in docs/ show, in words."""
        if UPDATE:
            WORDS.write_text(json.dumps(self.words, ensure_ascii=False, indent=1) + "\n")
        return dict(json.loads(WORDS.read_text()))
