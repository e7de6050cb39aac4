"""The datatypes of OWL 2: lexical spaces, value spaces, and which values are one."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal

from kg.names import named
from kg.reason import Reasoner
from kg.reason.datatypes import datatypes, types_of, value_of
from tests.unit.kg.reason.ontologies import read

MANY = 10**5  # digits

VALID = {
    "rdf:PlainLiteral": ("abc@de", "abc@", "@", "a@b@en-GB"),
    "rdf:XMLLiteral": ("", "abc", "<a b='1'/>", "&lt;", "<a/>b<c/>"),
    "xsd:string": ("", " ", "a\nb"),
    "xsd:normalizedString": ("", " a  b ", "a"),
    "xsd:token": ("", "a", "a b"),
    "xsd:language": ("en", "de-AT", "i-klingon"),
    "xsd:Name": ("a", ":a", "_a-1.b", "\u00e9"),
    "xsd:NCName": ("a", "_1", "\u00e9t\u00e9"),
    "xsd:NMTOKEN": ("1a", "-", "a:b"),
    "xsd:boolean": ("true", "false", "1", "0"),
    "owl:rational": ("1/3", "-4/2", "+0/1", "007/010"),
    "xsd:decimal": ("1", "-1.50", "+.5", "5.", "0"),
    "xsd:integer": ("1", "-007", "+3", "0", "9" * MANY),
    "xsd:nonNegativeInteger": ("0", "-0", "+5"),
    "xsd:nonPositiveInteger": ("0", "-0", "-5"),
    "xsd:positiveInteger": ("1", "+0001"),
    "xsd:negativeInteger": ("-1",),
    "xsd:long": ("9223372036854775807", "-9223372036854775808"),
    "xsd:int": ("2147483647", "-2147483648"),
    "xsd:short": ("32767", "-32768"),
    "xsd:byte": ("127", "-128"),
    "xsd:unsignedLong": ("18446744073709551615", "0"),
    "xsd:unsignedInt": ("4294967295",),
    "xsd:unsignedShort": ("65535",),
    "xsd:unsignedByte": ("255",),
    "xsd:double": ("1", "-1.5E3", "1e-3", "INF", "-INF", "+INF", "NaN", "-0", ".5"),
    "xsd:float": ("1", "1.0E+38", "2.0E-45", "INF", "NaN"),
    "xsd:hexBinary": ("", "0f", "0FB8"),
    "xsd:base64Binary": ("", "AA==", "A A = =", "AAA=", "AAAA"),
    "xsd:anyURI": ("", "urn:a:b", "/a/b", "#f", "http://a.example/\u00e9"),
    "xsd:dateTime": (
        *("2009-04-21T12:30:15", "2009-04-21T12:30:15.00Z", "2000-02-29T24:00:00"),
        *("-0044-03-15T00:00:00", "0000-01-01T00:00:00", "12009-01-01T00:00:00"),
        *("2009-01-01T00:00:00+14:00", f"2009-01-01T00:00:00.{'3' * MANY}"),
    ),
    "xsd:dateTimeStamp": ("2009-04-21T12:30:15Z", "2009-04-21T12:30:15-05:00"),
}
ILL_TYPED = {
    "rdf:PlainLiteral": ("abc", "a@toolonglanguage", "a@en-"),
    "rdf:XMLLiteral": ("<a>", "&x;", "</a>", "a & b"),
    "xsd:normalizedString": ("a\tb", "a\nb", "\r"),
    "xsd:token": (" a", "a ", "a  b", "a\tb"),
    "xsd:language": ("", "toolonglanguage", "e_n", "1"),
    "xsd:Name": ("", "1a", "-a", "a b", "\u00b2"),
    "xsd:NCName": ("", "a:b", "1"),
    "xsd:NMTOKEN": ("", "a b", "a/b"),
    "xsd:boolean": ("TRUE", "", "2", "yes"),
    "owl:real": ("1", "1.5", "1/2", "x"),
    "owl:rational": ("1/0", "1", "1/-2", "1.0/2", "1 / 2", "1/+2"),
    "xsd:decimal": ("1E0", "", ".", "+", "1,5", "INF"),
    "xsd:integer": ("1.0", "", "--1", " 1", "1 ", "\u0663", "0x1"),
    "xsd:nonNegativeInteger": ("-1",),
    "xsd:nonPositiveInteger": ("1",),
    "xsd:positiveInteger": ("0",),
    "xsd:negativeInteger": ("0",),
    "xsd:long": ("9223372036854775808", "-9223372036854775809"),
    "xsd:int": ("2147483648", "-2147483649"),
    "xsd:short": ("32768", "-32769"),
    "xsd:byte": ("128", "-129"),
    "xsd:unsignedLong": ("18446744073709551616", "-1"),
    "xsd:unsignedInt": ("4294967296", "-1"),
    "xsd:unsignedShort": ("65536", "-1"),
    "xsd:unsignedByte": ("256", "-1"),
    "xsd:double": ("1.0E310", "1.0E-330", "inf", "nan", "", f"1E{'9' * 99}"),
    "xsd:float": ("1.0E40", "1.0E-50", f"1E-{'9' * 99}"),
    "xsd:hexBinary": ("0", "0g", "0x00"),
    "xsd:base64Binary": ("A", "AB==", "A===", "T(1)="),
    "xsd:anyURI": (":a", "a b", "%zz", "http://a b"),
    "xsd:dateTime": (
        *("2009-04-21", "2009-13-01T00:00:00", "2009-02-29T00:00:00"),
        *("2009-01-01T24:00:01", "2009-01-01T00:00:60", "2009-01-01T00:60:00"),
        *("2009-01-01T00:00:00+14:01", "2009-01-01T00:00:00+1:00"),
        *("02009-01-01T00:00:00", "+2009-01-01T00:00:00", "209-01-01T00:00:00"),
    ),
    "xsd:dateTimeStamp": ("2009-04-21T12:30:15",),
}
SAME = (
    ('"abc@de"^^rdf:PlainLiteral', '"abc"@DE'),
    ('"abc@"^^rdf:PlainLiteral', '"abc"'),
    ('"a"^^xsd:token', '"a"'),
    ("7", "7.0"),
    ('"14/2"^^owl:rational', "7"),
    ('"-0"^^xsd:integer', "0"),
    ('"1"^^xsd:boolean', "true"),
    ('"3.141"^^xsd:double', "+0.31410E+01"),
    ('"NaN"^^xsd:double', '"NaN"^^xsd:double'),
    ('"0f"^^xsd:hexBinary', '"0F"^^xsd:hexBinary'),
    ('"A A = ="^^xsd:base64Binary', '"AA=="^^xsd:base64Binary'),
    (
        '"2009-01-01T00:00:00.00Z"^^xsd:dateTime',
        '"2009-01-01T00:00:00-00:00"^^xsd:dateTimeStamp',
    ),
    ('"2008-12-31T24:00:00"^^xsd:dateTime', '"2009-01-01T00:00:00"^^xsd:dateTime'),
    (
        "\"<a c='1' b='2'/>\"^^rdf:XMLLiteral",
        "\"<a b='2' c='1'></a>\"^^rdf:XMLLiteral",
    ),
)
DIFFERENT = (
    ('"a"@en', '"a"@de'),
    ('"a"@en', '"a"'),
    ('"1"', "1"),
    ('"1"^^xsd:double', "1"),
    ('"1"^^xsd:double', '"1"^^xsd:float'),
    ('"0"^^xsd:double', '"-0"^^xsd:double'),
    ('"INF"^^xsd:double', '"-INF"^^xsd:double'),
    ("true", "1"),
    ('"00"^^xsd:hexBinary', '"AA=="^^xsd:base64Binary'),
    ('"a"^^xsd:anyURI', '"a"'),
    ('"2009-01-01T00:00:00"^^xsd:dateTime', '"2009-01-01T00:00:00Z"^^xsd:dateTime'),
    (
        '"2009-01-01T01:00:00+01:00"^^xsd:dateTime',
        '"2009-01-01T00:00:00Z"^^xsd:dateTime',
    ),
    ('"0.1"^^xsd:decimal', '"1/3"^^owl:rational'),
    ('"<a/>"^^rdf:XMLLiteral', '"<b/>"^^rdf:XMLLiteral'),
)


def spread(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(curie, lexical) for curie, forms in table.items() for lexical in forms]


@pytest.mark.parametrize(("curie", "lexical"), spread(VALID))
def test_a_valid_form_denotes_a_value_of_its_type(curie: str, lexical: str) -> None:
    """A lexical form has a value, which is in the value space of the datatype."""
    value = value_of(Literal(lexical, datatype=named(curie)))
    assert value is not None
    assert named(curie) in {datatype.iri for datatype in types_of(value)}


@pytest.mark.parametrize(("curie", "lexical"), spread(ILL_TYPED))
def test_an_ill_typed_literal_contradicts_its_type(curie: str, lexical: str) -> None:
    """It denotes nothing of the datatype: to say that it does is a contradiction."""
    literal = Literal(lexical, datatype=named(curie))
    stated = read(f":p rdfs:range {curie} . :x :p {literal} .")

    assert value_of(literal) is None
    assert ["dt-not-type"] == [clash.rule for clash in Reasoner(stated).clashes()]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_two_forms_of_a_value(one: str, two: str) -> None:
    """What is the same as two forms of one value is the same (dt-eq)."""
    reasoner = Reasoner(read(f":a owl:sameAs {one} . :b owl:sameAs {two} ."))
    assert set(read(":a owl:sameAs :b .")) <= set(reasoner.inferred())
    assert () == reasoner.clashes()


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_two_values(one: str, two: str) -> None:
    """What is the same as one value differs from what is another (dt-diff)."""
    stated = f":a owl:sameAs {one} . :b owl:sameAs {two} ."
    reasoner = Reasoner(read(stated))
    assert set(read(":a owl:differentFrom :b .")) <= set(reasoner.inferred())
    assert "eq-diff1" in [
        clash.rule for clash in Reasoner(read(stated, ":a owl:sameAs :b .")).clashes()
    ]


@pytest.mark.parametrize("iri", [iri.value for iri in datatypes()])
def test_every_datatype_is_one(iri: str) -> None:
    """Each datatype of OWL 2 RL is a datatype, whatever a graph says (dt-type1)."""
    inferred = {str(triple) for triple in Reasoner(full=True).inferred()}
    rdf, rdfs = named("rdf:type"), named("rdfs:Datatype")
    assert f"<{iri}> {rdf} {rdfs}" in inferred
