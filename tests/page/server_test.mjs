// usage: CHROMIUM=BROWSER node server_test.mjs REGENT OUTPUT_DIRECTORY
// The page of `regent fake-github` as a person meets it: served by the program, and live.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { contrasts, sidewaysScrollers } from "./in_page.mjs";
import { launch } from "./browser.mjs";

const [regent, output] = process.argv.slice(2);
const phone = { width: 360, height: 740 };
const hostile = `<script>document.title = "ran"</script><img src=x onerror="document.title = 'ran'">`;
let browser;
let server;
let address;

async function ask(method, path, body) {
  const answer = await fetch(address + path, {
    method,
    headers: { authorization: "Bearer bot", accept: "application/vnd.github+json" },
    body: body && JSON.stringify(body),
  });
  return answer.status === 204 ? null : answer.json();
}

// A branch with one commit of its own.
async function makeBranch(name) {
  const main = await ask("GET", "/repos/octo/repo/git/ref/heads/main");
  await ask("POST", "/repos/octo/repo/git/refs", { ref: `refs/heads/${name}`, sha: main.object.sha });
  const content = Buffer.from(name).toString("base64");
  await ask("PUT", `/repos/octo/repo/contents/${name}.txt`, { message: name, content, branch: name });
}

before(async () => {
  mkdirSync(output, { recursive: true });
  server = spawn(regent, ["fake-github", "--listen", ":0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [ready] = await new Promise((resolve) =>
    createInterface(server.stdout).once("line", (line) => resolve([line])),
  );
  address = ready.split(" ")[1];
  await makeBranch("hostile");
  await ask("POST", "/repos/octo/repo/pulls", { title: hostile, head: "hostile", base: "main" });
  await ask("POST", "/repos/octo/repo/releases", { tag_name: "v1.0.0", name: hostile });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.kill("SIGTERM");
});

// Opens the page, lets `use` drive it, and checks that it complained about nothing and asked nobody
// but its server.
async function visit(use, { viewport = { width: 1360, height: 860 }, colorScheme = "light" } = {}) {
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address + "/") && !url.startsWith("data:")) complaints.push(url);
  });
  page.setDefaultTimeout(10000);
  try {
    await page.goto(address);
    await page.locator("article h2").waitFor();
    await page.locator(".live.on").waitFor();
    await use(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, []);
}

test("it shows repositories, refs, open pull requests, releases and the journal", () =>
  visit(async (page) => {
    assert.equal(await page.locator("article h2").textContent(), "octo/repo");
    const text = await page.locator("article").innerText();
    for (const part of ["refs/heads/main", "refs/heads/hostile", "v1.0.0", "#1"])
      assert.ok(text.includes(part), part);
    await page.locator(".entry .target", { hasText: "/repos/octo/repo/pulls" }).waitFor();
    await page.screenshot({ path: join(output, "server.png") });
  }));

test("texts stay texts, whatever they hold", () =>
  visit(async (page) => {
    await page.locator("article", { hasText: hostile }).waitFor();
    assert.equal(await page.title(), "Simulated GitHub");
    assert.equal(await page.locator("article script, article img, #entries img").count(), 0);
  }));

test("it is live: what happens while it is open appears", () =>
  visit(async (page) => {
    await makeBranch("while-open");
    await page.locator("article code", { hasText: "refs/heads/while-open" }).waitFor();
    await page.locator(".entry", { hasText: "contents/while-open.txt" }).waitFor();
  }));

test("faults are marked, and can be looked at alone", () =>
  visit(async (page) => {
    await ask("POST", "/_regent/faults", [{ route: "GET /meta", nth: 1, status: 502 }]);
    await ask("GET", "/meta").catch(() => {});
    await page.locator(".badge.fault", { hasText: "status 502" }).waitFor();
    const all = await page.locator(".entry:visible").count();
    await page.locator("#only-unusual").check();
    const unusual = await page.locator(".entry:visible").count();
    assert.ok(unusual > 0 && unusual < all, `${unusual} of ${all}`);
    await page.screenshot({ path: join(output, "server-unusual.png") });
    await ask("DELETE", "/_regent/faults");
  }));

test("a pause holds the journal still, and its end catches up", () =>
  visit(async (page) => {
    await page.locator(".entry").first().waitFor();
    await page.locator("#pause").click();
    await ask("GET", "/repos/octo/repo/branches/paused");
    await page.waitForTimeout(500);
    const missed = page.locator(".entry", { hasText: "branches/paused" });
    assert.equal(await missed.count(), 0);
    await page.locator("#pause").click();
    await missed.first().waitFor();
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`it is readable and nothing scrolls sideways: ${colorScheme}, on a phone`, () =>
    visit(
      async (page) => {
        await page.locator(".entry").first().waitFor();
        const { ground, worst } = await page.evaluate(contrasts);
        assert.ok(colorScheme === "light" ? ground > 0.5 : ground < 0.2);
        assert.ok(worst.ratio >= 4.5, JSON.stringify(worst));
        assert.deepEqual(await page.evaluate(sidewaysScrollers), []);
        await page.screenshot({ path: join(output, `server-${colorScheme}.png`) });
      },
      { viewport: phone, colorScheme },
    ));
}
