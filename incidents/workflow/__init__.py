"""The editor's verbs. Admin, commands and whatever comes later change the record's state here and nowhere else.

Each verb checks, saves and records who and why, in one transaction; a verb that may not be done changes nothing.
"""

from incidents.workflow import corrections
from incidents.workflow.checks import problems, stay_publishable
from incidents.workflow.involving import involve_everybody, parties_named
from incidents.workflow.naming import published_texts_naming
from incidents.workflow.proceedings import mark_checked
from incidents.workflow.protection import Place, anonymise, places_naming
from incidents.workflow.refusals import NotAllowed, NotPublishable
from incidents.workflow.requests import TooMany, accept_reply, answer, forget_requester, receive, take
from incidents.workflow.restore import restore
from incidents.workflow.stages import ALLOWED, publish, send_back, submit, withdraw

__all__ = [
    "ALLOWED",
    "NotAllowed",
    "NotPublishable",
    "Place",
    "TooMany",
    "accept_reply",
    "anonymise",
    "answer",
    "corrections",
    "forget_requester",
    "involve_everybody",
    "mark_checked",
    "parties_named",
    "places_naming",
    "problems",
    "publish",
    "published_texts_naming",
    "receive",
    "restore",
    "send_back",
    "stay_publishable",
    "submit",
    "take",
    "withdraw",
]
