/** The token of one who may read private graphs, or change what is served. */

import { element } from "./page.js";

const KEY = "mendelgraph-token"; // of this window alone, and gone with it

const token = () => sessionStorage.getItem(KEY) ?? "";

/** Whether what is asked is asked with a token. */
export const hasToken = () => token() !== "";

/**
 * Put the token into the headers of a request to this server.
 * @param {Headers} headers
 */
export function authorize(headers) {
  if (hasToken()) headers.set("Authorization", `Bearer ${token()}`);
  return headers;
}

/** Make the field for it: without a name, so that no form sends it. */
export function tokenField() {
  const field = element("input", {
    type: "password",
    autocomplete: "off",
    placeholder: "for private graphs, updates",
    onchange: () => {
      const given = field.value.trim();
      if (given) sessionStorage.setItem(KEY, given);
      else sessionStorage.removeItem(KEY);
    },
    onkeydown: (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      field.blur(); // which is a change, and sends nothing
    },
  });
  field.value = token();
  return element("label", {}, "Token ", field);
}
