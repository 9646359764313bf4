// Judge instances with ajv at its strictest.
// in:  {"schemas": [...], "id": "of the schema to judge by", "options": {...}, "instances": [...]} on standard input
// out: [true, false, ...], a verdict for each instance

import { readFileSync } from "node:fs";
import Draft07 from "ajv";
import Draft202012 from "ajv/dist/2020.js";

const EDITOR_ANNOTATIONS = ["markdownDescription", "defaultSnippets", "errorMessage", "patternErrorMessage"];

const { schemas, id, options, instances } = JSON.parse(readFileSync(0, "utf8"));
const Ajv = schemas[0].$schema.includes("draft-07") ? Draft07.default : Draft202012.default;
const ajv = new Ajv({ strict: true, allErrors: true, ...options });
ajv.addVocabulary(EDITOR_ANNOTATIONS).addSchema(schemas);
const validate = ajv.getSchema(id);
console.log(JSON.stringify(instances.map((instance) => validate(instance))));
