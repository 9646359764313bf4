// Reads [name, pattern, flags] as JSON from standard input; prints [name, how its cost may grow] for those of which
// recheck knows a text that has them tried for ever, or more than in proportion to its length.
import { readFileSync } from "node:fs";
import { checkSync } from "recheck";

const TIMEOUT = 2000;
const found = [];
for (const [name, pattern, flags] of JSON.parse(readFileSync(0, "utf8"))) {
  const said = checkSync(pattern, flags, { timeout: TIMEOUT, maxIteration: 4, attackLimit: 150_000_000 });
  if (said.status === "unknown" && said.error.kind !== "timeout") found.push([name, JSON.stringify(said.error)]);
  if (said.status === "vulnerable") found.push([name, said.complexity.summary]);
}
console.log(JSON.stringify(found));
