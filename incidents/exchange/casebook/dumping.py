"""Cases into YAML: which ones, how it is written, and the file of each."""

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q, QuerySet

from incidents.exchange.casebook.checks import Card
from incidents.exchange.casebook.schema import CARD_ID, is_card_id
from incidents.models import Incident

_WIDTH = 120


class CardDumper(yaml.SafeDumper):
    """Writes plain YAML: no aliases, and quotation marks around every text that some reader takes for something else."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


CardDumper.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+$"), list("-+0123456789.")
)


class UnknownCases(Exception):
    """Ids that no case has."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(", ".join(ids))
        self.ids = ids


def cases(ids: Iterable[str]) -> QuerySet[Incident]:
    """The cases with these case ids or public ids; without ids all. Raises UnknownCases."""
    wanted = list(ids)
    if not wanted:
        return Incident.objects.order_by("key", "pk")
    found = Incident.objects.filter(Q(key__in=wanted) | Q(public_id__in=wanted))
    known = {name for row in found.values_list("key", "public_id") for name in row}
    if unknown := [name for name in wanted if name not in known]:
        raise UnknownCases(unknown)
    return found.order_by("key", "pk")


def as_yaml(card: Card) -> str:
    """The card as a YAML document that `load_cases` reads."""
    return yaml.dump(card, Dumper=CardDumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def file_of(folder: Path, card: Card) -> Path:
    """The file of a card in a folder. Raises ValueError where the id, given at the desk, could lead out of it."""
    if not is_card_id(card["id"]):
        raise ValueError(f"the case id “{card['id']}” names no file: {CARD_ID}")
    return folder / f"{card['id']}.yaml"


def write(file: Path, text: str) -> None:
    """Writes the whole file, or leaves what stood there as it was. Refuses a name that stands for anything but a file, be it a
    link to one: neither what a link leads to is written, nor a pipe, which could wait for ever."""
    try:
        there = os.lstat(file)
    except FileNotFoundError:
        there = None
    if there is not None and not stat.S_ISREG(there.st_mode):
        raise OSError(errno.EEXIST, "something else than a file has that name", str(file))
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "w", encoding="utf-8") as stream:
            if there is not None:
                os.fchmod(stream.fileno(), stat.S_IMODE(there.st_mode))  # who may read it stays as it was
            stream.write(text)
        os.replace(beside, file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
