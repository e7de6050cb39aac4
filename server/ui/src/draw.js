/** Nodes and edges as a picture (SVG), laid out in layers from left to right. */

import dagre from "@dagrejs/dagre";
import { drawn } from "./page.js";

const HEIGHT = 30;
const WIDEST = 300; // pixels; a longer name is cut, and told in full by its title
const PER_LETTER = 7;
const MARGIN = 12;

/**
 * @typedef {{id: string, label: string, kind?: string, href?: string}} Node
 * @typedef {{from: string, to: string, label?: string, kind?: string,
 *   inferred?: boolean}} Edge
 */

function laidOut({ nodes, edges }, direction) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 16, ranksep: 40, edgesep: 10 });
  for (const node of nodes) {
    const width = Math.min(node.label.length * PER_LETTER + 20, WIDEST);
    graph.setNode(node.id, { ...node, width, height: HEIGHT });
  }
  edges.forEach((edge, number) => {
    const width = (edge.label ?? "").length * PER_LETTER * 0.8;
    graph.setEdge(edge.from, edge.to, { ...edge, width, height: 14 }, `${number}`);
  });
  dagre.layout(graph);
  return graph;
}

function fitting(label) {
  const most = Math.floor((WIDEST - 20) / PER_LETTER);
  return label.length > most ? `${label.slice(0, most - 1)}…` : label;
}

function drawNode({ id, x, y, width, height, label, kind = "other", href }) {
  const box = drawn("rect", {
    ...{ x: x - width / 2, y: y - height / 2, width, height },
    rx: kind === "step" ? 4 : height / 2,
  });
  const text = drawn("text", { x, y, "text-anchor": "middle", dy: "0.35em" });
  text.append(fitting(label));
  const title = drawn("title", {}, kind === "other" ? label : `${kind}: ${label}`);
  const link = href && /^(https?:|\/)/.test(href);
  const attributes = { class: `node ${kind}`, "data-id": id };
  const parts = [title, box, text];
  return link ? drawn("a", { ...attributes, href }, ...parts) : drawn("g", attributes, ...parts);
}

function drawEdge({ points, label, kind = "other", inferred, from, to, x, y }) {
  const path = points.map(({ x, y }, n) => `${n ? "L" : "M"}${x},${y}`).join("");
  const line = drawn("path", { d: path, "marker-end": "url(#arrow)" });
  const classes = `edge ${kind}${inferred ? " inferred" : ""}`;
  const drawnEdge = drawn("g", { class: classes, "data-from": from, "data-to": to }, line);
  if (label) {
    drawnEdge.append(drawn("text", { x, y, "text-anchor": "middle", dy: "0.3em" }, label));
  }
  return drawnEdge;
}

function arrow() {
  const shape = drawn("path", { d: "M0,0L8,4L0,8z" });
  const size = { markerWidth: 8, markerHeight: 8, refX: 8, refY: 4, orient: "auto" };
  return drawn("defs", {}, drawn("marker", { id: "arrow", ...size }, shape));
}

/**
 * Draw a graph.
 * @param {{nodes: Node[], edges: Edge[]}} described
 * @param {"LR" | "TB"} direction in which edges point
 * @returns {SVGElement} whose nodes are links, for those that have an address
 */
export function draw(described, direction = "LR") {
  const graph = laidOut(described, direction);
  const { width, height } = graph.graph();
  const box = [-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN];
  const nodes = graph.nodes().map((id) => drawNode(graph.node(id)));
  const edges = graph.edges().map((at) =>
    drawEdge({ ...graph.edge(at), from: at.v, to: at.w }),
  );
  const label = `${nodes.length} nodes, ${edges.length} edges`;
  const size = { viewBox: box.join(" "), width: box[2], height: box[3] };
  return drawn("svg", { ...size, role: "group", "aria-label": label }, arrow(), ...edges, ...nodes);
}
