"""Large inputs end in bounded time and memory, or with an error."""

from __future__ import annotations

import pytest

from kg.errors import SizeError
from kg.reason import Reasoner
from tests.unit.kg.reason.ontologies import read

_ORDER = ":p a owl:TransitiveProperty ; owl:inverseOf :q ."


def count(reasoner: Reasoner) -> int:
    """Count what follows."""
    return sum(len(codes) for _, codes in reasoner.columns())


def chain(length: int, predicate: str) -> str:
    """Make a line of things."""
    return "".join(f":x{n} {predicate} :x{n + 1} . " for n in range(length))


def test_a_closure_without_measure_is_refused() -> None:
    """The error names the property, and the number of pairs that is too much."""
    reasoner = Reasoner(read(_ORDER, chain(300, ":p")), most=10_000)
    with pytest.raises(
        SizeError, match=r"<http://example.org/p>: at least 10,\d+ pairs"
    ):
        count(reasoner)


def test_a_change_that_is_too_much_changes_nothing() -> None:
    """After the error all is as it was before."""
    line = chain(100, ":p")
    reasoner = Reasoner(read(_ORDER, line, line.replace(":x", ":y")), most=12_000)
    before = set(reasoner.inferred())
    with pytest.raises(SizeError):
        reasoner.change(add=read(":x100 :p :y0 ."))

    assert before == set(reasoner.inferred())


@pytest.mark.parametrize(
    "same",
    [
        "".join(f":x{n} owl:sameAs :x{n + 1} . " for n in range(20_000)),
        "".join(f":x{n + 1} owl:sameAs :x{n} . " for n in reversed(range(20_000))),
        "".join(f":x0 owl:sameAs :x{n} . " for n in range(20_000)),
    ],
)
def test_many_equal_terms_are_reasoned_over(same: str) -> None:
    """A class of equal terms is one term; only to write all pairs out is refused."""
    reasoner = Reasoner(read(same, ":x0 a :A . :A owl:disjointWith :B . :x7777 a :B ."))
    assert not reasoner.is_consistent
    with pytest.raises(SizeError, match="owl:sameAs"):
        count(reasoner)


def test_values_of_a_functional_property_are_equal() -> None:
    """They are linked one to the next, not each to each."""
    values = "".join(f":a :p :x{n} . " for n in range(1_500))
    reasoner = Reasoner(read(":p a owl:FunctionalProperty .", values))
    assert 1_500**2 == count(reasoner)


def test_a_chain_over_itself_ends() -> None:
    """Cyclic property chains over transitive properties come to a fixpoint."""
    axioms = """
    :p a owl:TransitiveProperty ; owl:propertyChainAxiom ( :q :p ) .
    :q a owl:TransitiveProperty ; owl:propertyChainAxiom ( :p :q ) .
    :x60 :p :x0 . :x0 :q :x1 .
    """
    reasoner = Reasoner(read(axioms, chain(60, ":p")))
    assert 61 * 61 - 61 + 61 - 1 == count(reasoner)


def test_a_long_list_is_read() -> None:
    """A class of ten thousand things has them all."""
    things = " ".join(f":x{n}" for n in range(10_000))
    assert 10_000 == count(Reasoner(read(f":A owl:oneOf ( {things} ) .")))
