/** The answer in every format that the plain form offers. */

import { address } from "./endpoint.js";
import { element } from "./page.js";

const groups = document.querySelectorAll("select[name=format] optgroup");

/**
 * Make the line of links that download an answer.
 * @param {string} query
 * @param {Record<string, string>} parameters what is sent beside it
 */
export function downloads(query, parameters) {
  const [rows, graphs] = groups;
  const group = /\b(CONSTRUCT|DESCRIBE)\b/i.test(query) ? graphs : rows;
  const links = [...group.children].flatMap(({ value }) => [
    " ",
    element("a", { href: address(query, { ...parameters, format: value }) }, value),
  ]);
  return element("p", { class: "note" }, "Download:", ...links);
}
