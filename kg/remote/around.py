"""What restricts a SERVICE clause: the elements around it that bind its variables.

Solutions of the endpoint matter only where they are compatible with those of what is
joined with them. So what is evaluated before the clause may be used, and what is
joined after it. One OPTIONAL or EXISTS around the clause may be left, to the elements
before it, and not a second one; a MINUS or a sub-query never, for these do more with
solutions than to join them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.remote.clauses import SERVICE, Clause, Element, Text, elements, where

_OUTER_JOINS = frozenset({"OPTIONAL", "FILTER"})
_JOINED = frozenset({"", "{", "GRAPH", "VALUES"})
_LAST = frozenset({"OPTIONAL", "MINUS", "BIND"})


@dataclass(frozen=True, slots=True)
class _Around:
    """The text that restricts a clause; `is_open` if more may be put before it."""

    text: str
    is_open: bool = True


def around(text: Text, clause: Clause) -> str:
    """Write what restricts a clause as the inside of a group."""
    span = where(text, 0, len(text.tokens))
    if span is None or not span[0] < clause.start < span[1]:
        return ""
    return _inside(text, clause, *span).text


def _inside(text: Text, clause: Clause, start: int, end: int) -> _Around:
    """Write what restricts a clause within the braces of a group."""
    if text.tokens[start + 1].word == "SELECT":
        span = where(text, start + 1, end - 1)
        if span is None or not span[0] < clause.start < span[1]:
            return _Around("", is_open=False)
        return _Around(_inside(text, clause, *span).text, is_open=False)
    found = list(elements(text, start + 1, end - 1))
    holder = next((e for e in found if e.start <= clause.start < e.end), None)
    if holder is None:
        return _Around("", is_open=False)
    if holder.start == clause.start:
        return _Around(_kept(text, found, holder, is_joined=True))
    inner = _inner(text, clause, holder)
    if not inner.is_open or holder.kind not in _JOINED | _OUTER_JOINS:
        return _Around(inner.text, is_open=False)
    is_joined = holder.kind in _JOINED
    beside = _kept(text, found, holder, is_joined=is_joined)
    graph = text.part(holder.start, holder.start + 2) if holder.kind == "GRAPH" else ""
    written = f"{beside} {graph} {{ {inner.text} }}" if inner.text or graph else beside
    return _Around(written, is_open=is_joined)


def _inner(text: Text, clause: Clause, holder: Element) -> _Around:
    """Go into the group of an element that has the clause."""
    at = holder.start
    while at < holder.end:
        if text.word(at) == "{":
            stop = text.close(at) + 1
            if clause.start < stop:
                return _inside(text, clause, at, stop)
            at = stop
        else:
            at += 1
    return _Around("", is_open=False)


def _kept(text: Text, found: list[Element], holder: Element, *, is_joined: bool) -> str:
    """Write the elements beside one that has the clause, as far as they restrict it."""
    before = [e for e in found if e.end <= holder.start and e.kind != "FILTER"]
    after = [e for e in found if e.start >= holder.end] if is_joined else []
    joined: list[Element] = []
    for element in after:
        if element.kind in _LAST:
            break
        if element.kind in _JOINED and not _asks(text, element):
            joined.append(element)
    kept = [*before, *joined]
    filters = [e for e in found if e.kind == "FILTER" and _is_sure(text, e, kept)]
    return "\n".join(_written(text, element) for element in (*kept, *filters))


def _written(text: Text, element: Element) -> str:
    """Write an element so that any other may stand beside it."""
    start, end = element.start, element.end
    if element.kind:
        return text.part(start, end)
    while start < end and text.word(start) == ".":
        start += 1
    while start < end and text.word(end - 1) == ".":
        end -= 1
    return f"{text.part(start, end)} ." if start < end else ""


def _asks(text: Text, element: Element) -> bool:
    return any(
        text.tokens[at].word == SERVICE for at in range(element.start, element.end)
    )


def _is_sure(text: Text, element: Element, kept: list[Element]) -> bool:
    """Tell a filter that is about what triples bind in every solution, and no more."""
    bound: set[str] = set()
    for other in kept:
        if not other.kind:
            bound.update(text.variables(other.start, other.end))
    is_plain = "{" not in text.part(element.start, element.end)
    return is_plain and bound.issuperset(text.variables(element.start, element.end))
