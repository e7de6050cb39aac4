"""Which representation to send: by `format=`, else by Accept.

What can be sent is a table of offers, the preferred one first. A page stands last: only
those get it who rank HTML above all else, as browsers do, while libraries that merely
mention it do not. Ranges are weighed by RFC 9110, section 12.5.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from flask import request
from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.errors import FormatError
from kg.formats import GRAPH_FORMATS, RESULT_FORMATS, Format


class Offer(Protocol):
    """A representation; its first media type is the one that wildcards get."""

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def media_types(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Page:
    """An offer to send HTML."""

    names: tuple[str, ...] = ("html",)
    media_types: tuple[str, ...] = ("text/html", "application/xhtml+xml")


PAGE = Page()
GRAPH_OFFERS: tuple[Format[RdfFormat] | Page, ...] = (*GRAPH_FORMATS, PAGE)
RESULT_OFFERS: tuple[Format[QueryResultsFormat] | Page, ...] = (*RESULT_FORMATS, PAGE)
_KINDS: tuple[tuple[str, Sequence[Offer]], ...] = (
    ("graphs (CONSTRUCT, DESCRIBE)", GRAPH_FORMATS),
    ("solutions (SELECT, ASK)", RESULT_FORMATS),
)
AnyOffer = TypeVar("AnyOffer", bound=Offer)
Ranges = Sequence[tuple[str, float]]
_MANY = 1000
# with the offers themselves, so that no others get their address
_CHOSEN: dict[tuple[int, str, str], tuple[Sequence[Offer], tuple[Offer, str]]] = {}


class KindError(FormatError):
    """A format that we know, for another kind of answer than this."""

    def __init__(self, name: str, known: tuple[str, ...], kind: str) -> None:
        super().__init__(name, known)
        self.args = (f"{name!r}: only for {kind}; here {', '.join(known)} will do",)


def negotiate(offers: tuple[AnyOffer, ...]) -> tuple[AnyOffer, str]:
    """Choose what the request asks for, and the media type to send it as.

    Raises FormatError where nothing on offer is acceptable.
    """
    name = request.args.get("format") or request.form.get("format") or ""
    return choose(offers, name, request.headers.get("Accept", ""))


def choose(
    offers: tuple[AnyOffer, ...], name: str, accept: str
) -> tuple[AnyOffer, str]:
    """Choose by a name, if there is one, else by an Accept.

    Raises FormatError where nothing on offer is acceptable. What was chosen before is
    known by the address of the offers: they are constants, and cost 6 us to hash.
    """
    key = id(offers), name, accept
    if key not in _CHOSEN:
        if len(_CHOSEN) > _MANY:
            _CHOSEN.clear()
        _CHOSEN[key] = offers, _chosen(offers, name, accept)
    return cast("tuple[AnyOffer, str]", _CHOSEN[key][1])


def _chosen(
    offers: tuple[AnyOffer, ...], name: str, accept: str
) -> tuple[AnyOffer, str]:
    if name:
        return _named(name, offers)
    ranges: Ranges = parse_accept_header(accept, MIMEAccept)
    found = rank(offers, ranges or [("*/*", 1)])
    if found is None:
        known = tuple(offer.media_types[0] for offer in offers)
        kinds = (kind for kind, others in _KINDS if rank(others, ranges))
        raise _unknown(accept, known, kinds)
    return found


def rank(offers: Sequence[AnyOffer], ranges: Ranges) -> tuple[AnyOffer, str] | None:
    """Take the media type of the highest quality; the first on offer among equals.

    An exact range outranks `type/*`, and that outranks `*/*`.
    """
    best: tuple[AnyOffer, str] | None = None
    highest = (0.0, 0)
    for offer in offers:
        for media_type in offer.media_types:
            # a wildcard gets what a format is best known as, never an alias of it
            canonical = media_type == offer.media_types[0]
            covering = _covering(media_type) if canonical else (media_type,)
            found = _quality(covering, ranges)
            if found > highest:
                best, highest = (offer, media_type), found
    return best


def _quality(covering: tuple[str, ...], ranges: Ranges) -> tuple[float, int]:
    """Find the quality by the most specific of the ranges that cover a media type."""
    given = {bare(text): quality for text, quality in reversed(ranges)}
    for breadth, wanted in enumerate(covering):
        if wanted in given:
            return given[wanted], -breadth
    return 0.0, 0


def _covering(media_type: str) -> tuple[str, ...]:
    """List the ranges that cover a media type, the narrowest first."""
    return media_type, media_type.partition("/")[0] + "/*", "*/*"


def bare(text: str) -> str:
    """Give a media type without its parameters: none of ours has variants."""
    return text.partition(";")[0].strip().casefold()


def _named(name: str, offers: Sequence[AnyOffer]) -> tuple[AnyOffer, str]:
    # a plus sign that a browser's bar did not encode arrives as a space
    wanted = name.strip().casefold().replace(" ", "+")
    found = _find(wanted, offers)
    if found is None:
        known = tuple(offer.names[0] for offer in offers)
        kinds = (kind for kind, others in _KINDS if _find(wanted, others))
        raise _unknown(name, known, kinds)
    return found


def _find(wanted: str, offers: Sequence[AnyOffer]) -> tuple[AnyOffer, str] | None:
    for offer in offers:
        if wanted in offer.names:
            return offer, offer.media_types[0]
        if wanted in offer.media_types:
            return offer, wanted
    return None


def _unknown(name: str, known: tuple[str, ...], kinds: Iterator[str]) -> FormatError:
    kind = next(kinds, None)
    return KindError(name, known, kind) if kind else FormatError(name, known)
