"""The editor's verbs. Admin, commands and whatever comes later change the record's state here and nowhere else.

Each verb checks, saves and records who and why, in one transaction; a verb that may not be done changes nothing.
"""

from incidents.workflow import corrections
from incidents.workflow.accusing import word_of_guilt_about, words_of_guilt
from incidents.workflow.checklist import (
    PerhapsProtected,
    checklist,
    may_name_somebody,
    namesakes_in,
    possible_duplicates,
    warnings,
)
from incidents.workflow.checks import problems, refuse_called_after_protected, stay_publishable, stay_publishable_with
from incidents.workflow.deriving import derive_where_they_decide
from incidents.workflow.embargo import lift_embargo, set_embargo
from incidents.workflow.eyes import has_unapproved_changes, is_written_now, wrote_it
from incidents.workflow.involving import call_by_name, forget_unused_names, involve_everybody, parties_named
from incidents.workflow.naming import hidden_in, is_somebody_else, names_in, names_read_once, published_texts_naming
from incidents.workflow.past import Called, called_in, said_before
from incidents.workflow.places import Place, called_twice, places_held, places_naming
from incidents.workflow.proceedings import mark_checked
from incidents.workflow.protection import anonymise, refuse_hiding, refuse_telling_description, tells, words_left
from incidents.workflow.refusals import NotAllowed, NotPermitted, NotPublishable, Problem
from incidents.workflow.related import link_related, links_found
from incidents.workflow.requests import TooMany, accept_reply, answer, forget_requester, receive, take
from incidents.workflow.restore import restore, tried_out
from incidents.workflow.roles import may_edit, may_edit_all, who_may
from incidents.workflow.stages import (
    approve,
    ask_withdrawal,
    clear_legal,
    keep_published,
    pass_to_legal,
    publish,
    send_back,
    submit,
    withdraw,
)
from incidents.workflow.taking_part import of_seen_party, parties_ever_in
from incidents.workflow.texts import Text, is_a_key, mark_of_text, text_at
from incidents.workflow.verbs import (
    LEGAL,
    VERBS,
    WITHDRAW,
    approvers,
    is_public,
    is_under_embargo,
    verbs_for,
    withdrawal_asked,
)

__all__ = [
    "LEGAL",
    "VERBS",
    "WITHDRAW",
    "Called",
    "NotAllowed",
    "NotPermitted",
    "NotPublishable",
    "PerhapsProtected",
    "Place",
    "Problem",
    "Text",
    "TooMany",
    "accept_reply",
    "anonymise",
    "answer",
    "approve",
    "approvers",
    "ask_withdrawal",
    "call_by_name",
    "called_in",
    "called_twice",
    "checklist",
    "clear_legal",
    "corrections",
    "derive_where_they_decide",
    "forget_requester",
    "forget_unused_names",
    "has_unapproved_changes",
    "hidden_in",
    "involve_everybody",
    "is_a_key",
    "is_public",
    "is_somebody_else",
    "is_under_embargo",
    "is_written_now",
    "keep_published",
    "lift_embargo",
    "link_related",
    "links_found",
    "mark_checked",
    "mark_of_text",
    "may_edit",
    "may_edit_all",
    "may_name_somebody",
    "names_in",
    "names_read_once",
    "namesakes_in",
    "of_seen_party",
    "parties_ever_in",
    "parties_named",
    "pass_to_legal",
    "places_held",
    "places_naming",
    "possible_duplicates",
    "problems",
    "publish",
    "published_texts_naming",
    "receive",
    "refuse_called_after_protected",
    "refuse_hiding",
    "refuse_telling_description",
    "restore",
    "said_before",
    "send_back",
    "set_embargo",
    "stay_publishable",
    "stay_publishable_with",
    "submit",
    "take",
    "tells",
    "text_at",
    "tried_out",
    "verbs_for",
    "warnings",
    "who_may",
    "withdraw",
    "withdrawal_asked",
    "word_of_guilt_about",
    "words_left",
    "words_of_guilt",
    "wrote_it",
]
