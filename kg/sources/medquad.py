"""MedQuAD's form of a condition page of Genetics Home Reference (folder `3_GHR_QA`).

`Document` with the page's name as `Focus`, its other names, the UMLS concepts that
MedQuAD found for it, and a `QAPair` a section, told by the question's `qtype`
(Ben Abacha and Demner-Fushman, BMC Bioinformatics 20:511, 2019). Paragraphs and entries
of lists are joined by two blanks. The answers of the type `treatment` list links only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from kg.errors import DocumentError
from kg.model import Document, Kind, Section
from kg.sources.elements import page_elements
from kg.sources.markup import Element, local, words_of
from kg.sources.transcript import Transcript, plain

ROOT = "document"
_TYPES = {
    "information": Section.DESCRIPTION,
    "frequency": Section.FREQUENCY,
    "genetic changes": Section.CAUSES,
    "inheritance": Section.INHERITANCE,
}
_GAP = re.compile(r"\s{2,}(?:[-•]\s+)?")


def read_medquad(stream: IO[bytes], name: str) -> Iterator[Document | DocumentError]:
    """Read the page of a file.

    Raises DocumentError for a file that is not well-formed or holds no such page.
    """
    for page in page_elements(stream, name, lambda each: local(each) == ROOT):
        yield _read(page, name)


def _read(page: Element, name: str) -> Document:
    script = Transcript()
    script.title(plain(page.findtext("{*}Focus")))
    for pair in page.iterfind("{*}QAPairs/{*}QAPair"):
        question, answer = pair.find("{*}Question"), pair.find("{*}Answer")
        section = _TYPES.get(
            question.get("qtype") or "" if question is not None else ""
        )
        if section and answer is not None:
            words = _GAP.split(words_of(answer).strip())
            script.prose(section, (plain(each) for each in words))
    script.listed(Section.OTHER_NAMES, _texts(page, "Synonym"))
    keys = (f"UMLS {concept}" for concept in _texts(page, "CUI") if concept)
    script.listed(Section.DATABASE_KEYS, keys)
    return script.document(Kind.CONDITION, page.get("url"), name)


def _texts(page: Element, tag: str) -> Iterator[str]:
    annotations = page.iterfind(f"{{*}}FocusAnnotations//{{*}}{tag}")
    return (plain(words_of(each)) for each in annotations)
