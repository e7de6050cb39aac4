"""The functions of SPARQL by name, with how many arguments each takes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

_MANY = 1000
# SPARQL 1.1, section 17.4 and 11; those of SPARQL 1.2 that the engine has are with them
_BY_COUNT: Mapping[tuple[int, int], str] = {
    (0, 0): "RAND NOW UUID STRUUID",
    (0, 1): "BNODE",
    (1, 1): (
        "STR LANG LANGDIR DATATYPE BOUND ABS CEIL FLOOR ROUND STRLEN UCASE LCASE "
        "ENCODE_FOR_URI YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 "
        "SHA256 SHA384 SHA512 isIRI isURI isBLANK isLITERAL isNUMERIC isTRIPLE hasLANG "
        "hasLANGDIR SUBJECT PREDICATE OBJECT COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT"
    ),
    (1, 2): "IRI URI",
    (2, 2): (
        "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT "
        "sameTerm ADJUST"
    ),
    (2, 3): "SUBSTR REGEX",
    (3, 3): "IF STRLANGDIR TRIPLE",
    (3, 4): "REPLACE",
    (0, _MANY): "COALESCE CONCAT",
}
_NAMES = {name.upper(): name for names in _BY_COUNT.values() for name in names.split()}
_COUNTS = {n.upper(): c for c, names in _BY_COUNT.items() for n in names.split()}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_CASTS = (
    "boolean byte date dateTime dayTimeDuration decimal double duration float int "
    "integer long string time yearMonthDuration"
)
_GEOF = "http://www.opengis.net/def/function/geosparql/"
_ALIKE = 0.8


def is_function(name: str) -> bool:
    return name.upper() in _NAMES


def no_function(name: str) -> str:
    """Say that there is no such function, and which one might be meant.

    >>> no_function("STRSTART")
    'there is no function STRSTART (did you mean STRSTARTS?)'
    """
    close = difflib.get_close_matches(name.upper(), _NAMES, n=1)
    hint = f" (did you mean {_NAMES[close[0]]}?)" if close else ""
    return f"there is no function {name}{hint}"


def no_iri_function(iri: str) -> str:
    """Say the same of a function that an IRI names.

    >>> no_iri_function("http://www.w3.org/2001/XMLSchema#intger").partition(" (")[2]
    'did you mean <http://www.w3.org/2001/XMLSchema#integer>?)'
    """
    known = [_XSD + name for name in _CASTS.split()]
    close = difflib.get_close_matches(iri, known, n=1, cutoff=_ALIKE)
    hint = f"did you mean <{close[0]}>?" if close else f"known are <{_XSD}*> as casts"
    others = "" if close else f", <{_GEOF}*>, and those of SPARQL by name"
    return f"there is no function <{iri}> ({hint}{others})"


def wrong_count(name: str, count: int) -> str | None:
    """Say how many arguments a function takes; None where that many will do.

    >>> wrong_count("strlen", 2)
    'STRLEN takes 1 argument, not 2'
    """
    least, most = _COUNTS[name.upper()]
    if least <= count <= most:
        return None
    known = str(least) if least == most else f"{least} or {most}"
    noun = "argument" if known == "1" else "arguments"
    return f"{_NAMES[name.upper()]} takes {known} {noun}, not {count}"
