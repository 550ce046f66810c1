// The race of BM_Race (bench/simulation_bench.cc) in fast-check's scheduler: workers list pull requests, create a
// branch and open a pull request on a model of GitHub. Prints schedules per second.
//
// Usage: node race.mjs [RUNS]
import fc from "fast-check";

const runs = Number(process.argv[2] ?? 3000);
const workers = 3;

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

// The published protocol in three calls: list, create the branch (another name when it is taken), open.
async function worker(scheduler, github, id) {
  const open = await scheduler.schedule(Promise.resolve("list")).then(() => github.list());
  if (open.length > 0) return;
  let head = "release/v1.2.3";
  const created = await scheduler.schedule(Promise.resolve("ref")).then(() => github.createRef(head));
  if (created === 422) {
    head += `-${id}`;
    await scheduler.schedule(Promise.resolve("ref")).then(() => github.createRef(head));
  }
  await scheduler.schedule(Promise.resolve("pull")).then(() => github.createPull(head, "1.2.3"));
}

let schedules = 0;
let duplicates = 0;
const begin = process.hrtime.bigint();
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
  { numRuns: runs, seed: 1, endOnFailure: true },
);
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
console.log(
  JSON.stringify({
    peer: `fast-check ${fc.__version}`,
    schedules,
    duplicates,
    seconds: Number(seconds.toFixed(3)),
    schedules_per_second: Math.round(schedules / seconds),
  }),
);
