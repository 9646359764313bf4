// The page of the graph: shows the picture in the colours of the theme, moves it about, and tells which box was chosen.

import type { FromPanel, Part, ToPanel } from "./messages";
import { View } from "./view";

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const extension = acquireVsCodeApi();
const picture = element("picture", HTMLElement);
const parts = element("part", HTMLSelectElement);
const reason = element("reason", HTMLElement);
const view = new View(picture);

window.addEventListener("message", ({ data }: MessageEvent<ToPanel>) => {
  reason.hidden = data.type === "drawn";
  picture.hidden = data.type === "failed";
  if (data.type === "failed") {
    reason.textContent = data.reason;
  } else {
    offer(data.parts);
    show(data.svg, data.paths);
  }
});
parts.addEventListener("change", () => {
  view.forget();
  extension.postMessage({ type: "part", key: parts.value });
});
element("closer", HTMLElement).addEventListener("click", () => view.scale(1.25));
element("farther", HTMLElement).addEventListener("click", () => view.scale(0.8));
element("fit", HTMLElement).addEventListener("click", () => view.fit());
for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) {
  const format = button.dataset["copy"] as "mermaid" | "dot" | "svg";
  button.addEventListener("click", () => extension.postMessage({ type: "copy", format }));
}
extension.postMessage({ type: "ready" });

/** Put a picture into the page, without its own colours, and without anything that could act. */
function show(text: string, paths: readonly string[]): void {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  parsed.querySelectorAll("style, script, foreignObject").forEach((each) => each.remove());
  const svg = document.importNode(parsed, true) as unknown as SVGSVGElement;
  for (const box of svg.querySelectorAll<SVGGElement>("g:has(> title)")) {
    prepare(box, paths);
  }
  picture.replaceChildren(svg);
  view.show(svg);
}

function prepare(box: SVGGElement, paths: readonly string[]): void {
  const title = box.querySelector("title")?.textContent ?? "";
  const path = paths.find((each) => title.endsWith(` [${each}]`));
  const label = [...box.querySelectorAll(".name")].map((each) => each.textContent).join("");
  if (path !== undefined) {
    const open = () => extension.postMessage({ type: "open", path, label });
    box.classList.add("opens");
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "link");
    box.setAttribute("aria-label", title);
    box.addEventListener("click", () => view.wasMoved || open());
    box.addEventListener("focus", () => view.reveal(box));
    box.addEventListener("keydown", ({ key }) => key === "Enter" && open());
  }
}

function offer(found: readonly Part[]): void {
  const chosen = parts.value;
  const options = found.map(({ key, kind, label }) => {
    return new Option(kind === "domain" ? `Domain ${label}` : `Around ${label}`, key);
  });
  parts.replaceChildren(new Option("The whole project", ""), ...options);
  parts.value = found.some(({ key }) => key === chosen) ? chosen : "";
}

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new Error(`the page has no ${id}`);
  }
  return found;
}
