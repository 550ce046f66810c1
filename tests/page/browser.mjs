// A browser, and pages in it that remember what they must not do.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [writer, , output] = process.argv.slice(2);
const desktop = { width: 1360, height: 860 };

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
}

// Writes the page of a replay, a value or a text, and returns its address.
export function written(name, replay) {
  const [json, html] = ["json", "html"].map((suffix) => join(output, `${name}.${suffix}`));
  writeFileSync(json, typeof replay === "string" ? replay : JSON.stringify(replay));
  execFileSync(writer, [json, html]);
  return pathToFileURL(html).href;
}

// Opens the address, lets `use` drive the page, and checks that nothing was said to the console and
// nothing asked of the network all the while.
export async function visit(
  browser,
  address,
  use,
  { viewport = desktop, colorScheme = "light" } = {},
) {
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) complaints.push(`request: ${request.url()}`);
  });
  page.setDefaultTimeout(10000);
  try {
    await page.goto(address);
    await use(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, []);
}

export function screenshot(page, name) {
  return page.screenshot({ path: join(output, `${name}.png`) });
}
