"""The public addresses, on one screen. A row's address is its public id; the words after it are decoration."""

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from incidents.views import corrections, details, files, home, lists, pages, requests, search, suggest, versions
from incidents.views.taken import takes

PAGES: list[URLPattern] = [
    path("", home.home, name="home"),
    path("incidents/", lists.incidents, name="incidents"),
    path("incidents.csv", files.incidents, name="incidents_csv"),
    path("incidents/<str:public_id>/", details.incident, name="incident"),
    path("incidents/<str:public_id>/versions/", versions.versions, name="incident_versions"),
    path("incidents/<str:public_id>/as-published/<str:when>/", versions.as_published, name="as_published"),
    path("incidents/<str:public_id>/<slug:slug>/", details.incident, name="incident"),
    path("actors/", lists.actors, name="actors"),
    path("actors.csv", files.actors, name="actors_csv"),
    path("actors/<str:public_id>/", details.actor, name="actor"),
    path("actors/<str:public_id>/<slug:slug>/", details.actor, name="actor"),
    path("organizations/", lists.organizations, name="organizations"),
    path("organizations.csv", files.organizations, name="organizations_csv"),
    path("organizations/<str:public_id>/", details.organization, name="organization"),
    path("organizations/<str:public_id>/<slug:slug>/", details.organization, name="organization"),
    path("regions/", lists.regions, name="regions"),
    path("regions.csv", files.regions, name="regions_csv"),
    path("regions/<str:code>/", details.region, name="region"),
    path("regions/<str:code>/<slug:slug>/", details.region, name="region"),
    path("allegations/", lists.allegations, name="allegations"),
    path("allegations.csv", files.allegations, name="allegations_csv"),
    path("allegations/<str:public_id>/", details.allegation, name="allegation"),
    path("allegations/<str:public_id>/<slug:slug>/", details.allegation, name="allegation"),
    path("sources/", lists.sources, name="sources"),
    path("sources.csv", files.sources, name="sources_csv"),
    path("sources/<str:public_id>/", details.source, name="source"),
    path("sources/<str:public_id>/<slug:slug>/", details.source, name="source"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/feed/", corrections.feed, name="corrections_feed"),
    path("method/", pages.method, name="method"),
    path("legal-standing/", pages.legal_standing, name="legal_standing"),
    path("search/", search.search, name="search"),
    path("suggest/<slug:what>/", suggest.suggest, name="suggest"),
]

FORMS: list[URLPattern] = [
    path("requests/received/<str:receipt>/", requests.received, name="request_received"),
    path("requests/<slug:page>/<str:public_id>/", requests.ask, name="request"),
]

# What a page reads from its address, where it does not ask a question that checks its own parameters.
READS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(["home", "incident", "actor", "organization", "region", "allegation", "source"], ()),
    **dict.fromkeys(["as_published", "method", "legal_standing", "request", "request_received"], ()),
    "incident_versions": ("before",),
    "search": ("q",),
}

for page in (*PAGES, *FORMS):
    if page.name in READS:
        page.callback = takes(*READS[page.name])(page.callback)

for page in PAGES:
    # Public pages are read, by GET and HEAD alone: whatever else is sent is answered with that (405), not asked for a form's
    # token.
    page.callback = csrf_exempt(require_safe(page.callback))

for form in FORMS:
    form.callback = require_http_methods(["GET", "HEAD", "POST"])(form.callback)

urlpatterns: list[URLPattern | URLResolver] = [*PAGES, *FORMS]
