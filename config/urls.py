"""The root of the addresses: the editors' desk, and the public site of `incidents.urls`."""

from django.contrib import admin
from django.urls import include, path

from incidents.admin.autocomplete import Choices

handler400 = "incidents.views.errors.bad_request"
handler403 = "incidents.views.errors.permission_denied"
handler404 = "incidents.views.errors.page_not_found"
handler500 = "incidents.views.errors.server_error"

urlpatterns = [
    path("admin/autocomplete/", admin.site.admin_view(Choices.as_view(admin_site=admin.site))),
    path("admin/", admin.site.urls),
    path("", include("incidents.urls")),
]
