// The race of BM_Race (bench/simulation_bench.cc) in fast-check's scheduler: workers list pull
// requests, create a branch and open a pull request on a model of GitHub. Prints schedules per
// second as one line of JSON.
//
// Usage: node race.mjs [--runs N] [--workers N] [--merges N] [--seed N]
import { parseArgs } from "node:util";

import fc from "fast-check";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3000" },
    workers: { type: "string", default: "3" },
    merges: { type: "string", default: "2" },
    seed: { type: "string", default: "1" },
  },
});
const [runs, workers, merges, seed] = ["runs", "workers", "merges", "seed"].map((name) => {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value > 0) return value;
  console.error(`race: --${name} takes a positive whole number, not '${values[name]}'`);
  process.exit(2);
});

class GitHub {
  refs = new Set();
  pulls = [];
  list() {
    return this.pulls.filter((pull) => pull.open);
  }
  createRef(name) {
    if (this.refs.has(name)) return 422;
    this.refs.add(name);
    return 201;
  }
  createPull(head, version) {
    if (!this.refs.has(head)) return 422;
    if (this.list().some((pull) => pull.head === head)) return 422;
    this.pulls.push({ head, version, open: true });
    return 201;
  }
}

// The published protocol in three calls: list, create the branch (another name when it is taken),
// open. Workers are told of the merges in turn, and each merge makes the next patch version.
async function worker(scheduler, github, id) {
  const call = (name, effect) => scheduler.schedule(Promise.resolve(name)).then(effect);
  const version = `1.2.${3 + (id % merges)}`;
  const open = await call("list", () => github.list());
  if (open.length > 0) return;
  let head = `release/v${version}`;
  if ((await call("ref", () => github.createRef(head))) === 422) {
    head += `-${id}`;
    await call("ref", () => github.createRef(head));
  }
  await call("pull", () => github.createPull(head, version));
}

let schedules = 0;
let duplicates = 0;
const begin = { wall: process.hrtime.bigint(), cpu: process.cpuUsage() };
await fc.assert(
  fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const github = new GitHub();
    const all = Promise.all(
      Array.from({ length: workers }, (_, id) => worker(scheduler, github, id)),
    );
    await scheduler.waitFor(all);
    ++schedules;
    if (github.list().length > 1) ++duplicates;
  }),
  { numRuns: runs, seed, endOnFailure: true },
);
const cpu = process.cpuUsage(begin.cpu);
console.log(
  JSON.stringify({
    peer: `fast-check ${fc.__version}`,
    schedules,
    duplicates,
    wall_seconds: Number(process.hrtime.bigint() - begin.wall) / 1e9,
    cpu_seconds: (cpu.user + cpu.system) / 1e6,
  }),
);
