/** What is wrong with a query: told below it, and marked in it. */

import { element } from "./page.js";

const marked = new WeakMap();

/** Read the problem document (RFC 9457) that an answer is; null where it is none. */
function problem({ text }) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Take the mark of an earlier fault away. */
export function clearFault(yasgui) {
  const yasqe = yasgui.getTab().getYasqe();
  for (const mark of marked.get(yasqe) ?? []) mark.clear();
  marked.delete(yasqe);
}

function mark(yasqe, { line, column }) {
  const document = yasqe.getDoc();
  const from = { line: line - 1, ch: Math.max(column - 1, 0) };
  const [word] = /^(?:\S+|)/.exec((document.getLine(from.line) ?? "").slice(from.ch));
  const end = from.ch + Math.max(word.length, 1);
  const className = "fault";
  const whole = { line: from.line, ch: end };
  marked.set(yasqe, [document.markText(from, whole, { className })]);
  document.setCursor(from);
  yasqe.focus();
}

/**
 * Show a refusal; undefined leaves it to the editor.
 * @param yasgui the editor
 * @param {{text?: string}} error what the server answered
 */
export async function showFault(yasgui, error) {
  const found = problem(error);
  if (!found) return undefined;
  if (found.line) mark(yasgui.getTab().getYasqe(), found);
  return element(
    "div",
    { class: "refusal", role: "alert" },
    element("strong", {}, found.title),
    element("pre", {}, found.detail ?? ""),
  );
}
