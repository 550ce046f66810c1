// usage: CHROMIUM=BROWSER node page_test.mjs WRITE_REPLAY_PAGE SAMPLE.json OUTPUT_DIRECTORY
// The replay page as a person meets it: opened from the disk, with mouse and keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { contrasts, sidewaysScrollers, snapshots, tryToEscape } from "./in_page.mjs";
import { launch, screenshot, visit, written } from "./browser.mjs";

const sample = JSON.parse(readFileSync(process.argv[3], "utf8"));
const phone = { width: 360, height: 740 };
let browser;
let address;

before(async () => {
  browser = await launch();
  address = written("sample", sample);
});
after(() => browser?.close());

const row = (page, number) =>
  page.locator(`#row-${sample.steps.findIndex((step) => step.step === number)}`);
const step = (number) => sample.steps.find((one) => one.step === number);
const violated = sample.violation.step;
const lostCall = sample.steps.find((one) => /answer lost/.test(one.fault));

// The state after the first `count` steps, told by the data alone.
function expectedState(count) {
  const state = structuredClone(sample.initial);
  for (const { changes } of sample.steps.slice(0, count)) {
    for (const part of ["refs", "pulls", "releases"]) Object.assign(state[part], changes[part]);
  }
  const present = (part) => Object.entries(state[part]).filter(([, value]) => value !== null);
  return {
    pulls: present("pulls")
      .map(([number, pull]) => `#${number} ${pull.state} ${pull.title}`)
      .sort(),
    refs: present("refs")
      .map(([name, sha]) => `${name} ${sha}`)
      .sort(),
    releases: present("releases")
      .map(([tag]) => tag)
      .sort(),
  };
}

const everyPosition = [...Array(sample.steps.length + 1).keys()];
const shownAt = (page, positions) => page.evaluate(snapshots, positions);

const moveSlider = (page, position) => page.locator("#slider").fill(String(position));

test("says at once what is violated and what differs from a passing schedule", () =>
  visit(browser, address, async (page) => {
    const head = (await page.locator("header").innerText()).toLowerCase();
    for (const text of [
      sample.title,
      sample.subtitle,
      sample.violation.invariant,
      sample.violation.message,
      sample.difference,
      sample.reproduce,
    ]) {
      assert.ok(head.includes(text.toLowerCase()), `the head does not say: ${text}`);
    }
    assert.equal(
      await page.locator(".row.violated").getAttribute("id"),
      await row(page, violated).getAttribute("id"),
    );
    assert.equal(await row(page, violated).getAttribute("aria-selected"), "true");
    assert.ok(await row(page, violated).locator(".mark-violation").isVisible());
    await screenshot(page, "light");
  }));

test("draws a lane for each party and a row for each step", () =>
  visit(browser, address, async (page) => {
    assert.deepEqual(
      await page.locator(".lane-head").allInnerTexts(),
      sample.lanes.map((lane) => lane.name),
    );
    const [, ...shown] = await shownAt(page, everyPosition);
    assert.deepEqual(
      shown.map(({ row: { text } }) => text),
      sample.steps.map(({ text }) => text),
    );
    assert.deepEqual(
      shown.map(({ row: { arrows } }) => arrows > 0),
      sample.steps.map(({ peer }) => peer !== null),
    );
  }));

test("opens a request with its status and body on a click", () =>
  visit(browser, address, async (page) => {
    assert.equal(await page.locator("#request").count(), 0);
    await row(page, 25).click();
    assert.match(
      await page.locator("#request").innerText(),
      /create-pull[\s\S]*POST \/repos\/octo\/app\/pulls/,
    );
    assert.match(
      await page.locator("#request pre").innerText(),
      /"head": "release\/v1\.2\.1-1750003615"/,
    );
    assert.match(await page.locator("#response .status").innerText(), /201/);
    assert.match(await page.locator("#response pre").innerText(), /"number": 14/);
    await page.locator("#close-details").click();
    assert.equal(await page.locator("#request").count(), 0);
  }));

test("opens a request by keyboard alone, and closes it", () =>
  visit(browser, address, async (page) => {
    for (const key of ["Home", "j", "ArrowDown", "ArrowRight", "j", "j", "k", "Enter"])
      await page.keyboard.press(key);
    assert.equal(await page.locator("#details-heading").innerText(), "Step 4");
    assert.match(await page.locator("#request").innerText(), /GET \/search\/issues/);
    assert.match(await page.locator("#response .status").innerText(), /200/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "details");
    await page.keyboard.press("o");
    assert.equal(await page.locator("#details-heading").innerText(), "Step 5");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#request").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.id), "rows");
  }));

test("reaches faults, the violation, both ends and the help by keyboard", () =>
  visit(browser, address, async (page) => {
    const here = () => page.locator("#position").innerText();
    const faults = sample.steps.filter((one) => one.fault).map((one) => one.step);
    await page.keyboard.press("Home");
    assert.match(await here(), /^start/);
    for (const number of faults) {
      await page.keyboard.press("f");
      assert.match(await here(), new RegExp(`^step ${number} `));
    }
    await page.keyboard.press("F");
    assert.match(await here(), new RegExp(`^step ${faults.at(-2)} `));
    await page.keyboard.press("v");
    assert.match(await here(), new RegExp(`^step ${violated} `));
    await page.keyboard.press("End");
    assert.match(await here(), new RegExp(`^step ${sample.steps.at(-1).step} `));
    await page.keyboard.press("?");
    assert.ok(await page.locator("#help").isVisible());
    assert.ok((await page.locator("#legend dt svg").count()) > 10);
    await page.keyboard.press("Escape");
    assert.ok(await page.locator("#help").isHidden());
  }));

test("shows the refs and pull requests that the data tells, wherever the slider is", () =>
  visit(browser, address, async (page) => {
    const positions = [...everyPosition].reverse();
    const shown = await shownAt(page, positions);
    assert.deepEqual(
      shown.map(({ state }) => state),
      positions.map(expectedState),
    );
    await page.locator("#slider").focus();
    await page.keyboard.press("ArrowRight");
    assert.match(await page.locator("#position").innerText(), /^step 1 /);
    await page.keyboard.press("End");
    assert.match(
      await page.locator("#state").innerText(),
      new RegExp(`right after step ${sample.steps.at(-1).step}`),
    );
    const deleted = page.locator('[data-change="deleted"]');
    assert.equal(await deleted.getAttribute("data-key"), "refs/heads/release/v1.2.1-1750003615");
  }));

test("marks every fault by shape and by words, and no other step", () =>
  visit(browser, address, async (page) => {
    const [, ...shown] = await shownAt(page, everyPosition);
    for (const [index, { fault, kind }] of sample.steps.entries()) {
      const { faultMarks, faults, spoken } = shown[index].row;
      const label = `step ${sample.steps[index].step}`;
      assert.equal(faultMarks, fault || kind === "crash" ? 1 : 0, label);
      assert.deepEqual(faults, fault ? [fault] : [], label);
      assert.equal(spoken.includes(`fault: ${fault}`), fault !== null, label);
    }
    await row(page, lostCall.step).click();
    assert.match(
      await page.locator("#details").innerText(),
      /Fault answer lost, effect applied[\s\S]*None came/,
    );
  }));

test("is light or dark as the system is, and readable in both", async () => {
  const grounds = [];
  for (const colorScheme of ["light", "dark"]) {
    await visit(
      browser,
      address,
      async (page) => {
        await row(page, 25).click();
        const { ground, worst } = await page.evaluate(contrasts);
        assert.ok(worst.ratio >= 4.5, `${colorScheme}: ${JSON.stringify(worst)}`);
        grounds.push(ground);
        await screenshot(page, `${colorScheme}-open`);
      },
      { colorScheme },
    );
  }
  assert.ok(grounds[0] > 0.8 && grounds[1] < 0.1, `grounds: ${grounds}`);
});

test("shows where the focus is, and moves nothing for those who want no motion", () =>
  visit(browser, address, async (page) => {
    await page.keyboard.press("k");
    const current = page.locator(".row[aria-selected=true]");
    assert.equal(
      await current.evaluate((element) => getComputedStyle(element).outlineStyle),
      "solid",
    );
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press("Tab");
      const style = await page.evaluate(() => {
        const focused = document.activeElement;
        return focused === document.body || getComputedStyle(focused).outlineStyle;
      });
      assert.ok(style === true || style === "solid", `after ${presses + 1} tabs: ${style}`);
    }
    const duration = () =>
      current.evaluate((element) => getComputedStyle(element).transitionDuration);
    assert.notEqual(await duration(), "0s");
    await page.emulateMedia({ reducedMotion: "reduce" });
    assert.equal(await duration(), "0s");
  }));

test("fits a phone without scrolling sideways", () =>
  visit(
    browser,
    address,
    async (page) => {
      assert.deepEqual(await page.evaluate(sidewaysScrollers), []);
      assert.ok(await page.locator("#panel").isHidden());
      await screenshot(page, "phone");
      await page.locator("#toggle-panel").click();
      assert.ok(await page.locator("#state").isVisible());
      await row(page, 25).click();
      assert.ok(await page.locator("#request").isVisible());
      assert.deepEqual(await page.evaluate(sidewaysScrollers), []);
      await screenshot(page, "phone-open");
      await page.locator("#close-details").click();
      assert.ok(await page.locator("#panel").isHidden());
    },
    { viewport: phone },
  ));

test("takes hostile text for text, wherever it stands", async () => {
  const markup = `</script><img src=x onerror="alert(1)"><!--<script>alert(2)</script>`;
  const hostile = `${markup}\u2028'"&lt;`;
  const poisoned = (value) => {
    if (typeof value === "string") return value + hostile;
    if (Array.isArray(value)) return value.map(poisoned);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        /^(refs\/|v\d)/.test(key) ? key + hostile : key,
        poisoned(inner),
      ]),
    );
  };
  const replay = { ...poisoned(sample), schema: sample.schema, time_unit: sample.time_unit };
  replay.steps.forEach((one, index) => Object.assign(one, { kind: sample.steps[index].kind }));
  await visit(browser, written("hostile", replay), async (page) => {
    assert.ok((await page.locator("#title").textContent()).includes(hostile));
    assert.ok((await page.locator(".callout.difference").textContent()).includes(hostile));
    await page.keyboard.press("Enter");
    for (const { foreign } of await shownAt(page, everyPosition)) assert.equal(foreign, 0);
    assert.ok((await page.locator("#details").textContent()).includes(hostile));
    assert.ok((await page.locator('[data-list="refs"]').textContent()).includes(hostile));
    assert.equal(await page.locator("script").count(), 2);
  });
});

test("cannot reach the network nor run another script, not even on purpose", async () => {
  let knocks = 0;
  const server = createServer((socket) => {
    knocks++;
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const page = await browser.newPage();
  await page.goto(address);
  const refused = await page.evaluate(tryToEscape, `http://127.0.0.1:${server.address().port}/`);
  await page.close();
  server.close();
  assert.deepEqual(refused, [
    "connect-src",
    "img-src",
    "style-src-elem",
    "require-trusted-types-for",
  ]);
  assert.equal(knocks, 0);
});

test("stays small with 5,000 steps", async () => {
  const steps = Array.from({ length: 5000 }, (_, index) => ({
    ...step(index % 2 ? 5 : 4),
    step: index + 1,
    at: index * 700,
    of: index % 2 ? index : null,
    changes: {
      refs: { [`refs/tags/v0.0.${index % 400}`]: String(index) },
      pulls: {},
      releases: {},
    },
  }));
  const replay = { ...sample, violation: { ...sample.violation, step: 4711 }, steps };
  await visit(browser, written("long", replay), async (page) => {
    assert.equal(await page.locator("#details-heading").innerText(), "Step 4711");
    for (const position of [0, 1, 2500, 5000, 4711]) {
      await moveSlider(page, position);
      assert.ok((await page.locator(".row").count()) < 100);
      assert.ok((await page.locator("[data-list=refs] li").count()) < 100);
      if (position > 0) assert.ok(await page.locator(".row[aria-selected=true]").isVisible());
    }
    await page.locator("#diagram").evaluate((view) => view.scrollTo(0, view.scrollHeight / 2));
    await page.locator("#row-2500").waitFor();
    assert.ok((await page.locator(".row").count()) < 100);
  });
});

test("says in a line why a text cannot be shown", async () => {
  for (const [name, text, reason] of [
    ["not-json", "</script>", /not JSON/],
    ["other-schema", '{"schema":"regent.trace/1"}', /regent\.replay\/1, not regent\.trace\/1/],
    ["no-steps", '{"schema":"regent.replay/1","lanes":[]}', /no steps/],
  ]) {
    await visit(browser, written(name, text), async (page) => {
      assert.match(await page.locator("#failure").innerText(), reason);
      assert.ok(await page.locator("#app").isHidden());
    });
  }
});

test("shows a passing exploration: no clock, no violation, no difference", async () => {
  const replay = { ...sample, violation: null, difference: null, time_unit: "step" };
  await visit(browser, written("passing", replay), async (page) => {
    assert.match(await page.locator("#violation").innerText(), /No invariant is violated/);
    assert.ok(await page.locator("#difference").isHidden());
    assert.equal(await page.locator(".row .clock").count(), 0);
  });
});
