// release-please, unchanged, on the server with release-please's own history.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Octokit } from '@octokit/rest'
import { makeRecorder } from './recorder.mjs'
import { startProxy } from './proxy.mjs'
import { startServer } from './server.mjs'
import { connectWith } from './session.mjs'

const program = createRequire(import.meta.url).resolve('release-please/build/src/bin/release-please.js')
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
  const pulls = async () => (await rest.pulls.list({ ...at, state: 'open' })).data
  const writes = () => recorder.answers
    .filter(({ method, path }) => !['GET', 'HEAD'].includes(method) && !path.endsWith('/graphql'))
  return { server, session, recorder, releasePr, pulls, writes, rest, at }
}

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
  t.diagnostic(`to create: ${recorder.answers.length} calls, ${writes().length} writes`)

  const before = recorder.answers.length
  const written = writes().length
  const second = await releasePr()
  assert.equal(second.code, 0, second.output)
  assert.deepEqual((await pulls()).map(({ number, head }) => [number, head.sha]), [[pull.number, pull.head.sha]])
  assert.equal(writes().length, written)
  t.diagnostic(`to find nothing to do: ${recorder.answers.length - before} calls`)
  recorder.assertValid()
})

// Two that know nothing of each other's pull request: the second begins when the first is about to
// create its own, and both create when both are there. Resolves to what became of them.
const race = async (t, ...faults) => {
  let second
  const opened = new Promise((resolve) => { second = resolve })
  let first
  const started = new Promise((resolve) => { first = resolve })
  const arrivals = []
  const { server, recorder, releasePr, pulls, writes } = await begin(t, ({ method, url }) => {
    if (method !== 'POST' || !url.endsWith('/pulls')) return undefined
    arrivals.push(url)
    ;[first, second][arrivals.length - 1]?.()
    return opened
  })
  await server.faults(...faults)
  const one = releasePr()
  await Promise.race([started, one])
  const ended = await Promise.all([one, releasePr()])
  const refused = writes().filter(({ status }) => status >= 400)
  const result = {
    open: (await pulls()).length,
    codes: ended.map(({ code }) => code).sort(),
    calls: recorder.answers.length,
    writes: writes().length,
    refused: refused.map(({ method, path, status }) => `${method} ${path.replace(/.*release-please/, '')} ${status}`),
  }
  t.diagnostic(JSON.stringify(result))
  return result
}

test('of two release-please at once one is refused where GitHub sees their pull requests', async (t) => {
  const { open, codes, refused } = await race(t)
  assert.deepEqual({ open, codes, refused }, { open: 1, codes: [0, 1], refused: ['POST /pulls 422'] })
})

// imgbot#21, dependabot-core#3342: creates of the same instant overlook each other.
test('two release-please at once leave two pull requests where creates overlook each other', async (t) => {
  const { open, codes } = await race(t, { route: 'POST /repos/{owner}/{repo}/pulls', nth: 2, twin: true })
  assert.deepEqual({ open, codes }, { open: 2, codes: [0, 0] })
})
