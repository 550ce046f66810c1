const entriesMax = 500;
const byId = (id) => document.getElementById(id);

// An element with a class and children; texts are only ever text nodes.
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

// ---- Repositories ----

const short = (sha) => make("span", "sha", sha.slice(0, 7));

function list(title, items) {
  if (items.length === 0) return null;
  const part = document.createDocumentFragment();
  part.append(make("h3", "", `${title} (${items.length})`), make("ul", "", ...items));
  return part;
}

function pullItem(pull) {
  const title = make("span", "", make("span", "number", `#${pull.number}`), ` ${pull.title} `);
  title.append(make("code", "muted", `${pull.head} → ${pull.base}`));
  return make("li", "item", title, short(pull.head_sha));
}

function refItem(ref) {
  return make("li", "item", make("code", "", ref.ref), short(ref.sha));
}

function releaseItem(release) {
  const kind = release.draft ? "draft" : release.prerelease ? "pre-release" : null;
  return make(
    "li",
    "item",
    make("span", "", make("code", "", release.tag_name), ` ${release.name || ""}`),
    kind && make("span", "badge", kind),
  );
}

function repositoryCard(repository) {
  const open = repository.pulls.filter((pull) => pull.state === "open").reverse();
  const closed = repository.pulls.length - open.length;
  const isTag = (ref) => ref.ref.startsWith("refs/tags/");
  const card = make("article", "card", make("h2", "", repository.full_name));
  const lists = [
    list("Open pull requests", open.map(pullItem)),
    list("Branches and other refs", repository.refs.filter((ref) => !isTag(ref)).map(refItem)),
    list("Releases", [...repository.releases].reverse().map(releaseItem)),
    list("Tags", repository.refs.filter(isTag).reverse().map(refItem)),
  ];
  card.append(...lists.filter((part) => part !== null));
  if (open.length === 0) card.append(make("p", "muted", "No pull request is open."));
  if (closed > 0) card.append(make("p", "muted", `${closed} closed or merged.`));
  return card;
}

// One request at a time, and another one if something happened meanwhile.
let isFetching = false;
let isStale = false;
async function showState() {
  isStale = true;
  if (isFetching) return;
  isFetching = true;
  while (isStale) {
    isStale = false;
    try {
      const state = await (await fetch("/_regent/state")).json();
      byId("repositories").replaceChildren(...(state.repositories ?? []).map(repositoryCard));
    } catch {
      // The stream says that the server is gone; it comes back with a new one.
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  isFetching = false;
}

// ---- Journal ----

const isRead = (entry) => entry.method === "GET" || entry.method === "HEAD";
const isUnusual = (entry) =>
  entry.faults.length > 0 || entry.status === null || entry.status >= 400;

function statusText(entry) {
  const isBad = entry.status === null || entry.status >= 400;
  const text = entry.status === null ? "lost" : String(entry.status);
  return make("span", `status ${isBad ? "bad" : "good"}`, text);
}

function entryItem(entry) {
  const time = new Date(entry.at).toLocaleTimeString([], { hour12: false });
  const kind = entry.method === "WEBHOOK" ? " hook" : isRead(entry) ? "" : " write";
  const method = make("span", `method${kind}`, kind === " hook" ? "hook" : entry.method);
  const more = [
    entry.operation && make("strong", "", entry.operation),
    make("span", "", entry.who),
    make("span", "", `${entry.duration_ms} ms`),
    entry.fate !== "answered" && make("span", "", entry.fate),
    ...entry.faults.map((fault) => make("span", "badge fault", fault)),
  ].filter(Boolean);
  const item = make("li", "entry", make("span", "time", time), method);
  item.append(make("span", "target", entry.target), statusText(entry));
  item.append(make("span", "more", ...more));
  item.dataset.unusual = isUnusual(entry);
  return item;
}

function filterEntries() {
  const only = byId("only-unusual").checked;
  for (const item of byId("entries").children)
    item.hidden = only && item.dataset.unusual !== "true";
}

const waiting = [];
const isPaused = () => byId("pause").getAttribute("aria-pressed") === "true";

function showWaiting() {
  if (isPaused() || waiting.length === 0) return;
  const entries = byId("entries");
  entries.prepend(...waiting.splice(0).slice(-entriesMax).reverse().map(entryItem));
  while (entries.children.length > entriesMax) entries.lastChild.remove();
  byId("nothing").hidden = true;
  filterEntries();
}

function listen() {
  const live = byId("live");
  const say = (text, className) => {
    live.textContent = text;
    live.className = `live ${className}`;
  };
  const stream = new EventSource("/_regent/requests/stream");
  stream.onopen = () => {
    say("live", "on");
    showState();
  };
  stream.onerror = () => say("not connected", "off");
  stream.onmessage = ({ data }) => {
    const entry = JSON.parse(data);
    waiting.push(entry);
    if (waiting.length > entriesMax) waiting.shift();
    if (!isRead(entry)) showState();
  };
  setInterval(showWaiting, 100);
}

byId("address").textContent = location.origin;
byId("only-unusual").addEventListener("change", filterEntries);
byId("pause").addEventListener("click", ({ target }) => {
  target.setAttribute("aria-pressed", String(!isPaused()));
  showWaiting();
});
listen();
