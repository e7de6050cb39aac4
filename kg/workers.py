"""A function applied to many values by several processes; the results keep the order.

Processes are started anew and not forked: a fork would take over what the threads of
the store hold.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from kg.errors import WorkerError

Shared = TypeVar("Shared")
Value = TypeVar("Value")
Result = TypeVar("Result")

_CHUNK = 8
"""How many values a worker takes at a time, at most."""

_TASK: dict[str, Callable[[Any], Any]] = {}  # what this process, a worker, has to do


@contextmanager
def applied(
    function: Callable[[Shared, Value], Result],
    shared: Shared,
    values: Sequence[Value],
    jobs: int,
) -> Iterator[Iterator[Result]]:
    """Give `function(shared, value)` of each value, as they are asked for.

    A single job is done here. More are processes, which get `shared` once and end with
    this context, whatever ends it. Errors of the function are raised where its result
    would be; WorkerError where a process was killed.
    """
    if jobs == 1:
        yield (function(shared, value) for value in values)
        return
    others = set(active_children())
    pool = ProcessPoolExecutor(
        jobs, get_context("spawn"), initializer=_begin, initargs=(function, shared)
    )
    try:
        with _interrupts_held():
            chunk = max(1, min(_CHUNK, len(values) // (jobs * 4)))
            results = pool.map(_work, values, chunksize=chunk)
        yield _unbroken(results)
    finally:
        for worker in set(active_children()) - others:
            worker.kill()
        pool.shutdown(cancel_futures=True)


def _unbroken(results: Iterable[Result]) -> Iterator[Result]:
    try:
        yield from results
    except BrokenProcessPool as error:
        raise WorkerError from error


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: this one is told, and ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(function: Callable[[Shared, Value], Result], shared: Shared) -> None:
    _TASK["here"] = partial(function, shared)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave no worker behind where the parent was killed and could not end it."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(value: Any) -> Any:  # noqa: ANN401 - as the function has it
    return _TASK["here"](value)
