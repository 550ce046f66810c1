// Eight processes of `regent reconcile` at once on one repository, over HTTP, with lost answers,
// delays and SIGKILL: what is left is exactly one right release PR.
//
// REGENT_RACES: how many times in a row (3). A failing round prints what is needed to see it again.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'

import { startServer } from './server.mjs'

const program = process.env.REGENT ?? 'build/dev/bin/regent'
const races = Number(process.env.REGENT_RACES ?? 3)
const firstSeed = Number(process.env.REGENT_SEED ?? 1)

// mulberry32: the same numbers on every machine.
const random = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

const client = (server, token) => async (method, path, body) => {
  const response = await fetch(`${server.url}/repos/${server.owner}/${server.repo}${path}`, {
    method,
    headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

// A person's commit on main; resolves to its id.
const land = async (api, message) => {
  const tip = (await api('GET', '/git/ref/heads/main')).object.sha
  const { tree } = await api('GET', `/git/commits/${tip}`)
  const made = await api('POST', '/git/commits', { message, tree: tree.sha, parents: [tip] })
  await api('PATCH', '/git/refs/heads/main', { sha: made.sha })
  return made.sha
}

// Resolves to the exit status; null when it was killed.
const reconcile = (server, killAfter) =>
  new Promise((resolve) => {
    const child = spawn(
      program,
      ['reconcile', `${server.owner}/${server.repo}`, '--base', 'main', '--quiet', '--json',
        '--github-url', server.url],
      { stdio: 'ignore', env: { ...process.env, GITHUB_TOKEN: 'bot' } },
    )
    const timer = killAfter && setTimeout(() => child.kill('SIGKILL'), killAfter)
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code)
    })
  })

const troubles = (draw) => [
  { route: '*', probability: 0.05, lost_answer: { effect: true } },
  { route: '*', probability: 0.03, lost_answer: { effect: false } },
  { route: '*', probability: 0.2, delay_ms: Math.floor(draw() * 40) },
  { route: '*', probability: 0.1, hold_ms: Math.floor(draw() * 40) },
  { route: 'POST /repos/{owner}/{repo}/pulls', probability: 0.5, twin: true },
  { route: '*', probability: 0.1, stale_ms: 2000 },
  { route: '*', probability: 0.03, failure: 'bad_gateway_502' },
]

for (let race = 0; race < races; ++race) {
  const seed = firstSeed + race
  test(`eight processes leave exactly one right release PR (race ${seed})`, async (t) => {
    const draw = random(seed)
    const server = await startServer(
      t, '--seed', String(seed), '--token', 'bot', '--token', 'person', '--rate-limit', '0')
    const api = client(server, 'person')
    const root = (await api('GET', '/git/ref/heads/main')).object.sha
    await api('POST', '/git/refs', { ref: 'refs/tags/v1.0.0', sha: root })
    await land(api, 'fix: one')

    await server.faults(...troubles(draw))
    const running = Array.from({ length: 8 }, () =>
      reconcile(server, draw() < 0.4 ? 5 + draw() * 150 : undefined))
    // People go on merging meanwhile; a person's request may meet the faults, too.
    for (const message of ['feat: two', 'fix: three']) {
      await new Promise((resolve) => setTimeout(resolve, draw() * 60))
      await land(api, message).catch(() => null)
    }
    await Promise.all(running)

    // The faults are over, and somebody looks again, as often as the exit status asks for.
    await fetch(`${server.url}/_regent/faults`, { method: 'DELETE' })
    let status = null
    for (let again = 0; again < 10 && status !== 0; ++again) status = await reconcile(server)
    assert.equal(status, 0)

    // GitHub closes the pull requests of deleted branches in the background.
    let world = (await server.state()).repositories[0]
    while (world.background > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      world = (await server.state()).repositories[0]
    }
    const open = world.pulls.filter((pull) => pull.state === 'open')
    const why = `REGENT_RACES=1 REGENT_SEED=${seed}\n${JSON.stringify(world.pulls, null, 1)}`
    assert.equal(open.length, 1, why)
    // What is on main decides, also when the answer to a person was lost.
    const onMain = await api('GET', '/commits?sha=main&per_page=10')
    const subjects = onMain.map((commit) => commit.commit.message)
    const version = subjects.includes('feat: two') ? '1.1.0' : '1.0.1'
    assert.equal(open[0].title, `chore(release): ${version}`, why)
    for (const commit of onMain.filter((commit) => commit.sha !== root))
      assert.ok(open[0].body.includes(commit.sha), `${commit.sha} is not listed\n${why}`)
    const titles = world.pulls.map((pull) => `${pull.state} ${pull.title}`)
    assert.ok(!titles.some((title, i) => title.startsWith('open') && titles.indexOf(title) !== i))
    const branches = world.refs.filter((ref) => ref.ref.startsWith('refs/heads/release/'))
    assert.deepEqual(branches.map((ref) => ref.ref), [`refs/heads/${open[0].head}`], why)
  })
}
