// Elements and texts. Whatever comes from the replay enters the page as text, here and only here.

const SVG = "http://www.w3.org/2000/svg";

function byId(id) {
  return document.getElementById(id);
}

// `content` is a list of elements and texts; what is null or false in it is left out.
function fill(element, content) {
  element.replaceChildren(...[content].flat(3).filter((part) => part || part === 0));
  return element;
}

// el("p.muted", {title: "…"}, "text", …): attributes that are null are left out.
function el(name, attributes, ...content) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null) element.setAttribute(key, value);
  }
  return fill(element, content);
}

function shape(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function button(label, attributes, act) {
  const element = el("button", { type: "button", class: "small", ...attributes }, label);
  element.addEventListener("click", act);
  return element;
}

// `9.561 s`, `2:05.300`, `1:02:05.300`, `3 d 1:02:05.300`.
function clockText(ms) {
  const seconds = Math.floor(ms / 1000);
  const fraction = String(Math.floor(ms % 1000)).padStart(3, "0");
  if (seconds < 60) return `${seconds}.${fraction} s`;
  const two = (number) => String(number).padStart(2, "0");
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = `${two(seconds % 60)}.${fraction}`;
  if (seconds < 3600) return `${minutes}:${rest}`;
  return `${days ? `${days} d ` : ""}${hours}:${two(minutes)}:${rest}`;
}

// The largest unit of a pause: `850 ms`, `7 s`, `3 min`, `2 h`, `4 d`.
function pauseText(ms) {
  const units = [
    [86400000, "d"],
    [3600000, "h"],
    [60000, "min"],
    [1000, "s"],
    [1, "ms"],
  ];
  const [size, unit] = units.find(([least]) => ms >= least) ?? [1, "ms"];
  return `${Math.round(ms / size)} ${unit}`;
}

const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

// JSON, indented, as a list of texts and coloured elements; null if the text is not JSON. Works on
// the tokens, so that every number and string stays as it was sent.
function jsonParts(text) {
  if (!/^\s*[[{]/.test(text) || text.length > 200000) return null;
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const parts = [];
  let depth = 0;
  const newline = () => parts.push(`\n${"  ".repeat(depth)}`);
  const tokens = text.match(JSON_TOKEN);
  tokens.forEach((token, at) => {
    const closes = token === "}" || token === "]";
    const empty = closes && (tokens[at - 1] === "{" || tokens[at - 1] === "[");
    if (closes) depth--;
    if (closes && !empty) newline();
    parts.push(jsonPart(token, tokens[at + 1] === ":"));
    if (token === "{" || token === "[") depth++;
    const next = tokens[at + 1];
    const opens = (token === "{" || token === "[") && next !== "}" && next !== "]";
    if (token === "," || opens) newline();
  });
  return parts;
}

function jsonPart(token, isKey) {
  if (token === ":") return ": ";
  if (/^[[\]{},]$/.test(token)) return token;
  if (isKey) return el("span.json-key", null, token);
  return el(token.startsWith('"') ? "span.json-string" : "span.json-word", null, token);
}
