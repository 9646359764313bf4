// Reads [[version, range], …] on standard input; prints for each whether node's semver finds it met, null for what is none.
import { readFileSync } from "node:fs";
import semver from "semver";

const verdict = ([version, range]) =>
  semver.valid(version) === null || semver.validRange(range) === null ? null : semver.satisfies(version, range);

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(verdict)));
