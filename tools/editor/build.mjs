// Bundles what editor.mjs names of CodeMirror into one file of the desk, with its licence and what it is made of.
//
//   cd tools/editor && npm ci && npm run build
//
// The same versions (package-lock.json) give the same bytes; tests/server/test_vendored_editor.py compares the checksum.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "../../src/briefbook/server/static/vendor");
mkdirSync(folder, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: ["editor.mjs"],
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* CodeMirror 6 and Lezer, MIT licence: see codemirror-LICENSE.txt. Made by tools/editor/build.mjs. */" },
  metafile: true,
  write: false,
});
const used = new Set(
  Object.keys(result.metafile.inputs)
    .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
    .filter(Boolean),
);
const packages = {};
const licences = new Map();
for (const name of [...used].sort()) {
  const at = join(here, "node_modules", name);
  const about = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
  if (about.license !== "MIT") throw new Error(`${name} is ${about.license}, not MIT`);
  packages[name] = about.version;
  const licence = existsSync(join(at, "LICENSE")) ? readFileSync(join(at, "LICENSE"), "utf8").trim() : "";
  if (!licence) throw new Error(`${name} has no LICENSE`);
  licences.set(licence, [...(licences.get(licence) ?? []), name]);
}
const bytes = result.outputFiles[0].contents;
const texts = [...licences].map(([licence, names]) => `${names.join(", ")}:\n\n${licence}\n`);
writeFileSync(join(folder, "codemirror.min.js"), bytes);
writeFileSync(join(folder, "codemirror-LICENSE.txt"), texts.join("\n"));
const about = { file: "codemirror.min.js", sha256: createHash("sha256").update(bytes).digest("hex"), packages };
writeFileSync(join(folder, "codemirror.json"), `${JSON.stringify(about, null, 2)}\n`);
console.log(`${bytes.length} bytes, SHA-256 ${about.sha256}`);
