"""Every word about legal standing, in English and Spanish. Pages, lists, titles, files, feeds and the admin take them
from here and nowhere else; imports nothing of ours."""

from incidents.wording.claims import (
    ALLEGATION_LEAD,
    AS_OF,
    AS_REPORTED,
    CAPACITIES,
    CERTAINTIES,
    CHANGES,
    CLAIM_TITLE,
    DEFEATS,
    IF_TRUE,
    NO_STANDING,
    NOT_ACCUSED,
    PROTECTED_SPEAKER,
    REPLIES,
    REPORTED,
    ROLES,
    ROLES_OF_GUILT,
    STRUCK,
    STRUCK_TITLE,
    defeat_kinds,
    reply_statuses,
    reported_statuses,
)
from incidents.wording.guilt import word_of_guilt
from incidents.wording.languages import pair
from incidents.wording.status import PRESUMPTION, Status
from incidents.wording.statuses import BY_CODE, STATUSES, labels_of, legal_statuses
from incidents.wording.steps import CUSTODY_LEAD, FINAL, MEASURE_LEAD, ON_MERITS, STEP_FAMILIES, STEPS

__all__ = [
    "ALLEGATION_LEAD",
    "AS_OF",
    "AS_REPORTED",
    "BY_CODE",
    "CAPACITIES",
    "CERTAINTIES",
    "CHANGES",
    "CLAIM_TITLE",
    "CUSTODY_LEAD",
    "DEFEATS",
    "FINAL",
    "IF_TRUE",
    "MEASURE_LEAD",
    "NOT_ACCUSED",
    "NO_STANDING",
    "ON_MERITS",
    "PRESUMPTION",
    "PROTECTED_SPEAKER",
    "REPLIES",
    "REPORTED",
    "ROLES",
    "ROLES_OF_GUILT",
    "STATUSES",
    "STEPS",
    "STEP_FAMILIES",
    "STRUCK",
    "STRUCK_TITLE",
    "Status",
    "defeat_kinds",
    "labels_of",
    "legal_statuses",
    "pair",
    "reply_statuses",
    "reported_statuses",
    "word_of_guilt",
]
