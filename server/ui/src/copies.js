/** A query as it is asked elsewhere. */

import { address, endpoint } from "./endpoint.js";
import { element } from "./page.js";
import { hasToken } from "./token.js";

const isGraph = (query) => /\b(CONSTRUCT|DESCRIBE)\b/i.test(query);
const shell = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const indented = (text) => text.trim().replaceAll(/^/gm, "    ");

const FORMS = {
  curl: (query, { infer }) =>
    `curl -H ${shell(`Accept: ${isGraph(query) ? "text/turtle" : "text/csv"}`)} \\
${hasToken() ? '  -H "Authorization: Bearer $TOKEN" \\\n' : ""}  --data-urlencode ${shell(`query=${query}`)} \\
  --data infer=${infer} ${endpoint}`,
  Python: (query, { infer }) => `from SPARQLWrapper import JSON, TURTLE, SPARQLWrapper

client = SPARQLWrapper(${JSON.stringify(endpoint)})
client.addParameter("infer", "${infer}")
client.setReturnFormat(${isGraph(query) ? "TURTLE" : "JSON"})
client.setQuery(${JSON.stringify(query)})
print(client.query().convert())`,
  R: (query, { infer }) => `library(httr2)

request(${JSON.stringify(endpoint)}) |>
  req_body_form(query = ${JSON.stringify(query)}, infer = "${infer}") |>
  req_headers(Accept = "${isGraph(query) ? "text/turtle" : "text/csv"}") |>
  req_perform() |>
  resp_body_string() |>
  cat()`,
  "SERVICE clause": (query) =>
    `${declarations(query)}\n\nSERVICE <${endpoint}> {\n${indented(clause(query))}\n}`,
  address: (query, parameters) => address(query, parameters),
};

const PROLOGUE = /^\s*(?:PREFIX|BASE)\b.*$/gim;

/** Take what the names of a query rest on: it goes to the head of another query. */
function declarations(query) {
  return (query.match(PROLOGUE) ?? []).map((line) => line.trim()).join("\n");
}

/** Take what may stand in a SERVICE clause: a SELECT as it is, of others the pattern. */
function clause(query) {
  const body = query.replaceAll(PROLOGUE, "").trim();
  if (/^SELECT\b/i.test(body)) return `{ ${body} }`;
  return body.slice(body.lastIndexOf("{") + 1, body.lastIndexOf("}"));
}

/**
 * Make the menu that shows a query in other forms, to be copied.
 * @param {() => string} query gives the query as it is by then
 * @param {() => Record<string, string>} parameters gives what is sent beside it
 */
export function copies(query, parameters) {
  const shown = element("pre", { tabindex: "0" });
  const show = (name) => async () => {
    shown.textContent = FORMS[name](query(), parameters());
    await navigator.clipboard?.writeText(shown.textContent).catch(() => {});
  };
  const buttons = Object.keys(FORMS).map((name) =>
    element("button", { type: "button", onclick: show(name) }, name),
  );
  const title = element("summary", {}, "Copy as");
  return element("details", { class: "copies" }, title, ...buttons, shown);
}
