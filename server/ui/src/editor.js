/** The editor: takes the place of the plain form, and answers below itself. */

import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import "./picture.css";
import { declareUsed, offerCompletions, prefixes } from "./completion.js";
import { copies } from "./copies.js";
import { downloads } from "./downloads.js";
import { endpoint } from "./endpoint.js";
import { clearFault, showFault } from "./faults.js";
import { hintsOf } from "./hints.js";
import { keepLabelled } from "./labels.js";
import { element } from "./page.js";
import { authorize, tokenField } from "./token.js";
import { TriplesPicture } from "./triples.js";

const form = document.querySelector("form.query");
const query = form.querySelector("textarea");
const infer = form.querySelector("select[name=infer]");

/** Give what is sent beside a query. */
const parameters = () => ({ infer: infer.value });

/** Give the address of the page that asks a query: the server need not read it. */
function permalink(text) {
  const link = new URL("/", location.href);
  link.hash = new URLSearchParams({ query: text, ...parameters() });
  return link.href;
}

/** Write everything that the editor needs to know. */
function settings(table) {
  return {
    persistenceId: "mendelgraph",
    populateFromUrl: false,
    endpointCatalogueOptions: { getData: () => [] },
    requestConfig: {
      endpoint,
      method: "POST",
      acceptHeaderSelect: "application/sparql-results+json",
      acceptHeaderGraph: "application/n-triples",
    },
    yasqe: {
      value: query.value,
      autocompleters: ["variables", "our-classes", "our-properties", "our-prefixes"],
      editorHeight: "20rem",
      highlightSelectionMatches: { showToken: false },
      extraKeys: { Tab: false, "Shift-Tab": false }, // the keyboard gets out again
    },
    yasr: { prefixes: table, pluginOrder: ["table", "picture", "response", "error"] },
  };
}

/** Tell those who do not see the editor what its parts are. */
function describe(yasgui) {
  yasgui.getTab().getYasqe().getInputField().setAttribute("aria-label", "SPARQL query");
  yasgui.rootEl.querySelector(".addTab").setAttribute("role", "tab");
}

/** Ask a query in a tab of that name. */
function ask(yasgui, text, name) {
  const tab = yasgui.getTab();
  tab.setQuery(text);
  if (name) tab.setName(name);
  tab.query().catch(() => {}); // what went wrong is shown below
}

function offerQuestions(yasgui) {
  for (const card of document.querySelectorAll("a[data-query]")) {
    card.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      ask(yasgui, card.dataset.query, card.textContent);
      form.scrollIntoView();
    });
  }
}

/** Ask what a permalink says. */
function follow(yasgui) {
  const asked = new URLSearchParams(location.hash.slice(1));
  if (!asked.has("query")) return;
  infer.value = asked.get("infer") ?? infer.value;
  ask(yasgui, asked.get("query"));
}

function install() {
  Yasgui.Yasr.registerPlugin("picture", TriplesPicture);
  Yasgui.Tab.prototype.getShareableLink = function () {
    return permalink(this.getQuery());
  };
}

/** Show below the editor what belongs to its query, and to the answer. */
function beside(yasgui, below) {
  const text = () => yasgui.getTab().getQuery();
  const [links, hints] = [element("div"), element("div", { role: "status" })];
  below.append(hints, links, copies(text, parameters));
  const watched = new WeakSet();
  const refresh = () => links.replaceChildren(downloads(text(), parameters()));
  return () => {
    const [yasqe, yasr] = [yasgui.getTab().getYasqe(), yasgui.getTab().getYasr()];
    describe(yasgui);
    keepLabelled(yasr);
    refresh();
    if (watched.has(yasqe)) return;
    watched.add(yasqe);
    yasqe.on("change", refresh);
    yasqe.on("query", (_, request) => authorize(request.headers));
    yasqe.on("queryResponse", (_, response) => {
      hints.replaceChildren(...hintsOf(response, infer));
    });
  };
}

async function start() {
  install();
  const table = await prefixes();
  await offerCompletions(Yasgui.Yasqe, table);
  const [place, below] = [element("div", { class: "editor" }), element("div")];
  form.after(place, below);
  form.classList.add("replaced");
  form.querySelector(".controls").append(tokenField());
  let yasgui;
  Yasgui.Yasr.defaults.errorRenderers = [(error) => showFault(yasgui, error)];
  yasgui = new Yasgui(place, settings(table));
  const refresh = beside(yasgui, below);
  yasgui.on("queryBefore", (_, tab) => {
    clearFault(yasgui);
    declareUsed(tab.getYasqe(), table);
    tab.setRequestConfig({ args: [{ name: "infer", value: infer.value }] });
  });
  yasgui.on("queryResponse", refresh);
  yasgui.on("tabSelect", () => setTimeout(refresh));
  infer.addEventListener("change", () => ask(yasgui, yasgui.getTab().getQuery()));
  addEventListener("hashchange", () => follow(yasgui));
  offerQuestions(yasgui);
  refresh();
  follow(yasgui);
}

start();
