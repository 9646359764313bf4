// Read texts with npm's `yaml`, a parser of YAML 1.2 that shares nothing with ours.
// in:  ["text", ...] on standard input
// out: for each text null where it is refused, else its documents; offsets count code points:
//      [start, end, value] (texts as {text}, numbers too long for JSON as strings),
//      [start, end, "*", name], [start, end, "[]", [node, ...]] or [start, end, "{}", [key, value, ...]]

import { readFileSync } from "node:fs";
import { isAlias, isMap, isScalar, parseAllDocuments } from "yaml";

const OPTIONS = { version: "1.2", schema: "core", merge: false, uniqueKeys: false, strict: true, logLevel: "silent" };

function read(text) {
  const points = [0];
  for (const char of text) for (let i = 0; i < char.length; i++) points.push(points.at(-1) + (i === char.length - 1));
  const span = ([start, end]) => [points[start], points[end]];
  const node = (it) => {
    if (!it) return [-1, -1, null];
    if (isScalar(it)) return [...span(it.range), value(it.value)];
    if (isAlias(it)) return [...span(it.range), "*", it.source];
    if (isMap(it)) return [...span(it.range), "{}", it.items.flatMap((pair) => [node(pair.key), node(pair.value)])];
    return [...span(it.range), "[]", it.items.map(node)];
  };
  const documents = parseAllDocuments(text, OPTIONS);
  for (const document of documents) {
    if (document.errors.length) return null;
    document.toJS({ maxAliasCount: -1 });
  }
  return documents.map((document) => node(document.contents));
}

const value = (it) => (typeof it === "number" && (!Number.isSafeInteger(it)) ? String(it) : typeof it === "string" ? { text: it } : it);

const attempt = (text) => {
  try {
    return read(text);
  } catch {
    return null;
  }
};

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(attempt)));
