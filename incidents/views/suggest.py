"""What a reader may mean who is typing the name of something."""

from django.http import HttpRequest, JsonResponse


def suggest(request: HttpRequest, what: str) -> JsonResponse:
    return JsonResponse({"results": []})
