"""What can go wrong, as one tree.

    MendelError
    ├── DocumentError     a document that cannot be read
    ├── PrefixError       a CURIE whose prefix nobody declared
    ├── TermError         a word that names no node, or more than one
    ├── QueryError        a query that does not parse or cannot be evaluated
    ├── FormatError       a format name, extension or media type nobody knows
    ├── LexiconError      a vocabulary that cannot be read, or a lexicon that cannot
    ├── StoreError        a store that is missing, unwritable, or from another version
    ├── GraphError        a file that is no RDF graph
    ├── ValidationError   a graph that breaks its shapes or its ontology
    ├── InconsistencyError  a graph that contradicts itself
    ├── AddressError      an address that the server cannot listen on
    ├── CredentialsError  a file of those who may write that cannot be read
    ├── FetchError        a thing of the web that cannot be had
    ├── RemoteError       an endpoint or document elsewhere that does not do
    │   └── TargetError   one that nobody may have asked from here
    ├── GoldError         expected values, or verdicts on them, that cannot be read
    ├── SizeError         a closure that would fill the memory
    └── WorkerError       a process of ours that was killed

Each carries the offending data and words one line that says what to do. The command
line prints that line and exits with `exit_code`; HTTP maps it to a status.
"""

from __future__ import annotations


class MendelError(Exception):
    """The root: everything that MendelGraph refuses is one of these."""

    exit_code = 1

    @property
    def details(self) -> str:
        """Lines to be read before the message, where one line does not say it all."""
        return ""

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as message and data: that is how workers hand over their errors."""
        return _restored, (type(self), self.args, vars(self))


def _restored(
    kind: type[MendelError], args: tuple[object, ...], data: dict[str, object]
) -> MendelError:
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(data)
    return error


class DocumentError(MendelError):
    """A document that cannot be read."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source}: {problem}")
        self.source = source
        self.problem = problem


class PrefixError(MendelError):
    """A CURIE whose prefix is not in the prefix table."""

    def __init__(self, curie: str, guess: str | None = None) -> None:
        hint = f" (did you mean {guess!r}?)" if guess else ""
        super().__init__(
            f"{curie!r}: the prefix is not declared in ontology/prefixes.ttl{hint}"
        )
        self.curie = curie
        self.guess = guess


class TermError(MendelError):
    """A CURIE, IRI or label that names no node of the graph, or more than one.

    `near` are the nodes that may have been meant, each by its CURIE and its label.
    """

    def __init__(
        self, term: str, problem: str, near: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(f"{term!r}: {problem}")
        self.term = term
        self.near = near


class QueryError(MendelError):
    """A query that does not parse (`line` and `column` count from 1) or fails.

    `expected` lists what might have stood at that place.
    """

    def __init__(
        self,
        problem: str,
        *,
        line: int | None = None,
        column: int | None = None,
        expected: tuple[str, ...] = (),
    ) -> None:
        place = f"line {line}, column {column}: " if line is not None else ""
        super().__init__(f"{place}{problem}")
        self.problem = problem
        self.line = line
        self.column = column
        self.expected = expected


class FormatError(MendelError):
    """A format that nobody knows, or of other data; `known` lists what would do."""

    exit_code = 2

    def __init__(
        self, name: str, known: tuple[str, ...], problem: str = "unknown format"
    ) -> None:
        super().__init__(f"{name!r}: {problem}; known are {', '.join(known)}")
        self.name = name
        self.known = known


class LexiconError(MendelError):
    """A vocabulary, or the lexicon made of such, that cannot be read or written."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source}: {problem}")
        self.source = source
        self.problem = problem


class StoreError(MendelError):
    """A store that is missing, unwritable, or written by another version."""

    def __init__(self, location: str, problem: str) -> None:
        super().__init__(f"{location}: {problem}")
        self.location = location


class GraphError(MendelError):
    """A file that cannot be read as RDF."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source}: {problem}")
        self.source = source
        self.problem = problem


class ValidationError(MendelError):
    """A graph that breaks its shapes or its ontology; `findings` say where."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        count = len(findings)
        super().__init__(
            f"the graph is not valid ({count} finding{'s' if count != 1 else ''}): "
            + "; ".join(findings[:5])
        )
        self.findings = findings


class InconsistencyError(MendelError):
    """A graph that contradicts itself; `proofs` say how, each some lines."""

    def __init__(self, proofs: tuple[str, ...]) -> None:
        super().__init__(
            "the graph would be inconsistent, see the proof above: mend what it leads "
            "to, or have it told only (--inconsistent report)"
        )
        self.proofs = proofs

    @property
    def details(self) -> str:
        return "\n".join(self.proofs)


class AddressError(MendelError):
    """An address that the server cannot listen on."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(f"{address}: {problem}")
        self.address = address


class CredentialsError(MendelError):
    """A file of those who may write, or a name in it, that will not do."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source}: {problem}")
        self.source = source
        self.problem = problem


class FetchError(MendelError):
    """A thing of the web that cannot be had."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(f"{address}: {problem}")
        self.address = address
        self.problem = problem


class RemoteError(MendelError):
    """What SERVICE or LOAD asks for elsewhere, and does not get."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(f"{address}: {problem}")
        self.address = address
        self.problem = problem


class TargetError(RemoteError):
    """What SERVICE or LOAD may not ask for from here."""


class GoldError(MendelError):
    """Expected values that a graph is compared with, or verdicts, out of order."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source}: {problem}")
        self.source = source
        self.problem = problem


class SizeError(MendelError):
    """A closure that would fill the memory."""

    def __init__(self, name: str, count: int, most: int) -> None:
        super().__init__(
            f"{name}: at least {count:,} pairs would follow, more than {most:,}; "
            "leave out the axiom that multiplies them, or allow more (--most)"
        )
        self.name = name
        self.count = count
        self.most = most


class WorkerError(MendelError):
    """A process that worked for this one and was killed."""

    def __init__(self) -> None:
        super().__init__(
            "a worker process was killed, for want of memory as a rule: "
            "have fewer (--jobs 1 has none)"
        )
