// What runs inside of the page under test: each function stands alone and returns plain values.

// Moves the slider to each position in turn and tells what the page shows there. What
// it strikes through is no part of the state.
export function snapshots(positions) {
  const slider = document.getElementById("slider");
  const texts = (root, selector) =>
    [...root.querySelectorAll(selector)].map((part) => part.textContent);
  const items = (list) => [
    ...document.querySelectorAll(`[data-list="${list}"] li:not([data-change="deleted"])`),
  ];
  const state = () => ({
    pulls: items("pulls")
      .map((item) => {
        const [number, title] = texts(item, ".item-name")[0].split(/ (.*)/);
        return `${number} ${texts(item, ".pull-state")[0].split(" ")[1]} ${title}`;
      })
      .sort(),
    refs: items("refs")
      .map((item) => `${item.dataset.key} ${item.querySelector(".sha").title}`)
      .sort(),
    releases: items("releases")
      .map((item) => item.dataset.key)
      .sort(),
  });
  const current = () => {
    const row = document.querySelector(".row[aria-selected=true]");
    return (
      row && {
        text: texts(row, ".what")[0],
        arrows: row.querySelectorAll(".arrow").length,
        faultMarks: row.querySelectorAll(".mark-fault, .mark-crash").length,
        faults: texts(row, ".badge.fault"),
        spoken: row.getAttribute("aria-label"),
      }
    );
  };
  return positions.map((position) => {
    slider.value = position;
    slider.dispatchEvent(new Event("input"));
    return {
      state: state(),
      row: current(),
      foreign: document.querySelectorAll("img, #app script").length,
    };
  });
}

// The luminance of its ground and the text of the least contrast (WCAG 2.2, 1.4.3).
export function contrasts() {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = numbers(colour).map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    const isOpaque = backgroundColor.startsWith("rgb(");
    return isOpaque || !element.parentElement ? backgroundColor : groundOf(element.parentElement);
  };
  let worst = { ratio: 99 };
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest(":disabled, .unseen, script"))
      continue;
    const [a, b] = [getComputedStyle(element).color, groundOf(element)].map(luminance);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text: element.textContent.slice(0, 40) };
  }
  return { ground: luminance(getComputedStyle(document.body).backgroundColor), worst };
}

// What can be scrolled sideways, the page itself or a part of it.
export function sidewaysScrollers() {
  const parts = [...document.querySelectorAll("body *")].filter(
    (part) => part.checkVisibility() && /auto|scroll/.test(getComputedStyle(part).overflowX),
  );
  return [document.documentElement, ...parts]
    .filter((part) => part.scrollWidth > part.clientWidth)
    .map((part) => part.className || part.tagName);
}

// The directives of the policy that refused a request, an image, a style sheet and markup.
export async function tryToEscape(target) {
  const directives = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    directives.push(event.effectiveDirective),
  );
  const failed = (element) => new Promise((resolve) => element.addEventListener("error", resolve));
  await fetch(target).catch(() => {});
  const image = new Image();
  image.src = target;
  await failed(image);
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: target });
  document.head.append(sheet);
  await failed(sheet);
  try {
    document.body.innerHTML = "<p>";
  } catch {
    await new Promise((resolve) => setTimeout(resolve));
  }
  return directives;
}
