"""Facts in the words of twenty years: each wording is read, general talk is not."""
# ruff: noqa: E501 - a wording stands on one line

import pytest

from kg.extract import extract
from kg.lexicon import bundled
from kg.model import (
    Description,
    Document,
    Entity,
    Kind,
    Mention,
    Passage,
    Polarity,
    Reference,
    Section,
    Value,
)

TITLE = "Doe anemia"
ENZYME = "The ABC1 gene provides instructions for making an enzyme called abecease. "
ABC1, XYZ2 = {"ABC1"}, {"ABC1", "XYZ2"}
AD, AR, XL = {"autosomal dominant"}, {"autosomal recessive"}, {"X-linked recessive"}


def read(
    section: Section, text: str, *, about: Kind = Kind.CONDITION
) -> list[tuple[str, str, str]]:
    """Read one section of a page about Doe anemia, or about the gene ABC1."""
    title = TITLE if about is Kind.CONDITION else "ABC1"
    document = Document(
        id=Reference("document", "page"),
        title=title,
        subject=about,
        url=None,
        text=f"{title}\n{text}",
        passages=(
            Passage(Section.TITLE, 0, title),
            Passage(section, len(title) + 1, text),
        ),
    )
    return [
        (_words(fact.subject), str(fact.predicate), _words(fact.object))
        for fact in extract(document, bundled())
        if fact.polarity is Polarity.POSITIVE
    ]


def _words(argument: object) -> str:
    match argument:
        case Mention(exact=exact):
            return exact
        case Description(parts=(Mention(exact=gene), Mention(exact=condition))):
            return f"{gene}/{condition}"
        case Description(label=label, parts=parts):
            return label.format(*map(_words, parts))
        case Value(lexical=lexical):
            return lexical
        case Entity(label=label):
            return label
        case _:
            return str(argument)


def genes(text: str) -> set[str]:
    """Give the genes that a section on causes says to cause the page's condition."""
    found = read(Section.CAUSES, text)
    return {s.partition("/")[0] for s, p, o in found if p == "mg:causes" and o == TITLE}


def modes(text: str) -> set[str]:
    """Give the modes in which a section on inheritance says the condition is passed on."""
    found = read(Section.INHERITANCE, text)
    return {
        o.removesuffix(" inheritance").removesuffix(" pattern")
        for s, p, o in found
        if p == "mg:hasInheritanceMode" and s.lower() == TITLE.lower()
    }


def products(text: str) -> set[str]:
    """Give what a section on function says that the gene ABC1 encodes."""
    found = read(Section.FUNCTION, text, about=Kind.GENE)
    return {o for s, p, o in found if p == "mg:encodes" and s == "ABC1"}


def steps(text: str) -> set[str]:
    """Give the steps that the products of a gene's page catalyse."""
    found = read(Section.FUNCTION, ENZYME + text, about=Kind.GENE)
    return {o for _, p, o in found if p == "mg:catalyses"}


def counts(text: str) -> set[tuple[str, str]]:
    """Give the counted groups of mutations in a section on a gene's conditions."""
    found = read(Section.CONDITIONS, text, about=Kind.GENE)
    return {(s, o) for s, p, o in found if p == "mg:mutationCount"}


def modifiers(text: str) -> set[str]:
    """Give the genes that a section on causes says to change the page's condition."""
    found = read(Section.CAUSES, text)
    changes = {"mg:modifies", "mg:exacerbates"}
    return {s for s, p, o in found if p in changes and o == TITLE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mutations in the ABC1 gene cause Doe anemia.", ABC1),
        ("Variants (also known as mutations) in the ABC1 gene cause Doe anemia.", ABC1),
        (
            "Variants (also called mutations) in the ABC1 gene can cause it: Doe anemia is caused by variants in the ABC1 gene.",
            ABC1,
        ),
        (
            "Doe anemia is caused by variants (also known as mutations) in the ABC1 gene.",
            ABC1,
        ),
        (
            "Doe anemia can be caused by genetic changes (variants or mutations) in the ABC1 gene.",
            ABC1,
        ),
        ("This condition results from a pathogenic variant in the ABC1 gene.", ABC1),
        ("Doe anemia results from a harmful variant in the ABC1 gene.", ABC1),
        (
            "Harmful changes (variants) in one of two genes\u2014ABC1 and XYZ2\u2014have been found to cause Doe anemia.",
            XYZ2,
        ),
        ("Changes in the ABC1 or XYZ2 gene cause Doe anemia.", XYZ2),
        ("Doe anemia is due to changes in the ABC1 gene.", ABC1),
        (
            "Doe anemia is the result of mutations in either the ABC1 gene or the XYZ2 gene.",
            XYZ2,
        ),
        (
            "Mutations in one of several genes, including ABC1 and XYZ2, can cause Doe anemia.",
            XYZ2,
        ),
        (
            "Mutations in at least two genes, ABC1 and XYZ2, are responsible for Doe anemia.",
            XYZ2,
        ),
        (
            "Mutations in two genes (ABC1 and XYZ2) have been found to cause Doe anemia.",
            XYZ2,
        ),
        (
            "Most cases of Doe anemia are caused by mutations in the ABC1 gene; the rest result from mutations in the XYZ2 gene.",
            XYZ2,
        ),
        (
            "About 80 percent of cases of Doe anemia result from mutations in the ABC1 gene.",
            ABC1,
        ),
        (
            "Mutations in the ABC1 gene account for about half of all cases of Doe anemia.",
            ABC1,
        ),
        (
            "Mutations in the ABC1 gene have been identified in some people with Doe anemia.",
            ABC1,
        ),
        (
            "More than 20 mutations in the ABC1 gene have been found to cause Doe anemia.",
            ABC1,
        ),
        (
            "At least 20 ABC1 gene mutations have been identified in people with Doe anemia.",
            ABC1,
        ),
        (
            "Researchers have identified at least 20 mutations in the ABC1 gene that cause Doe anemia.",
            ABC1,
        ),
        ("ABC1 gene mutations cause Doe anemia type 1.", ABC1),
        (
            "Doe anemia type 1 is caused by mutations in the ABC1 gene, and type 2 is caused by mutations in the XYZ2 gene.",
            XYZ2,
        ),
        (
            "When the condition is caused by mutations in the ABC1 gene, it is called Doe anemia type 1.",
            ABC1,
        ),
        ("The most common cause of Doe anemia is a mutation in the ABC1 gene.", ABC1),
        ("A deletion of the ABC1 gene causes Doe anemia.", ABC1),
        ("Doe anemia is caused by a deletion of the ABC1 gene.", ABC1),
        (
            "Doe anemia is caused by an abnormal expansion of a DNA segment within the ABC1 gene.",
            ABC1,
        ),
        ("A mutation in the ABC1 gene, which is called Doe1, causes Doe anemia.", ABC1),
        ("As its name suggests, mutations in the ABC1 gene cause Doe anemia.", ABC1),
        ("Inherited mutations in the ABC1 gene cause familial Doe anemia.", ABC1),
        (
            "Almost all cases of Doe anemia result from mutations in one of two genes: ABC1 or XYZ2.",
            XYZ2,
        ),
        ("Mutations in the ABC1 gene (also known as OLD1) cause Doe anemia.", ABC1),
        ("Mutations affecting the ABC1 gene underlie Doe anemia.", ABC1),
        (
            "Doe anemia can result from mutations in several genes. Mutations in the ABC1 gene are the most common cause of the disorder. Mutations in the XYZ2 gene are a rare cause.",
            XYZ2,
        ),
        (
            "Mutations in mitochondrial genes, including MT-ABC1, can cause Doe anemia.",
            {"MT-ABC1"},
        ),
        (
            "ABC1 gene mutations cause an additional 15 percent, and XYZ2 and QRS3 gene mutations each account for 2 percent of cases.",
            {"ABC1", "XYZ2", "QRS3"},
        ),
        (
            "Changes in other genes, such as ABC1, are rare causes of the disorder.",
            ABC1,
        ),
        (
            "Variants in the ABC1 gene, or rarely in the XYZ2 gene, can cause the tardive type.",
            XYZ2,
        ),
        ("The tardive type results from changes in the ABC1 gene.", ABC1),
        (
            "Doe anemia type 1, which is the type that most people have, results from changes affecting the ABC1 gene.",
            ABC1,
        ),
        ("ABC1 mutations cause a milder form of anemia called Doe anemia.", ABC1),
        ("Mutations in the ABC1 gene cause a type of pallor called Doe anemia.", ABC1),
    ],
)
def test_causes_in_many_words(text: str, expected: set[str]) -> None:
    """The genes of a condition are found however the sentence puts it."""
    assert expected == genes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mutations in the ABC1 gene do not cause Doe anemia.",
        "Doe anemia is not caused by mutations in the ABC1 gene.",
        "The ABC1 gene provides instructions for making a protein that is absent in Doe anemia.",
        "Mutations in the ABC1 gene cause Roe syndrome, which resembles Doe anemia.",
        "The genetic cause of Doe anemia is unknown; the ABC1 gene was studied.",
        "A mutation in the ABC1 gene together with smoking changes the course of Doe anemia.",
        "Mutations in the ABC1 gene are not a cause of Doe anemia.",
    ],
)
def test_no_cause_where_none_is_told(text: str) -> None:
    """A gene that is named without being a cause, or denied to be, is none."""
    assert set() == genes(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "This condition is inherited in an autosomal recessive pattern, which means both copies of the gene have mutations.",
            AR,
        ),
        ("Doe anemia is inherited in an autosomal dominant manner.", AD),
        ("Doe anemia has an autosomal dominant pattern of inheritance.", AD),
        ("This condition has an autosomal recessive inheritance pattern.", AR),
        ("Doe anemia is an autosomal recessive disorder.", AR),
        (
            "Doe anemia is considered an autosomal dominant condition because one copy is enough.",
            AD,
        ),
        ("Doe anemia is classified as an X-linked recessive condition.", XL),
        ("The inheritance of Doe anemia is autosomal dominant.", AD),
        (
            "Doe anemia can be inherited in either an autosomal dominant or an autosomal recessive pattern.",
            AD | AR,
        ),
        (
            "Doe anemia can have either an autosomal recessive or, less commonly, an autosomal dominant pattern of inheritance.",
            AD | AR,
        ),
        (
            "Most cases are inherited in an autosomal recessive pattern. Less often, the condition is inherited in an autosomal dominant pattern.",
            AD | AR,
        ),
        (
            "When caused by mutations in the ABC1 gene, this condition is inherited in an X-linked recessive pattern.",
            XL,
        ),
        ("The condition follows an autosomal recessive pattern of inheritance.", AR),
        (
            "Doe anemia is usually inherited in an autosomal dominant pattern, although some cases are not inherited.",
            AD | {"Sporadic"},
        ),
        (
            "In most families, Doe anemia is transmitted in an autosomal dominant fashion.",
            AD,
        ),
    ],
)
def test_modes_in_many_words(text: str, expected: set[str]) -> None:
    """The modes of a condition are found however the sentence puts it."""
    assert expected == modes(text)


@pytest.mark.parametrize(
    "text",
    [
        "A condition is considered X-linked if the mutated gene is on the X chromosome.",
        "In autosomal recessive inheritance, both copies of the gene have mutations.",
        "Fathers cannot pass X-linked traits to their sons.",
        "The pattern mimics autosomal dominant inheritance.",
        "Doe anemia was previously thought to be inherited in an autosomal dominant pattern.",
        "Doe anemia is not inherited in an autosomal dominant pattern.",
    ],
)
def test_no_mode_where_none_is_told(text: str) -> None:
    """What a mode of inheritance is in general, or what was ruled out, is no fact."""
    assert set() == modes(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The ABC1 gene provides instructions for making an enzyme, abecease 1, that works in bone.",
            {"abecease 1"},
        ),
        (
            "A component of type I abecin called the pro-abe1(I) chain is produced from the ABC1 gene.",
            {"pro-abe1(I) chain"},
        ),
        ("ABC1, a short gene, provides instructions for making abecin.", {"abecin"}),
        (
            "The ABC1 gene provides instructions for making an enzyme, which is found in bone.",
            {"ABC1 protein"},
        ),
    ],
)
def test_products_in_many_words(text: str, expected: set[str]) -> None:
    """What a gene encodes is found however the sentence puts it."""
    assert expected == products(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "This enzyme is responsible for the third step in the production of doein.",
            {"production of doein, step 3"},
        ),
        (
            "The task of the abecease enzyme is to begin the third step of doein synthesis.",
            {"doein synthesis, step 3"},
        ),
        (
            "Abecease works at the third step of the four-step process that breaks down doein.",
            {"four-step process that breaks down doein, step 3"},
        ),
        (
            "This enzyme carries out one step in the breakdown of doein.",
            {"reaction of abecease"},
        ),
        (
            "This enzyme performs a step in a pathway that breaks down doein.",
            {"reaction of abecease"},
        ),
        ("This enzyme takes large steps in the breakdown of doein.", set()),
    ],
)
def test_steps_in_many_words(text: str, expected: set[str]) -> None:
    """The step of an enzyme is found, with its number where it has one."""
    assert expected == steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "Abecease is responsible for the third step in doein synthesis, in which a metal is put into protoporphyrin IX (the product of the second step) to form heme.",
        "Abecease controls the last step of doein synthesis, which makes heme by adding metal to a ring from protoporphyrin IX.",
        "Abecease carries out the last two steps of doein synthesis, including the conversion of protoporphyrin IX to heme.",
        "Abecease converts a compound called protoporphyrin IX to another pigment molecule, heme.",
        "Abecease converts a changed form of the ring (protoporphyrin IX) to heme.",
    ],
)
def test_what_goes_into_a_step_and_comes_out(text: str) -> None:
    """What a step takes and makes is found, wherever a sentence has it."""
    found = read(Section.FUNCTION, ENZYME + text, about=Kind.GENE)
    ends = {"mg:hasPrimaryInput": "in", "mg:hasPrimaryOutput": "out"}
    assert {("in", "protoporphyrin IX"), ("out", "heme")} == {
        (ends[p], o) for _, p, o in found if p in ends
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At least 12 ABC1 mutations can cause Doe anemia.",
            {("ABC1/Doe anemia", "12")},
        ),
        (
            "At least three mutations in the ABC1 gene have been linked to Doe anemia.",
            {("ABC1/Doe anemia", "3")},
        ),
        (
            "Scientists have described more than 1,200 variants in the ABC1 gene.",
            {("ABC1 mutations", "1200")},
        ),
        (
            "More than 20 variants have been found in the ABC1 gene.",
            {("ABC1 mutations", "20")},
        ),
        (
            "At least seven mutations in the ABC1 gene cause a more severe type of anemia called Doe anemia.",
            {("ABC1/Doe anemia", "7")},
        ),
        (
            "More than 40 mutations in the ABC1 gene cause a form of Doe disease known as type C1.",
            {("ABC1/Doe disease", "40")},
        ),
        ("Several hundred mutations in the ABC1 gene cause Doe anemia.", set()),
        (
            "All cases of Doe anemia are caused by one of two mutations in the ABC1 gene.",
            set(),
        ),
        ("About 60 percent of mutations in the ABC1 gene cause Doe anemia.", set()),
    ],
)
def test_counts_in_many_words(text: str, expected: set[tuple[str, str]]) -> None:
    """How many mutations are known is found; a part of them is not all of them."""
    assert expected == counts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Changes in certain genes, including ABC1 and XYZ2, do not cause Doe anemia but seem to affect the risk of developing the disorder.",
            XYZ2,
        ),
        (
            "Changes in the ABC1 gene may increase the severity of pallor in people who also have an XYZ2 gene mutation.",
            ABC1,
        ),
        ("Changes in the ABC1 gene do not affect the risk of Doe anemia.", set()),
    ],
)
def test_modifiers_in_many_words(text: str, expected: set[str]) -> None:
    """The genes that change the course of a condition are found, and not those that don't."""
    assert expected == modifiers(text)


def test_a_name_may_have_a_gloss_within() -> None:
    """The porphyria that the lexicon knows may be called "variegate (VP) porphyria"."""
    text = "ABC1 gene mutations cause variegate (VP) porphyria."
    found = read(Section.CONDITIONS, text, about=Kind.GENE)
    assert {"variegate porphyria"} == {o for _, p, o in found if p == "mg:causes"}
