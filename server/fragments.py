"""Links to a sentence on the page that it was read from.

A text fragment (WICG, URL Fragment Text Directives) has a browser scroll to words and
mark them: `#:~:text=[prefix-,]start[,end][,-suffix]`.
"""

from __future__ import annotations

from urllib.parse import quote

_LONGEST = 240  # characters; of a longer text only the ends are named
_ENDS = 8  # words of such an end
_CONTEXT = 4  # words around what is there more than once


def text_fragment(text: str, start: int, end: int) -> str:
    """Write the directive that finds `text[start:end]` on a page of that text.

    What is there more than once is told by the words around it.

    >>> text_fragment("It is rare. It is not rare, it is well-known.", 12, 45)
    'text=It%20is%20not%20rare%2C%20it%20is%20well%2Dknown.'
    >>> text_fragment("A gene. No gene. A gene.", 17, 24)
    'text=A%20gene.%20No%20gene.-,A%20gene.'
    """
    words = text[start:end].split()
    exact = " ".join(words)
    parts = [exact]
    if len(exact) > _LONGEST:
        parts = [" ".join(words[:_ENDS]), " ".join(words[-_ENDS:])]
    found = [_encoded(part) for part in parts]
    if " ".join(text.split()).count(parts[0]) > 1:
        before = _line_before(text[:start])[-_CONTEXT:]
        after = _line_after(text[end:])[:_CONTEXT]
        found = [
            *([f"{_encoded(' '.join(before))}-"] if before else []),
            *found,
            *([f"-{_encoded(' '.join(after))}"] if after else []),
        ]
    return "text=" + ",".join(found)


def with_fragment(address: str, directive: str) -> str:
    """Add a directive to an address, which may have a fragment of its own.

    >>> with_fragment("https://example.org/a#b", "text=c")
    'https://example.org/a#b:~:text=c'
    """
    return f"{address}{'' if '#' in address else '#'}:~:{directive}"


def _line_before(text: str) -> list[str]:
    """Give the words of the line that a text ends in: a block has no more of it."""
    return text.rstrip().rpartition("\n")[2].split()


def _line_after(text: str) -> list[str]:
    return text.lstrip().partition("\n")[0].split()


def _encoded(text: str) -> str:
    """Encode all that has a meaning in a directive, hyphens too."""
    return quote(text, safe="").replace("-", "%2D")
