from dataclasses import replace

import pytest

from kg.ground import ground
from kg.lexicon import Lexicon, Mapping
from kg.model import (
    Argument,
    Assertion,
    Description,
    Entity,
    Evidence,
    Fact,
    Grounding,
    Kind,
    Mention,
    Method,
    Quote,
    Reason,
    Reference,
    Rejection,
    Status,
    Term,
    Value,
)

ONE = Entity(Reference("uniprot", "P1"), Kind.ENZYME, "abecease 1")
TWO = Entity(Reference("uniprot", "P2"), Kind.ENZYME, "abecease 2")
IRON = Entity(Reference("CHEBI", "18248"), Kind.CHEMICAL, "iron")
LEXICON = Lexicon(
    [
        Term("abecease 1", ONE, Status.LABEL),
        Term("abecease 2", TWO, Status.LABEL),
        Term("abecease", ONE, Status.SYNONYM),
        Term("abecease", TWO, Status.SYNONYM),
        Term("iron", IRON, Status.LABEL),
    ]
)
GENE = Mention(0, 4, "ABC1", Kind.GENE)


def fact(subject: Argument, object_: Argument) -> Fact:
    evidence = Evidence(Reference("document", "d"), Quote(0, 1, "A"), "test")
    return Fact(
        subject=subject,
        predicate=Reference("mg", "encodes"),
        object=object_,
        evidence=evidence,
    )


def objects(*facts: Fact) -> list[Grounding | Reference | Value | Rejection]:
    outcomes = ground(facts, LEXICON)
    return [o.object if isinstance(o, Assertion) else o for o in outcomes]


def product(name: str) -> Mention:
    return Mention(9, 9 + len(name), name, Kind.GENE_PRODUCT)


def test_a_known_name_gives_its_entity() -> None:
    """A name of the lexicon is replaced by its entity; an enzyme is a product."""
    (found,) = objects(fact(GENE, product("Abecease  1")))

    assert isinstance(found, Grounding)
    assert (found.entity, found.method) == (ONE, Method.LABEL)


def test_an_unknown_name_gets_a_node_of_our_own() -> None:
    """A name that no lexicon knows is kept under an IRI of ours."""
    (found,) = objects(fact(GENE, product("defecin")))

    assert isinstance(found, Grounding)
    assert str(found.entity.reference) == "gene-product:defecin"
    assert found.method is Method.MINTED


def test_an_unknown_product_in_ase_is_an_enzyme() -> None:
    """A product whose name ends in -ase is an enzyme."""
    (found,) = objects(fact(GENE, product("defecin kinase")))

    assert isinstance(found, Grounding)
    assert found.entity.kind is Kind.ENZYME


def test_a_name_of_another_kind_is_refused() -> None:
    """Iron is a chemical, so no gene encodes it, and the refusal says so."""
    (found,) = objects(fact(GENE, product("iron")))

    assert isinstance(found, Rejection)
    assert (found.reason, found.candidates) == (Reason.WRONG_KIND, (IRON,))


def test_an_ambiguous_name_is_refused_with_its_candidates() -> None:
    """A name of two entities is not guessed at."""
    (found,) = objects(fact(GENE, product("abecease")))

    assert isinstance(found, Rejection)
    assert found.reason is Reason.AMBIGUOUS
    assert set(found.candidates) == {ONE, TWO}


def test_the_page_settles_an_ambiguous_name() -> None:
    """Of two entities the one that the page names in full elsewhere is meant."""
    other = Mention(5, 9, "ABC2", Kind.GENE)
    _, found = objects(
        fact(GENE, product("abecease 2")), fact(other, product("abecease"))
    )

    assert isinstance(found, Grounding)
    assert found.entity == TWO


def test_a_description_is_named_by_its_parts() -> None:
    """A group of mutations is called after its gene and its condition."""
    condition = Mention(20, 30, "New anemia", Kind.CONDITION)
    described = Description(Kind.MUTATION, (GENE, condition), "", "{0} in {1}")
    (outcome,) = ground([fact(described, GENE)], LEXICON)

    assert isinstance(outcome, Assertion)
    assert outcome.subject.entity == Entity(
        Reference("mutation", "abc1-new-anemia"), Kind.MUTATION, "ABC1 in New anemia"
    )


def test_one_sentence_says_a_thing_once() -> None:
    """Two patterns that read the same in one sentence give one assertion."""
    twice = fact(GENE, product("abecease 1"))

    assert len(list(ground([twice, twice], LEXICON))) == 1


def test_a_key_of_the_page_settles_an_ambiguous_name() -> None:
    """Of two entities the one that a database key on the page belongs to is meant."""
    key = Reference("omim", "1")
    how = Mapping(Reference("skos", "exactMatch"), key, Reference("semapv", "x"), "t")
    lexicon = Lexicon(
        [Term("abecease", ONE, Status.SYNONYM), Term("abecease", TWO, Status.SYNONYM)],
        [(TWO.reference, how)],
    )
    matched = replace(fact(GENE, key), predicate=Reference("skos", "exactMatch"))
    _, outcome = ground([matched, fact(GENE, product("abecease"))], lexicon)

    assert isinstance(outcome, Assertion)
    assert isinstance(outcome.object, Grounding)
    assert outcome.object.entity == TWO


@pytest.mark.parametrize("name", ["abecease", "iron"])
def test_a_page_is_never_lost_for_its_name(name: str) -> None:
    """A page whose subject's name is ambiguous or taken is about a node of our own."""
    described = replace(
        fact(GENE, product(name)), predicate=Reference("mg", "describes")
    )
    (found,) = objects(described)

    assert isinstance(found, Grounding)
    assert found.method is Method.MINTED


ABC = Entity(Reference("hgnc", "1"), Kind.GENE, "ABC1")
GENES = Lexicon(
    [
        Term("ABC1", ABC, Status.LABEL),
        Term("OLD1", ABC, Status.SYMBOL),
        Term("DOE", ABC, Status.RELATED),
        Term(
            "DOE2",
            Entity(Reference("condition", "doe"), Kind.CONDITION, "doe"),
            Status.SYMBOL,
        ),
    ]
)
MUTATION_OF = Reference("mg", "mutationOf")


def genes(*facts: Fact) -> list[str]:
    """Give the genes that facts come to, refused ones left out."""
    outcomes = ground(facts, GENES)
    return [
        str(o.subject.entity.reference) for o in outcomes if isinstance(o, Assertion)
    ]


def gene(symbol: str) -> Mention:
    return Mention(0, len(symbol), symbol, Kind.GENE)


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("ABC1", "hgnc:1"),
        ("OLD1", "hgnc:1"),  # approved once
        ("DOE", "gene:doe"),  # an alias, which other genes may have as well
        ("DOE2", "gene:doe2"),  # the symbol of a condition too
    ],
)
def test_a_gene_goes_by_its_approved_symbols(symbol: str, expected: str) -> None:
    """An alias alone is no proof of the gene; what is called a gene is one."""
    assert [expected] == genes(fact(gene(symbol), product("defecin")))


def test_an_alias_means_the_gene_that_the_page_names() -> None:
    """Where the page names the gene by its symbol, an alias means it too."""
    both = (
        fact(gene("DOE"), product("defecin")),
        fact(gene("ABC1"), product("defecin")),
    )

    assert ["hgnc:1"] == genes(*both)


def test_a_product_is_no_proof_of_a_gene() -> None:
    """What is said of "the DOE protein" says nothing of a gene with DOE as an alias."""
    described = Description(Kind.GENE_PRODUCT, (gene("DOE"),), "protein", "{0} protein")
    (found,) = ground([fact(gene("DOE"), described)], GENES)

    assert isinstance(found, Rejection)
    assert (found.reason, found.candidates) == (Reason.AMBIGUOUS, (ABC,))


@pytest.mark.parametrize(
    ("name", "method", "kept"),
    [
        pytest.param("abecease one", "test", True, id="of nothing else"),
        pytest.param("abecease", "test", True, id="of this one, too"),
        pytest.param("abecease 2", "test", False, id="of another"),
        pytest.param("abecease 2", "entries.other-names", True, id="listed"),
        pytest.param("iron", "test", True, id="of another kind of thing"),
    ],
)
def test_prose_gives_no_other_name_that_is_anothers(
    name: str, method: str, *, kept: bool
) -> None:
    """Of two things that the lexicon tells apart, prose makes neither the other."""
    told = fact(product("abecease 1"), Value(name))
    evidence = replace(told.evidence, method=method)
    named = replace(told, predicate=Reference("skos", "altLabel"), evidence=evidence)
    (outcome,) = ground([named], LEXICON)

    assert kept is isinstance(outcome, Assertion)


def test_nothing_is_related_to_itself() -> None:
    """Two names of one thing make no fact of it: the fact is refused, and says why."""
    (outcome,) = ground([fact(product("abecease 1"), product("Abecease 1"))], LEXICON)

    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.candidates) == (Reason.ITSELF, (ONE,))
