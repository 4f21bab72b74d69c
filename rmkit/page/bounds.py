"""How often somebody may ask: a bucket of tries for each address and each link, filled slowly."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address

__all__ = ["ADDRESS", "LINK", "MISS", "Buckets", "network_of"]

ADDRESS = (2_000.0, 50.0)
"""Tries of one address at once, and a second: a whole office may sit behind one."""
LINK = (120.0, 2.0)
"""Tries with one link at once, and a second: a draft is sent every other second at most."""
MISS = (30.0, 0.5)
"""Links that are none, from one address."""
_MOST_REMEMBERED = 20_000


class Buckets:
    """One bucket for each name; a full one is forgotten first.

    >>> now = [0.0]
    >>> buckets = Buckets(2, 0.5, clock=lambda: now[0])
    >>> [buckets.take("a") for _ in range(3)]
    [0.0, 0.0, 2.0]
    >>> now[0] = 2.0
    >>> buckets.take("a")
    0.0
    """

    def __init__(
        self, capacity: float, per_second: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._capacity, self._rate, self._clock = capacity, per_second, clock
        self._left: OrderedDict[object, tuple[float, float]] = OrderedDict()

    def take(self, name: object) -> float:
        """Take one try; return 0, or in how many seconds there will be one."""
        now = self._clock()
        left, since = self._left.pop(name, (self._capacity, now))
        left = min(self._capacity, left + (now - since) * self._rate)
        allowed = left >= 1
        self._left[name] = (left - 1 if allowed else left, now)
        while len(self._left) > _MOST_REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate


def network_of(address: str) -> str:
    """Give what counts as one address: with IPv6 a household has 2^64 of them.

    >>> network_of("192.0.2.7"), network_of("2001:db8::1:2:3:4"), network_of("?")
    ('192.0.2.7', '2001:db8::', '?')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return "?"
    if found.version == 4:
        return str(found)
    return str(ip_address(int(found) >> 64 << 64))
