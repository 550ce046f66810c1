// The signs of the diagram. Each has a shape of its own: colour only repeats what the shape says.

const MARKS = [
  ["call", "a request"],
  ["answer", "its answer"],
  ["waiting", "a worker waits for an answer"],
  ["in-vain", "and it never comes"],
  ["idle", "a worker does not run"],
  ["delivery", "a webhook is delivered"],
  ["acknowledge", "and acknowledged: the worker's run ends"],
  ["start", "a worker starts"],
  ["wait", "it waits"],
  ["merge", "a pull request is merged"],
  ["person", "a person does something"],
  ["background", "something happens by itself"],
  ["note", "a remark"],
  ["crash", "a process dies"],
  ["fault", "an injected fault"],
  ["lost", "a message that gets lost"],
  ["violation", "the invariant is violated"],
];

const SHORT_MARKS = [
  ["call", "request"],
  ["answer", "answer"],
  ["waiting", "waits for an answer"],
  ["in-vain", "waits in vain"],
  ["fault", "fault"],
  ["lost", "lost"],
  ["crash", "crash"],
  ["violation", "violation"],
];
const LANE_LOOKS = ["waiting", "in-vain", "idle"];

function polygon(points, attributes) {
  return shape("path", {
    d: `M${points.map((point) => point.join(" ")).join("L")}Z`,
    ...attributes,
  });
}

function diamond(x, y, r) {
  return polygon(
    [
      [x, y - r],
      [x + r, y],
      [x, y + r],
      [x - r, y],
    ],
    { class: "mark-fault" },
  );
}

function cross(x, y, r, name) {
  const d = `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`;
  return shape("path", { class: name, d });
}

// A diamond that says `!`, or `×` of a message that was lost.
function faultMark(x, y, isLost) {
  const sign = isLost
    ? cross(x, y, 2.3, "mark-sign")
    : shape("path", {
        class: "mark-sign",
        d: `M${x} ${y - 3.8}V${y + 0.8}M${x} ${y + 3.1}V${y + 3.4}`,
      });
  return shape("g", {}, diamond(x, y, 8), sign);
}

function violationMark(x, y) {
  const r = 9;
  const corner = r * Math.tan(Math.PI / 8);
  const points = [
    [-corner, -r],
    [corner, -r],
    [r, -corner],
    [r, corner],
    [corner, r],
    [-corner, r],
    [-r, corner],
    [-r, -corner],
  ];
  return shape(
    "g",
    {},
    polygon(
      points.map(([dx, dy]) => [x + dx, y + dy]),
      { class: "mark-violation" },
    ),
    cross(x, y, 3.4, "mark-sign"),
  );
}

// An arrow from x1, y1 to x2, y2. `broken` ends it half-way.
function arrow([x1, y1], [x2, y2], name, broken) {
  const reach = broken ? 0.55 : 1;
  const [x, y] = [x1 + (x2 - x1) * reach, y1 + (y2 - y1) * reach];
  const length = Math.hypot(x - x1, y - y1) || 1;
  const [ux, uy] = [(x - x1) / length, (y - y1) / length];
  const tip = broken ? 0 : 4;
  const [tx, ty] = [x - ux * tip, y - uy * tip];
  const wing = (side) => [tx - ux * 8 - side * uy * 4, ty - uy * 8 + side * ux * 4];
  const line = { d: `M${x1} ${y1}L${tx} ${ty}` };
  const parts = [
    shape("path", { class: "arrow-halo", ...line }),
    shape("path", { class: `arrow ${name}`, ...line }),
  ];
  if (!broken) {
    parts.push(
      name === "answer"
        ? shape("path", {
            class: "arrow-open",
            d: `M${wing(1).join(" ")}L${tx} ${ty}L${wing(-1).join(" ")}`,
          })
        : polygon([wing(1), [tx, ty], wing(-1)], { class: "arrow-head" }),
    );
  }
  return { parts, end: [x, y] };
}

// The sign of what happens on a lane itself.
function nodeMark(kind, x, y) {
  const stroke = (d) => shape("path", { class: "mark-stroke", d });
  switch (kind) {
    case "crash":
      return cross(x, y, 7, "mark-crash");
    case "start":
      return polygon(
        [
          [x - 5, y - 6],
          [x + 7, y],
          [x - 5, y + 6],
        ],
        { class: "mark-solid" },
      );
    case "wait":
      return shape(
        "g",
        {},
        shape("circle", { class: "mark-hollow", cx: x, cy: y, r: 7 }),
        stroke(`M${x} ${y - 4}V${y}H${x + 3}`),
      );
    case "acknowledge":
      return shape(
        "g",
        {},
        shape("circle", { class: "mark-solid", cx: x, cy: y, r: 7 }),
        shape("path", { class: "mark-sign", d: `M${x - 3.4} ${y + 0.2}l2.4 2.6 4.4-5.2` }),
      );
    case "delivery":
      return shape(
        "g",
        {},
        shape("rect", {
          class: "mark-hollow",
          x: x - 8,
          y: y - 5.5,
          width: 16,
          height: 11,
          rx: 1.5,
        }),
        stroke(`M${x - 7} ${y - 4.5}l7 5.5 7-5.5`),
      );
    case "merge":
      return shape(
        "g",
        {},
        stroke(`M${x - 4} ${y - 6}V${y + 6}M${x - 4} ${y - 2}q1 5 8 4`),
        ...[
          [-4, -6],
          [-4, 6],
          [5, 2],
        ].map(([dx, dy]) =>
          shape("circle", { class: "mark-hollow", cx: x + dx, cy: y + dy, r: 2.6 }),
        ),
      );
    case "person":
      return shape(
        "g",
        {},
        shape("circle", { class: "mark-solid", cx: x, cy: y - 4, r: 3.2 }),
        shape("path", { class: "mark-solid", d: `M${x - 6.5} ${y + 7}a6.5 6.5 0 0 1 13 0z` }),
      );
    case "background":
      return shape("circle", { class: "mark-dotted", cx: x, cy: y, r: 5.5 });
    case "note":
      return shape("rect", { class: "mark-hollow", x: x - 4, y: y - 4, width: 8, height: 8 });
    default:
      return shape("circle", { class: "mark-solid", cx: x, cy: y, r: 4 });
  }
}

function legendSample(kind) {
  const width = ["call", "answer", "lost"].includes(kind) ? 36 : 20;
  const viewBox = `${22 - width / 2} 0 ${width} 24`;
  const svg = shape("svg", { class: "lane-0", viewBox, width, height: 24 });
  const ends =
    kind === "answer"
      ? [
          [40, 8],
          [4, 16],
        ]
      : [
          [4, 8],
          [40, 16],
        ];
  if (kind === "call" || kind === "answer") svg.append(...arrow(...ends, kind, false).parts);
  else if (kind === "fault") svg.append(faultMark(22, 12, false));
  else if (kind === "violation") svg.append(violationMark(22, 12));
  else if (kind === "lost") {
    const { parts, end } = arrow([4, 8], [40, 16], "call", true);
    svg.append(...parts, faultMark(...end, true));
  } else if (LANE_LOOKS.includes(kind)) {
    svg.append(shape("path", { class: `lane ${kind}`, d: "M22 0V24" }));
  } else svg.append(nodeMark(kind, 22, 12));
  return svg;
}

function legend() {
  return MARKS.map(([kind, meaning]) => [
    el("dt", null, legendSample(kind)),
    el("dd", null, meaning),
  ]);
}

function shortLegend() {
  return SHORT_MARKS.map(([kind, meaning]) => el("span", null, legendSample(kind), meaning));
}
