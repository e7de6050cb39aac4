/** What is to be known of an answer besides its rows. */

import { element } from "./page.js";

/** Tell whether an answer is none; of what is no JSON only if it is empty. */
function isNone(content) {
  if (!content) return true;
  try {
    const { boolean, results } = JSON.parse(content);
    return boolean === false || results?.bindings.length === 0;
  } catch {
    return false;
  }
}

/**
 * List what to say below an answer.
 * @param {{headers?: Headers, content?: string}} response
 * @param {HTMLSelectElement} infer which triples were asked; it may be changed
 */
export function hintsOf({ headers, content }, infer) {
  const found = [];
  const most = headers?.get("x-sparql-maxrows");
  if (most) found.push(`The server gives ${most} rows at most: there may be more.`);
  const hint = headers?.get("x-sparql-hint");
  if (hint) found.push(`Hint: ${hint}.`);
  else if (headers && isNone(content) && infer.value !== "true") found.push(again(infer));
  return found.map((said) => element("p", { class: "note" }, said));
}

function again(infer) {
  const ask = () => {
    infer.value = "true";
    infer.dispatchEvent(new Event("change"));
  };
  const button = element("button", { type: "button", onclick: ask }, "Ask with all triples");
  return element("span", {}, "Nothing is found in a part of the triples. ", button);
}
