"""What pages say: each rule of reading on a page of a few sentences."""

import pytest

from kg.extract import extract
from kg.lexicon import bundled
from kg.model import (
    Argument,
    Certainty,
    Description,
    Document,
    Entity,
    Fact,
    Kind,
    Mention,
    Passage,
    Polarity,
    Reference,
    Section,
    Value,
)


def page(title: str, subject: Kind, *parts: tuple[Section, str]) -> Document:
    """Make a page of a title and passages, one on each line."""
    text, passages = title, [Passage(Section.TITLE, 0, title)]
    for section, words in parts:
        passages.append(Passage(section, len(text) + 1, words))
        text += f"\n{words}"
    return Document(
        id=Reference("document", "page"),
        title=title,
        subject=subject,
        url=None,
        text=text,
        passages=tuple(passages),
    )


def written(argument: Argument) -> str:
    """Write an argument so that a test can read it."""
    match argument:
        case Mention():
            return argument.exact
        case Description():
            return argument.label.format(*map(written, argument.parts))
        case Entity():
            return str(argument.reference)
        case Reference():
            return str(argument)
        case Value():
            return f'"{argument.lexical}"'


def read(*parts: tuple[Section, str], gene: bool = False) -> list[Fact]:
    title = "ABC1" if gene else "Doe anemia"
    kind = Kind.GENE if gene else Kind.CONDITION
    return list(extract(page(title, kind, *parts), bundled()))


def said(*parts: tuple[Section, str], gene: bool = False) -> set[str]:
    return {
        f"{written(fact.subject)} {fact.predicate} {written(fact.object)}"
        for fact in read(*parts, gene=gene)
    }


CAUSES, INHERITANCE = Section.CAUSES, Section.INHERITANCE


@pytest.mark.parametrize(
    ("section", "text", "expected"),
    [
        pytest.param(
            CAUSES,
            "Mutations in the ABC1 and ABC2 genes cause Doe anemia.",
            "ABC2 mutations that cause Doe anemia mg:causes Doe anemia",
            id="a list of genes",
        ),
        pytest.param(
            CAUSES,
            "Mutations in the ABC1 gene cause Doe anemia. These mutations reduce the "
            "activity of the ABC1 protein.",
            "ABC1 mutations that cause Doe anemia mg:lossOfFunctionOf ABC1",
            id="these mutations",
        ),
        pytest.param(
            CAUSES,
            "The ABC1 gene provides instructions for making an enzyme called abecease. "
            "It is responsible for the third step in the production of heme.",
            "production of heme, step 3 mg:partOf production of heme",
            id="a numbered step",
        ),
        pytest.param(
            CAUSES,
            "Doe anemia type 2 results from mutations in the ABC2 gene.",
            "Doe anemia type 2 mg:subtypeOf Doe anemia",
            id="a type of the page's condition",
        ),
        pytest.param(
            CAUSES,
            "Changes in the ABC1 gene are common. The ABC1 protein binds iron.",
            "ABC1 mg:encodes ABC1 protein",
            id="a product called by its gene",
        ),
        pytest.param(
            INHERITANCE,
            "When this condition runs in families, it can have an autosomal dominant "
            "or an autosomal recessive pattern of inheritance.",
            "Doe anemia mg:hasInheritanceMode autosomal recessive",
            id="several modes",
        ),
        pytest.param(
            Section.DATABASE_KEYS,
            "OMIM 300751",
            "Doe anemia skos:exactMatch omim:300751",
            id="a key of another database",
        ),
        pytest.param(
            Section.INHERITANCE_MODES,
            "Autosomal dominant",
            "Doe anemia mg:hasInheritanceMode Autosomal dominant",
            id="a listed mode",
        ),
        pytest.param(
            Section.UPDATED,
            "Last updated April 1, 2009",
            'document:page mg:updated "2009-04-01"',
            id="a date",
        ),
    ],
)
def test_pages_say(section: Section, text: str, expected: str) -> None:
    """A page says what a reader would take from it."""
    assert expected in said((section, text))


@pytest.mark.parametrize(
    ("text", "polarity", "certainty"),
    [
        ("cause", Polarity.POSITIVE, Certainty.STATED),
        ("may cause", Polarity.POSITIVE, Certainty.POSSIBLE),
        ("do not cause", Polarity.NEGATIVE, Certainty.STATED),
    ],
)
def test_denials_and_hedges_are_kept(
    text: str, polarity: Polarity, certainty: Certainty
) -> None:
    """What a sentence denies or leaves open is read, and marked so."""
    facts = read((CAUSES, f"Mutations in the ABC1 gene {text} Doe anemia."))
    causes = [fact for fact in facts if str(fact.predicate) == "mg:causes"]

    assert [(polarity, certainty)] == [(f.polarity, f.certainty) for f in causes]


@pytest.mark.parametrize(
    "text",
    [
        "Fathers cannot pass X-linked traits to their sons.",
        "A characteristic of X-linked inheritance is that females are carriers.",
        "People with a mutation in the ABC1 gene have more iron.",
    ],
)
def test_general_talk_says_nothing_of_the_condition(text: str) -> None:
    """A sentence about inheritance or genes at large states no fact of the page's."""
    assert {"document:page mg:describes Doe anemia"} == said((INHERITANCE, text))


def test_quotes_are_verbatim() -> None:
    """A quote is a slice of the document's text."""
    document = page(
        "Doe anemia", Kind.CONDITION, (CAUSES, "Mutations in the ABC1 gene cause it.")
    )
    for fact in extract(document, bundled()):
        quote = fact.evidence.quote

        assert document.text[quote.start : quote.end] == quote.exact


def test_counts_in_words_are_numbers() -> None:
    """A number in words is a number, and what qualifies it stands beside it."""
    text = "More than two dozen mutations in the ABC1 gene cause porphyria."
    found = said((Section.CONDITIONS, text), gene=True)

    assert 'ABC1 mutations that cause porphyria mg:mutationCount "24"' in found
    assert 'ABC1 mutations that cause porphyria mg:countQualifier "more than"' in found


def test_the_gene_and_mode_of_a_type_are_also_the_conditions() -> None:
    """The cause and the mode of a type are those of the page's condition, too."""
    found = said(
        (
            CAUSES,
            "Mutations in the ABC1 gene cause a form of Doe anemia called Roe anemia.",
        ),
        (INHERITANCE, "Roe anemia is inherited in an autosomal recessive pattern."),
    )

    assert "ABC1 mutations that cause Roe anemia mg:causes Roe anemia" in found
    assert "ABC1 mutations that cause Doe anemia mg:causes Doe anemia" in found
    assert "Roe anemia mg:hasInheritanceMode autosomal recessive" in found
    assert "Doe anemia mg:hasInheritanceMode autosomal recessive" in found


def test_what_is_denied_of_a_type_is_not_denied_of_the_condition() -> None:
    """A type that a gene does not cause says nothing of the other types."""
    facts = read(
        (CAUSES, "Doe anemia type 2 is not caused by mutations in the ABC1 gene.")
    )
    denied = [fact.object for fact in facts if str(fact.predicate) == "mg:causes"]

    assert ["Doe anemia type 2"] == [m.exact for m in denied if isinstance(m, Mention)]


def test_a_cause_that_the_page_only_implies_is_read_where_none_is_stated() -> None:
    """Harmful mutations in the section on causes are the cause if it names no other."""
    implied = "Mutations in the ABC1 gene reduce the activity of the enzyme."
    other = "Mutations in the XYZ2 gene cause Doe anemia."
    cause = "ABC1 mutations that cause Doe anemia mg:causes Doe anemia"

    assert cause in said((CAUSES, implied))
    assert cause not in said((CAUSES, f"{other} {implied}"))


FUNCTION = Section.FUNCTION
MAKES = "The ABC1 gene provides instructions for making"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{MAKES} an enzyme called heme lyase (HLY), which is rare.",
            "ABC1 mg:encodes heme lyase",
            id="a name that holds the name of a chemical",
        ),
        pytest.param(
            f"{MAKES} an enzyme called dimethyl sulfide (DMS) lyase.",
            'dimethyl sulfide (DMS) lyase skos:altLabel "DMS lyase"',
            id="an abbreviation within a name",
        ),
        pytest.param(
            f"{MAKES} a protein called pro-beta3(IV) chain that is used elsewhere.",
            "ABC1 mg:encodes pro-beta3(IV) chain",
            id="brackets within a word",
        ),
        pytest.param(
            f"{MAKES} a protein that binds another protein called abecin.",
            "ABC1 mg:encodes ABC1 protein",
            id="a product without a name",
        ),
        pytest.param(
            f"{MAKES} a protein called the DEF family regulator (also known as efgin).",
            'DEF family regulator skos:altLabel "efgin"',
            id="a second name",
        ),
        pytest.param(
            f"{MAKES} one part (the beta subunit) of an enzyme called abecease.",
            'ABC1 protein skos:altLabel "abecease (beta subunit)"',
            id="a subunit",
        ),
        pytest.param(
            f"{MAKES} a protein that is part of a large complex called ABC complex.",
            "ABC1 protein mg:partOf ABC complex",
            id="a part of a complex",
        ),
        pytest.param(
            "The ABC1 and ABC2 genes provide instructions for making proteins called "
            "abecin and bececin, respectively.",
            "ABC2 mg:encodes bececin",
            id="products of two genes",
        ),
        pytest.param(
            f"{MAKES} a molecule called a transfer RNA (tRNA).",
            "ABC1 transfer RNA rdf:type SO:0000253",
            id="a product that is no protein",
        ),
        pytest.param(
            "Most ABC1 gene mutations change single amino acids in the abecin protein.",
            "ABC1 mg:encodes abecin",
            id="a product named with what mutations do to it",
        ),
    ],
)
def test_products(text: str, expected: str) -> None:
    """A gene encodes what its page says to be made from it, named or not."""
    assert expected in said((FUNCTION, text), gene=True)


def test_what_acts_on_a_product_is_not_encoded() -> None:
    """What a product works on, belongs to or resembles is not what the gene encodes."""
    text = (
        f"{MAKES} a protein that belongs to a family of proteins called abecins and "
        "attaches to an enzyme called bececase."
    )
    encoded = {f for f in said((FUNCTION, text), gene=True) if "mg:encodes" in f}

    assert {"ABC1 mg:encodes ABC1 protein"} == encoded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{MAKES} the enzyme abecease.", "abecease"),
        (f"{MAKES} a member of a protein family called abecins.", "ABC1 protein"),
        (f"{MAKES} a type of enzyme called a transferase.", "ABC1 protein"),
        (f"{MAKES} the porphyria protein (PPP).", "porphyria protein"),
    ],
)
def test_a_gene_encodes_one_product(text: str, expected: str) -> None:
    """A sentence gives a gene one product, with its name if it has one of its own."""
    encoded = {f for f in said((FUNCTION, text), gene=True) if "mg:encodes" in f}

    assert {f"ABC1 mg:encodes {expected}"} == encoded


def test_subunits_do_what_the_enzyme_does() -> None:
    """What an enzyme catalyses, each of the subunits that the page names does, too."""
    found = said(
        (
            CAUSES,
            (
                "The ABC1 and ABC2 genes are large. These genes provide instructions "
                "for making different parts (subunits) of an enzyme called abecease "
                "(ABCA). ABCA is responsible for the third step in the breakdown of "
                "tyrosine."
            ),
        )
    )
    step = "mg:catalyses breakdown of tyrosine, step 3"

    assert {f"{name} {step}" for name in ("ABC1 protein", "abecease")} <= found


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (
            (
                "Abecease carries out the second and third steps of a process called "
                "the bececin pathway."
            ),
            "bececin pathway, step 3",
        ),
        (
            (
                "Specifically, abecease adds a sugar to a chain at a particular step "
                "in the formation of bececin."
            ),
            "formation of bececin, particular step",
        ),
        ("Abecease is involved in the last step.", "reaction of abecease"),
    ],
)
def test_steps(text: str, step: str) -> None:
    """An enzyme catalyses the step in which a sentence says that it takes part."""
    made = f"{MAKES} an enzyme called abecease."

    assert f"abecease mg:catalyses {step}" in said((FUNCTION, f"{made} {text}"))


def test_a_step_that_is_spoken_of_is_not_catalysed() -> None:
    """A process that is a step of another one is no step that a protein catalyses."""
    text = (
        f"{MAKES} a protein called abecin. Abecin regulates transcription, which is "
        "the first step in the production of proteins."
    )

    assert not [fact for fact in said((FUNCTION, text)) if "mg:catalyses" in fact]


@pytest.mark.parametrize(
    "text",
    [
        "Normal variations in the ABC2 gene can influence the severity of Doe anemia.",
        "The ABC2 gene is thought to be a modifier gene of Doe anemia.",
        (
            "People with extra copies of the ABC2 gene have a less severe form of Doe "
            "anemia."
        ),
    ],
)
def test_modifiers(text: str) -> None:
    """A gene that makes a condition better or worse modifies it, but is no cause."""
    found = said((CAUSES, text))

    assert {"ABC2 mg:modifies Doe anemia"} == found - {
        "document:page mg:describes Doe anemia"
    }


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nearly 40 different ABC1 gene mutations are known to cause porphyria.", "40"),
        (
            (
                "As many as 1,200 variants (also known as mutations) in the ABC1 gene "
                "have been identified in people with porphyria."
            ),
            "1200",
        ),
        ("About a dozen mutations causing porphyria are found in the ABC1 gene.", "12"),
        (
            (
                "Mutations in the ABC1 gene cause porphyria. At least thirty-five such "
                "mutations have been described."
            ),
            "35",
        ),
    ],
)
def test_counts(text: str, count: str) -> None:
    """A page says how many mutations of a gene cause a condition, in many ways."""
    found = said((Section.CONDITIONS, text), gene=True)

    assert f'ABC1 mutations that cause porphyria mg:mutationCount "{count}"' in found


def test_ranges_are_not_counts() -> None:
    """The end of a range is not how many mutations are known."""
    text = "Between 10 and 20, or 10 to 20 mutations in the ABC1 gene cause porphyria."
    found = said((Section.CONDITIONS, text), gene=True)

    assert not [fact for fact in found if "mg:mutationCount" in fact]


def test_shares_of_cases() -> None:
    """What part of the cases mutations account for stands in the page's words."""
    text = (
        "Mutations in the ABC1 gene account for about 70 percent of cases of porphyria."
    )
    found = said((Section.CONDITIONS, text), gene=True)
    group = "ABC1 mutations that cause porphyria"

    assert f'{group} mg:shareOfCases "about 70 percent"' in found


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("It replaces one amino acid (written as Val66Met or V66M).", "Val66Met"),
        ("The change, which is written as c.35delG, is common.", "c.35delG"),
        ("Many people have the T1010I mutation in the ABC1 gene.", "T1010I"),
    ],
)
def test_named_variants(text: str, variant: str) -> None:
    """A mutation that has a name is a node of its own."""
    found = said((Section.CONDITIONS, text), gene=True)

    assert f"ABC1 {variant} mg:mutationOf ABC1" in found


def test_a_name_is_no_evidence_where_a_sentence_is() -> None:
    """Words such as "the ABC1 protein" tell what is encoded if nothing else does."""
    aside = "The ABC1 protein is found in the liver."
    sentence = "The ABC1 gene provides instructions for making the ABC1 protein."
    alone = read((CAUSES, aside))
    both = read((CAUSES, f"{sentence} {aside}"))

    def quotes(facts: list[Fact]) -> set[str]:
        found = (f for f in facts if str(f.predicate) == "mg:encodes")
        return {fact.evidence.quote.exact for fact in found}

    assert {sentence} == quotes(both)
    assert quotes(alone) <= {aside}
