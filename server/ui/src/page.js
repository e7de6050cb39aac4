/** Making elements of a page: text stays text, whatever it holds. */

/**
 * Make an element.
 * @param {string} name
 * @param {Record<string, string | EventListener>} attributes those named `on…` listen
 * @param {(string | Node)[]} children
 */
export function element(name, attributes = {}, ...children) {
  return dress(document.createElement(name), attributes, children);
}

/** Make an element of a picture. */
export function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  return dress(made, attributes, children);
}

function dress(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
