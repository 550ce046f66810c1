// `octokit` as it comes, with its retry and throttling plugins, against faults; and @octokit/auth-app.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { App, Octokit } from 'octokit'
import { appId, makeApp } from './app.mjs'
import { makeRecorder } from './recorder.mjs'
import { startServer } from './server.mjs'
import { branchWithFile, connectWith, openPull, refusal, shaOf, silent } from './session.mjs'

// Waits are cut to a thousandth: what a plugin would wait is what it asked for, told in `waits`.
const connect = async (t, ...options) => {
  const server = await startServer(t, ...options)
  const waits = []
  const told = (kind) => (seconds, { url }) => waits.push({ kind, seconds, url }) > 0
  return {
    ...connectWith(Octokit, server, makeRecorder(), {
      retry: { retryAfterBaseValue: 10 },
      throttle: {
        onRateLimit: told('primary'),
        onSecondaryRateLimit: told('secondary'),
        fallbackSecondaryRateRetryAfter: 1,
        retryAfterBaseValue: 1,
      },
    }),
    waits,
  }
}

test('the life of a release, through the plugins', async (t) => {
  const session = await connect(t)
  const { github, at, recorder } = session
  const head = await branchWithFile(session, 'release/v1', 'CHANGELOG.md', '# 1\n')
  const pull = await openPull(session, 'release/v1')
  await github.rest.issues.addLabels({ ...at, issue_number: pull.number, labels: ['autorelease: pending'] })
  await github.rest.pulls.merge({ ...at, pull_number: pull.number, sha: head, merge_method: 'squash' })
  await github.rest.repos.createRelease({ ...at, tag_name: 'v1', target_commitish: 'main' })
  const { data } = await github.rest.repos.getReleaseByTag({ ...at, tag: 'v1' })
  assert.equal(data.tag_name, 'v1')
  recorder.assertValid()
})

test('a 502 is tried again until it succeeds', async (t) => {
  const { github, at, server, recorder } = await connect(t)
  await server.faults({ route: 'GET /repos/{owner}/{repo}', times: 2, failure: 'bad_gateway_502' })
  assert.equal((await github.rest.repos.get(at)).status, 200)
  assert.deepEqual(recorder.answers.map(({ status }) => status), [502, 502, 200])
  recorder.assertValid()
})

test('a 422 and a 404 are not tried again', async (t) => {
  const { github, at, recorder } = await connect(t)
  await assert.rejects(github.rest.pulls.create({ ...at, title: 't', head: 'none', base: 'main' }),
    refusal(422, /^Validation Failed$/))
  await assert.rejects(github.rest.pulls.get({ ...at, pull_number: 9 }), refusal(404, /^Not Found$/))
  assert.deepEqual(recorder.answers.map(({ status }) => status), [422, 404])
  recorder.assertValid()
})

const limited = async (t, failure) => {
  const { github, at, server, recorder, waits } = await connect(t)
  await server.faults({ route: 'GET /repos/{owner}/{repo}', times: 1, failure })
  assert.equal((await github.rest.repos.get(at)).status, 200)
  assert.deepEqual(recorder.answers.map(({ status }) => status), [Number(failure.slice(-3)), 200])
  recorder.assertValid()
  return waits
}

test('a secondary limit is recognised, and its retry-after kept', async (t) => {
  assert.deepEqual(await limited(t, 'secondary_limit_403'),
    [{ kind: 'secondary', seconds: 60, url: '/repos/{owner}/{repo}' }])
})

// The retry plugin, which does not know 429, is asked first: it tries again at once, whatever
// retry-after says.
test('a secondary limit as a 429 does not reach the throttling plugin', async (t) => {
  assert.deepEqual(await limited(t, 'secondary_limit_429'), [])
})

test('an exhausted primary limit is recognised, and waited for until its reset', async (t) => {
  const { github, at, server, recorder, waits } = await connect(t)
  await server.faults({ route: 'GET /repos/{owner}/{repo}', times: 1, failure: 'primary_limit_403' })
  assert.equal((await github.rest.repos.get(at)).status, 200)
  assert.equal(waits.length, 1)
  assert.equal(waits[0].kind, 'primary')
  assert.ok(waits[0].seconds > 0 && waits[0].seconds <= 3601, `${waits[0].seconds} seconds`)
  assert.deepEqual(recorder.answers.map(({ status }) => status), [403, 200])
  recorder.assertValid()
})

test('a lost answer of a create is tried again, and the refusal tells that the first one stood', async (t) => {
  const session = await connect(t)
  const { github, at, server, recorder } = session
  await branchWithFile(session, 'topic', 'a.txt', 'a\n')
  await server.faults({
    route: 'POST /repos/{owner}/{repo}/pulls', nth: 1, lost_answer: { effect: true } })
  await assert.rejects(github.rest.pulls.create({ ...at, title: 't', head: 'topic', base: 'main' }),
    refusal(422, /^Validation Failed$/))
  assert.equal((await github.rest.pulls.list(at)).data.length, 1)
  recorder.assertValid()
})

test('twin creates leave two pull requests of one head', async (t) => {
  const session = await connect(t)
  const { github, at, server, recorder } = session
  await branchWithFile(session, 'topic', 'a.txt', 'a\n')
  await server.faults({ route: 'POST /repos/{owner}/{repo}/pulls', nth: 2, twin: true })
  await openPull(session, 'topic')
  await openPull(session, 'topic')
  const head = `${at.owner}:topic`
  assert.equal((await github.rest.pulls.list({ ...at, head })).data.length, 2)
  recorder.assertValid()
})

test('a list lags behind what was created', async (t) => {
  const session = await connect(t)
  const { github, at, server, recorder } = session
  await branchWithFile(session, 'topic', 'a.txt', 'a\n')
  await server.faults({ route: 'GET /repos/{owner}/{repo}/pulls', times: 1, stale_ms: 20000 })
  await openPull(session, 'topic')
  const seen = async () => (await github.rest.pulls.list(at)).data.length
  assert.deepEqual([await seen(), await seen()], [0, 1])
  recorder.assertValid()
})

test('pages follow their links to the last one', async (t) => {
  const session = await connect(t)
  const { github, at, recorder } = session
  const main = await shaOf(session, 'main')
  for (let i = 0; i < 7; ++i)
    await github.rest.git.createRef({ ...at, ref: `refs/heads/topic-${i}`, sha: main })
  const all = await github.paginate(github.rest.repos.listBranches, { ...at, per_page: 3 })
  assert.equal(all.length, 8)
  assert.equal(recorder.answers.filter(({ path }) => path.endsWith('/branches')).length, 3)
  recorder.assertValid()
})

test('an unchanged list is answered with 304, which costs nothing', async (t) => {
  const { github, at, recorder } = await connect(t)
  const first = await github.rest.pulls.list(at)
  const left = () => github.rest.rateLimit.get().then(({ data }) => data.resources.core.remaining)
  const before = await left()
  await assert.rejects(github.rest.pulls.list({ ...at, headers: { 'if-none-match': first.headers.etag } }),
    (error) => error.status === 304)
  assert.equal(await left(), before)
  assert.equal(first.headers['x-ratelimit-resource'], 'core')
  const numbers = ['limit', 'remaining', 'used', 'reset'].map((one) => Number(first.headers[`x-ratelimit-${one}`]))
  assert.equal(numbers[0] - numbers[1], numbers[2])
  assert.ok(numbers[3] * 1000 > Date.parse(first.headers.date))
  recorder.assertValid()
})

test('an app gets its installation, a token and its own name', async (t) => {
  const app = makeApp(t)
  const server = await startServer(t, ...app.options)
  const recorder = makeRecorder()
  const Client = Octokit.defaults({ baseUrl: server.url, request: { fetch: recorder.fetch }, log: silent })
  const regent = new App({ appId, privateKey: app.privateKey, Octokit: Client })
  const repositories = []
  for await (const { octokit, repository } of regent.eachRepository.iterator()) {
    repositories.push(repository.full_name)
    const session = { github: octokit, at: { owner: repository.owner.login, repo: repository.name } }
    await branchWithFile(session, 'topic', 'a.txt', 'a\n')
    const pull = await openPull(session, 'topic')
    assert.equal(pull.user.type, 'Bot')
    assert.match(pull.user.login, /\[bot\]$/)
  }
  assert.deepEqual(repositories, [`${server.owner}/${server.repo}`])
  recorder.assertValid()
})

test('a JWT that is signed by another key is refused', async (t) => {
  const app = makeApp(t)
  const server = await startServer(t, ...app.options)
  const recorder = makeRecorder()
  const Client = Octokit.defaults({ baseUrl: server.url, request: { fetch: recorder.fetch }, log: silent })
  const stranger = new App({ appId, privateKey: makeApp(t).privateKey, Octokit: Client })
  await assert.rejects(stranger.octokit.rest.apps.getAuthenticated(),
    refusal(401, /^A JSON web token could not be decoded$/))
  recorder.assertValid()
})
