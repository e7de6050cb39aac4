/** Makes the scripts of the pages: `npm run build` writes ../static/ui/. */

import { readFile, readdir, writeFile } from "node:fs/promises";
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

/** Gather the licences of what the scripts are made of, as these ask for. */
async function licences() {
  const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
  const texts = [];
  for (const [folder, { version, license, dev, optional }] of Object.entries(lock.packages)) {
    if (!folder || dev || optional) continue;
    const files = (await readdir(folder)).filter((name) => /^licen[cs]e/i.test(name));
    const said = await Promise.all(files.map((name) => readFile(`${folder}/${name}`, "utf8")));
    texts.push([`${folder.slice("node_modules/".length)} ${version} ${license}`, ...said]);
  }
  return texts.map((parts) => parts.join("\n\n")).join(`\n\n${"-".repeat(72)}\n\n`);
}

await build({
  entryPoints: ["src/editor.js", "src/pictures.js", "src/search.js"],
  outdir: "../static/ui",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none", // all of them are in licences.txt
  plugins: [edits],
  logLevel: "warning",
});

await writeFile("../static/ui/licences.txt", await licences());
