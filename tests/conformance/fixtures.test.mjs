// The recorded answers of github.com (@octokit/fixtures, 2022) beside the server's, to the same
// requests. docs/conformance.md lists what is compared and what is not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFileSync } from 'node:fs'
import { Octokit } from '@octokit/rest'
import { problemsOf } from './openapi.mjs'
import { makeRecorder } from './recorder.mjs'
import { startServer } from './server.mjs'
import { connectWith, shaOf } from './session.mjs'

const owner = 'octokit-fixture-org'
const recorded = (scenario) =>
  JSON.parse(readFileSync(new URL(
    `./node_modules/@octokit/fixtures/scenarios/api.github.com/${scenario}/normalized-fixture.json`,
    import.meta.url)))

// A repository of the scenario's own name, so that paths are the recorded ones.
const begin = async (t, repo, files = true) => {
  const session = connectWith(Octokit, await startServer(t), makeRecorder())
  await session.github.rest.repos.createInOrg({ org: owner, name: repo, auto_init: files })
  return { ...session, at: { owner, repo } }
}

// Asks what was asked then; `shas` are what the recorded, made-up ids stand for.
const ask = async ({ server }, { method, path, body, reqheaders }, shas = {}) => {
  const real = (text) => Object.entries(shas).reduce((at, [from, to]) => at.replaceAll(from, to), text)
  const response = await fetch(server.url + real(path), {
    method: method.toUpperCase(),
    headers: {
      accept: reqheaders.accept, authorization: 'token x',
      ...(reqheaders['content-type'] && { 'content-type': reqheaders['content-type'] }) },
    body: typeof body === 'string' ? body || undefined : real(JSON.stringify(body)),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && !/raw/.test(reqheaders.accept)
  const answer = { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  if (isJson) {
    assert.deepEqual(problemsOf({
      method: method.toUpperCase(), path: new URL(path, 'http://localhost').pathname.replace(/(?<=.)\/$/, ''),
      status: answer.status, contentType: response.headers.get('content-type'), text }), [])
  }
  return answer
}

// Members that differ from one world to the next; everything else must be equal.
const drawn = /(^|_)(id|url|sha|at|login|date|email|avatar)$|^_links$|^(email|avatar_url|self|git|html)$/
// What GitHub has added to its answers since they were recorded.
const newer = new Set(['status', 'user_view_type', 'verified_at', 'has_discussions', 'has_pull_requests',
  'immutable', 'search_type', 'mentions_count', 'closed_by'])

// The differences between a recorded value and the server's: path and what differs.
const differences = (then, now, place = '') => {
  const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)
  const name = place.split('/').at(-1)
  if (kind(then) !== kind(now)) return [`${place}: ${kind(then)} then, ${kind(now)} now`]
  if (kind(then) === 'list') {
    if (then.length !== now.length) return [`${place}: ${then.length} then, ${now.length} now`]
    return then.flatMap((one, index) => differences(one, now[index], `${place}/${index}`))
  }
  if (kind(then) === 'object') {
    const keys = new Set([...Object.keys(then), ...Object.keys(now)])
    return [...keys].sort().flatMap((key) => {
      if (!(key in now)) return [`${place}/${key}: missing`]
      if (!(key in then)) return newer.has(key) ? [] : [`${place}/${key}: not recorded`]
      return differences(then[key], now[key], `${place}/${key}`)
    })
  }
  return then === now || drawn.test(name) ? [] : [`${place}: ${then} then, ${now} now`]
}

// Headers that the server should have as GitHub had them. Of a transport's, and of those against
// attacks on browsers, it has none.
const headersThen = ({ headers }) =>
  Object.keys(headers).filter((name) =>
    !/^(connection|content-length|content-security-policy|referrer-policy|strict-transport-security|x-frame-options|x-xss-protection|x-(accepted-)?oauth-scopes|last-modified|x-poll-interval|transfer-encoding)$/
      .test(name))

// `except` are differences that are meant, as regular expressions.
const compare = (then, now, except = []) => {
  assert.equal(now.status, then.status)
  assert.deepEqual(headersThen(then).filter((name) => !now.headers.has(name)), [], 'headers')
  const found = differences(then.response, now.body)
  assert.deepEqual(found.filter((one) => !except.some((meant) => meant.test(one))), [])
}

test('get-root', async (t) => {
  const session = await begin(t, 'get-root')
  const [root] = recorded('get-root')
  compare(root, await ask(session, root))
})

test('get-repository', async (t) => {
  const session = await begin(t, 'hello-world')
  const [repository] = recorded('get-repository')
  compare(repository, await ask(session, repository), [
    /_count: 42 then/, /\/(forks|watchers|open_issues): 42 then/, /topics/, /default_branch: master/,
    /\/has_(projects|wiki): true then/, /\/allow_update_branch/,
  ])
})

test('get-content', async (t) => {
  const session = await begin(t, 'hello-world')
  const [directory, file] = recorded('get-content')
  compare(directory, await ask(session, directory), [/size: 13 then, 14 now/])
  const now = await ask(session, file)
  assert.equal(now.status, 200)
  assert.match(now.body, /^# hello-world/)
  assert.match(now.headers.get('content-type'), /^application\/vnd\.github(\.v3)?\.raw/)
})

test('create-file', async (t) => {
  const session = await begin(t, 'create-file', false)
  const [created] = recorded('create-file')
  compare(created, await ask(session, created), [/author\/name/, /committer\/name/])
})

test('git-refs', async (t) => {
  const session = await begin(t, 'git-refs')
  const parent = await shaOf(session, 'main')
  const { data: written } = await session.github.rest.repos.createOrUpdateFileContents(
    { ...session.at, path: 'a', message: 'm', content: '' })
  const shas = { ['1'.padStart(40, '0')]: written.commit.sha, ['2'.padStart(40, '0')]: parent }
  for (const step of recorded('git-refs')) compare(step, await ask(session, step, shas))
})

test('labels', async (t) => {
  const session = await begin(t, 'labels')
  for (const step of recorded('labels')) compare(step, await ask(session, step))
})

test('errors', async (t) => {
  const session = await begin(t, 'errors')
  for (const step of recorded('errors')) compare(step, await ask(session, step))
})

test('branch-protection: a branch that has none', async (t) => {
  const session = await begin(t, 'branch-protection')
  const [none] = recorded('branch-protection')
  compare(none, await ask(session, none))
})

test('add-labels-to-issue', async (t) => {
  const session = await begin(t, 'add-labels-to-issue')
  for (const step of recorded('add-labels-to-issue'))
    compare(step, await ask(session, step), [/\/comments: 42/, /\/author_association/])
})

// How many comments there are was normalised; who wrote is another account.
const issuesThen = [/\/comments: 42/, /\/author_association/]

test('paginate-issues', async (t) => {
  const session = await begin(t, 'paginate-issues')
  for (let i = 1; i <= 13; ++i) await session.github.rest.issues.create({ ...session.at, title: `Test issue ${i}` })
  const relations = (link) => [...(link ?? '').matchAll(/[?&]page=(\d+)>; rel="(\w+)"/g)]
    .map(([, page, relation]) => `${relation} ${page}`).sort()
  for (const page of recorded('paginate-issues')) {
    const path = page.path.replace('/repositories/1000', `/repos/${owner}/paginate-issues`)
    const now = await ask(session, { ...page, path })
    compare(page, now, issuesThen)
    assert.deepEqual(relations(now.headers.get('link')), relations(page.headers.link))
  }
})

test('search-issues', async (t) => {
  const session = await begin(t, 'search-issues')
  const [found] = recorded('search-issues')
  // What is found newest first was written oldest first.
  for (const { title, body } of found.response.items.toReversed())
    await session.github.rest.issues.create({ ...session.at, title, body })
  compare(found, await ask(session, found), [...issuesThen, /\/score: /])
})

test('create-status', async (t) => {
  const session = await begin(t, 'create-status')
  const shas = { ['1'.padStart(40, '0')]: await shaOf(session, 'main') }
  // Of the repository that is shown, `get-repository` compares more.
  for (const step of recorded('create-status'))
    compare(step, await ask(session, step, shas), [/\/repository\//])
})

// The release of the scenario; ids are what the recorded ones stand for.
const beginRelease = async (t, repo) => {
  const session = await begin(t, repo)
  const { data: release } = await session.github.rest.repos.createRelease({
    ...session.at, tag_name: 'v1.0.0', name: 'Version 1.0.0', body: 'Initial release',
    target_commitish: await shaOf(session, 'main') })
  return { session, ids: { 'releases/1000': `releases/${release.id}` } }
}
const releaseThen = [/\/target_commitish/, /\/(author|uploader)\/type/, /updated_at: not/, /\/digest: not/,
  /\/download_count: 42/]

test('release-assets', async (t) => {
  const { session, ids } = await beginRelease(t, 'release-assets')
  for (const step of recorded('release-assets')) {
    const now = await ask(session, step, { ...ids, 'assets/1000': 'assets/1' })
    compare(step, now, releaseThen)
  }
})

test('release-assets-conflict', async (t) => {
  const { session, ids } = await beginRelease(t, 'release-assets-conflict')
  const [, refused, ...rest] = recorded('release-assets-conflict')
  // One of that name is there already.
  await ask(session, refused, ids)
  // The other host says of a refusal, too, that it may not be kept.
  delete refused.headers['cache-control']
  for (const step of [refused, ...rest]) {
    const now = await ask(session, step, { ...ids, 'assets/1000': 'assets/1', 'assets/1001': 'assets/2' })
    // The id of the request is told by a header alone.
    compare(step, now, [...releaseThen, /\/request_id: missing/])
  }
})
