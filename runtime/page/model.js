// The replay as the page works with it. A position counts the steps that have happened: 0 is the
// beginning, and the state at position p is the one right after step p - 1 of the list.

const SCHEMA = "regent.replay/1";
const CHECKPOINT_EVERY = 128;

// What a lane looks like below a row.
const RUNNING = 1;
const WAITING = 2; // for an answer
const IN_VAIN = 4; // for one that never comes
const DEAD = 8;

// The replay in `text`, or an Error that says why it cannot be shown.
function readReplay(text) {
  let replay;
  try {
    replay = JSON.parse(text);
  } catch (error) {
    return new Error(`This page's data is not JSON: ${error.message}`);
  }
  if (replay?.schema !== SCHEMA) {
    return new Error(`This page shows replays of the schema ${SCHEMA}, not ${replay?.schema}.`);
  }
  for (const list of ["lanes", "steps"]) {
    if (!Array.isArray(replay[list])) return new Error(`This page's replay has no ${list}.`);
  }
  return replay;
}

function modelOf(replay) {
  const lanes = lanesOf(replay);
  const laneAt = new Map(lanes.map((lane) => [lane.id, lane.index]));
  const steps = replay.steps.map((step, index) => ({
    ...step,
    index,
    lane: lanes[laneAt.get(step.lane)],
    peer: step.peer === step.lane ? null : (lanes[laneAt.get(step.peer)] ?? null),
    call: null, // of an answer
    answer: null, // of a call
  }));
  linkAnswers(steps);
  const violated = replay.violation?.step ?? null;
  return {
    ...replay,
    lanes,
    steps,
    laneStates: laneStatesOf(lanes, steps),
    violationIndex: violated === null ? -1 : steps.findLastIndex((step) => step.step <= violated),
    checkpoints: checkpointsOf(replay.initial, steps),
  };
}

// The lanes as they are given, and one for each that a step names all the same.
function lanesOf(replay) {
  const given = replay.lanes.map((lane) => ({ ...lane }));
  const known = new Set(given.map((lane) => lane.id));
  for (const { lane } of replay.steps) {
    if (!known.has(lane)) given.push({ id: lane, name: String(lane), kind: "other" });
    known.add(lane);
  }
  let workers = 0;
  return given.map((lane, index) => ({
    ...lane,
    index,
    short: lane.name.match(/[A-Z0-9]/g)?.join("") || lane.name.slice(0, 2),
    colour: lane.kind === "worker" ? `lane-${workers++ % 6}` : `lane-${lane.kind}`,
  }));
}

function linkAnswers(steps) {
  const byNumber = new Map(steps.map((step) => [step.step, step]));
  for (const step of steps) {
    const call = step.of === null ? undefined : byNumber.get(step.of);
    if (!call) continue;
    step.call = call;
    call.answer ??= step;
  }
}

// For each step and lane the look below the step: laneStates[step * lanes + lane].
function laneStatesOf(lanes, steps) {
  const states = new Uint8Array(steps.length * lanes.length);
  const alive = new Uint8Array(lanes.length);
  steps.forEach((step, row) => {
    const taken = step.kind === "delivery" && step.peer?.kind === "worker" ? step.peer : step.lane;
    if (taken.kind === "worker") alive[taken.index] = lifeAfter(step);
    states.set(alive, row * lanes.length);
  });
  markWaits(states, lanes.length, steps);
  return states;
}

function lifeAfter(step) {
  if (step.kind === "crash") return DEAD;
  return step.kind === "acknowledge" ? 0 : RUNNING;
}

// A call waits until its answer, or, in vain, until its lane does something else.
function markWaits(states, laneCount, steps) {
  const nextOnLane = new Array(laneCount).fill(steps.length);
  for (const step of steps.toReversed()) {
    if (step.kind === "call") {
      const end = step.answer ? step.answer.index : nextOnLane[step.lane.index];
      const look = step.answer ? WAITING : WAITING | IN_VAIN;
      for (let row = step.index; row < end; row++) {
        states[row * laneCount + step.lane.index] |= look;
      }
    }
    nextOnLane[step.lane.index] = step.index;
  }
}

const STATE_PARTS = ["refs", "pulls", "releases"];

function emptyState(initial) {
  const part = (name) => new Map(Object.entries(initial?.[name] ?? {}));
  return Object.fromEntries(STATE_PARTS.map((name) => [name, part(name)]));
}

function copyState(state) {
  return Object.fromEntries(STATE_PARTS.map((name) => [name, new Map(state[name])]));
}

function applyChanges(state, changes) {
  for (const name of STATE_PARTS) {
    for (const [key, value] of Object.entries(changes?.[name] ?? {})) {
      if (value === null) state[name].delete(key);
      else state[name].set(key, value);
    }
  }
}

// The states at the positions 0, CHECKPOINT_EVERY, 2 * CHECKPOINT_EVERY, …
function checkpointsOf(initial, steps) {
  const state = emptyState(initial);
  const checkpoints = [copyState(state)];
  steps.forEach((step, index) => {
    applyChanges(state, step.changes);
    if ((index + 1) % CHECKPOINT_EVERY === 0) checkpoints.push(copyState(state));
  });
  return checkpoints;
}

function stateAt(model, position) {
  const checkpoint = Math.floor(position / CHECKPOINT_EVERY);
  const state = copyState(model.checkpoints[checkpoint]);
  for (let index = checkpoint * CHECKPOINT_EVERY; index < position; index++) {
    applyChanges(state, model.steps[index].changes);
  }
  return state;
}

function timeText(model, at) {
  return model.time_unit === "ms" ? clockText(at) : "";
}

// The request that a step makes or answers, and the answer that it gets or is.
function exchangeOf(step) {
  const call = step.call ?? step;
  const answer = step.call ? step : step.answer;
  return {
    call,
    answer,
    request: step.request ?? call.request ?? null,
    response: step.response ?? answer?.response ?? null,
  };
}

// What a screen reader says of a step.
function sentenceOf(model, step) {
  const { response } = step;
  return [
    `Step ${step.step}`,
    timeText(model, step.at),
    `${step.lane.name} ${step.text}`,
    step.peer && `to ${step.peer.name}`,
    response && `status ${response.status}`,
    step.fault && `fault: ${step.fault}`,
    step.index === model.violationIndex && `violates ${model.violation.invariant}`,
  ]
    .filter(Boolean)
    .join(", ");
}
