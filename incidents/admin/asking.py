"""Questions of the page of a case about those whom it makes and who may be known already: asked until they are answered, and
shown with their answers until the page is saved."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents import workflow
from incidents.admin.errors import Refused, makers
from incidents.admin.likely import BECAUSE, SEEN, SHOWN, keys_shown, seen_among, tell_apart
from incidents.admin.making import words_of
from incidents.admin.telling_apart import described
from incidents.admin.visit import Asked, visit_of
from incidents.models import Party
from incidents.workflow import identity


def ask_about(request: HttpRequest, made: Mapping[str, Party]) -> None:
    """New parties that a page makes in passing, by what asked for them. Each that may be somebody known is made only with
    the reason why it is another, which is remembered; two of one page are told apart by whoever typed both."""
    together = {party.pk for party in made.values()}
    open_questions = []
    for token, party in made.items():
        found = [one for one in seen_among(identity.propose(party)) if one.party not in together]
        keys = [one.party for one in found]
        if not keys or tell_apart(request, party, keys, f":{token}"):
            continue
        because = request.POST.get(f"{BECAUSE}:{token}", "")
        listed = ",".join(map(str, keys))
        open_questions.append(Asked(token, party.desk_label, described(keys[:SHOWN]), listed, because))
    if open_questions:
        visit_of(request).open_questions = open_questions
        names = ", ".join(f"“{one.words}”" for one in open_questions)
        raise workflow.NotAllowed(
            [_("%(names)s may be known already: say below who it is. Nothing is saved yet.") % {"names": names}]
        )


def questions(request: HttpRequest, formsets: list[Any]) -> list[Asked]:
    """All that the page asks: what is open, and what it asked before, with the answer, while a field still asks for them."""
    told = {one.token: one for one in visit_of(request).open_questions}
    before = [name.removeprefix(f"{SEEN}:") for name in request.POST if name.startswith(f"{SEEN}:")]
    if not told and not before:
        return []
    for token in before:
        if token not in told:
            told[token] = _asked_before(request, token)
    rows: dict[str, list[Refused]] = {token: [] for token in told}
    for token, row in makers(formsets):
        rows.get(token, []).append(row)
    for token, one in told.items():
        one.rows.extend(rows[token])
    return [one for one in told.values() if one.rows and one.likely]


def _asked_before(request: HttpRequest, token: str) -> Asked:
    keys = request.POST.get(f"{SEEN}:{token}", "")
    words = words_of(f"new:{token}")
    return Asked(token, words, described(keys_shown(keys)), keys, request.POST.get(f"{BECAUSE}:{token}", ""))
