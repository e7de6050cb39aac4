/** The endpoint of this server, as the scripts of its pages ask it. */

import { authorize } from "./token.js";

const form = document.querySelector("form.query");

/** Where queries go. */
export const endpoint = form ? form.action : new URL("/sparql", location.href).href;

/**
 * Ask a SELECT query.
 * @param {string} query
 * @returns {Promise<Record<string, {type: string, value: string}>[]>} the solutions
 */
export async function select(query) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: authorize(
      new Headers({
        Accept: "application/sparql-results+json",
        "Content-Type": "application/sparql-query",
      }),
    ),
    body: query,
  });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return (await response.json()).results.bindings;
}

/**
 * Give the address that answers a query.
 * @param {string} query
 * @param {Record<string, string>} parameters what else the request says
 */
export function address(query, parameters = {}) {
  return `${endpoint}?${new URLSearchParams({ query, ...parameters })}`;
}
