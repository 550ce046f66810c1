// The product beside its peers: the exhaustive explorer beside SPIN on a model of the same protocol
// (ledger.pml), random schedules beside fast-check's scheduler on the same race (race.mjs).
//
// Usage: node bench/peers/compare.mjs --part model|explore|jobs|race|all [--json] [--rounds N]
//          [--workers N --merges N --crashes N --lost N --stale N]   one budget instead of the list
//          [--regent PATH] [--bench PATH]                            the release builds' programs
//
// Rates are per second of CPU time, which other load on the machine disturbs least; wall time
// stands beside it. What has two sides is measured in interleaved pairs, and the median of the
// pairs' ratios is reported. Exit 1: something failed, or was found to be wrong; 2: bad usage.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const names = ["workers", "merges", "crashes", "lost", "stale"];

// Safe and the fastest per core: partial order reduction and collapse compression cost next to
// nothing here, and neither loses a state, as bit states and hash compaction (-DHC) do.
const panFlags = ["-O2", "-w", "-DSAFETY", "-DNOFAIR", "-DCOLLAPSE"];
const panArguments = ["-m1000000", "-w22"];
const memoryMax_kib = 9_000_000;
const timeout_s = 600;

const budgets = [
  [2, 2, 1, 0, 0],
  [2, 2, 1, 1, 0],
  [2, 2, 1, 0, 1],
  [3, 1, 1, 0, 0],
  [3, 2, 1, 0, 0],
].map((values) => Object.fromEntries(values.map((value, i) => [names[i], value])));

class Failure extends Error {}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// Runs a command under bash's `time`: { status, stdout, wall, cpu } with times in seconds.
function run(command, cwd = root) {
  const script = `ulimit -v ${memoryMax_kib}; TIMEFORMAT='%3R %3U %3S'; time "$@"`;
  const child = spawnSync("bash", ["-c", script, "time", ...command], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
    maxBuffer: 1 << 26,
    timeout: timeout_s * 1000,
  });
  if (child.error) throw new Failure(`${command[0]}: ${child.error.message}`);
  const lines = child.stderr.trimEnd().split("\n");
  const [wall, user, system] = lines.pop().split(" ").map(Number);
  const complaint = lines.find((line) => line !== "") ?? "";
  return { status: child.status, stdout: child.stdout, complaint, wall, cpu: user + system };
}

function need(command, cwd) {
  const result = run(command, cwd);
  if (result.status === 0) return result;
  const why = result.complaint || result.stdout.split("\n")[0];
  throw new Failure(`${command.slice(0, 2).join(" ")}: exit ${result.status}: ${why}`);
}

function number(text, pattern) {
  const found = pattern.exec(text);
  if (!found) throw new Failure(`pan says nothing like ${pattern}`);
  return Number(found[1]);
}

// The model with a budget as a verifier in a directory of its own.
function compile(budget) {
  const directory = mkdtempSync(join(tmpdir(), "peers-"));
  copyFileSync(join(here, "ledger.pml"), join(directory, "ledger.pml"));
  const defines = names.map((name) => `-D${name.toUpperCase()}=${budget[name]}`);
  need(["spin", ...defines, "-a", "ledger.pml"], directory);
  need(["gcc", ...panFlags, "-o", "pan", "pan.c"], directory);
  return directory;
}

function verify(directory) {
  const { stdout, wall, cpu } = need(["./pan", ...panArguments], directory);
  if (/search not completed|max search depth too small/i.test(stdout) || !/errors: 0/.test(stdout))
    throw new Failure(`SPIN: ${stdout.split("\n").find((line) => line !== "")}`);
  return {
    states: number(stdout, /(\d[\d.e+]*) states, stored/),
    transitions: number(stdout, /(\d[\d.e+]*) transitions/),
    wall_seconds: wall,
    cpu_seconds: cpu,
    memory_mib: number(stdout, /([\d.]+)\s+total actual memory usage/),
  };
}

function explore(regent, budget, jobs) {
  const command = [regent, "explore", "--method", "reduced", "--jobs", String(jobs), "--json"];
  for (const name of names) command.push(`--${name}`, String(budget[name]));
  const { stdout, wall, cpu } = need(command);
  const result = JSON.parse(stdout);
  if (result.schema !== "regent.explore/1")
    throw new Failure(`regent explore: schema '${result.schema}' instead of regent.explore/1`);
  if (!result.complete) throw new Failure(`regent explore: ${stdout.trim()} is not complete`);
  return {
    states: result.states,
    transitions: result.transitions,
    wall_seconds: wall,
    cpu_seconds: cpu,
    memory_mib: result.peak_memory_bytes / 2 ** 20,
  };
}

// `first` and `second` by turns; each is { states or schedules, wall_seconds, cpu_seconds }.
function pairs(rounds, first, second) {
  const out = [];
  for (let i = 0; i < rounds; ++i) out.push([first(), second()]);
  return out;
}

const rate = (side) => (side.states ?? side.schedules) / side.cpu_seconds;
const typical = (sides) => ({
  ...sides[0],
  wall_seconds: median(sides.map((side) => side.wall_seconds)),
  cpu_seconds: median(sides.map((side) => side.cpu_seconds)),
  per_cpu_second: median(sides.map(rate)),
});

function withModel(budget, use) {
  const directory = compile(budget);
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const parts = {
  model: ({ chosen, rounds }) =>
    chosen.map((budget) =>
      withModel(budget, (directory) => {
        const sides = Array.from({ length: rounds }, () => verify(directory));
        return { budget, spin: typical(sides) };
      }),
    ),

  explore: ({ chosen, rounds, regent }) =>
    chosen.map((budget) =>
      withModel(budget, (directory) => {
        const both = pairs(rounds, () => explore(regent, budget, 1), () => verify(directory));
        return {
          budget,
          regent: typical(both.map(([side]) => side)),
          spin: typical(both.map(([, side]) => side)),
          ratio: median(both.map(([ours, theirs]) => rate(ours) / rate(theirs))),
        };
      }),
    ),

  // Threads are for wall time, so that is what is compared; the machine should be otherwise idle.
  jobs: ({ chosen, rounds, regent }) =>
    chosen.map((budget) => {
      const on = (jobs) => () => explore(regent, budget, jobs);
      const both = pairs(rounds, on(1), on(2));
      return {
        budget,
        one: typical(both.map(([side]) => side)),
        two: typical(both.map(([, side]) => side)),
        ratio: median(both.map(([one, two]) => one.wall_seconds / two.wall_seconds)),
      };
    }),

  // The same little model under both sources of choice, and the whole product beside it.
  race: ({ rounds, bench }) => {
    const run_benchmark = (name) => () => {
      const command = [bench, `--benchmark_filter=^${name}$`, "--benchmark_format=json"];
      const { benchmarks } = JSON.parse(need(command).stdout);
      const [{ iterations, real_time, cpu_time, time_unit }] = benchmarks;
      const scale = { ns: 1e-9, us: 1e-6, ms: 1e-3 }[time_unit] * iterations;
      return {
        schedules: iterations,
        wall_seconds: real_time * scale,
        cpu_seconds: cpu_time * scale,
      };
    };
    const race = ["node", join(here, "race.mjs"), "--runs", "20000"];
    const theirs = () => JSON.parse(need(race).stdout);
    return Object.entries({ model: "BM_RaceModel", product: "BM_Race" }).map(([runs, name]) => {
      const both = pairs(rounds, run_benchmark(name), theirs);
      return {
        runs,
        regent: typical(both.map(([side]) => side)),
        fast_check: typical(both.map(([, side]) => side)),
        ratio: median(both.map(([a, b]) => rate(a) / rate(b))),
      };
    });
  },
};

// ---- The report ---------------------------------------------------------------------------------

const count = (value) => Math.round(value).toLocaleString("en-US");
const seconds = (value) => value.toFixed(2);
const ratio = (value) => value.toFixed(2);
const told = (budget) => names.map((name) => budget[name]).join(" ");
const budgetTitle = names.map((name) => name[0].toUpperCase() + name.slice(1)).join(" ");

const columns = {
  model: {
    [budgetTitle]: (row) => told(row.budget),
    States: (row) => count(row.spin.states),
    Transitions: (row) => count(row.spin.transitions),
    "CPU s": (row) => seconds(row.spin.cpu_seconds),
    "Wall s": (row) => seconds(row.spin.wall_seconds),
    "States per CPU s": (row) => count(row.spin.per_cpu_second),
    MiB: (row) => count(row.spin.memory_mib),
  },
  explore: {
    [budgetTitle]: (row) => told(row.budget),
    "regent states": (row) => count(row.regent.states),
    "SPIN states": (row) => count(row.spin.states),
    "regent states per CPU s": (row) => count(row.regent.per_cpu_second),
    "SPIN states per CPU s": (row) => count(row.spin.per_cpu_second),
    "regent : SPIN": (row) => ratio(row.ratio),
    "regent wall s": (row) => seconds(row.regent.wall_seconds),
    "SPIN wall s": (row) => seconds(row.spin.wall_seconds),
    "regent MiB": (row) => count(row.regent.memory_mib),
    "SPIN MiB": (row) => count(row.spin.memory_mib),
  },
  jobs: {
    [budgetTitle]: (row) => told(row.budget),
    States: (row) => count(row.one.states),
    "1 job wall s": (row) => seconds(row.one.wall_seconds),
    "2 jobs wall s": (row) => seconds(row.two.wall_seconds),
    "Speed-up": (row) => ratio(row.ratio),
    "1 job CPU s": (row) => seconds(row.one.cpu_seconds),
    "2 jobs CPU s": (row) => seconds(row.two.cpu_seconds),
  },
  race: {
    "regent runs": (row) => row.runs,
    "regent schedules per CPU s": (row) => count(row.regent.per_cpu_second),
    "fast-check schedules per CPU s": (row) => count(row.fast_check.per_cpu_second),
    "regent : fast-check": (row) => ratio(row.ratio),
    "regent wall s": (row) => seconds(row.regent.wall_seconds),
    "fast-check wall s": (row) => seconds(row.fast_check.wall_seconds),
  },
};

function table(part, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const titles = Object.keys(columns[part]);
  return [
    line(titles),
    line(titles.map((_, i) => (i === 0 ? "---" : "---:"))),
    ...rows.map((row) => line(Object.values(columns[part]).map((cell) => cell(row)))),
  ].join("\n");
}

// ---- The command line ---------------------------------------------------------------------------

function usage(complaint) {
  console.error(`compare: ${complaint}`);
  process.exit(2);
}

function wholeNumber(name, text, least) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    usage(`--${name} takes a whole number from ${least} up, not '${text}'`);
  return value;
}

function parse() {
  const text = { type: "string" };
  try {
    return parseArgs({
      options: {
        part: { ...text, default: "all" },
        json: { type: "boolean", default: false },
        rounds: { ...text, default: "5" },
        regent: { ...text, default: join(root, "build/release/bin/regent") },
        bench: { ...text, default: join(root, "build/release/bin/regent_bench") },
        ...Object.fromEntries(names.map((name) => [name, text])),
      },
    }).values;
  } catch (error) {
    return usage(error.message);
  }
}

const options = parse();
const selected = options.part === "all" ? Object.keys(parts) : [options.part];
if (!selected.every((part) => part in parts))
  usage(`--part is one of ${Object.keys(parts).join(", ")}, all; not '${options.part}'`);
const own = names.filter((name) => options[name] !== undefined);
const least = { workers: 1, merges: 1 };
const one = { workers: 2, merges: 1, crashes: 0, lost: 0, stale: 0 };
for (const name of own) one[name] = wholeNumber(name, options[name], least[name] ?? 0);
const job = {
  chosen: own.length > 0 ? [one] : budgets,
  rounds: wholeNumber("rounds", options.rounds, 1),
  regent: options.regent,
  bench: options.bench,
};

const report = { schema: "regent.peers/1" };
for (const part of selected) {
  try {
    report[part] = parts[part](job);
    if (!options.json) console.log(`\n${part}\n\n${table(part, report[part])}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`compare: ${part}: ${error.message}`);
    process.exitCode = 1;
  }
}
if (options.json) console.log(JSON.stringify(report, null, 2));
