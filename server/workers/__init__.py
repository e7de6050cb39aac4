"""Answering in processes that may be killed.

    client ── front ── worker        front    HTTP, limits, a cache; evaluates nothing
                └─ nursery ─┘        worker   one request at a time, over one generation
                                     nursery  holds the generation, forks the workers

pyoxigraph cannot stop a query, and what it cannot bear (3,000 nested groups, a sort
beyond the memory) ends the process it runs in. So a query runs in a process of its own,
and the front ends that process: when the time is up, when the memory is, and when the
client has gone. A new worker is forked from a nursery that holds the graph in memory:
that takes some milliseconds, and the pages are shared.

Why so: a query of a graph in memory costs 2 to 18 times less than of one on disk, and
a fork 4 ms at 100 MB, 15 ms at 650 MB. Between front and worker goes one message each
way for a small answer: some 20 us for the sockets. The way through the framework costs
some 700 us a query, as much as a worker's whole answer without it (300 us) twice over,
so queries go past it, and what was answered before is answered by the front.
granian serves the front, by ASGI: so it tells when a client has gone, waits for a slow
one, and closes what is cut short (its RSGI ends that as if it were whole), and it gave
8,000 to 20,000 small answers a second where uvicorn gave 4,000 to 8,000, and Oxigraph's
own server 6,000 to 19,000.
What these figures are on another machine: `python -m tests.bench.bench_server`.

frames   what the processes send each other
nursery  the process that forks
held     the graph in its memory, which follows the current generation
worker   the process that answers: a WSGI server (PEP 3333) for one connection
reply    what an application answers, made into frames
channel  the front's end of the socket to a worker
pool     the workers that wait, and those that wait for a worker
scribe   the process that writes
processes  starting nursery and scribe
refusal  what a client is told that gets no answer
clients  how much each client asks for
record   what was asked and how it went
exchange one request and its response, as ASGI has them
guard    who works for whom, and for how long
front    the ASGI application that the clients talk to
cache    answers given before
"""
