// What the tests of the facts begin with: a server, requests to it as they are, and the bot.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { startProxy } from '../proxy.mjs'
import { makeRecorder } from '../recorder.mjs'
import { startServer } from '../server.mjs'

const program = process.env.REGENT ?? 'build/dev/bin/regent'
const docs = 'https://docs.github.com/rest'
export const nobody = '1'.repeat(40)
export const base64 = (text) => Buffer.from(text).toString('base64')
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

// The whole of a refusal: status, message, `errors` and page, and nothing besides. A `page` is what
// follows https://docs.github.com/rest; without `errors` there must be none.
export const assertRefused = (answer, status, message, { errors, page } = {}) => {
  const { documentation_url, ...rest } = answer.body
  assert.deepEqual(rest, { message, ...(errors && { errors }), status: String(status) })
  assert.equal(answer.status, status)
  assert.match(answer.headers.get('content-type'), /^application\/json/)
  if (page !== undefined) assert.equal(documentation_url, docs + page)
  else assert.ok(documentation_url?.startsWith(docs), `${documentation_url} is no page`)
}
const custom = (message) => ({ resource: 'PullRequest', code: 'custom', message })
// 422 `Validation Failed` of a pull request, for these reasons.
export const assertPullRefused = (answer, ...reasons) =>
  assertRefused(answer, 422, 'Validation Failed',
    { errors: reasons.map((one) => (typeof one === 'string' ? custom(one) : one)) })
export const invalid = (field) => ({ resource: 'PullRequest', code: 'invalid', field })

// A way to the server on which what a client sends is seen; `change` as in proxy.mjs.
const watch = async (t, server, change) => {
  const seen = []
  const recorder = makeRecorder()
  const url = await startProxy(t, server, recorder, ({ method, url, headers }) => {
    seen.push({ method, path: url, headers })
  }, change)
  return { url, seen, recorder }
}

// Every answer is judged by GitHub's descriptions at the end of the test, but those with a status
// that the test makes up, or that only another GitHub than today's has.
export const begin = async (t, { options = [], madeUp = [] } = {}) => {
  const server = await startServer(t, ...options)
  const recorder = makeRecorder()
  t.after(() => {
    if (recorder.answers.some(({ status }) => !madeUp.includes(status)))
      recorder.assertValid({ exceptStatus: madeUp })
  })
  const at = `/repos/${server.owner}/${server.repo}`

  // Asks for `path` of the site; resolves to `{status, headers, body}`.
  const ask = async (method, path, body, headers = {}) => {
    const response = await recorder.fetch(server.url + path, {
      method,
      headers: { authorization: 'token person', ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  const repo = (method, path, ...rest) => ask(method, at + path, ...rest)
  // What must succeed; resolves to the body.
  const ok = async (method, path, ...rest) => {
    const answer = await repo(method, path, ...rest)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const tip = async (branch = 'main') => (await ok('GET', `/git/ref/heads/${branch}`)).object.sha
  // A commit on `parent` that no ref has; its id.
  const commit = async (message, parent, path = 'file.txt') => {
    const { tree } = await ok('GET', `/git/commits/${parent}`)
    const files = [{ path, mode: '100644', type: 'blob', content: message }]
    const made = await ok('POST', '/git/trees', { base_tree: tree.sha, tree: files })
    return (await ok('POST', '/git/commits', { message, tree: made.sha, parents: [parent] })).sha
  }
  // A branch with one commit that main lacks; the commit's id.
  const branch = async (name, path = 'file.txt') => {
    const sha = await commit(`feat: ${name}`, await tip(), path)
    await ok('POST', '/git/refs', { ref: `refs/heads/${name}`, sha })
    return sha
  }
  const land = async (message, path) => {
    const sha = await commit(message, await tip(), path)
    await ok('PATCH', '/git/refs/heads/main', { sha })
    return sha
  }
  const pull = (head, more) => repo('POST', '/pulls', { title: head, head, base: 'main', body: 'words', ...more })
  const openPulls = async () => (await server.state()).repositories[0].pulls.filter(({ state }) => state === 'open')
  // Until the work is done that GitHub does after it answered.
  const settled = async () => {
    while ((await server.state()).repositories[0].background > 0) await sleep(10)
  }
  const graphql = async (query, variables = {}) => (await ask('POST', '/graphql', { query, variables })).body
  // Runs the bot; resolves to its exit code, its report, and how long it took.
  const reconcile = ({ url = server.url, words = [], env = { GITHUB_TOKEN: 'bot' } } = {}) =>
    new Promise((resolve) => {
      const begun = Date.now()
      const child = spawn(program, ['reconcile', `${server.owner}/${server.repo}`, '--github-url', url,
        '--base', 'main', '--quiet', '--json', ...words], { env: { ...process.env, ...env } })
      let [out, err] = ['', '']
      child.stdout.on('data', (bytes) => { out += bytes })
      child.stderr.on('data', (bytes) => { err += bytes })
      child.once('close', (code) =>
        resolve({ code, err, report: out ? JSON.parse(out) : null, ms: Date.now() - begun }))
    })
  // The requests that came since the journal had `since` of them.
  const journal = async (since = 0) => (await server.requests()).slice(since)
  return { server, recorder, at, ask, repo, ok, tip, commit, branch, land, pull, openPulls, settled, graphql,
    reconcile, journal, watch: (change) => watch(t, server, change) }
}
