"""How much each client asks for: at once, and in a second."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from http import HTTPStatus

from server.workers.refusal import Refusal

_MANY = 10_000  # clients whose pace is remembered


class Clients:
    """Counts requests by client; refuses those beyond `at_once` and `rate` a second.

    The rate is that of a bucket that holds ten seconds' worth; 0 is no limit.
    """

    def __init__(self, at_once: int, rate: int) -> None:
        self._most = at_once
        self._rate = rate
        self._running: Counter[str] = Counter()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def enter(self, client: str) -> None:
        """Count a request; raises Refusal for one too many. To be left in any case."""
        self._running[client] += 1
        if self._running[client] > self._most:
            detail = "too many of your requests at once: wait for some to end"
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, detail, wait=1)
        if not self.may_go_on(client):
            detail = f"more than {self._rate} requests a second: ask less often"
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, detail, wait=1)

    def leave(self, client: str) -> None:
        """Count a request off."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]

    def may_go_on(self, client: str) -> bool:
        """Count a request by its time alone; tell whether it is not one too many."""
        if not self._rate:
            return True
        now, most = time.monotonic(), 10.0 * self._rate
        left, since = self._buckets.pop(client, (most, now))
        left = min(most, left + (now - since) * self._rate)
        self._buckets[client] = (max(left - 1, 0), now)
        if len(self._buckets) > _MANY:
            self._buckets.popitem(last=False)
        return left >= 1
