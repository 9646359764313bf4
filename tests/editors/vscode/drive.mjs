// Drives VS Code in a browser like a person would, and prints what was seen, an object a line: {step, ok, seen}.
// Called by tests/editors/test_vscode.py with one argument, the JSON of what is where.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const given = JSON.parse(process.argv[2]);
const { chromium } = createRequire(join(given.tools, "x.js"))("playwright-core");
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const PATIENCE = 40_000;

let page;
let log = "";

async function until(what, look, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never seen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const see = (selector, patience = PATIENCE) => page.waitForSelector(selector, { timeout: patience });
const press = (...keys) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
const shoot = (name) => page.screenshot({ path: join(given.shots, `vscode-${name}.png`) });
const disk = (name) => {
  const file = join(given.workspace, name);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};

/** Ask for something by keys, again where a redraw has taken it away before it was seen. */
async function summon(selector, ...keys) {
  for (let left = 3; ; left--) {
    await press(...keys);
    try {
      return await see(selector, PATIENCE / 3);
    } catch (error) {
      if (left === 1) throw error;
      await press("Escape");
    }
  }
}

/** Let the palette do what a command's title says. */
async function command(title) {
  await press("F1");
  await see(".quick-input-widget:not([style*='display: none']) input");
  await page.keyboard.type(title);
  await see(`.quick-input-list .monaco-list-row.focused >> text="${title}"`);
  await press("Enter");
}

async function open(name) {
  await press("Control+P");
  await see(".quick-input-widget:not([style*='display: none']) input");
  await page.keyboard.type(name);
  const folder = name.split("/").slice(0, -1).join("/");
  const row = page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name.split("/").at(-1) });
  await (folder ? row.filter({ hasText: folder }) : row).first().waitFor({ timeout: PATIENCE });
  await press("Enter");
  await see(`.tab.active[aria-label*="${name.split("/").at(-1)}"]`);
  await page.locator(".editor-instance .view-lines").first().waitFor();
}

async function go(line, column) {
  await press("Control+G");
  await see(".quick-input-widget:not([style*='display: none']) input");
  await page.keyboard.type(`${line}:${column}`);
  await press("Enter");
  await see(`.statusbar-item >> text="Ln ${line}, Col ${column}"`);
}

/** The marks under the text: of each how it looks, and exactly which text it stands under. */
function marks() {
  return page.evaluate(() => {
    const letters = [];
    for (const line of document.querySelectorAll(".editor-group-container.active .editor-instance .view-lines .view-line")) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode;
        for (let at = 0; at < text.data.length; at++) {
          const range = document.createRange();
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          const { left, right, top, bottom } = range.getBoundingClientRect();
          letters.push({ letter: text.data[at], x: (left + right) / 2, y: (top + bottom) / 2 });
        }
      }
    }
    return [...document.querySelectorAll(".editor-group-container.active .view-overlays [class*='squiggly-']")].map((mark) => {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      const below = letters.filter(({ x, y }) => left < x && x < right && top < y && y < bottom);
      const look = [...mark.classList].find((each) => each.startsWith("squiggly-")).slice("squiggly-".length);
      return { look, text: below.map(({ letter }) => letter).join("") };
    });
  });
}

const textOf = async (selector) => (await page.locator(selector).first().innerText()).replaceAll("\u00a0", " ");

/** See what keys show and hide again: they are only pressed where it has not been there for a while. */
async function unfold(selector, ...keys) {
  for (let left = 5; ; left--) {
    try {
      return await see(selector, PATIENCE / 5);
    } catch (error) {
      if (!left) throw error;
      await press(...keys);
    }
  }
}

/** Go down the list of suggestions to the one of this name, if it isn't there yet. */
async function choose(name) {
  const row = page.locator(".suggest-widget.visible .monaco-list-row.focused", { hasText: name });
  await until(`${name} among the suggestions`, async () => (await row.count()) || void (await press("ArrowDown")));
}

/** The rows of the Problems view once they are as wanted; it is opened for that, and closed again. */
async function problems(name, wanted) {
  await press("Control+Shift+M");
  const rows = await until("the problems wanted", async () => {
    const found = await page.locator(".markers-panel .monaco-list-row").allInnerTexts();
    return wanted(found.join(" ")) && found;
  });
  await shoot(name);
  await press("Control+J");
  await page.waitForSelector(".markers-panel", { state: "hidden" });
  return rows.map((row) => row.replaceAll("\n", " "));
}

/** The document inside of the graph's panel. */
async function graph() {
  return until("the graph's page", async () => {
    for (const frame of page.frames()) {
      if (await frame.locator("svg.cim-graph").count().catch(() => 0)) return frame;
    }
    return null;
  });
}

const STEPS = {
  async diagnostics() {
    await open("billing.module.yaml");
    const seen = await until("two marks", async () => {
      const found = await marks();
      return found.length === 2 && found; // until the project is known, nobody answers its references
    }, 60_000);
    const rows = await problems("problems", (text) => text.includes("unknown-key"));
    return { marks: seen, rows };
  },

  async hover() {
    await go(4, 5);
    await summon(".monaco-hover:not(.hidden) .hover-contents", "Control+K", "Control+I");
    const text = await until("words in the hover", () => textOf(".monaco-hover:not(.hidden)"));
    await shoot("hover");
    await press("Escape");
    return { text };
  },

  async "quick fix"() {
    await go(6, 4);
    await summon(".action-widget >> text=status", "Control+.");
    await shoot("quick-fix");
    await press("Enter");
    await until("the key mended", async () => (await textOf(".editor-instance .view-lines")).includes("status: pilot"));
    return {};
  },

  async completion() {
    await go(6, 16);
    await press("Shift+Home", "Delete");
    await page.keyboard.type("status: ");
    await press("Escape");
    await summon(".suggest-widget.visible .monaco-list-row >> text=production", "Control+Space");
    await choose("production");
    await unfold(".suggest-details-container .suggest-details", "Control+Space");
    const offered = await page.locator(".suggest-widget .monaco-list-row").allInnerTexts();
    const details = await until("words beside it", () => textOf(".suggest-details-container .suggest-details"));
    await shoot("completion");
    await choose("production"); // what comes late may have taken the list back to its first row
    await press("Enter");
    await until("it written", async () => (await textOf(".editor-instance .view-lines")).includes("status: production"));
    return { offered: offered.map((each) => each.trim()), details };
  },

  async "Insert UUIDv7"() {
    await go(3, 6);
    await command("CIM: Insert UUIDv7");
    await until("no more marks", async () => (await marks()).length === 0);
    await shoot("insert-uuidv7");
    await go(10, 5);
    await press("Shift+End");
    await command("CIM: Insert UUIDv7");
    await until("it in place of the selection", async () => !(await textOf(".editor-instance .view-lines")).includes("here"));
    await press("Control+S");
    return { text: await until("it saved", () => disk("billing.module.yaml").includes("production") && disk("billing.module.yaml")) };
  },

  async formatting() {
    await command("Format Document");
    await until("it formatted", async () => (await textOf(".editor-instance .view-lines")).includes("version: 0.1.0"));
    await press("Control+S");
    return { text: await until("it saved", () => /version: 0/.test(disk("billing.module.yaml")) && disk("billing.module.yaml")) };
  },

  async definition() {
    await go(9, 9);
    await press("F12");
    await see(`.tab.active[aria-label*="module.yaml"]:not([aria-label*="billing"])`);
    await see(`.statusbar-item >> text="Ln 2, Col 9"`);
    await shoot("definition");
    return { title: await page.locator(".tab.active").first().getAttribute("title") ?? await textOf(".tab.active"), place: await textOf(".breadcrumbs-control") };
  },

  async rename() {
    await summon(".rename-box :focus", "F2");
    await press("Control+A");
    await page.keyboard.type("repairs");
    await shoot("rename");
    await press("Control+Enter");
    await see(".bulk-edit-panel .monaco-list-row");
    await shoot("rename-preview");
    const preview = await page.locator(".bulk-edit-panel .monaco-list-row").allInnerTexts();
    await page.locator(".bulk-edit-panel .monaco-button", { hasText: "Apply" }).click();
    await until("it in the other file", () => /- repairs/.test(disk("billing.module.yaml")));
    await command("File: Save All");
    const names = ["billing.module.yaml", "domain.yaml", "modules/invoicing/invoicing.module.yaml", "modules/repairs/module.yaml"];
    await until("it in all files", () => names.every((name) => disk(name).includes("repairs")));
    return { preview, files: Object.fromEntries(names.map((name) => [name, disk(name)])) };
  },

  async "New Module"() {
    await command("CIM: New Module…");
    await see(".quick-input-widget:not([style*='display: none']) >> text=1 of 2");
    await page.keyboard.type("Tyre Store");
    await see(".quick-input-widget >> text=kebab-case of 3 to 50 characters, such");
    await shoot("new-module");
    await press("Control+A");
    await page.keyboard.type("tyre-store");
    await press("Enter");
    await see(".quick-input-widget >> text=of tyre-store (2 of 2)");
    await page.keyboard.type("Keep the winter tyres of our customers");
    await press("Enter");
    await see(".quick-input-list .monaco-list-row.focused >> text=vehicle-workshop");
    await press("Enter");
    await see(`.tab.active[aria-label*="tyre-store.module.yaml"]`);
    await until("it in its domain", () => disk("domain.yaml").includes("tyre-store"));
    await shoot("new-module-made");
    return { domain: disk("domain.yaml"), module: await until("its file", () => disk("tyre-store.module.yaml")) };
  },

  async graph() {
    await command("CIM: Show Graph");
    const frame = await graph();
    const boxes = await until("boxes", async () => {
      const found = await frame.locator("svg.cim-graph g:has(> title) .name").allTextContents();
      return found.includes("tyre-store") && found;
    });
    await shoot("graph");
    const fill = () => frame.locator(".cim-graph .domain").first().evaluate((box) => getComputedStyle(box).fill);
    const light = await fill();
    await command("Preferences: Toggle between Light/Dark Themes");
    await until("darker boxes", async () => (await fill()) !== light);
    await shoot("graph-dark");
    await command("Preferences: Toggle between Light/Dark Themes");
    await until("lighter boxes", async () => (await fill()) === light);
    await frame.locator("#part").selectOption("module:appointments");
    const around = await until("fewer boxes", async () => {
      const found = await frame.locator("svg.cim-graph g:has(> title) .name").allTextContents();
      return found.length < boxes.length && found;
    });
    await frame.locator("#fit").click();
    await frame.locator("g.opens", { hasText: "fleet-register" }).click();
    await see(`.tab.active >> text=module.yaml`);
    const place = await until("the file", async () => {
      const found = await textOf(".breadcrumbs-control");
      return found.includes("fleet-register") && found;
    });
    await shoot("graph-around");
    return { boxes, around, place };
  },

  async neighbour() {
    await open("torn.module.yaml");
    const rows = await problems("beside-yaml", (text) => text.includes("Missing closing") && !text.includes("cim"));
    return { marks: await marks(), rows };
  },

  async missing() {
    await open("billing.module.yaml");
    await see(`.notifications-toasts .notification-list-item >> text=too old`, 60_000);
    await shoot("no-server");
    const buttons = await page.locator(".notifications-toasts .notification-list-item-buttons-container .monaco-button").allInnerTexts();
    return { text: await textOf(".notifications-toasts .notification-list-item-message"), buttons };
  },

  async install() {
    await page.locator(".notifications-toasts .monaco-button", { hasText: "Install…" }).click();
    const seen = await until("marks", async () => (await marks()).length === 4 && (await marks()), 180_000);
    await shoot("installed");
    return { marks: seen };
  },

  async schemas() {
    const before = (await marks()).length;
    const schemas = { "https://cim-lsp.github.io/schemas/v1/cim.schema.json": "*.module.yaml" };
    mkdirSync(join(given.workspace, ".vscode"));
    writeFileSync(join(given.workspace, ".vscode", "settings.json"), JSON.stringify({ "yaml.schemas": schemas }));
    return { marks: await until("fewer marks", async () => (await marks()).length < before) && (await marks()) };
  },
};

function serve() {
  const { node, server, data, extensions, workspace, port, env } = given;
  const flags = [
    "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--user-data-dir", data, "--extensions-dir", extensions,
    "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust", "--disable-getting-started-override",
  ];
  const child = spawn(node, [server, ...flags, workspace], { detached: true, env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (text) => (log += text));
  child.stderr.on("data", (text) => (log += text));
  return child;
}

async function enter(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  await page.goto(`http://127.0.0.1:${given.port}/?folder=${given.workspace}`);
  await see(".monaco-workbench", 60_000);
  await see(".explorer-viewlet .monaco-list-row", 60_000);
}

setTimeout(() => process.exit(1), given.patience * 1000).unref();
const code = serve();
process.on("SIGTERM", () => process.exit(1));
process.on("exit", () => process.kill(-code.pid, "SIGTERM"));
let browser;
try {
  await until("code-server listening", () => /HTTP server listening/.test(log), 60_000);
  browser = await chromium.launch({ executablePath: given.chromium, args: FLAGS });
  await enter(browser).catch(() => enter(browser)); // a cold machine may be too slow once
  for (const step of given.steps) {
    const begun = Date.now();
    const result = { step, ok: true };
    try {
      result.seen = await STEPS[step]();
    } catch (error) {
      Object.assign(result, { ok: false, seen: `${error?.stack}` });
      await shoot(`failed-${step.replaceAll(" ", "-")}`);
      await press("Escape", "Escape");
    }
    console.log(JSON.stringify({ ...result, seconds: (Date.now() - begun) / 1000 }));
  }
} catch (error) {
  console.log(JSON.stringify({ step: "start", ok: false, seen: `${error?.stack}\n${log.slice(-2000)}` }));
} finally {
  await browser?.close();
  process.exit();
}
