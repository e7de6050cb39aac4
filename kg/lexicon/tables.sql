-- A lexicon on disk. `position` orders what a name may mean, and an entity's names: the best first.
CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE automaton (words BLOB NOT NULL, symbols BLOB NOT NULL);
CREATE TABLE entity (
    number INTEGER PRIMARY KEY, curie TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, label TEXT NOT NULL
);
CREATE TABLE term (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL, -- the name as kg.lexicon.folding.mark has it
    name TEXT NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity,
    status TEXT NOT NULL,
    source TEXT NOT NULL
);
CREATE TABLE mapping (
    position INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    predicate TEXT NOT NULL,
    object TEXT NOT NULL,
    justification TEXT NOT NULL,
    source TEXT NOT NULL
);
-- What each added file said, so that all can be merged again when one comes or goes.
CREATE TABLE vocabulary (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL, version TEXT NOT NULL, licence TEXT NOT NULL,
    content BLOB NOT NULL
) WITHOUT ROWID;
