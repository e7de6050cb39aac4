/** The triples of an answer as a picture: a view of the editor's results. */

import { entityPage, labelsOf } from "./labels.js";
import { element } from "./page.js";

const MOST = 300; // triples that a picture can hold and still be read

function shortened(iri) {
  return iri.replace(/^.*[/#](?=.)/, "");
}

/** Make the picture of triples between nodes; literals are left out. */
function described(bindings, labels) {
  const name = (iri) => labels.get(iri) ?? shortened(iri);
  const between = bindings.filter(({ object }) => object.type === "uri");
  const edges = between.map(({ subject, predicate, object }) => ({
    from: subject.value,
    to: object.value,
    label: name(predicate.value),
  }));
  const ids = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = [...ids].map((id) => ({ id, label: name(id), href: entityPage(id) }));
  return { nodes, edges };
}

/** A view, as the editor wants one: it is asked whether it can show an answer. */
export class TriplesPicture {
  priority = 5;
  label = "Picture";

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    const variables = this.yasr.results?.getVariables() ?? [];
    return ["subject", "predicate", "object"].every((n) => variables.includes(n));
  }

  async draw() {
    const bindings = this.yasr.results.getBindings();
    const some = bindings.slice(0, MOST);
    const iris = some.flatMap((row) => Object.values(row).map(({ value }) => value));
    const labels = await labelsOf(iris.filter((value) => /^https?:/.test(value)));
    const { draw } = await import("./draw.js");
    const picture = draw(described(some, labels));
    this.yasr.resultsEl.append(element("div", { class: "picture" }, picture));
    if (bindings.length > MOST) {
      const said = `The first ${MOST} of ${bindings.length} triples.`;
      this.yasr.resultsEl.append(element("p", { class: "note" }, said));
    }
  }

  getIcon() {
    return element("span", { "aria-hidden": "true" }, "◇");
  }
}
