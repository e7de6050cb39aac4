"""What an answer costs beside other servers: `python -m tests.bench.bench_server`.

wrk asks (Debian: wrk). Peers that are not installed are told and left out. Read the
ratios (how many times as many answers a second as the peer gives): on a machine that
others use, too, those of processor time are steadier (that of processes that end
meanwhile is lost). The engine answers in this process, by one thread.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click
import pyoxigraph
from pyoxigraph import RdfFormat, serialize

from tests.bench.server_data import QUERIES, triples
from tests.bench.server_load import WRK, Cost, Load, evaluate, put_load, transfer
from tests.bench.server_peers import PEERS, Server, is_there

_LONG = ("rows", "construct")  # of which the first byte and the memory are measured


@click.command()
@click.option("--sizes", default="100000,1000000", show_default=True, help="Triples.")
@click.option("--seconds", default=3, show_default=True, help="For each measurement.")
@click.option("--clients", default="1,8,64", show_default=True, help="At once.")
@click.option("--peers", default=",".join(PEERS), show_default=True, help="To start.")
def main(sizes: str, seconds: int, clients: str, peers: str) -> None:
    """Compare what is answered in a second, and what it costs."""
    if not WRK:
        click.echo("wrk is not installed: apt-get install wrk")
        return
    there = [name for name in peers.split(",") if is_there(name)]
    for name in set(peers.split(",")) - set(there):
        click.echo(f"{name} is not installed, and left out")
    for size in map(int, sizes.split(",")):
        _compare(there, size, seconds, [int(number) for number in clients.split(",")])


def _compare(names: list[str], size: int, seconds: int, clients: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        data = folder / "data.nt"
        serialize(triples(size), data, format=RdfFormat.N_TRIPLES)
        engine = pyoxigraph.Store()
        engine.bulk_load(path=data, format=RdfFormat.N_TRIPLES)
        servers = []
        for peer in names:
            (folder / peer).mkdir()
            servers.append(stack.enter_context(PEERS[peer][1](folder / peer, data)))
        click.echo(f"\n{size:,} triples")
        for query in _LONG:
            _transfers(servers, query, size)
        titles = "".join(f"{s.name + '/s':>18}{'CPU us':>10}" for s in servers)
        click.echo(f"{'query, clients':28}{'engine/s':>10}{titles}")
        for load in _loads(size, seconds, clients):
            _row(servers, evaluate(engine, load), load)


def _loads(size: int, seconds: int, clients: list[int]) -> Iterator[Load]:
    """List what is measured: each query repeated, then each time another."""
    for query in QUERIES:
        for is_distinct in (False, True):
            for number in clients:
                yield Load(query, size, number, seconds, is_distinct)


def _row(servers: list[Server], engine: Cost, load: Load) -> None:
    """Print the figures of a load, and below them the ratios of ours to each."""
    costs = []
    for server in servers:
        with server.alone(servers):
            costs.append(put_load(server, load))
    figures = "".join(f"{c.rate:18,.1f}{c.micros:10,.0f}" for c in costs)
    click.echo(f"{load.label:28}{engine.rate:10,.1f}{figures}")
    ours = costs[0]
    ratios = "".join(f"{_ratio(ours.rate, c.rate)}{_cost(c, ours)}" for c in costs[1:])
    click.echo(f"{'':28}{ours.rate / engine.rate:9.2f}x{'':28}{ratios}")
    for server, cost in zip(servers, costs, strict=True):
        if cost.refused:
            click.echo(f"  {server.name}: {cost.refused} were refused")


def _ratio(ours: float, other: float) -> str:
    return f"{ours / other:17.2f}x" if other else f"{'no answer':>18}"


def _cost(other: Cost, ours: Cost) -> str:
    return f"{other.micros / ours.micros:9.2f}x" if ours.micros else f"{'':10}"


def _transfers(servers: list[Server], query: str, size: int) -> None:
    """Print how one long answer comes, from each server."""
    for server in servers:
        if server.name == "hello":
            continue
        with server.alone(servers):
            found = transfer(server, query, size)
        click.echo(
            f"{query} of {server.name}: first byte after {found.first * 1000:,.0f} ms, "
            f"{found.size / 1e6:,.1f} MB in {found.whole:.2f} s, "
            f"the server grew by {found.grown:,.0f} MB"
        )


if __name__ == "__main__":
    main()
