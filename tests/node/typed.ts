// What somebody writes who uses the types generated from our schemas; it must compile under `--strict`.

import type { Domain, DomainDocument, Module, ModuleDocument, Reference, Status } from "./cim";

const status: Status = "pilot";
const ledger: Reference = { name: "ledger", version: "^0.2" };
const billing: Module = {
  name: "billing",
  id: "01939b5e-3a10-7c42-8f6e-5b1d9c0a7e34",
  purpose: "Send bills and follow them until they are paid",
  status,
  type: "domain",
  dependencies: [ledger, "payments", { calendar: "~1.4" }],
  events: [{ name: "InvoiceSent", triggered_by: ["SendInvoice"] }],
  "x-owner": "Ada",
};
const documents: (DomainDocument | ModuleDocument)[] = [{ module: billing }];
export const names = documents.map((each) => ("domain" in each ? (each.domain as Domain) : each.module).name);

// @ts-expect-error - a purpose is required
export const aimless: Module = { name: "billing", id: "01939b5e-3a10-7c42-8f6e-5b1d9c0a7e34" };
// @ts-expect-error - and this is no status
export const done: Status = "finished";
