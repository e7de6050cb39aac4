"""Answering in processes that may be killed.

    client ── front ── worker        front    HTTP, limits, a cache; evaluates nothing
                └─ nursery ─┘        worker   one request at a time, over one generation
                                     nursery  holds the generation, forks the workers

pyoxigraph cannot stop a query, and what it cannot bear (3,000 nested groups, a sort
beyond the memory) ends the process it runs in. So a query runs in a process of its own,
and the front ends that process: when the time is up, when the memory is, and when the
client has gone. A new worker is forked from a nursery that holds the graph in memory:
that takes some milliseconds, and the pages are shared.

A file, as a dump, is found by a worker and sent by the front: a worker that sent it
would be at work as long as its client reads. What has to be made first is made by a
process of its own, one at a time, while those who ask for it wait in the front.

Why so: a query of a graph in memory costs 2 to 18 times less than of one on disk, and
a fork 4 ms at 100 MB, 15 ms at 650 MB. Between front and worker goes one message each
way for a small answer: some 20 us for the sockets. The way through the framework costs
some 700 us a query, twice as much as the whole answer of a worker without it (300 us),
so queries go past it, and what was answered before is answered by the front.
The front reads HTTP by llhttp (httptools, what uvicorn and Node.js read it by) in
uvloop, without a server's framework between. A known answer costs it 18 us of
processor time with 64 clients, 20 with 8, and 76 with one; behind granian, by ASGI, it
was 72, 130 and 212, and Oxigraph's own server takes 75, 75 and 50. A bare "hello" takes
34, 62 and 120 on granian by ASGI, 30, 57 and 190 by RSGI, and 10, 11 and 50 on these.
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
exchange one request and its response
incoming  a request while it comes
wire     how a response is sent
connection  a client's connection, from the first byte to the last
guard    who works for whom, and for how long
turns    one thing at a time
people   who asks, and who may change something
asked    what a request asks for, as far as the front has to know
files    files that the front sends
maker    the process that makes a file
front    what the clients talk to
cache    answers given before
"""
