// release-please, unchanged, on the server with release-please's own history.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Octokit } from '@octokit/rest'
import { makeRecorder } from './recorder.mjs'
import { startProxy } from './proxy.mjs'
import { startServer } from './server.mjs'
import { connectWith } from './session.mjs'

const program = createRequire(import.meta.url).resolve('release-please/build/src/bin/release-please.js')
const regent = process.env.REGENT ?? 'build/dev/bin/regent'
const history = fileURLToPath(new URL('../data/histories/googleapis-release-please.ndjson', import.meta.url))

const begin = async (t, gate) => {
  const server = await startServer(t, '--load', history)
  const recorder = makeRecorder()
  const url = await startProxy(t, server, recorder, gate)
  const session = connectWith(Octokit, server, makeRecorder())
  const { github: { rest }, at } = session
  await rest.repos.createOrUpdateFileContents(
    { ...at, path: 'feature.txt', message: 'feat: something new', content: '' })
  // Resolves to the exit code; its words are in `output` when it fails.
  const releasePr = () => new Promise((resolve) =>
    execFile(process.execPath, [program, 'release-pr', '--api-url', url, '--graphql-url', url, '--token', 'x',
      '--repo-url', `${at.owner}/${at.repo}`, '--release-type', 'simple', '--target-branch', 'main'],
      { timeout: 120_000, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, output: stdout + stderr })))
  const reconcile = () => new Promise((resolve) => {
    const child = spawn(regent, ['reconcile', `${at.owner}/${at.repo}`, '--base', 'main', '--github-url', url,
      '--quiet', '--json'], { stdio: 'ignore', env: { ...process.env, GITHUB_TOKEN: 'bot' } })
    child.once('exit', (code) => resolve({ code }))
  })
  const pulls = async () => (await rest.pulls.list({ ...at, state: 'open' })).data
  const isWrite = ({ method, path, request }) => !['GET', 'HEAD'].includes(method) &&
    (!path.endsWith('/graphql') || /^\s*mutation\b/.test(JSON.parse(request).query))
  const writes = () => [...recorder.answers, ...recorder.lost].filter(isWrite)
  return { server, session, recorder, releasePr, reconcile, pulls, writes, rest, at }
}

// The table "release-please beside the ledger" of docs/conformance.md: a row's cells by its name.
const told = new Map(readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8')
  .split('## release-please beside the ledger')[1].split('\n').filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | ')).map(([name, ...cells]) => [name, cells]))

test('release-please opens its pull request, and finds it again', async (t) => {
  const { recorder, releasePr, pulls, writes, rest, at } = await begin(t)
  const first = await releasePr()
  assert.equal(first.code, 0, first.output)
  const [pull, ...others] = await pulls()
  assert.deepEqual(others, [])
  assert.equal(pull.title, 'chore(main): release 17.12.0')
  assert.deepEqual(pull.labels.map(({ name }) => name), ['autorelease: pending'])
  assert.match(pull.body, /something new/)
  const { data: files } = await rest.pulls.listFiles({ ...at, pull_number: pull.number })
  assert.deepEqual(files.map(({ filename }) => filename), ['CHANGELOG.md'])
  assert.deepEqual([recorder.answers.length, writes().length].map(String), told.get('one, to create').slice(0, 2))

  const before = recorder.answers.length
  const written = writes().length
  const second = await releasePr()
  assert.equal(second.code, 0, second.output)
  assert.deepEqual((await pulls()).map(({ number, head }) => [number, head.sha]), [[pull.number, pull.head.sha]])
  assert.equal(writes().length, written)
  assert.equal(String(recorder.answers.length - before), told.get('one, nothing to do')[0])
  recorder.assertValid()
})

// What became of a run, and of one more without faults, is what the table says.
// How often the bot looks depends on how its waits fall: it may be up to three times as often.
const assertTold = async (t, name, { server, recorder, writes }, ended, again) => {
  const failed = ({ status, text }) => status === 0 || status >= 400 || /^\{"data":.*"errors":/s.test(text)
  const short = ({ method, path, status }) => {
    const what = path.endsWith('/graphql') ? 'updateRefs' : `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, '')}`
    return `\`${what}\` ${status === 0 ? 'lost' : status === 200 ? 'refused' : status}`
  }
  const refused = writes().filter(failed).map(short).sort()
  const open = async () =>
    (await server.state()).repositories[0].pulls.filter(({ state }) => state === 'open').length
  const seen = [
    recorder.answers.length + recorder.lost.length, writes().length, refused.join(', ') || '0',
    await open(), ended.map(({ code }) => code).sort().join(', ')]
  await fetch(`${server.url}/_regent/faults`, { method: 'DELETE' })
  const { code } = await again()
  const row = [...seen, `${await open()}, exit ${code}`].map(String)
  t.diagnostic(`| ${name} | ${row.join(' | ')} |`)
  const wanted = told.get(name)?.map((cell) => cell.replaceAll('**', '')) ?? []
  if (name.startsWith('regent: ') && row[0] <= 3 * wanted[0]) row[0] = wanted[0]
  assert.deepEqual(row, wanted, `the row "${name}"`)
}

const isCreate = ({ method, url }) => method === 'POST' && url.endsWith('/pulls')
const isSwing = (request, body) => body.includes('updateRefs')

// Two that know nothing of each other: the second begins when the first is about to do what
// `isMeeting` says, and both do it when both are there, or one has ended before.
const meet = async (t, isMeeting, runOf, faults) => {
  let go
  const open = new Promise((resolve) => { go = resolve })
  let begun
  const started = new Promise((resolve) => { begun = resolve })
  let arrived = 0
  const world = await begin(t, (request, body) => {
    if (!isMeeting(request, body)) return undefined
    begun()
    if (++arrived === 2) go()
    return open
  })
  await world.server.faults(...faults)
  const one = runOf(world)()
  await Promise.race([started, one])
  const two = runOf(world)()
  Promise.race([one, two]).then(go)
  return { world, ended: await Promise.all([one, two]) }
}

const pulls = { route: 'POST /repos/{owner}/{repo}/pulls', nth: 1 }
const refs = { route: 'POST /repos/{owner}/{repo}/git/refs', nth: 1 }
const swing = { route: 'graphql updateRefs', nth: 1 }
const lost = (effect) => ({ lost_answer: { effect } })
const badGateway = { failure: 'bad_gateway_502' }
const delays = { route: '*', every: 3, delay_ms: 100 }
// imgbot#21, dependabot-core#3342: creates of the same instant overlook each other.
const twin = { route: pulls.route, twin: true }

for (const [name, ...faults] of [
  ['two together'],
  ['two together, twin', twin],
  ['two together, delays', delays],
  ['two together, create lost after its effect', { ...pulls, ...lost(true) }],
  ['two together, create lost before its effect', { ...pulls, ...lost(false) }],
  ['two together, create 502', { ...pulls, ...badGateway }],
  ['two together, branch lost after its effect', { ...refs, ...lost(true) }],
  ['two together, branch lost before its effect', { ...refs, ...lost(false) }],
  ['two together, branch 502', { ...refs, ...badGateway }],
]) {
  test(`release-please, ${name}`, async (t) => {
    const { world, ended } = await meet(t, isCreate, ({ releasePr }) => releasePr, faults)
    await assertTold(t, name, world, ended, world.releasePr)
  })
}

const staleList = { route: 'GET /repos/{owner}/{repo}/pulls', stale_ms: 25_000 }
test('release-please, one after the other, the list stale', async (t) => {
  const world = await begin(t)
  const first = await world.releasePr()
  await world.server.faults(staleList)
  const second = await world.releasePr()
  await assertTold(t, 'one after the other, list stale', world, [first, second], world.releasePr)
})

// The bot's runs wait for most of their time.
test('regent reconcile under the same', { concurrency: true }, async (t) => {
  const racing = ({ reconcile }) => reconcile
  const runs = [
    ['two together'],
    ['two together, twin', twin],
    ['two together, delays', delays],
    ['two together, create lost after its effect', { ...pulls, ...lost(true) }],
    ['two together, create lost before its effect', { ...pulls, ...lost(false) }],
    ['two together, create 502', { ...pulls, ...badGateway }],
    ['two together, swing lost after its effect', { ...swing, ...lost(true) }],
    ['two together, swing lost before its effect', { ...swing, ...lost(false) }],
    ['two together, swing 502', { ...swing, ...badGateway }],
  ].map(([name, ...faults]) => t.test(name, async (t) => {
    const { world, ended } = await meet(t, isSwing, racing, faults)
    await assertTold(t, `regent: ${name}`, world, ended, world.reconcile)
  }))
  runs.push(t.test('one after the other, the list stale', async (t) => {
    const world = await begin(t)
    const first = await world.reconcile()
    await world.server.faults(staleList, { route: 'graphql pullRequests', stale_ms: 25_000 })
    const second = await world.reconcile()
    await assertTold(t, 'regent: one after the other, list stale', world, [first, second], world.reconcile)
  }))
  await Promise.all(runs)
})
