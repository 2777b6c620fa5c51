"""Sets of kinds of steps (see `vocabulary.StepKind`), each said once: what a step of such a kind does."""

CUSTODY = frozenset({"detained", "pretrial_detention", "house_arrest", "released", "escaped"})
DEATH = frozenset({"killed", "died"})
# A prosecutor or a court begins, or goes on with, a case against somebody.
ACCUSING = frozenset({"charged", "indicted", "trial_opened"})
# Guilt is admitted or found, or a judgment that found it is confirmed or carried further.
OF_GUILT = frozenset({"plea_guilty", "convicted", "sentenced", "conviction_upheld"})
# Takes a finding of guilt, or the case, back; a pardon takes back what it leads to.
TAKING_BACK = frozenset({"acquitted", "acquittal_upheld", "annulled", "dismissed", "pardoned", "retrial_ordered"})
# What is done to the living only.
TRYING = ACCUSING | OF_GUILT
# A later one takes the place of an earlier one.
DECISIONS = OF_GUILT | TAKING_BACK | {"acquittal_annulled", "pardon_annulled"}
# What is set aside by a step of such a kind.
SETS_ASIDE = {
    "acquittal_annulled": frozenset({"acquitted", "acquittal_upheld"}),
    "pardon_annulled": frozenset({"pardoned"}),
}
