"""The way from one node to another, where a transitive relation says there is one."""

from __future__ import annotations

import numpy as np

from kg.reason.columns import BITS
from kg.reason.relation import Relation
from kg.reason.view import Fact


def path(edges: Relation, closure: Relation, fact: Fact) -> list[int]:
    """Find a shortest path of edges; empty where there is none.

    The search goes forward, and only where the closure says that it can succeed.
    """
    before: dict[int, int] = {}
    front = np.array([fact.subject], np.int64)
    while len(front) and fact.object not in before:
        partners, rows = edges.follow(front)
        found = {
            two: one
            for one, two in zip(front[rows].tolist(), partners.tolist(), strict=True)
            if two not in before
        }
        before |= found
        front = np.array(sorted(found), np.int64)
        goal = front << BITS | fact.object
        front = front[closure.contains(goal) | (front == fact.object)]
    return _trail(before, fact) if fact.object in before else []


def _trail(before: dict[int, int], fact: Fact) -> list[int]:
    nodes = [fact.object]
    while len(nodes) == 1 or nodes[-1] != fact.subject:
        nodes.append(before[nodes[-1]])
    return nodes[::-1]
