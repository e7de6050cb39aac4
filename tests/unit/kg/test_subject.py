"""What a page is about, by its title, its other names, and its keys."""

from collections.abc import Mapping as Table

import pytest

from kg.ground import Claims, claimed, ground
from kg.lexicon import Lexicon, Mapping
from kg.model import (
    Argument,
    Assertion,
    Document,
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

PAGE = Reference("document", "page")
EXACT = Reference("skos", "exactMatch")
RELATED = Reference("skos", "relatedMatch")


def condition(label: str) -> Entity:
    identifier = label.replace(" ", "-")
    return Entity(Reference("condition", identifier), Kind.CONDITION, label)


def key(number: int) -> Reference:
    return Reference("umls", f"C{number}")


def lexicon(
    names: Table[str, Table[str, Status]], keys: Table[str, int] | None = None
) -> Lexicon:
    """Make a lexicon of entities by their labels: their other names, and a key."""
    terms = [
        Term(name, condition(label), status)
        for label, others in names.items()
        for name, status in ({label: Status.LABEL} | dict(others)).items()
    ]
    how = Reference("semapv", "ManualMappingCuration")
    mappings = [
        (condition(label).reference, Mapping(EXACT, key(number), how, "test"))
        for label, number in (keys or {}).items()
    ]
    return Lexicon(terms, mappings)


def page(
    title: str, names: tuple[str, ...] = (), keys: tuple[int, ...] = ()
) -> list[Fact]:
    subject = Mention(0, len(title), title, Kind.CONDITION)
    document = Entity(PAGE, Kind.DOCUMENT, title)
    said = EXACT if len(keys) == 1 else RELATED
    return [
        fact(document, Reference("mg", "describes"), subject, "title"),
        *(
            fact(subject, Reference("skos", "altLabel"), Value(name), "other-names")
            for name in names
        ),
        *(fact(subject, said, key(number), "database-keys") for number in keys),
    ]


def fact(
    subject: Argument, predicate: Reference, object_: Argument, section: str
) -> Fact:
    return Fact(
        subject=subject,
        predicate=predicate,
        object=object_,
        evidence=Evidence(PAGE, Quote(0, 1, "A"), f"entries.{section}"),
    )


def about(
    facts: list[Fact], known: Lexicon, claims: Claims | None = None
) -> tuple[str, Method]:
    """Give the label of what the page is about, and how that was found."""
    first = next(ground(facts, known, claims or {}))
    assert isinstance(first, Assertion)
    assert isinstance(first.object, Grounding)
    return first.object.entity.label, first.object.method


def mapped(
    facts: list[Fact], known: Lexicon, claims: Claims | None = None
) -> set[tuple[str, str]]:
    """Give the mappings of what the page is about: predicate and object."""
    return {
        (found.predicate.identifier, str(end))
        for found in ground(facts, known, claims or {})
        if isinstance(found, Assertion) and found.predicate.identifier.endswith("Match")
        for end in [
            found.object.entity.reference
            if isinstance(found.object, Grounding)
            else found.object
        ]
    }


SYNONYM = Status.SYNONYM
SYMBOL = Status.SYMBOL


@pytest.mark.parametrize(
    ("title", "names", "keys", "expected"),
    [
        # the title, where it is a label or another name
        ("pinta anemia", (), (), ("pinta anemia", Method.LABEL)),
        ("pinta disease", (), (), ("pinta anemia", Method.SYNONYM)),
        # a title that no vocabulary has: what the other names agree on
        ("Pinta's blight", ("pinta disease",), (), ("pinta anemia", Method.AGREED)),
        ("anemia of Pinta", (), (1,), ("pinta anemia", Method.AGREED)),
        # the names disagree, or a symbol is all there is, or a class
        ("blight", ("pinta disease", "doe fever"), (), ("blight", Method.MINTED)),
        ("blight", ("pinta disease",), (2,), ("pinta anemia", Method.AGREED)),
        ("fever blight", ("pinta disease",), (2,), ("fever blight", Method.MINTED)),
        ("blight", ("PA",), (), ("blight", Method.MINTED)),
        ("blight", ("PA",), (1,), ("pinta anemia", Method.AGREED)),
        ("red doe fever", ("doe fever",), (2,), ("red doe fever", Method.MINTED)),
        # two forms are listed: the page is about both
        ("blight", ("roe 1", "roe 2", "roe one"), (), ("blight", Method.MINTED)),
    ],
)
def test_a_page_is_about(
    title: str, names: tuple[str, ...], keys: tuple[int, ...], expected: tuple[str, str]
) -> None:
    """The title decides, then the other names and keys where they agree."""
    known = lexicon(
        {
            "pinta anemia": {"pinta disease": SYNONYM, "PA": SYMBOL},
            "doe fever": {},
            "roe 1": {"roe one": SYNONYM},
            "roe 2": {},
        },
        {"pinta anemia": 1, "doe fever": 2},
    )

    assert expected == about(page(title, names, keys), known)


def test_most_names_decide_between_entities_of_the_title() -> None:
    """Of two entities with the title as a name, that of most other names is meant."""
    known = lexicon(
        {
            "anemia one": {"pinta": SYNONYM},
            "anemia two": {"pinta": SYNONYM, "doe fever": SYNONYM},
        }
    )

    assert about(page("pinta", ("doe fever",)), known) == (
        "anemia two",
        Method.SYNONYM,
    )


def test_a_label_yields_to_names_and_a_key() -> None:
    """One vocabulary has the title as label; the page's names and key tell more."""
    names = {"pinta": {}, "anemia two": {"pinta": SYNONYM, "doe fever": SYNONYM}}
    facts = page("pinta", ("doe fever",), (2,))

    assert about(facts, lexicon(names)) == ("pinta", Method.LABEL)
    assert about(facts, lexicon(names, {"anemia two": 2}))[0] == "anemia two"


def test_a_form_is_not_what_it_is_a_form_of() -> None:
    """A label with a type that the title lacks is narrower, unless the page says it."""
    known = lexicon({"pinta anemia 1": {"pinta anemia": SYNONYM}})

    assert about(page("pinta anemia"), known) == ("pinta anemia", Method.MINTED)
    assert mapped(page("pinta anemia"), known) == {
        ("narrowMatch", "condition:pinta-anemia-1")
    }
    listed = page("pinta anemia", ("pinta anemia 1",))
    assert about(listed, known) == ("pinta anemia 1", Method.SYNONYM)


def test_a_related_name_is_no_identity() -> None:
    """A name that a vocabulary only relates to an entity is mapped to it loosely."""
    known = lexicon({"pinta anemia": {"pinta": Status.RELATED}})

    assert about(page("pinta"), known) == ("pinta", Method.MINTED)
    assert mapped(page("pinta"), known) == {("closeMatch", "condition:pinta-anemia")}


def test_two_pages_do_not_share_a_node_by_another_name() -> None:
    """The page whose title is the label has the node; versions of a page share it."""
    known = lexicon({"doe fever": {"red doe fever": SYNONYM}})
    ours, theirs = page("red doe fever"), Reference("document", "doe-fever")
    other = Document(
        id=theirs,
        title="Doe fever",
        subject=Kind.CONDITION,
        url=None,
        text="",
        passages=(),
    )
    claims = claimed([other], known)

    assert about(ours, known, claims) == ("red doe fever", Method.MINTED)
    assert ("closeMatch", "condition:doe-fever") in mapped(ours, known, claims)
    assert about(ours, known, {condition("doe fever").reference: "page"}) == (
        "doe fever",
        Method.SYNONYM,
    )


def test_a_key_of_the_subject_is_exact_among_several() -> None:
    """Of several keys that of the node is exact, that of a class broad, others not."""
    known = lexicon(
        {"red doe fever": {}, "doe fever": {}, "red doe fever 2": {}, "roe": {}},
        {"red doe fever": 1, "doe fever": 2, "red doe fever 2": 3, "roe": 4},
    )
    facts = page("red doe fever", (), (1, 2, 3, 4, 5))

    assert mapped(facts, known) == {
        ("exactMatch", "umls:C1"),
        ("broadMatch", "umls:C2"),
        ("narrowMatch", "umls:C3"),
        ("relatedMatch", "umls:C5"),
    }
    refused = [f for f in ground(facts, known) if isinstance(f, Rejection)]
    assert [(r.reason, r.candidates) for r in refused] == [
        (Reason.AMBIGUOUS, (condition("roe"),))
    ]
