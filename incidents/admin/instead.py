"""What a list shows where nothing is found as it is written."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.models import Party
from incidents.search.turning import cut, unturned

TOLD = 3  # of the parties that are meant are named


@dataclass
class Instead:
    """What a list shows in place of what it was asked for."""

    asked: str
    words: str = ""
    parties: tuple[int, ...] = ()

    def __str__(self) -> str:
        told = [_("the words “%(words)s”") % {"words": self.words}] if self.words else []
        if self.parties:
            rows = Party.objects.in_this_order(self.parties[:TOLD])
            names = [party.desk_label for party in rows] + ["…"] * (len(self.parties) > TOLD)
            told.append(_("whoever is called nearly so: %(names)s") % {"names": ", ".join(names)})
        return _("Nothing here has “%(asked)s” as it is written. Looked for instead: %(instead)s") % {
            "asked": cut(unturned(self.asked), 100),
            "instead": "; ".join(told),
        }
