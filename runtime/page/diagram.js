// The space-time diagram: one row for each step, of which only those in sight are in the document.

const ROWS_AHEAD = 12;
const LONG_PAUSE_MS = 5000;

class Diagram {
  // `choose(position)` is told when a row is clicked.
  constructor(model, choose) {
    this.model = model;
    this.view = byId("diagram");
    this.list = byId("rows");
    this.rows = new Map(); // those in the document, by index
    this.position = 0;
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      if (row) choose(Number(row.dataset.index) + 1);
    });
    this.view.addEventListener("scroll", () => this.drawSoon(), { passive: true });
    new ResizeObserver(() => this.measure()).observe(this.view);
    this.measure();
  }

  // Widths depend on the window; a change of them draws everything anew. A change of the height
  // alone, as when a phone shows its keyboard, leaves everything where it is.
  measure() {
    const { lanes, steps } = this.model;
    const width = this.view.clientWidth;
    if (width === this.width) {
      this.draw();
      return;
    }
    this.width = width;
    const narrow = width < 640;
    const [least, share, most] = narrow ? [20, 0.42, 36] : [34, 0.43, 104];
    const laneWidth = Math.round(Math.min(most, Math.max(least, (width * share) / lanes.length)));
    this.view.classList.toggle("compact", narrow);
    this.view.classList.toggle("tight", laneWidth < 26);
    this.laneWidth = laneWidth;
    this.lanesWidth = laneWidth * lanes.length;
    this.view.style.setProperty("--lanes-width", `${this.lanesWidth}px`);
    this.view.style.setProperty("--lane-width", `${laneWidth}px`);
    this.rowHeight = parseFloat(getComputedStyle(this.view).getPropertyValue("--row-height"));
    this.list.style.height = `${steps.length * this.rowHeight}px`;
    this.drawHeads();
    this.rows.clear();
    this.list.replaceChildren();
    this.scrollToCurrent();
    this.draw();
  }

  drawHeads() {
    const heads = this.model.lanes.map((lane) => {
      const full = this.laneWidth > lane.name.length * 7.5 + 8;
      return el(
        `span.lane-head.${lane.colour}`,
        { title: lane.name },
        full ? lane.name : lane.short,
      );
    });
    fill(byId("lane-heads"), [
      el("span.time-head", null, this.model.time_unit === "ms" ? "time" : "step"),
      el("span.lanes-head", null, heads),
      el("span.text-head", null, "what happens"),
    ]);
  }

  drawSoon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  // The rows in sight, some more, and always the current one, which has the focus.
  draw() {
    const { scrollTop, clientHeight } = this.view;
    const first = Math.floor(scrollTop / this.rowHeight) - ROWS_AHEAD;
    const last = Math.ceil((scrollTop + clientHeight) / this.rowHeight) + ROWS_AHEAD;
    const wanted = (index) => (index >= first && index <= last) || index === this.position - 1;
    for (const [index, row] of this.rows) {
      if (wanted(index)) continue;
      row.remove();
      this.rows.delete(index);
    }
    for (
      let index = Math.max(0, first);
      index <= Math.min(last, this.model.steps.length - 1);
      index++
    ) {
      this.ensure(index);
    }
    if (this.position > 0) this.ensure(this.position - 1);
    this.markCurrent();
  }

  ensure(index) {
    if (this.rows.has(index)) return;
    const row = this.rowOf(this.model.steps[index]);
    this.rows.set(index, row);
    // Screen readers follow the document's order.
    let after = null;
    for (const [other, element] of this.rows) {
      if (other > index && (!after || other < Number(after.dataset.index))) after = element;
    }
    this.list.insertBefore(row, after);
  }

  show(position) {
    this.position = position;
    this.scrollToCurrent();
    this.draw();
  }

  // Leaves a margin of two rows, so that one sees what comes next.
  scrollToCurrent() {
    const head = byId("lane-heads").offsetHeight;
    const top = Math.max(0, this.position - 1) * this.rowHeight;
    const margin = 2 * this.rowHeight;
    const room = this.view.clientHeight - head - this.rowHeight;
    const { scrollTop } = this.view;
    const tooLow = top > scrollTop + room - margin;
    if (top < scrollTop + margin) this.view.scrollTop = top - Math.min(margin, room / 2);
    else if (tooLow) this.view.scrollTop = top - Math.max(room - margin, room / 2);
  }

  markCurrent() {
    const current = this.model.steps[this.position - 1];
    const partner = current?.call ?? current?.answer;
    for (const [index, row] of this.rows) {
      row.setAttribute("aria-selected", index === current?.index);
      row.classList.toggle("partner", index === partner?.index);
    }
    if (current) this.list.setAttribute("aria-activedescendant", `row-${current.index}`);
    else this.list.removeAttribute("aria-activedescendant");
  }

  rowOf(step) {
    const { model } = this;
    const row = el(
      "div.row",
      {
        id: `row-${step.index}`,
        role: "option",
        "aria-posinset": step.index + 1,
        "aria-setsize": model.steps.length,
        "aria-label": sentenceOf(model, step),
        "data-index": step.index,
      },
      this.timeOf(step),
      this.lanesOf(step),
      this.textOf(step),
    );
    row.style.top = `${step.index * this.rowHeight}px`;
    row.classList.toggle("after-pause", Boolean(this.pauseBefore(step)));
    row.classList.toggle("violated", step.index === model.violationIndex);
    return row;
  }

  // `+32 s` where nothing happened for long, or nothing.
  pauseBefore(step) {
    const { steps, time_unit } = this.model;
    const pause = step.index > 0 ? step.at - steps[step.index - 1].at : 0;
    return time_unit === "ms" && pause >= LONG_PAUSE_MS ? `+${pauseText(pause)}` : "";
  }

  timeOf(step) {
    const pause = this.pauseBefore(step);
    const clock = timeText(this.model, step.at);
    return el(
      "div.row-time",
      null,
      clock && el("span.clock", null, clock),
      el("span.number", null, pause && el("span.pause", null, pause), `step ${step.step}`),
    );
  }

  textOf(step) {
    const when = `${timeText(this.model, step.at)} ${this.pauseBefore(step)}`.trim();
    const violated = step.index === this.model.violationIndex;
    return el(
      "div.row-text",
      null,
      el(
        "div.row-what",
        null,
        el("span.what", { title: step.text }, step.text),
        step.response && statusOf(step.response),
      ),
      el(
        "div.row-more",
        null,
        el(`span.who.${step.lane.colour}`, null, step.lane.name),
        when && this.view.classList.contains("compact") && el("span.clock", null, when),
        violated &&
          el(
            "span.badge.violation",
            null,
            el("span.swatch.violation"),
            this.model.violation.invariant,
          ),
        step.fault &&
          el("span.badge.fault", { title: step.fault }, el("span.swatch.fault"), step.fault),
      ),
    );
  }

  centre(lane) {
    return (lane.index + 0.5) * this.laneWidth;
  }

  lanesOf(step) {
    const svg = shape("svg", {
      class: "row-lanes",
      width: this.lanesWidth,
      height: this.rowHeight,
      "aria-hidden": "true",
    });
    for (const lane of this.model.lanes) svg.append(...this.laneLines(step, lane));
    const signs = shape("g", {
      class: step.lane.kind === "github" && step.peer ? step.peer.colour : step.lane.colour,
    });
    signs.append(...(step.peer ? this.messageOf(step) : this.eventOf(step)));
    svg.append(signs);
    if (step.index === this.model.violationIndex) svg.append(...this.violationOf());
    return svg;
  }

  laneLines(step, lane) {
    const count = this.model.lanes.length;
    const look = (row) => (row < 0 ? 0 : this.model.laneStates[row * count + lane.index]);
    const half = this.rowHeight / 2;
    return [
      [look(step.index - 1), 0, half],
      [look(step.index), half, this.rowHeight],
    ].map(([state, y1, y2]) =>
      shape("path", {
        class: `lane ${lane.colour} ${lookName(lane, state)}`,
        d: `M${this.centre(lane)} ${y1}V${y2}`,
      }),
    );
  }

  eventOf(step) {
    const [x, y] = [this.centre(step.lane), this.rowHeight / 2];
    const parts = [nodeMark(step.kind, x, y)];
    if (step.fault && step.kind !== "crash") parts.push(faultMark(x + 15, y, isLost(step.fault)));
    return parts;
  }

  // An arrow leans downwards: what is sent arrives later.
  messageOf(step) {
    const [top, bottom] = [this.rowHeight * 0.32, this.rowHeight * 0.68];
    const [from, to] = [this.centre(step.lane), this.centre(step.peer)];
    const lost = Boolean(step.fault) && isLost(step.fault);
    const answerLost = lost && step.kind === "call" && /answer|response/i.test(step.fault);
    const name = step.kind === "answer" ? "answer" : "call";
    const { parts, end } = arrow([from, top], [to, bottom], name, lost && !answerLost);
    parts.push(
      step.kind === "call" || step.kind === "answer"
        ? shape("circle", { class: "mark-solid", cx: from, cy: top, r: 3.5 })
        : nodeMark(step.kind, from, top),
    );
    if (answerLost) {
      const back = arrow([to, bottom], [from, this.rowHeight], "answer", true);
      parts.push(...back.parts, faultMark(...back.end.with(1, back.end[1] - 4), true));
    } else if (lost) {
      parts.push(faultMark(...end, true));
    } else if (step.fault) {
      parts.push(faultMark((from + to) / 2, this.rowHeight / 2, false));
    }
    return parts;
  }

  // A line under everything that had happened when the invariant broke.
  violationOf() {
    const y = this.rowHeight - 1;
    const line = shape("path", { class: "violation-line", d: `M0 ${y}H${this.lanesWidth}` });
    return [line, violationMark(2, y - 12)];
  }
}

function isLost(fault) {
  return /\blost\b|\bdropped\b|\bloses\b/i.test(fault);
}

function lookName(lane, state) {
  if (lane.kind !== "worker") return "party";
  if (state & DEAD) return "dead";
  if (state & IN_VAIN) return "in-vain";
  if (state & WAITING) return "waiting";
  return state & RUNNING ? "running" : "idle";
}

// 2xx and the rest differ by sign and colour; 0 is an answer that never came.
function statusOf(response) {
  const { status } = response;
  const good = status >= 200 && status < 300;
  const name = good ? "good" : status >= 300 && status < 400 ? "other" : "bad";
  const sign = { good: "✓", other: "↷", bad: "✗" }[name];
  return el(`span.status.${name}`, null, `${sign} ${status || "none"}`);
}
