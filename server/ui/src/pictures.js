/** The pictures of a page: `<div data-picture="address of nodes and edges">`. */

import "./picture.css";
import { draw } from "./draw.js";
import { element } from "./page.js";

/** Mark what an element of the picture is joined to, and that by edges of any kind. */
function highlight(picture, id) {
  const joined = new Set([id]);
  for (const edge of picture.querySelectorAll(".edge")) {
    const { from, to } = edge.dataset;
    const isJoined = id !== null && (from === id || to === id);
    edge.classList.toggle("marked", isJoined);
    if (isJoined) joined.add(from).add(to);
  }
  for (const node of picture.querySelectorAll(".node")) {
    node.classList.toggle("marked", id !== null && joined.has(node.dataset.id));
  }
  picture.classList.toggle("highlighting", id !== null);
}

function listen(picture) {
  const over = ({ target }) => {
    const node = target.closest(".node");
    highlight(picture, node ? node.dataset.id : null);
  };
  for (const event of ["mouseover", "focusin"]) picture.addEventListener(event, over);
  for (const event of ["mouseleave", "focusout"]) {
    picture.addEventListener(event, () => highlight(picture, null));
  }
}

/**
 * Give each step its own copy of what it takes and gives beside: water and the like take
 * part in many steps, and one node for them would tie all of these together.
 */
function apart({ nodes, edges }) {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map();
  const copied = (id, step) => {
    const copy = { ...known.get(id), id: `${id} ${step}` };
    found.set(copy.id, copy);
    return copy.id;
  };
  const kept = (id) => {
    found.set(id, known.get(id));
    return id;
  };
  const drawn = edges.map((edge) => {
    const { from, to, kind } = edge;
    if (kind === "sideInput") return { ...edge, from: copied(from, to), to: kept(to) };
    if (kind === "sideOutput") return { ...edge, from: kept(from), to: copied(to, from) };
    return { ...edge, from: kept(from), to: kept(to) };
  });
  return { nodes: [...found.values()], edges: drawn };
}

async function show(place) {
  const response = await fetch(place.dataset.picture);
  if (!response.ok) {
    place.append(element("p", { class: "note" }, "The picture cannot be had now."));
    return;
  }
  const picture = draw(apart(await response.json()), "TB"); // a page is scrolled downwards
  listen(picture);
  place.replaceChildren(picture);
}

for (const place of document.querySelectorAll("[data-picture]")) show(place);
