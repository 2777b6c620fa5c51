"""What follows from steps, derived anew: proceedings that the loader left open, acquittals that were set aside, pardons of
convictions that were not final, death before a judgment was final, steps that are still to come, steps in an order that
their dates do not say, steps about larger groups, charges after an acquittal, charges and trials after death, final judgments that were upheld,
pardons that were set aside, steps that name nobody, deaths that another
proceeding tells, groups of whose parts each was decided about."""

from itertools import groupby, islice

from django.db import migrations, models
from django.utils import timezone

from incidents.models.courses import Said, course_of, deciding, is_open_for_anybody
from incidents.models.groups import Groups, groups_of
from incidents.models.inexact import begins_later
from incidents.models.ordering import as_they_followed
from incidents.models.standing import StepFact

BATCH = 200  # cases
WHY = "Legal standing derived anew from the steps."


def derive_anew(apps, schema_editor):
    """By the rule as it is, with a row of history for whatever changes."""
    keys = apps.get_model("incidents", "Incident").objects.filter(proceedings__isnull=False).distinct().order_by("pk")
    numbers = iter(list(keys.values_list("pk", flat=True)))
    moment = timezone.now()  # one for all: rows of one moment are one version of their case
    while cases := list(islice(numbers, BATCH)):
        groups = groups_of(apps.get_model("incidents", "Incident").objects.filter(pk__in=cases))
        steps = told(apps, cases)
        change(apps, "Proceeding", "is_open", open_ones(apps, cases, steps, groups), moment)
        change(apps, "AllegationParty", "legal_status", statuses(apps, cases, steps, groups), moment)


def told(apps, cases):
    """Case → its steps that have begun, in order of time."""
    rows = apps.get_model("incidents", "Step").objects.filter(proceeding__incident__in=cases)
    rows = list(rows.select_related("proceeding__jurisdiction", "jurisdiction").prefetch_related("parties"))
    based = apps.get_model("incidents", "Organization").objects.filter(pk__in={step.authority_id for step in rows})
    countries = dict(based.values_list("pk", "country__country_code"))
    rows.sort(key=lambda step: (step.proceeding.incident_id, step.proceeding.position, step.position, step.pk))
    begun = (step for step in rows if not begins_later(step.date_edtf, step.date_earliest))
    return {
        case: [
            Said(step, fact(step, countries), {part.party_id for part in step.parties.all()})
            for step in as_they_followed(listed)
        ]
        for case, listed in groupby(begun, key=lambda step: step.proceeding.incident_id)
    }


def fact(step, countries):
    region = step.jurisdiction or step.proceeding.jurisdiction
    place = region.country_code if region else countries.get(step.authority_id) or ""
    days = step.date_earliest, step.date_latest
    return StepFact(step.kind, step.final, step.on_merits, step.proceeding_id, place, *days)


def open_ones(apps, cases, steps, groups):
    for row in apps.get_model("incidents", "Proceeding").objects.filter(incident__in=cases):
        here = steps.get(row.incident_id, []), groups.get(row.incident_id, Groups())
        yield row, is_open_for_anybody(row.pk, *here)


def statuses(apps, cases, steps, groups):
    dealing = {}
    claims = apps.get_model("incidents", "ProceedingAllegation").objects.filter(proceeding__incident__in=cases)
    for allegation, proceeding in claims.values_list("allegation_id", "proceeding_id"):
        dealing.setdefault(allegation, set()).add(proceeding)
    links = apps.get_model("incidents", "AllegationParty").objects.filter(capacity="accused")
    for link in links.filter(allegation__incident__in=cases).select_related("allegation"):
        case, there = link.allegation.incident_id, dealing.get(link.allegation_id)
        theirs = deciding(steps.get(case, []), there) if there else []
        yield link, course_of(link.party_id, theirs, groups.get(case, Groups())).outcome.status


def change(apps, model, column, derived, moment):
    """Writes what differs, and its history."""
    table, past = (apps.get_model("incidents", name) for name in (model, f"Historical{model}"))
    names = [field.attname for field in table._meta.concrete_fields]
    written = []
    for row, value in derived:
        if getattr(row, column) != value:
            setattr(row, column, value)
            table.objects.filter(pk=row.pk).update(**{column: value})
            columns = {name: getattr(row, name) for name in names}
            written.append(past(**columns, history_date=moment, history_type="~", history_change_reason=WHY))
    past.objects.bulk_create(written, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0035_standing_derived_after_death"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="allegationparty",
            name="allegationparty_status_known",
        ),
        migrations.AddConstraint(
            model_name="allegationparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "legal_status__in",
                        [
                            "none_known",
                            "steps_only",
                            "complaint",
                            "investigated",
                            "wanted",
                            "detained",
                            "charged",
                            "on_trial",
                            "pleaded_guilty",
                            "convicted",
                            "convicted_not_final",
                            "convicted_died",
                            "convicted_final",
                            "pardoned_not_final",
                            "pardoned",
                            "acquitted",
                            "acquittal_annulled",
                            "annulled",
                            "retrial",
                            "dismissed",
                            "closed_not_on_merits",
                            "closed_by_death",
                            "opposed",
                            "group_decided",
                            "decided_in_part",
                            "decided_by_name",
                            "disciplinary",
                            "sanctioned",
                            "cleared_administratively",
                        ],
                    )
                ),
                name="allegationparty_status_known",
            ),
        ),
        migrations.RunPython(derive_anew, migrations.RunPython.noop, elidable=True),
    ]
