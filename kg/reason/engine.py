"""The closure of a graph: rules, followed semi-naively until nothing is new.

A column of new pairs meets the rules together with everything that came before it.
Schema comes before data, and types come last, so that most rules see most of their
input at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from kg.reason.budget import MOST
from kg.reason.clashes import Clash
from kg.reason.columns import Column, distinct, isin, left, pack, right, union, unique
from kg.reason.compile import LINKS, Rule, Use, seen_from
from kg.reason.database import HEADS, Database, by_predicate
from kg.reason.join import Bindings, conclusions, fire, links
from kg.reason.literals import Literals
from kg.reason.programme import Programme, ranks
from kg.reason.table import Template
from kg.reason.terms import Terms
from kg.reason.values import Values

_MOST_CLASHES = 10  # of one rule
_LAST = 1 << 30


class Engine:
    """A database, and the rules that make it grow."""

    def __init__(
        self,
        templates: Iterable[Template],
        terms: Terms | None = None,
        most: int = MOST,
    ) -> None:
        self.data = Database(terms or Terms(), most)
        self.programme = Programme(templates, self.data)
        self.literals = Literals(self.data.terms)
        self.data.vocabulary = self.data.terms.vocabulary
        self.values = Values(self.data.equality, self.literals)
        self.clashes: dict[Clash, None] = {}
        self._rank: dict[int, int] = {}
        self._must_compile = self._lists_changed = True
        self._has_begun = False
        self._start()

    def _start(self) -> None:
        self.data.equality.grow(len(self.data.terms))
        is_a, class_ = self.data.name("rdf:type"), self.data.name("rdfs:Datatype")
        facts = [(found, is_a, class_) for found in self.literals.datatypes]
        table = np.array([*facts, *self.programme.facts()], np.int64)
        pairs = by_predicate(table[:, 0], table[:, 1], table[:, 2])
        self.axioms = {predicate: unique(codes) for predicate, codes in pairs}
        self.literals.meet(range(self.data.vocabulary))
        for predicate, codes in self.axioms.items():
            self.data.emit(predicate, codes)

    def insert(self, columns: Mapping[int, Column]) -> None:
        """Take pairs by predicate; `run` works out what follows.

        For the datatypes among them, the types of literals are written out.
        """
        self.data.equality.grow(len(self.data.terms))
        for predicate, codes in columns.items():
            self.data.emit(predicate, codes)
            objects = distinct(right(codes)).tolist()
            self.literals.meet(objects)
            known = self.literals.datatypes.keys()
            self.literals.asked |= known & {*objects, *distinct(left(codes)).tolist()}

    # ------------------------------------------------------------ the loop

    def run(self) -> None:
        """Follow the rules until nothing is new."""
        self.data.emit_pairs(self.data.name("owl:sameAs"), self.literals.learn())
        self._has_begun = False
        while self._step() or self._literal_types():
            pass

    def _step(self) -> bool:
        """Do what comes next; tell whether there was anything."""
        waiting = min(self.data.pending, key=self._order, default=None)
        if waiting is not None and self._is_turn(waiting):
            self._absorb(waiting)
        elif self._lists_changed:
            self._read_lists()
        elif self._must_compile:
            self._compile()
        else:
            return False
        return True

    def _is_turn(self, waiting: int) -> bool:
        """Tell whether pairs come before the rules are fitted anew.

        Axioms do, and so does all else where a round of data has begun: the axioms that
        data make are gathered until nothing else is new.
        """
        is_data = self._order(waiting) > 0
        self._has_begun |= is_data and not (self._must_compile or self._lists_changed)
        return self._has_begun or not is_data

    def _order(self, predicate: int) -> int:
        """Say when new pairs have their turn: equality, schema, data, types."""
        if predicate == self.data.name("rdf:type"):
            return _LAST
        if predicate == self.data.name("owl:sameAs"):
            return -1
        return 0 if predicate < self.data.vocabulary else self._rank.get(predicate, 1)

    def _absorb(self, waiting: int) -> None:
        predicate, codes = self.data.take(waiting)
        if predicate == self.data.name("owl:sameAs"):
            self._identify(codes)
            return
        new = self.data.add(predicate, codes)
        if len(new):
            self._notice(predicate, new)
            self.follow(predicate, new)

    def follow(self, predicate: int, new: Column) -> None:
        """Have the rules look at pairs that are in their relation by now."""
        for use in list(self.programme.uses.get(predicate, ())) if len(new) else ():
            self._fire(use, new)

    def _notice(self, predicate: int, new: Column) -> None:
        """See what new pairs mean for lists, for rules, and for literals."""
        listing = ("rdf:first", "rdf:rest", *HEADS)
        self._lists_changed |= predicate in map(self.data.name, listing)
        if predicate == self.data.name("rdf:type"):
            classes = set(right(new[right(new) < self.data.vocabulary]).tolist())
            self._must_compile |= not classes.isdisjoint(self.programme.guard_classes)
            self._check_types(new)
        else:
            self._must_compile |= predicate in self.programme.guards
        self._list_terms(predicate, new)

    # ------------------------------------------------------------ rules

    def _fire(self, use: Use, codes: Column) -> None:
        rule = use.rule
        if rule.name in LINKS:
            values = self.data.relations[rule.body[0].predicate]
            found = links(values, codes, back=rule.name == "prp-ifp")
            self.data.emit(self.data.name("owl:sameAs"), found)
            return
        solutions = fire(use, codes, self.data.relations.__getitem__)
        if solutions.rows and rule.head is None:
            self._clash(rule, solutions)
        elif solutions.rows and rule.head:
            self.data.emit(rule.head.predicate, conclusions(rule.head, solutions))

    def _clash(self, rule: Rule, found: Bindings) -> None:
        for row in range(min(found.rows, _MOST_CLASHES)):
            values = {name: int(column[row]) for name, column in found.columns.items()}
            atoms = [atom.bind(values) for atom in (*rule.ground, *rule.body)]
            self._report(rule.name, ((a.subject, a.predicate, a.object) for a in atoms))

    def _report(self, rule: str, triples: Iterable[tuple[object, int, object]]) -> None:
        found = tuple((int(str(s)), p, int(str(o))) for s, p, o in triples)
        if sum(clash.rule == rule for clash in self.clashes) < _MOST_CLASHES:
            self.clashes[Clash(rule, found)] = None

    def _compile(self) -> None:
        """Fit the rules to the axioms; new ones look at all that is there."""
        self._must_compile = False
        new = self.programme.compile()
        for predicate in self.programme.transitive - self.data.transitive.keys():
            self.follow(predicate, self.data.close(predicate))
        if new:
            self._rank = ranks(self.programme.rules, self.data.name("rdf:type"))
            for predicate in list(self.data.relations):
                self._list_terms(predicate, self.data.relations[predicate].pairs())
        for rule in new:
            self._fire_on_all(rule)

    def _fire_on_all(self, rule: Rule) -> None:
        relations = self.data.relations.__getitem__
        atom = min(rule.body, key=lambda atom: len(relations(atom.predicate)))
        pairs = relations(atom.predicate).pairs()
        if len(pairs):
            self._fire(seen_from(rule, rule.body.index(atom)), pairs)

    def check(self) -> None:
        """Look again for clashes, where there were some: triples may be gone."""
        same = self.data.name("owl:sameAs")
        lasting = [clash for clash in self.clashes if clash.triples[0][1] == same]
        if self.clashes:
            self.clashes = dict.fromkeys(lasting)
            for rule in self.programme.rules:
                if not rule.head:
                    self._fire_on_all(rule)
            self._check_types(self.data.pairs("rdf:type"))

    # ------------------------------------------------------------ equality, literals

    def _identify(self, codes: Column) -> None:
        """Make terms equal: what was said of one is said of its representative."""
        moved = self.data.equality.merge(codes)
        if not len(moved):
            return
        same, other = self.data.name("owl:sameAs"), self.data.name("owl:differentFrom")
        for one, two in self.values.merge(moved.tolist()):
            self._report("eq-diff1", ((one, same, two), (one, other, two)))
        self._must_compile |= bool((moved < self.data.vocabulary).any())
        self._must_compile |= self.data.move(moved)
        self.data.emit_pairs(self.data.name("rdf:type"), self.values.types())

    def _literal_types(self) -> bool:
        """When all else is done, say of which types literals are, and which differ."""
        find = self.data.equality.one
        found = ((find(one), find(type_)) for one, type_ in self.literals.types())
        self.data.emit_pairs(self.data.name("rdf:type"), found)
        different = self.values.different()
        self.data.emit_pairs(self.data.name("owl:differentFrom"), different)
        return bool(self.data.pending)

    def _check_types(self, new: Column) -> None:
        """Look for literals that cannot be of a type that they have (dt-not-type)."""
        known = {self.data.equality.one(n): n for n in self.literals.datatypes}
        typed = new[isin(right(new), np.array(sorted(known), np.int64))]
        type_ = self.data.name("rdf:type")
        for one, two in zip(left(typed).tolist(), right(typed).tolist(), strict=True):
            for literal in self.values.of(one):
                if not self.literals.is_of(literal, known[two]):
                    self._report("dt-not-type", ((literal, type_, two),))

    # ------------------------------------------------------------ lists, terms

    def _read_lists(self) -> None:
        self._lists_changed, self._must_compile = False, True
        lists, inner = self.data.lists(), self.data.inner
        heads = {name: set(right(self.data.pairs(name)).tolist()) for name in HEADS}
        every = set[int]().union(*heads.values())
        both = heads["owl:intersectionOf"]
        self.data.emit_pairs(inner["list:member"], lists.members(every))
        self.data.emit_pairs(inner["list:twice"], lists.repeated(every))
        self.data.emit_pairs(inner["list:next"], lists.links(both))
        self.data.emit_pairs(inner["list:last"], lists.ends(both))

    def _list_terms(self, predicate: int, new: Column) -> None:
        """List terms and predicates for the rules that ask for them."""
        uses, inner = self.programme.uses, self.data.inner
        if predicate in self.data.internal:
            return
        if uses.get(inner["graph:predicate"]):
            self.data.emit_pairs(inner["graph:predicate"], [(predicate, predicate)])
        if uses.get(inner["graph:term"]):
            found = union([left(new), right(new), np.array([predicate], np.int64)])
            known = self.data.relations[inner["graph:term"]]
            fresh = known.without(pack(found, found))
            self.data.emit(inner["graph:term"], fresh)
            self._list_members(left(fresh))

    def _list_members(self, ids: Column) -> None:
        member = self.data.inner["graph:member"]
        if self.programme.uses.get(member):
            found = filter(self.data.terms.is_member, ids.tolist())
            self.data.emit_pairs(member, ((i, i) for i in found))
