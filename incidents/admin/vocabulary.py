"""Code lists: offences, currencies, units, words for what makes a case hard."""

from django.contrib import admin

from incidents.admin.desk import ShortList
from incidents.models import Currency, Feature, Offence, Unit


@admin.register(Offence)
class OffenceAdmin(ShortList):
    list_display = ["code", "name_en", "name_es", "level", "own"]
    list_display_links = ["code", "name_en"]
    list_filter = ["level", "own"]
    search_fields = ["code", "name_en", "name_es"]
    autocomplete_fields = ["parent"]


@admin.register(Currency)
class CurrencyAdmin(ShortList):
    list_display = ["code", "name_en", "name_es"]
    search_fields = ["code", "name_en", "name_es"]


@admin.register(Unit)
class UnitAdmin(ShortList):
    list_display = ["code", "name_en", "dimension", "to_base", "base"]
    list_filter = ["dimension"]
    search_fields = ["code", "name_en", "name_es"]


@admin.register(Feature)
class FeatureAdmin(ShortList):
    list_display = ["code"]
    search_fields = ["code"]
