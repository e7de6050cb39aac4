/** Makes the scripts of the pages: `npm run build` writes ../static/ui/. */

import { readFile } from "node:fs/promises";
import { build } from "esbuild";

/**
 * What the editor is made without: [what stands there, what stands there instead].
 *
 * - Its list of prefixes: anybody could write to the site that it was taken from, and
 *   some of it is advertising. Ours is in the graph.
 * - Style sheets and styles written into the page, which our Content-Security-Policy
 *   forbids; the same as objects is allowed.
 */
const EDITS = [
  [/(?:\w+ = "[^"]*", )+prefixes_default = \{[^}]*\}/, "prefixes_default = {}"],
  [
    "o.styleSheet ? o.styleSheet.cssText = n : o.appendChild(document.createTextNode(n)), e.appendChild(o)",
    "o = new CSSStyleSheet(), o.replaceSync(n), document.adoptedStyleSheets.push(o)",
  ],
  ["<strong style='text-decoration:underline'>", "<strong>"],
];

function edited(text, [from, to]) {
  const found = text.replace(from, to);
  if (found === text) throw new Error(`the editor has changed: no ${from} in it`);
  return found;
}

const edits = {
  name: "edits",
  setup({ onLoad }) {
    onLoad({ filter: /yasgui\.esm\.js$/ }, async ({ path }) => ({
      contents: EDITS.reduce(edited, await readFile(path, "utf8")),
    }));
  },
};

await build({
  entryPoints: ["src/editor.js", "src/pictures.js", "src/search.js"],
  outdir: "../static/ui",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  plugins: [edits],
  logLevel: "warning",
});
