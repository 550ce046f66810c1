// The page: one position, which the slider, the rows and the keys move, and three views of it.

const PAGE_STEPS = 10;

class Page {
  constructor(model) {
    this.model = model;
    this.position = 0;
    this.isOpen = false;
    this.slider = byId("slider");
    this.slider.max = model.steps.length;
    const go = (position) => this.go(position);
    this.diagram = new Diagram(model, (position) => {
      this.go(position);
      this.setOpen(true);
    });
    this.details = new Details(model, go, (isOpen) => this.setOpen(isOpen));
    this.state = new StateView(model);
    this.listen();
    this.go(this.firstPosition());
  }

  // Where the address says, or where it goes wrong, or at the end.
  firstPosition() {
    const { steps, violationIndex } = this.model;
    if (location.hash === "#start") return 0;
    const named = /^#step=(\d+)$/.exec(location.hash);
    const index = named ? steps.findIndex((step) => step.step === Number(named[1])) : -1;
    if (index >= 0) return index + 1;
    return violationIndex >= 0 ? violationIndex + 1 : steps.length;
  }

  go(position) {
    this.position = Math.max(0, Math.min(this.model.steps.length, position));
    const step = this.model.steps[this.position - 1];
    const sentence = step ? sentenceOf(this.model, step) : "Before the first step";
    this.slider.value = this.position;
    this.slider.style.setProperty("--done", this.position / Math.max(1, this.model.steps.length));
    this.slider.setAttribute("aria-valuetext", sentence);
    this.diagram.show(this.position);
    this.details.show(this.position, this.isOpen);
    this.state.show(this.position);
    this.showPosition(step);
    this.announce(sentence);
  }

  showPosition(step) {
    const last = this.model.steps.at(-1)?.step ?? 0;
    fill(byId("position"), [
      el("strong", null, step ? `step ${step.step}` : "start"),
      el("span.wide", null, ` of ${last}`),
    ]);
    byId("previous").disabled = this.position === 0;
    byId("next").disabled = this.position === this.model.steps.length;
    // A page from the disk may refuse to change its address.
    try {
      history.replaceState(null, "", step ? `#step=${step.step}` : "#start");
    } catch {
      return;
    }
  }

  // The list and the slider speak for themselves while they have the focus.
  announce(sentence) {
    const speaks = [this.diagram.list, this.slider].includes(document.activeElement);
    byId("announcement").textContent = speaks ? "" : sentence;
  }

  setOpen(isOpen) {
    const hadFocus = byId("panel").contains(document.activeElement);
    this.isOpen = isOpen;
    this.details.show(this.position, isOpen);
    this.showPanel(isOpen);
    if (!isOpen && hadFocus) this.diagram.list.focus({ preventScroll: true });
  }

  // In a narrow window the panel is a sheet over the lower half.
  showPanel(isShown) {
    byId("work").classList.toggle("with-panel", isShown);
    byId("toggle-panel").setAttribute("aria-expanded", isShown);
    this.diagram.scrollToCurrent();
    this.diagram.draw();
  }

  open() {
    this.setOpen(true);
    byId("details").focus({ preventScroll: true });
  }

  goToFault(direction) {
    const { steps } = this.model;
    let index = this.position - 1 + direction;
    while (index >= 0 && index < steps.length && !steps[index].fault) index += direction;
    if (index >= 0 && index < steps.length) this.go(index + 1);
  }

  goToPartner() {
    const step = this.model.steps[this.position - 1];
    const partner = step?.call ?? step?.answer;
    if (partner) this.go(partner.index + 1);
  }

  goToViolation() {
    if (this.model.violationIndex >= 0) this.go(this.model.violationIndex + 1);
  }

  listen() {
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
    byId("previous").addEventListener("click", () => this.go(this.position - 1));
    byId("next").addEventListener("click", () => this.go(this.position + 1));
    byId("next-fault").addEventListener("click", () => this.goToFault(1));
    byId("next-fault").hidden = !this.model.steps.some((step) => step.fault);
    byId("open-help").addEventListener("click", () => byId("help").showModal());
    byId("toggle-panel").addEventListener("click", () =>
      this.showPanel(!byId("work").classList.contains("with-panel")),
    );
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.go(this.firstPosition()));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    if (keepsKey(event.target, event.key)) return;
    const act = this.keys()[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  keys() {
    const by = (steps) => () => this.go(this.position + steps);
    return {
      ArrowDown: by(1),
      ArrowRight: by(1),
      j: by(1),
      ArrowUp: by(-1),
      ArrowLeft: by(-1),
      k: by(-1),
      PageDown: by(PAGE_STEPS),
      PageUp: by(-PAGE_STEPS),
      Home: () => this.go(0),
      End: () => this.go(this.model.steps.length),
      Enter: () => this.open(),
      Escape: () => this.setOpen(false),
      f: () => this.goToFault(1),
      F: () => this.goToFault(-1),
      o: () => this.goToPartner(),
      v: () => this.goToViolation(),
      "?": () => byId("help").showModal(),
    };
  }
}

// Whether the element under the focus has a use of its own for the key.
function keepsKey(target, key) {
  if (key === "Enter") return Boolean(target.closest("button, summary, a"));
  if (!/^(ArrowUp|ArrowDown|Page|Home|End)/.test(key)) return false;
  if (target.id === "slider") return true;
  const scroller = target.closest("pre, .details, .state");
  return Boolean(scroller) && scroller.scrollHeight > scroller.clientHeight;
}

function drawHead(model, goToViolation) {
  document.title = `${model.title} – replay`;
  byId("title").textContent = model.title;
  byId("subtitle").textContent = model.subtitle ?? "";
  byId("reproduce").hidden = !model.reproduce;
  byId("reproduce-command").textContent = model.reproduce ?? "";
  byId("copy").addEventListener("click", () => copyCommand(model.reproduce));
  const { violation, difference } = model;
  byId("violation").classList.toggle("none", !violation);
  fill(
    byId("violation"),
    violation
      ? [
          el("span.swatch.violation", { "aria-hidden": "true" }),
          el(
            "div",
            null,
            el("h2", null, "Violated: ", el("code", null, violation.invariant)),
            el("p", null, violation.message),
          ),
          button(`Step ${violation.step}`, { title: "Go to the violation (v)" }, goToViolation),
        ]
      : [
          el("span.swatch.good", { "aria-hidden": "true" }),
          el("div", null, el("h2", null, "No invariant is violated")),
        ],
  );
  byId("difference").hidden = !difference;
  fill(byId("difference"), [
    el("span.swatch.difference", { "aria-hidden": "true" }),
    el(
      "div",
      null,
      el("h2", null, "What differs", el("span.wide", null, " from the nearest passing schedule")),
      el("p", null, difference ?? ""),
    ),
  ]);
}

// Where there is no clipboard, the command is selected, ready to be copied.
async function copyCommand(command) {
  try {
    await navigator.clipboard.writeText(command);
    byId("copy-label").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(byId("reproduce-command"));
  }
}

const SLIDER_MARKS_AT_MOST = 64;

function sliderMarkOf(model, step) {
  if (step.index === model.violationIndex) return "violation";
  if (step.kind === "crash") return "crash";
  return step.fault ? "fault" : null;
}

// Faults, crashes and the violation above the slider; of those that would cover each other the
// most telling one.
function drawSliderMarks(model) {
  const ranks = [undefined, "fault", "crash", "violation"];
  const marks = new Map();
  for (const step of model.steps) {
    const kind = sliderMarkOf(model, step);
    const share = (step.index + 1) / model.steps.length;
    const place = Math.round(share * SLIDER_MARKS_AT_MOST);
    if (kind && ranks.indexOf(kind) > ranks.indexOf(marks.get(place)?.kind))
      marks.set(place, { kind, share });
  }
  fill(
    byId("slider-marks"),
    [...marks.values()].map(({ kind, share }) => {
      const mark = el(`span.swatch.${kind}`);
      mark.style.left = `${share * 100}%`;
      return mark;
    }),
  );
}

function start() {
  const replay = readReplay(byId("replay").textContent);
  if (replay instanceof Error) {
    byId("failure").textContent = replay.message;
    byId("failure").hidden = false;
    return;
  }
  const model = modelOf(replay);
  byId("app").hidden = false;
  drawSliderMarks(model);
  fill(byId("legend"), legend());
  fill(byId("short-legend"), shortLegend());
  // The head first: the diagram gets the height that it leaves.
  drawHead(model, () => page.goToViolation());
  const page = new Page(model);
  page.diagram.list.focus({ preventScroll: true });
}

start();
