"""Whole answers that this worker gave since the last change, to be given again without being made again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.http import HttpResponse
from django.http.response import HttpResponseBase

MOST = 16 * 1024 * 1024  # bytes that one worker keeps


class Remembered:
    """Answers by the name of what they show, which changes with the record: what is outdated is never asked for again.

    At most `most` bytes are kept, the latest asked for longest. Threads may share it.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size = most, 0
        self._held: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._lock = Lock()
        self._making = [Lock() for _ in range(64)]

    def or_made(self, tag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
        """The answer of that name, made where it is not kept. Who asks for what another thread is making waits for that:
        after a change, all who read the same page would else make it at the same time."""
        with self._making[hash(tag) % len(self._making)]:
            answer = self.get(tag)
            if answer is None:
                answer = make()
                self.keep(tag, answer)
        return answer

    def get(self, tag: str) -> HttpResponse | None:
        """The answer of that name as it was given, if it is still kept."""
        with self._lock:
            held = self._held.get(tag)
            if held is None:
                return None
            self._held.move_to_end(tag)
        return HttpResponse(held[0], headers=held[1])

    def keep(self, tag: str, response: HttpResponseBase) -> None:
        """Keeps an answer that everybody may be given: found, whole, without cookies."""
        if response.status_code != 200 or not isinstance(response, HttpResponse) or response.cookies:
            return
        content, headers = response.content, dict(response.items())
        if len(content) > self._most // 8:
            return
        with self._lock:
            if tag in self._held:
                self._size -= len(self._held.pop(tag)[0])
            self._held[tag] = content, headers
            self._size += len(content)
            while self._size > self._most:
                self._size -= len(self._held.popitem(last=False)[1][0])

    def forget(self) -> None:
        """Forgets all of them."""
        with self._lock:
            self._held.clear()
            self._size = 0


PAGES = Remembered()
