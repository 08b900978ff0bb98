// Makes bedside/frontend/built from its sources: make frontend. With --check it writes nothing, and says what differs.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FRONTEND = join(ROOT, "bedside", "frontend");
const BUILT = join(FRONTEND, "built");
const TOOLS = ["package-lock.json", "scripts/frontend.mjs", "tsconfig.json"];
const COMMON = { bundle: true, minify: true, charset: "utf8", target: "es2022", write: false };

// Each script with its entry, its format, whether it asks questions of every kind, and what it exports.
const SCRIPTS = {
  "notebook/notebook.js": { entry: "elements/notebook.js", format: "esm", asks: true, gives: "{ default }" },
  "site/bedside.js": { entry: "site/site.js", format: "iife", asks: true },
  "site/store.js": { entry: "site/store.js", format: "iife" },
  "site/worker.js": { entry: "site/worker.js", format: "iife" },
  "classroom/join.js": { entry: "classroom/join.js", format: "esm" },
  "classroom/present.js": { entry: "classroom/present.js", format: "esm", asks: true },
  "classroom/student.js": { entry: "classroom/student.js", format: "esm", asks: true },
  "classroom/wall.js": { entry: "classroom/wall.js", format: "esm", asks: true },
};

// What only some notebooks show: it begins when the script is there, and takes from it what it imports.
const PIECES = ["lab", "patient", "deeper"];
const SHARED = /^\.\/(dom|guard|outbox|quiz)\.js$/;

// Each style sheet with those it is put together from.
const STYLES = {
  "notebook/question.css": ["elements/colors.css", "elements/question.css"],
  "notebook/lab.css": ["elements/lab.css"],
  "notebook/patient.css": ["elements/patient.css"],
  "notebook/deeper.css": ["elements/deeper.css"],
  "notebook/statements.css": ["elements/colors.css", "elements/question.css", "statements.css"],
  "report/report.css": ["elements/colors.css", "report.css"],
  "classroom/class.css": ["elements/colors.css", "elements/question.css", "classroom/class.css"],
  "site/bedside.css": [
    ...["colors", "question", "patient", "deeper"].map((name) => `elements/${name}.css`),
    "statements.css",
    "site/site.css",
  ],
};

const kinds = () => readdirSync(join(FRONTEND, "kinds")).filter((name) => name.endsWith(".js"));

// A kind of question is there when its module was imported, so a new one needs no line anywhere else.
async function script({ entry, format, asks, gives }) {
  const asked = asks ? kinds().map((name) => `import "./kinds/${name}";`) : [];
  const shown = gives ? `export ${gives} from "./${entry}";` : `import "./${entry}";`;
  return bundled({ stdin: { contents: [...asked, shown].join("\n"), resolveDir: FRONTEND }, format });
}

async function piece(name) {
  const shared = {
    name: "shared",
    setup(tool) {
      tool.onResolve({ filter: SHARED }, () => ({ path: "parts", namespace: "shared" }));
      tool.onLoad({ filter: /./, namespace: "shared" }, () => ({
        contents: "export const later = undefined; export const { Quiz, define, guard, make, own, shelf } = parts;",
      }));
    },
  };
  const text = await bundled({
    entryPoints: [join(FRONTEND, "elements", `${name}.js`)],
    format: "iife",
    plugins: [shared],
  });
  return `customElements.whenDefined("bedside-quiz").then(quiz=>{const{parts}=quiz;${text.trim()}});\n`;
}

async function bundled(options) {
  const { outputFiles } = await build({ ...COMMON, ...options });
  return outputFiles[0].text;
}

async function style(parts) {
  return small(parts.map((part) => readFileSync(join(FRONTEND, part), "utf8")).join("\n"), "css");
}

async function small(text, loader) {
  return (await transform(text, { loader, minify: true, charset: "utf8" })).code;
}

async function made() {
  const files = {};
  for (const [name, told] of Object.entries(SCRIPTS)) files[name] = await script(told);
  files["notebook/wait.js"] = await small(readFileSync(join(FRONTEND, "elements", "wait.js"), "utf8"), "js");
  for (const name of PIECES) files[`notebook/${name}.js`] = await piece(name);
  for (const [name, parts] of Object.entries(STYLES)) files[name] = await style(parts);
  return { ...files, "record.json": record(files) };
}

// A sum of every source and of what was made, so that a machine without Node sees too when they are apart.
function record(files) {
  const sources = readdirSync(FRONTEND, { recursive: true })
    .map((name) => name.split(sep).join("/"))
    .filter((name) => /\.(js|css|json)$/.test(name) && !name.startsWith("built/"));
  const read = (path) => readFileSync(path, "utf8");
  const told = {
    sources: Object.fromEntries(sources.sort().map((name) => [name, sum(read(join(FRONTEND, name)))])),
    tools: Object.fromEntries(TOOLS.map((name) => [name, sum(read(join(ROOT, name)))])),
    built: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sum(text)])),
  };
  return `${JSON.stringify(told, null, 1)}\n`;
}

const sum = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

const files = await made();
const before = readdirSync(BUILT, { recursive: true, withFileTypes: true })
  .filter((each) => each.isFile())
  .map((each) => relative(BUILT, join(each.parentPath, each.name)).split(sep).join("/"));
const gone = before.filter((name) => !(name in files));
const other = Object.keys(files).filter(
  (name) => !before.includes(name) || readFileSync(join(BUILT, name), "utf8") !== files[name],
);
if (!process.argv.includes("--check")) {
  for (const name of gone) rmSync(join(BUILT, name));
  for (const name of other) {
    mkdirSync(dirname(join(BUILT, name)), { recursive: true });
    writeFileSync(join(BUILT, name), files[name]);
  }
} else if (gone.length || other.length) {
  console.error(`Not what the sources make; run make frontend: ${[...gone, ...other].join(", ")}`);
  process.exitCode = 1;
}
