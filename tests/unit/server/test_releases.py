"""`/releases/`: what `mendel release` wrote, served as it lies there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, RDFS, Graph, URIRef, Variable

from kg import release as issuing
from kg.store import Store
from server.app import create_app
from server.settings import Settings
from server.shelf import ShelfError, check, find_release, releases
from tests.unit.server.conftest import build
from tests.unit.server.serving import Served, served

TURTLE = {"Accept": "text/turtle"}
HAS_VERSION = URIRef(f"{DCAT}hasVersion")  # of DCAT 3
SPDX = "http://spdx.org/rdf/terms#"
OLD = "2001-01-01-0123456789ab"


@pytest.fixture(scope="module", name="store")
def _store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("issued") / "graph")


@pytest.fixture(scope="module", name="folder")
def _folder(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a release, an older one that tells little, and what is none."""
    shelf = tmp_path_factory.mktemp("shelf") / "releases"
    made = issuing.release(store, shelf)
    (made.folder / "secret").symlink_to(shelf.parent / "secret")
    (made.folder / ".hidden").write_text("secret")
    (shelf.parent / "secret").write_text("secret")
    (shelf / OLD).mkdir()
    (shelf / OLD / "ro-crate-metadata.json").write_text("{ no JSON")
    (shelf / OLD / "mendelgraph.nt.gz").write_bytes(b"gzip")
    (shelf / "other").mkdir()
    (shelf / "other" / "notes.txt").write_text("secret")
    outside = shelf.parent / "outside"
    shutil.copytree(shelf / OLD, outside)
    (shelf / "link").symlink_to(outside)
    return shelf


@pytest.fixture(scope="module", name="name")
def _name(folder: Path) -> str:
    return releases(str(folder))[0].name


@pytest.fixture(name="client")
def _client(store: Store, folder: Path) -> FlaskClient:
    return create_app(store, Settings(releases=str(folder))).test_client()


@pytest.fixture(scope="module", name="server")
def _server(store: Store, folder: Path) -> Iterator[Served]:
    with served(store, "--releases", str(folder)) as server:
        yield server


def test_they_are_listed_newest_first(folder: Path, name: str) -> None:
    """What has an RO-Crate is a release, a damaged one too; links out are none."""
    assert [name, OLD] == [release.name for release in releases(str(folder))]


def test_the_list_is_a_page_and_data(client: FlaskClient, name: str) -> None:
    """A browser gets links, a program versions of the dataset with their dates."""
    page = client.get("/releases/", headers={"Accept": "text/html"}).text
    graph = Graph().parse(data=client.get("/releases/", headers=TURTLE).text)
    places = [f"/releases/{each}/" for each in (name, OLD)]

    assert sorted(page.index(f'"{place}"') for place in places) == [
        page.index(f'"{place}"') for place in places
    ]
    assert {f"http://localhost{place}" for place in places} == {
        str(node) for node in graph.objects(None, HAS_VERSION)
    }
    assert {name[:10], OLD[:10]} == {
        str(date) for date in graph.objects(None, DCTERMS.issued)
    }


def test_the_dataset_tells_of_them(client: FlaskClient, name: str) -> None:
    """What describes the dataset links its releases, and where they are listed."""
    graph = Graph().parse(data=client.get("/.well-known/void", headers=TURTLE).text)
    dataset = graph.value(None, RDFS.seeAlso, URIRef("http://localhost/releases/"))
    assert {f"http://localhost/releases/{each}/" for each in (name, OLD)} == {
        str(node) for node in graph.objects(dataset, HAS_VERSION)
    }


def test_each_file_is_told_of(client: FlaskClient, folder: Path, name: str) -> None:
    """The files of a release are listed with what they are, their sizes and sums."""
    page = client.get(f"/releases/{name}/", headers={"Accept": "text/html"})
    told = client.get(f"/releases/{name}/", headers=TURTLE)
    graph = Graph().parse(data=told.text)
    base = f"http://localhost/releases/{name}/"
    file = URIRef(f"{base}mendelgraph.ttl.gz")
    packed = folder / name / "mendelgraph.ttl.gz"
    lines = (folder / name / "SHA256SUMS").read_text().splitlines()
    rows = (line.partition("  ") for line in lines)
    sums = {each: digest for digest, _, each in rows}
    tell = f"SELECT ?sum {{ <{file}> <{SPDX}checksum>/<{SPDX}checksumValue> ?sum }}"
    listed = (str(node) for node in graph.objects(None, DCAT.distribution))

    assert {*sums, "SHA256SUMS"} == {node.removeprefix(base) for node in listed}
    assert str(packed.stat().st_size) == str(graph.value(file, DCAT.byteSize))
    types = "https://www.iana.org/assignments/media-types/"
    assert (types + "text/turtle", types + "application/gzip") == (
        str(graph.value(file, DCAT.mediaType)),
        str(graph.value(file, DCAT.compressFormat)),
    )
    told_sums = [
        str(binding[Variable("sum")]) for binding in graph.query(tell).bindings
    ]
    assert [sums[packed.name]] == told_sums
    assert "what a query sees, as Turtle" in page.text
    assert 'ro-crate-metadata.json>; rel="describedby"' in page.headers["Link"]


def test_a_file_is_sent(server: Served, folder: Path, name: str) -> None:
    """A file has its sum as its tag, its type, and parts of it can be had."""
    path = folder / name / "mendelgraph.nq.gz"
    whole = server.get(f"/releases/{name}/mendelgraph.nq.gz")
    tag = whole.headers["etag"]
    part = server.get(
        f"/releases/{name}/mendelgraph.nq.gz", {"Range": "bytes=-9", "If-Range": tag}
    )
    known = server.get(f"/releases/{name}/mendelgraph.nq.gz", {"If-None-Match": tag})

    assert (200, path.read_bytes()) == (whole.status, whole.body)
    assert ("application/gzip", None) == (
        whole.headers["content-type"],
        whole.headers.get("content-encoding"),
    )
    assert tag.strip('"') in (folder / name / "SHA256SUMS").read_text()
    assert (206, path.read_bytes()[-9:], 304) == (part.status, part.body, known.status)


def test_what_was_written_since_has_another_tag(
    folder: Path, name: str, tmp_path: Path
) -> None:
    """A sum is no tag of what was changed after it was made."""
    shutil.copytree(folder / name, tmp_path / name, symlinks=True)
    before = find_release(str(tmp_path), name).find("LICENSE")
    path = tmp_path / name / "LICENSE"
    path.write_text("other")
    after = find_release(str(tmp_path), name).find("LICENSE")

    assert before.sha256[:32] == before.tag
    assert (f"{path.stat().st_mtime_ns:x}-5", "") == (after.tag, after.sha256)


@pytest.mark.parametrize(
    "path",
    [
        "NAME/../../secret",
        "NAME/%2e%2e/%2e%2e/secret",
        "NAME/..%2F..%2Fsecret",
        "..%2Fsecret",
        "%2e%2e/secret",
        "NAME/secret",
        "NAME/.hidden",
        "NAME/%00",
        "NAME/LICENSE%00",
        "NAME/LICENSE/",
        "NAME//LICENSE",
        "link/",
        "link/mendelgraph.nt.gz",
        "other/notes.txt",
        "../secret",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_sent(server: Served, name: str, path: str) -> None:
    """No way leads out of the folder, nor to what is no file of a release."""
    target = f"/releases/{path.replace('NAME', name)}"
    answer = server.raw(f"GET {target} HTTP/1.0\r\n\r\n".encode())

    assert b" 404 " in answer.partition(b"\r\n")[0]
    assert b"secret" not in answer.partition(b"\r\n\r\n")[2].replace(b"'secret'", b"")


def test_an_unknown_one_is_refused(client: FlaskClient, name: str) -> None:
    """Whoever asks for what is not there is told what is."""
    release = json.loads(client.get("/releases/2001/").data)
    file = json.loads(client.get(f"/releases/{name}/LICENCE").data)

    assert (404, f"'2001': no such release: there are {name}, {OLD}") == (
        release["status"],
        release["detail"],
    )
    assert file["detail"].startswith("'LICENCE': no such file: there are CITATION.cff")


def test_no_folder_is_an_empty_list(store: Store) -> None:
    """Without a folder, the page says how there can be one."""
    client = create_app(store, Settings()).test_client()
    page = client.get("/releases/", headers={"Accept": "text/html"})

    assert (200, True) == (page.status_code, "mendel serve --releases" in page.text)
    assert 0 == len(Graph().parse(data=client.get("/releases/", headers=TURTLE).text))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The server does not start with a folder that is none, and says what to do."""
    with pytest.raises(ShelfError, match="make a release with 'mendel release"):
        check(str(tmp_path / "none"))
