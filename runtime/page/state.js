// The state of GitHub at a position: pull requests, refs, releases, and what the step changed.

const LIST_AT_MOST = 60;

class StateView {
  constructor(model) {
    this.model = model;
    this.element = byId("state");
    this.whole = new Set(); // the lists that are shown to their end
    this.unfolded = new Set(); // the bodies and texts that are unfolded
  }

  show(position) {
    this.position = position;
    const state = stateAt(this.model, position);
    const step = this.model.steps[position - 1];
    const before = step ? stateAt(this.model, position - 1) : state;
    const parts = { state, before, changes: step?.changes };
    fill(this.element, [
      el(
        "div.section-head",
        null,
        el("h2", { id: "state-heading" }, "State"),
        el("span.muted", null, step ? `right after step ${step.step}` : "before the first step"),
      ),
      this.list("Pull requests", "pulls", parts, this.pull, comparePulls),
      this.list("Refs", "refs", parts, this.ref, compareNames),
      this.list("Releases", "releases", parts, this.release, compareNames),
    ]);
  }

  // One list; what the step deleted is shown once more, struck through.
  list(title, name, { state, before, changes }, draw, compare) {
    const touched = new Map(Object.entries(changes?.[name] ?? {}));
    const items = [...new Map([...before[name], ...state[name]])].filter(
      ([key]) => state[name].has(key) || touched.has(key),
    );
    items.sort(compare);
    const shown = this.whole.has(name)
      ? items
      : items.filter(([key], at) => at < LIST_AT_MOST || touched.has(key));
    const rows = shown.map(([key, value]) => {
      const change = touched.has(key) && changeOf(before[name].has(key), state[name].has(key));
      const old = change === "changed" ? before[name].get(key) : null;
      return el(
        "li",
        { "data-key": key, "data-change": change || null },
        draw.call(this, key, value, old, change),
      );
    });
    return el(
      "div.list",
      { "data-list": name },
      el("h3", null, `${title} `, el("span.count", null, String(state[name].size))),
      rows.length ? el("ul", null, rows) : el("p.muted", null, "None."),
      shown.length < items.length &&
        button(`Show all ${items.length}`, {}, () => {
          this.whole.add(name);
          this.show(this.position);
        }),
    );
  }

  pull(number, pull, old, change) {
    const [sign, name] = PULL_STATES[pull.state] ?? ["?", pull.state];
    const was = old && old.state !== pull.state ? ` (was ${old.state})` : "";
    return [
      el(
        "div.item-line",
        null,
        el(
          `span.pull-state.${name}`,
          null,
          el("span", { "aria-hidden": "true" }, `${sign} `),
          pull.state,
        ),
        el("span.item-name", null, el("strong", null, `#${number}`), ` ${pull.title}`),
        changeTag(change, was),
      ),
      el("div.item-more", null, el("code", null, pull.head), " → ", el("code", null, pull.base)),
      pull.body && this.fold(`pull ${number}`, "Body", pull.body),
    ];
  }

  ref(name, sha, old, change) {
    return el(
      "div.item-line",
      null,
      el("code.item-name", { title: name }, shortRef(name)),
      el(
        "span.shas",
        null,
        old && [el("code.old", { title: old }, sha10(old)), " → "],
        el("code.sha", { title: sha }, sha10(sha)),
      ),
      changeTag(change, ""),
    );
  }

  release(tag, text, old, change) {
    return [
      el("div.item-line", null, el("code.item-name", null, tag), changeTag(change, "")),
      text && this.fold(`release ${tag}`, "Notes", text),
    ];
  }

  // Stays unfolded from step to step.
  fold(key, label, text) {
    const element = el(
      "details",
      this.unfolded.has(key) ? { open: "" } : null,
      el("summary", null, label),
      el("pre", { tabindex: 0, role: "region", "aria-label": label }, text),
    );
    element.addEventListener("toggle", () =>
      element.open ? this.unfolded.add(key) : this.unfolded.delete(key),
    );
    return element;
  }
}

const PULL_STATES = { open: ["○", "open"], merged: ["●", "merged"], closed: ["✗", "closed"] };

function changeOf(was, is) {
  if (!was) return "new";
  return is ? "changed" : "deleted";
}

function changeTag(change, more) {
  return change && el(`span.change.${change}`, null, `${change}${more}`);
}

// Open ones first, the newest first.
function comparePulls([a, left], [b, right]) {
  return (right.state === "open") - (left.state === "open") || Number(b) - Number(a);
}

const NAMES = new Intl.Collator("en", { numeric: true });

// Branches, then what else there is, then tags from the highest.
function compareNames([a], [b]) {
  const rank = (name) =>
    name.startsWith("refs/heads/") ? 0 : name.startsWith("refs/tags/") ? 2 : 1;
  return rank(a) - rank(b) || NAMES.compare(a, b);
}

function shortRef(name) {
  return name.replace(/^refs\/(?=heads\/|tags\/)/, "");
}

function sha10(sha) {
  return String(sha).slice(0, 10);
}
