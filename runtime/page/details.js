// The details of a step: what it is, and, when they are open, its request and its answer.

const KIND_NAMES = {
  call: "request",
  answer: "answer",
  delivery: "delivery",
  acknowledge: "acknowledgement",
  crash: "crash",
  start: "start",
  wait: "wait",
  merge: "merge",
  person: "person",
  background: "background",
  note: "remark",
};

class Details {
  // `go(position)` moves; `setOpen(bool)` opens and closes.
  constructor(model, go, setOpen) {
    this.model = model;
    this.go = go;
    this.setOpen = setOpen;
    this.element = byId("details");
  }

  show(position, isOpen) {
    const step = this.model.steps[position - 1];
    this.element.classList.toggle("open", isOpen && Boolean(step));
    if (!step) {
      fill(this.element, [
        el("h2", { id: "details-heading" }, "Before the first step"),
        el("p.muted", null, "Nothing has happened yet."),
      ]);
      return;
    }
    fill(this.element, [
      this.headOf(step, isOpen),
      this.summaryOf(step),
      isOpen && this.exchangeParts(step),
    ]);
    if (isOpen) this.element.scrollTop = 0;
  }

  headOf(step, isOpen) {
    const toggle = isOpen
      ? button(["Close ", el("kbd", null, "Esc")], { id: "close-details" }, () =>
          this.setOpen(false),
        )
      : button(["Open ", el("kbd", null, "Enter")], { id: "open-details" }, () =>
          this.setOpen(true),
        );
    return el(
      "div.section-head",
      null,
      el("h2", { id: "details-heading" }, `Step ${step.step}`),
      el(
        "span.muted",
        null,
        [KIND_NAMES[step.kind] ?? step.kind, timeText(this.model, step.at)]
          .filter(Boolean)
          .join(" · "),
      ),
      toggle,
    );
  }

  summaryOf(step) {
    return [
      el(
        "p.summary",
        null,
        el(`strong.who.${step.lane.colour}`, null, step.lane.name),
        ` ${step.text}`,
      ),
      step.index === this.model.violationIndex &&
        el(
          "p.notice.violation",
          null,
          el("span.swatch.violation"),
          el(
            "span",
            null,
            el("strong", null, this.model.violation.invariant),
            ` ${this.model.violation.message}`,
          ),
        ),
      step.fault &&
        el(
          "p.notice.fault",
          null,
          el("span.swatch.fault"),
          el("span", null, el("strong", null, "Fault "), step.fault),
        ),
    ];
  }

  exchangeParts(step) {
    const { call, answer, request, response } = exchangeOf(step);
    if (!request && !response)
      return el("p.muted", null, "This step is neither a request nor an answer.");
    return [
      request && this.requestOf(request, call === step ? null : call),
      response
        ? this.responseOf(response, answer && answer !== step ? answer : null)
        : el(
            "div.exchange",
            { id: "response" },
            el("h3", null, "Answer"),
            el("p.muted", null, "None came within this replay."),
          ),
    ];
  }

  requestOf(request, elsewhere) {
    const [line, ...rest] = request.text.split("\n");
    const [method, ...target] = line.split(" ");
    const isHttp = /^[A-Z]+$/.test(method) && target.length > 0;
    return el(
      "div.exchange",
      { id: "request" },
      el(
        "h3",
        null,
        "Request ",
        el("span.muted", null, request.operation ?? ""),
        this.linkTo(elsewhere),
      ),
      isHttp && el("p.request-line", null, el("span.method", null, method), ` ${target.join(" ")}`),
      bodyOf(isHttp ? rest.join("\n") : request.text, "Body of the request"),
    );
  }

  responseOf(response, elsewhere) {
    return el(
      "div.exchange",
      { id: "response" },
      el("h3", null, "Answer ", statusOf(response), this.linkTo(elsewhere)),
      bodyOf(response.text, "Body of the answer"),
    );
  }

  linkTo(step) {
    return (
      step &&
      button(`step ${step.step}`, { class: "link", title: "The other end of the call (o)" }, () =>
        this.go(step.index + 1),
      )
    );
  }
}

// A scrollable block that the keyboard reaches.
function bodyOf(text, label) {
  if (!text) return el("p.muted", null, "No body.");
  return el("pre", { tabindex: 0, role: "region", "aria-label": label }, jsonParts(text) ?? text);
}
