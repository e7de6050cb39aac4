"""What a page is about: the one entity that its title, names and keys speak for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kg.ground.backing import Backing, Candidates, heaviest
from kg.ground.widths import is_class, is_form, is_sibling, words
from kg.lexicon import Lexicon, fold
from kg.model import Entity, Kind, Method, Reference, Status

BROAD = Reference("skos", "broadMatch")
CLOSE = Reference("skos", "closeMatch")
NARROW = Reference("skos", "narrowMatch")
Claims = Mapping[Reference, str]
"""An entity → the page that it is the subject of."""


def page_of(document: Reference) -> str:
    """Name the page of a document: its versions differ in a number only.

    >>> page_of(Reference("document", "pinta-anemia.2"))
    'pinta-anemia'
    """
    return document.identifier.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """How a page calls its subject.

    `keys` are those of other databases. `claimed` tells which entities are the subject
    of which `page`, because its title is their label.
    """

    page: str
    title: str
    kinds: frozenset[Kind]
    others: Collection[str]
    keys: Collection[Reference]
    claimed: Claims


@dataclass(frozen=True, slots=True)
class Choice:
    """The entity that a page is about; without one, those that come near it."""

    entity: Entity | None
    method: Method = Method.MINTED
    near: tuple[tuple[Reference, Entity], ...] = ()


def choose(labels: Labels, lexicon: Lexicon) -> Choice:
    """Choose the entity that a page is about.

    That is the one with its title as label; else with its title as another name; else
    the one that its other names and keys agree on. It is none where these disagree,
    and where the entity turns out to be but a form of what the title names.
    """
    found = _candidates(labels, lexicon)
    titled = {e: b for e, b in found.items() if b.title}
    exact = {e: b for e, b in titled.items() if b.title is not Status.RELATED}
    if any(b.title is Status.LABEL for b in exact.values()):
        return _labelled(exact)
    entity = _worded(found, labels) or (None if exact else _agreed(found, labels))
    if entity:
        return Choice(entity, Method.AGREED)
    if exact:
        return _of_title(exact, found, labels)
    return Choice(None, near=tuple(_near(found, titled, labels)))


def _candidates(labels: Labels, lexicon: Lexicon) -> Candidates:
    """Collect whatever the names and keys of a page mean, and who speaks for it."""
    found: Candidates = {}
    for name in (labels.title, *labels.others):
        for term in lexicon.lookup(name):
            if term.entity.kind in labels.kinds:
                backing = found.setdefault(term.entity, Backing())
                backing.note(term, labels.title, name)
    for key in labels.keys:
        for entity in lexicon.mapped(key):
            wider = is_class(entity.label, of=labels.title)
            if entity.kind in labels.kinds and not wider:
                found.setdefault(entity, Backing()).keys.add(key)
    return found


def _labelled(exact: Candidates) -> Choice:
    """Take the entity that has the title as its label.

    Where one vocabulary has the title as a label, and others as a name of what they
    know better, the page's other names and a key tell so.
    """
    best = heaviest(exact)
    named = [e for e, b in exact.items() if b.title is Status.LABEL]
    if len(named) > 1 or best is None:
        return Choice(best or named[0], Method.LABEL)
    own, other = exact[named[0]], exact[best]
    better = other.keys and not own.keys and len(other.names) > len(own.names)
    return Choice(best, Method.SYNONYM) if better else Choice(named[0], Method.LABEL)


def _worded(found: Candidates, labels: Labels) -> Entity | None:
    """Find the entity whose label has the words of the title, in another order."""
    same = [e for e in found if words(e.label) == words(labels.title)]
    return same[0] if len(same) == 1 and _is_free(same[0], labels) else None


def _is_free(entity: Entity, labels: Labels) -> bool:
    return labels.claimed.get(entity.reference, labels.page) == labels.page


def _of_title(exact: Candidates, found: Candidates, labels: Labels) -> Choice:
    """Choose among the entities that have the title as another name."""
    best = heaviest(exact)
    if best is None:
        return _first_of_one_label(exact)
    rival = _rival(found, exact[best])
    if rival and _is_free(rival, labels):
        return Choice(rival, Method.AGREED)
    not_quite = tuple(_not_quite(best, labels))
    if not not_quite:
        return Choice(best, Method.SYNONYM)
    return Choice(None, near=(*not_quite, *_near(found, exact, labels)))


def _rival(found: Candidates, best: Backing) -> Entity | None:
    """Find what the other names and a key agree on, where no key confirms the title."""
    if best.keys:
        return None
    rivals = {
        e: b
        for e, b in found.items()
        if b.keys and b.weight > best.weight and _is_usual(b, found)
    }
    return heaviest(rivals)


def _is_usual(backing: Backing, found: Candidates) -> bool:
    """Tell whether most of the names that mean anything, but for the title, mean it."""
    rest = {name for b in found.values() if not b.title for name in b.names}
    return not rest or 2 * len(backing.names) > len(rest)


def _first_of_one_label(exact: Candidates) -> Choice:
    """Take the first of entities that vocabularies failed to merge."""
    first = next(iter(exact))
    alike = len({entity.label for entity in exact}) == 1
    return Choice(first, Method.SYNONYM) if alike else Choice(None)


def _not_quite(best: Entity, labels: Labels) -> Iterator[tuple[Reference, Entity]]:
    """Say why an entity that has the title as another name is not the page's subject.

    The page may say itself that its subject goes by the name of the form.
    """
    listed = {fold(name) for name in labels.others}
    if is_form(best.label, of=labels.title) and fold(best.label) not in listed:
        yield NARROW, best
    elif not _is_free(best, labels):
        yield CLOSE, best


def _agreed(found: Candidates, labels: Labels) -> Entity | None:
    """Find the entity that names and keys of the page agree on, without the title."""
    able = {
        e: b
        for e, b in found.items()
        if _is_free(e, labels)
        and not is_form(e.label, of=labels.title)
        and not any(is_sibling(e.label, other.label) for other in found)
        and (b.names or b.symbols or _is_akin(e, labels))
    }
    best = heaviest(able)
    if best is None or _contested(able, best) or not _is_usual(able[best], found):
        return None
    return best if _is_enough(able[best], best, labels) else None


def _is_enough(backing: Backing, entity: Entity, labels: Labels) -> bool:
    """Want a name, or two that agree where the label lacks a word of the title.

    Symbols and keys need one another, or a label that has all of the title.
    """
    title, label = words(labels.title), words(entity.label)
    if backing.names:
        return not label < title or len(backing.names | backing.symbols) > 1
    others = min(len(backing.symbols), 1) + len(backing.keys)
    return others > 1 or (others == 1 and title <= label)


def _contested(able: Candidates, best: Entity) -> bool:
    """Tell whether one name says this, and a key that."""
    rest = [b for e, b in able.items() if e != best]
    return able[best].weight[0] == 1 and any(b.keys or b.names for b in rest)


def _is_akin(entity: Entity, labels: Labels) -> bool:
    """Tell whether a label has any word of the title: keys are also those of signs."""
    return not words(entity.label).isdisjoint(words(labels.title))


def _near(
    found: Candidates, titled: Candidates, labels: Labels
) -> Iterator[tuple[Reference, Entity]]:
    """Relate what the page's names mean to its subject, where that can be said."""
    if all(b.title is Status.RELATED for b in titled.values()) and len(titled) == 1:
        yield from ((CLOSE, entity) for entity in titled)
    for entity, backing in found.items():
        if entity not in titled and (backing.names or backing.wider):
            if is_form(entity.label, of=labels.title):
                yield NARROW, entity
            elif is_class(entity.label, of=labels.title):
                yield BROAD, entity
