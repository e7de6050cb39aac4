/** The rows of an answer: names beside IRIs, and for triples a way to the reason. */

import { select } from "./endpoint.js";
import { element } from "./page.js";

const MOST = 200; // names asked at once
const TRIPLES = [
  ["subject", "predicate", "object"],
  ["s", "p", "o"],
];
const watched = new WeakSet();
const known = new Map();

/** Look the names of nodes up: {IRI: label}, for those that have one. */
export async function labelsOf(iris) {
  const sought = [...new Set(iris)].filter((iri) => !known.has(iri));
  for (let from = 0; from < sought.length; from += MOST) {
    const some = sought.slice(from, from + MOST);
    for (const iri of some) known.set(iri, null);
    const values = some.filter((iri) => !/[<>"{}|^`\\\s]/.test(iri));
    const rows = await select(`SELECT ?node (MIN(?label) AS ?name) {
      VALUES ?node { ${values.map((iri) => `<${iri}>`).join(" ")} }
      ?node rdfs:label ?label } GROUP BY ?node`);
    for (const { node, name } of rows) known.set(node.value, name.value);
  }
  return known;
}

/** Give the page of a node. */
export const entityPage = (iri) => `/entity/${encodeURIComponent(iri)}`;

async function nameLinks(place) {
  const links = [...place.querySelectorAll("a.iri:not([data-iri])")];
  for (const link of links) link.dataset.iri = link.getAttribute("href");
  const labels = await labelsOf(links.map((link) => link.dataset.iri));
  for (const link of links) {
    const name = labels.get(link.dataset.iri);
    if (!name) continue;
    link.href = entityPage(link.dataset.iri);
    link.title = link.dataset.iri;
    link.removeAttribute("target");
    link.after(element("span", { class: "node-name" }, ` ${name}`));
  }
}

/** Show a number or a date as itself; its type is told by whoever points at it. */
function plainValues(place) {
  for (const value of place.querySelectorAll(".nonIri:not([title]):has(sup a.iri)")) {
    value.title = value.textContent;
    value.querySelector("sup").remove();
    value.textContent = value.textContent.replace(/^"|"$/g, "");
  }
}

function asked({ type, value }) {
  return type === "uri" ? value : JSON.stringify(value);
}

/** Link a row that is a triple to its sentence or its proof. */
function linkReasons(yasr) {
  const variables = yasr.results?.getVariables() ?? [];
  const triple = TRIPLES.find((names) => names.every((n) => variables.includes(n)));
  if (!triple) return;
  const bindings = yasr.results.getBindings();
  for (const number of yasr.resultsEl.querySelectorAll(".rowNumber:not([data-why])")) {
    const row = bindings[Number(number.textContent) - 1];
    number.dataset.why = "";
    const [s, p, o] = triple.map((name) => row[name] && asked(row[name]));
    const href = `/explain?${new URLSearchParams({ s, p, o })}`;
    number.after(element("a", { class: "why", href, title: "sentence or proof" }, "why"));
  }
}

/** Name the nodes of an answer whenever its rows change. */
export function keepLabelled(yasr) {
  if (watched.has(yasr)) return;
  watched.add(yasr);
  const look = () => {
    linkReasons(yasr);
    plainValues(yasr.resultsEl);
    nameLinks(yasr.resultsEl);
  };
  new MutationObserver(look).observe(yasr.resultsEl, {
    childList: true,
    subtree: true,
  });
  look();
}
