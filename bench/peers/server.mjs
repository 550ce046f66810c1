// The simulated GitHub as a server beside nginx and node:http that answer the same bodies, and the
// bot against it end to end.
//
// Usage: node bench/peers/server.mjs [--json] [--rounds N] [--seconds N] [--merges N] [--regent PATH]
//
// Needs wrk and nginx. The three servers are asked in turn, one at a time, by the same wrk; the
// median of the rounds' ratios is reported. What regent does for an answer (routing, credentials,
// limits, journal) the others do not: they send bytes that are ready. It renders the JSON once for
// each state; how fast it is when each request asks something else is measured apart.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = join(fileURLToPath(new URL(".", import.meta.url)), "..", "..");
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    merges: { type: "string", default: "50" },
    regent: { type: "string", default: join(root, "build/release/bin/regent") },
    "node-server": { type: "string" }, // internal: serves the bodies of this file
  },
});

if (options["node-server"]) {
  const bodies = JSON.parse(options["node-server"]);
  const server = createServer((request, response) => {
    const body = bodies[request.url];
    response.writeHead(body ? 200 : 404, {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body ?? ""),
    });
    response.end(body);
  });
  server.listen(0, "127.0.0.1", () => console.log(`ready ${server.address().port}`));
} else {
  await main();
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// Resolves to the child and the words of its first line.
async function start(command, ...args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}`)));
  });
  return { child, words: line.split(" ") };
}

function requestsPerSecond(url, ...more) {
  const words = ["-t1", "-c32", `-d${options.seconds}s`, ...more, url];
  const wrk = spawnSync("wrk", words, { encoding: "utf8" });
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(wrk.stdout ?? "");
  if (!rate || /Non-2xx/.test(wrk.stdout)) throw new Error(`wrk ${url}: ${wrk.stdout}${wrk.stderr}`);
  return Number(rate[1]);
}

function startNginx(directory, bodies) {
  const locations = Object.entries(bodies).map(([path, body], i) => {
    writeFileSync(join(directory, `body${i}.json`), body);
    return `location = ${path} { default_type application/json; alias ${directory}/body${i}.json; }`;
  });
  writeFileSync(
    join(directory, "nginx.conf"),
    `worker_processes 1; daemon off; error_log stderr crit; pid ${directory}/nginx.pid;
     events { worker_connections 256; }
     http { access_log off; keepalive_requests 1000000; open_file_cache max=10;
            client_body_temp_path ${directory}; proxy_temp_path ${directory};
            fastcgi_temp_path ${directory}; uwsgi_temp_path ${directory};
            scgi_temp_path ${directory};
            server { listen 127.0.0.1:18473; ${locations.join("\n")} } }`,
  );
  return spawn("nginx", ["-c", join(directory, "nginx.conf"), "-p", directory], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function main() {
  const regent = await start(
    options.regent, "fake-github", "--listen", ":0", "--rate-limit", "0", "--load",
    join(root, "tests/data/histories/octokit-webhooks.js.ndjson"),
  );
  const [, url, name] = regent.words;
  const headers = { authorization: "token bot", "content-type": "application/json" };
  const ask = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response;
  };
  const land = async (message) => {
    const tip = (await (await ask("GET", `/repos/${name}/git/ref/heads/main`)).json()).object.sha;
    const { tree } = await (await ask("GET", `/repos/${name}/git/commits/${tip}`)).json();
    const commit = await (
      await ask("POST", `/repos/${name}/git/commits`, { message, tree: tree.sha, parents: [tip] })
    ).json();
    await ask("PATCH", `/repos/${name}/git/refs/heads/main`, { sha: commit.sha });
  };
  const reconcile = () => {
    const run = spawnSync(
      options.regent,
      ["reconcile", name, "--base", "main", "--github-url", url, "--quiet", "--json"],
      { encoding: "utf8", env: { ...process.env, GITHUB_TOKEN: "bot" } },
    );
    if (run.status !== 0) throw new Error(`reconcile: ${run.stdout}${run.stderr}`);
    return JSON.parse(run.stdout).requests;
  };

  const report = { calls: {}, servers: {} };
  await land("feat: the first");
  report.calls.create = reconcile();
  await land("fix: the second");
  report.calls.update = reconcile();
  report.calls.nothing = reconcile();
  const merges = Number(options.merges);
  const began = performance.now();
  for (let i = 0; i < merges; ++i) {
    await land(`fix: number ${i}`);
    reconcile();
  }
  report.merges_per_second = merges / ((performance.now() - began) / 1000);

  const bodies = {};
  for (const path of [`/repos/${name}/git/ref/heads/main`, `/repos/${name}/pulls`])
    bodies[path] = await (await ask("GET", path)).text();
  const directory = mkdtempSync(join(tmpdir(), "regent-bench-"));
  const node = await start(
    process.execPath, fileURLToPath(import.meta.url), "--node-server", JSON.stringify(bodies),
  );
  const nginx = startNginx(directory, bodies);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const servers = {
    regent: url,
    nginx: "http://127.0.0.1:18473",
    "node:http": `http://127.0.0.1:${node.words[1]}`,
  };
  // A parameter that means nothing, and is another one each time.
  const anew = join(directory, "anew.lua");
  writeFileSync(
    anew,
    `local n = 0
     request = function() n = n + 1; return wrk.format("GET", wrk.path .. "?n=" .. n) end`,
  );
  try {
    for (const path of Object.keys(bodies)) {
      const rates = Object.fromEntries(Object.keys(servers).map((server) => [server, []]));
      for (let round = 0; round < Number(options.rounds); ++round)
        for (const [server, base] of Object.entries(servers))
          rates[server].push(requestsPerSecond(base + path));
      const renderings = [];
      for (let round = 0; round < Number(options.rounds); ++round)
        renderings.push(requestsPerSecond(url + path, "-s", anew));
      const ratio = (peer) => median(rates.regent.map((rate, i) => rate / rates[peer][i]));
      report.servers[path] = {
        bytes: Buffer.byteLength(bodies[path]),
        requests_per_second: Object.fromEntries(
          Object.entries(rates).map(([server, all]) => [server, Math.round(median(all))]),
        ),
        of_nginx: ratio("nginx"),
        of_node_http: ratio("node:http"),
        rendered_anew_per_second: Math.round(median(renderings)),
      };
    }
  } finally {
    for (const child of [regent.child, node.child, nginx]) child.kill("SIGTERM");
    rmSync(directory, { recursive: true, force: true });
  }

  if (options.json) return console.log(JSON.stringify(report, null, 2));
  for (const [what, { reads, writes }] of Object.entries(report.calls))
    console.log(`${what}: ${reads + writes} calls, ${writes} of them writes`);
  console.log(`merges reconciled end to end: ${report.merges_per_second.toFixed(1)} a second`);
  for (const [path, row] of Object.entries(report.servers)) {
    const rates = Object.entries(row.requests_per_second).map(([name, rate]) => `${name} ${rate}`);
    console.log(`GET ${path} (${row.bytes} bytes), requests a second: ${rates.join(", ")}`);
    console.log(
      `  regent is at ${row.of_nginx.toFixed(2)} of nginx, ${row.of_node_http.toFixed(2)} of node:http; ` +
        `${row.rendered_anew_per_second} a second when it renders each answer anew`,
    );
  }
}
