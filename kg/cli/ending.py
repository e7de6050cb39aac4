"""How a command ends that is told to: as after Ctrl-C, with what it began removed."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SIGNALS = ("SIGTERM", "SIGHUP")  # the second is unknown to Windows


@contextmanager
def tidily() -> Iterator[None]:
    """Let a signal that ends the process unwind what stands around it.

    The exit code is that of a shell: 128 and the number of the signal.
    """
    known = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, _end) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
