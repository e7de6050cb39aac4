/** What the editor offers: our prefixes, and the classes and properties of the graph. */

import { select } from "./endpoint.js";

const { metadata } = document.querySelector("form.query").dataset;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/** Read the prefix table: {prefix: namespace}. */
export async function prefixes() {
  const rows = await select(`SELECT ?prefix ?namespace FROM <${metadata}>
    { ?declaration sh:prefix ?prefix ; sh:namespace ?namespace } ORDER BY ?prefix`);
  return Object.fromEntries(
    rows.map((row) => [row.prefix.value, row.namespace.value]),
  );
}

/** Read how often the instances of a class have a property (VoID partitions). */
async function partitions() {
  const rows = await select(`SELECT ?class ?property (SUM(?triples) AS ?count)
    FROM <${metadata}> { ?partition void:class ?class ; void:propertyPartition ?part .
    ?part void:property ?property ; void:triples ?triples } GROUP BY ?class ?property
    ORDER BY DESC(?count)`);
  return rows.map((row) => [row.class.value, row.property.value]);
}

/** Read the names of classes and properties: {IRI: label}. */
async function names() {
  const rows = await select(`SELECT ?term ?label { ?term rdfs:label ?label
    { ?term a owl:Class } UNION { ?term a owl:ObjectProperty }
    UNION { ?term a owl:DatatypeProperty } }`);
  return Object.fromEntries(rows.map((row) => [row.term.value, row.label.value]));
}

/** Write an IRI in full, whatever the query writes it as. */
function inFull(written, table) {
  if (written === "a") return TYPE;
  if (written.startsWith("<")) return written.slice(1, -1);
  const [prefix, ...rest] = written.split(":");
  return (table[prefix] ?? "") + rest.join(":");
}

/**
 * Find the classes that a query gives to the subject before the cursor.
 *
 * A triple begins after a dot or a brace; its subject is the first word.
 */
export function classesOfSubject(before, query, table) {
  const triple = before.split(/(?:^|\s)[.{}]\s|[.{}]\s*$/).at(-1).trim();
  const subject = triple.split(/\s/)[0];
  if (!subject) return [];
  const quoted = subject.replaceAll(/[$?.*+^()[\]|\\]/g, "\\$&");
  const typed = new RegExp(`${quoted}\\s+(?:a|rdf:type)\\s+([^\\s;.,]+)`, "g");
  return [...query.matchAll(typed)].map(([, found]) => inFull(found, table));
}

/** Keep what begins as the token does, or is called so. */
function matching(terms, token, labels) {
  const sought = token.autocompletionString ?? token.string;
  const word = sought.toLowerCase();
  return terms.filter(
    (term) =>
      term.startsWith(sought) || (labels[term] ?? "").toLowerCase().includes(word),
  );
}

function named(labels, byCurie) {
  return (_, hints) =>
    hints.map((hint) => ({
      ...hint,
      displayText: `${hint.text}  ${labels[byCurie(hint.text)] ?? ""}`,
    }));
}

function beforeCursor(yasqe) {
  const cursor = yasqe.getDoc().getCursor();
  return yasqe.getDoc().getRange({ line: 0, ch: 0 }, cursor);
}

/**
 * Declare the prefixes of the table that a query uses: so it may be taken elsewhere.
 * @returns {boolean} whether there were any to declare
 */
export function declareUsed(yasqe, table) {
  const declared = yasqe.getPrefixesFromQuery();
  const used = yasqe.getValue().matchAll(/(?<![\w<?$:/.-])([A-Za-z][\w.-]*):(?!\/\/)/g);
  const missing = [...used]
    .map(([, prefix]) => prefix)
    .filter((prefix) => prefix in table && !(prefix in declared));
  if (!missing.length) return false;
  yasqe.addPrefixes(Object.fromEntries(missing.map((name) => [name, table[name]])));
  return true;
}

/**
 * Have the editor offer what is in the graph, and nothing that other sites know.
 * @param Yasqe the editor's class
 * @param {Record<string, string>} table the prefix table
 */
export async function offerCompletions(Yasqe, table) {
  const [parts, labels] = await Promise.all([partitions(), names()]);
  const classes = [...new Set(parts.map(([found]) => found))];
  const properties = [...new Set(parts.map(([, found]) => found))];
  const postprocessHints = named(labels, (text) => inFull(text, table));
  const declare = (yasqe) => {
    const { line, ch } = yasqe.getDoc().getCursor();
    const isAtPrefix = /(?:^|[\s(^/|!])[A-Za-z][\w.-]*:$/.test(
      yasqe.getDoc().getLine(line).slice(0, ch),
    );
    if (isAtPrefix && declareUsed(yasqe, table)) yasqe.autocomplete(true);
  };
  Yasqe.forkAutocompleter("prefixes", {
    name: "our-prefixes",
    persistenceId: null,
    onInitialize: (yasqe) => yasqe.on("change", () => setTimeout(declare, 0, yasqe)),
    get: Object.entries(table).map(([prefix, iri]) => `${prefix}: <${iri}>`),
  });
  Yasqe.forkAutocompleter("class", {
    name: "our-classes",
    postprocessHints,
    get: (_, token) => matching(classes, token, labels),
  });
  Yasqe.forkAutocompleter("property", {
    name: "our-properties",
    postprocessHints,
    get(yasqe, token) {
      const own = classesOfSubject(beforeCursor(yasqe), yasqe.getValue(), table);
      const first = parts.filter(([found]) => own.includes(found));
      const order = [...new Set([...first.map(([, found]) => found), ...properties])];
      return matching(order, token, labels);
    },
  });
}
