"""Work done by several processes is the work of one, and leaves no process behind."""

from __future__ import annotations

import operator
import pickle
import signal
from multiprocessing import active_children

import pytest

from kg.errors import DocumentError, PrefixError, ValidationError, WorkerError
from kg.names import Names
from kg.workers import applied


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_keep_the_order(jobs: int) -> None:
    """The first result is that of the first value, whoever was done first."""
    with applied(operator.mul, 3, range(20), jobs) as results:
        assert [3 * value for value in range(20)] == list(results)

    assert [] == active_children()


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_with_its_data(jobs: int) -> None:
    """What a worker refuses is refused here, in the same words."""
    curies = ["hgnc:1", "HGMC:1101"]
    with (
        pytest.raises(PrefixError, match="did you mean") as raised,
        applied(Names.parse_curie, Names(), curies, jobs) as results,
    ):
        list(results)

    assert ("HGMC:1101", "hgnc") == (raised.value.curie, raised.value.guess)


def test_a_killed_worker() -> None:
    """The system takes a process away: that is said, and nobody waits for ever."""
    with (
        pytest.raises(WorkerError, match="--jobs"),
        applied(operator.call, signal.raise_signal, [signal.SIGKILL], 2) as results,
    ):
        list(results)

    assert [] == active_children()


def test_work_that_is_no_longer_wanted() -> None:
    """Who leaves in the middle takes the workers along."""
    with applied(operator.mul, 3, range(1000), 2) as results:
        first = next(results)

    assert (0, []) == (first, active_children())


@pytest.mark.parametrize(
    "error", [DocumentError("a.txt", "is empty"), ValidationError(("one", "two"))]
)
def test_errors_survive_pickling(error: Exception) -> None:
    """An error of ours goes from process to process whole."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own

    assert (str(error), vars(error)) == (str(again), vars(again))
