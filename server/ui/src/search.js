/** Completion of what is typed into the search box of a page. */

import { element } from "./page.js";

const MOMENT = 120; // milliseconds without a key after which it is looked up
const box = document.querySelector("input[type=search]");
let waiting;

async function offer(list) {
  const asked = new URLSearchParams({ q: box.value, format: "json", limit: "12" });
  const response = await fetch(`${box.form.action}?${asked}`);
  if (!response.ok) return;
  const found = await response.json();
  const options = found.map(({ curie, label, kind }) =>
    element("option", { value: label ?? curie }, [kind, curie].join(" ")),
  );
  list.replaceChildren(...options);
}

if (box) {
  const list = element("datalist", { id: "completions" });
  box.setAttribute("list", list.id);
  box.after(list);
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    if (box.value.trim().length > 1) waiting = setTimeout(() => offer(list), MOMENT);
  });
}
