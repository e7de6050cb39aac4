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

async function show(place) {
  const response = await fetch(place.dataset.picture);
  if (!response.ok) {
    place.append(element("p", { class: "note" }, "The picture cannot be had now."));
    return;
  }
  const direction = place.clientWidth < 600 ? "TB" : "LR";
  const picture = draw(await response.json(), direction);
  listen(picture);
  place.replaceChildren(picture);
}

for (const place of document.querySelectorAll("[data-picture]")) show(place);
