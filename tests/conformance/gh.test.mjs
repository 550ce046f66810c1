// `gh`, GitHub's own command.
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { Octokit } from '@octokit/rest'
import { temporaryDirectory } from './app.mjs'
import { startTlsHost } from './proxy.mjs'
import { makeRecorder } from './recorder.mjs'
import { startServer } from './server.mjs'
import { branchWithFile, connectWith } from './session.mjs'

// It takes no port, and no plain HTTP.
const host = 'github.example'

const begin = async (t) => {
  const server = await startServer(t)
  const recorder = makeRecorder()
  const directory = temporaryDirectory(t)
  const tls = await startTlsHost(t, host, server, recorder, directory)
  // It looks for a clone, though it is told all that it wants to know.
  execFileSync('git', ['init', '-q', directory])
  execFileSync('git', ['-C', directory, 'remote', 'add', 'origin',
    `https://${host}/${server.owner}/${server.repo}.git`])
  const env = {
    PATH: process.env.PATH, HOME: directory, GH_CONFIG_DIR: directory, GH_HOST: host,
    GH_ENTERPRISE_TOKEN: 'token', SSL_CERT_FILE: tls.certificate, HTTPS_PROXY: tls.tunnel,
    GH_PROMPT_DISABLED: '1', NO_COLOR: '1', GH_NO_UPDATE_NOTIFIER: '1',
  }
  // Resolves to what it printed and its exit code.
  const gh = (...words) => new Promise((resolve) => {
    execFile('gh', words, { env, cwd: directory, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code ?? 'killed' : 0, out: stdout, err: stderr }))
  })
  const ok = async (...words) => {
    const { code, out, err } = await gh(...words)
    assert.equal(code, 0, `gh ${words.join(' ')}\n${err}${out}`)
    return out
  }
  return { gh, ok, json: async (...words) => JSON.parse(await ok(...words)), recorder,
    session: connectWith(Octokit, server, makeRecorder()), at: `repos/${server.owner}/${server.repo}` }
}

test('gh lives a release: pull request, merge, release', async (t) => {
  const { ok, json, session, recorder, at } = await begin(t)
  await branchWithFile(session, 'release/v1', 'CHANGELOG.md', '# 1\n')
  const made = await ok('pr', 'create', '--head', 'release/v1', '--base', 'main',
    '--title', 'chore: release 1', '--body', 'words', '--label', 'bug')
  assert.match(made, /\/pull\/1\n$/)

  const fields = 'number,title,state,headRefName,headRefOid,baseRefName,mergeable,labels,author,body'
  const [listed] = await json('pr', 'list', '--json', fields)
  assert.equal(listed.headRefName, 'release/v1')
  assert.deepEqual(listed.labels.map(({ name }) => name), ['bug'])
  assert.match(await ok('pr', 'list'), /chore: release 1\s+release\/v1\s+OPEN/)
  const shown = await json('pr', 'view', '1', '--json', fields)
  assert.equal(shown.mergeable, 'MERGEABLE')
  assert.match(await ok('pr', 'view', '1'), /^title:\s+chore: release 1$/m)

  await ok('pr', 'merge', '1', '--squash')
  assert.equal((await json('pr', 'view', '1', '--json', 'state')).state, 'MERGED')
  assert.match(await ok('release', 'create', 'v1', '--title', 'One', '--notes', 'words'), /\/releases\/tag\/v1\n$/)
  assert.match(await ok('release', 'list'), /One\s+Latest\s+v1/)
  assert.match(await ok('release', 'view', 'v1'), /^tag:\s+v1$/m)
  assert.equal((await json('api', `${at}/git/ref/tags/v1`)).ref, 'refs/tags/v1')
  recorder.assertValid()
})

test('gh closes a pull request and deletes its branch', async (t) => {
  const { gh, ok, json, session, recorder, at } = await begin(t)
  await branchWithFile(session, 'topic', 'a.txt', 'a\n')
  await ok('pr', 'create', '--head', 'topic', '--title', 't', '--body', '')
  const again = await gh('pr', 'create', '--head', 'topic', '--title', 't', '--body', '')
  assert.equal(again.code, 1)
  assert.match(again.err, /already exists/)
  await ok('pr', 'close', '1', '--comment', 'not now')
  assert.equal((await json('pr', 'view', '1', '--json', 'state')).state, 'CLOSED')
  await ok('api', '--method', 'DELETE', `${at}/git/refs/heads/topic`)
  recorder.assertValid()
})

test('gh repo view, gh api with pages and gh api graphql', async (t) => {
  const { gh, ok, json, recorder, at } = await begin(t)
  assert.equal((await json('repo', 'view', '--json', 'nameWithOwner,defaultBranchRef')).defaultBranchRef.name, 'main')
  const labels = await ok('api', '--paginate', `${at}/labels?per_page=4`, '--jq', '.[].name')
  assert.equal(labels.trim().split('\n').length, 9)
  const answer = await json('api', 'graphql', '-f', 'query={viewer{login}}')
  assert.ok(answer.data.viewer.login)
  const missing = await gh('api', `${at}/pulls/9`)
  assert.equal(missing.code, 1)
  assert.match(missing.err, /Not Found \(HTTP 404\)/)
  recorder.assertValid()
})
