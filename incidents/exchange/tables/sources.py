"""The list of sources as a table."""

from django.db.models import F

from incidents.exchange.tables.columns import TERMS, Table, cited, day, made, plain
from incidents.exchange.tables.expressions import worded
from incidents.models import Source, SourceKind

SOURCES = Table(
    lambda: Source.objects.published().with_incident_count(),
    (
        *cited("sources"),
        plain("publisher", "Who published it."),
        plain("title", "The headline as printed."),
        plain("author", "As printed; empty if nobody is named."),
        plain("published", "When, as exactly as known (EDTF).", "published_edtf"),
        day("published_earliest", "The first day that the date may mean."),
        day("published_latest", "The last day that it may mean."),
        plain("language", "Of the document (ISO 639)."),
        made("kind", "What sort of document.", lambda: worded("kind", dict(SourceKind.choices))),
        plain(
            "kind_in_words", "The same in the words of the source, where the list has no fitting one.", "kind_as_stated"
        ),
        plain("document", "Where it was read.", "url"),
        made("incidents", "How many public incidents use it.", lambda: F("incident_count")),
        *TERMS,
    ),
)
