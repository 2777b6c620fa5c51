"""For the first page of the desk."""

from django import template
from django.contrib.auth.models import AnonymousUser, User

from incidents.figures.front import Section, sections_for

register = template.Library()


@register.simple_tag
def what_waits(user: User | AnonymousUser) -> list[Section]:
    """The sections of the first page that are the user's business."""
    return list(sections_for(user))
