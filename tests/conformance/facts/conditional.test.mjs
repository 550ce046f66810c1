// Reads and writes under a condition.
import assert from 'node:assert/strict'
import { fact, section, untested } from './catalogue.mjs'
import { begin, sleep } from './world.mjs'

section('Conditional requests')

const refused = {
  message: 'Bad Request',
  errors: ['Conditional request headers are not allowed in unsafe requests unless supported by the endpoint'],
  status: '400',
}
const withPull = async (t, options) => {
  const world = await begin(t, { options })
  await world.branch('topic')
  await world.pull('topic')
  return world
}

fact('a write with If-Match is 400 with exactly this body, on pull requests, issues and comments (MEAS)', async (t) => {
  const { repo, ok } = await withPull(t)
  const { id } = await ok('POST', '/issues/1/comments', { body: 'words' })
  const before = JSON.stringify([await ok('GET', '/pulls/1'), await ok('GET', `/issues/comments/${id}`)])
  for (const [method, path, body] of [
    ['PATCH', '/pulls/1', { title: 'new' }], ['PATCH', '/issues/1', { title: 'new' }],
    ['PATCH', `/issues/comments/${id}`, { body: 'new' }], ['POST', '/issues/1/comments', { body: 'new' }],
  ]) {
    const answer = await repo(method, path, body, { 'if-match': '*' })
    assert.deepEqual([answer.status, answer.body], [400, refused], `${method} ${path}`)
  }
  assert.equal(JSON.stringify([await ok('GET', '/pulls/1'), await ok('GET', `/issues/comments/${id}`)]), before)
})
untested('a write with If-Match is 400 on rulesets (MEAS)', 'rulesets are not served')

fact('a read with a matching If-None-Match is 304 without a body, and costs nothing (DOC)', async (t) => {
  const { repo, ok, ask } = await withPull(t)
  const left = async () => (await ask('GET', '/rate_limit')).body.resources.core.remaining
  for (const path of ['', '/pulls/1', '/pulls', '/git/ref/heads/main']) {
    const etag = (await repo('GET', path)).headers.get('etag')
    const before = await left()
    const again = await repo('GET', path, undefined, { 'if-none-match': etag })
    assert.deepEqual([again.status, again.body, again.headers.get('etag')], [304, '', etag], path)
    assert.equal(await left(), before)
  }
  const { etag } = Object.fromEntries((await repo('GET', '/pulls/1')).headers)
  await ok('PATCH', '/pulls/1', { title: 'new' })
  assert.equal((await repo('GET', '/pulls/1', undefined, { 'if-none-match': etag })).status, 200)
})

fact('a read with If-Modified-Since is 304 until the thing changes, and costs nothing (DOC)', async (t) => {
  const { repo, ok, ask } = await withPull(t)
  const left = async () => (await ask('GET', '/rate_limit')).body.resources.core.remaining
  const { headers, body } = await repo('GET', '/pulls/1')
  const modified = headers.get('last-modified')
  assert.equal(Date.parse(modified), Date.parse(body.updated_at))
  const before = await left()
  const since = { 'if-modified-since': modified }
  const again = await repo('GET', '/pulls/1', undefined, since)
  assert.deepEqual([again.status, again.body], [304, ''])
  assert.equal(await left(), before)
  // The header counts in seconds.
  await sleep(1100)
  await ok('PATCH', '/pulls/1', { title: 'new' })
  assert.equal((await repo('GET', '/pulls/1', undefined, since)).status, 200)
})

fact('an ETag decides where both conditions are given (RFC 9110 §13.2.2)', async (t) => {
  const { repo } = await withPull(t)
  const modified = (await repo('GET', '/pulls/1')).headers.get('last-modified')
  const both = { 'if-none-match': '"other"', 'if-modified-since': modified }
  assert.equal((await repo('GET', '/pulls/1', undefined, both)).status, 200)
})

fact('an ETag is of one token: the same thing under the next token is not 304 (github/docs#34689)', async (t) => {
  const { repo } = await withPull(t)
  for (const path of ['', '/pulls/1', '/pulls', '/git/ref/heads/main']) {
    const etag = (await repo('GET', path)).headers.get('etag')
    const renewed = await repo('GET', path, undefined, { authorization: 'token renewed', 'if-none-match': etag })
    assert.equal(renewed.status, 200, path)
    assert.notEqual(renewed.headers.get('etag'), etag, path)
  }
})

fact('a weak ETag and a strong one name the same thing (FIX, DOC)', async (t) => {
  const { repo } = await withPull(t)
  const etag = (await repo('GET', '/pulls/1')).headers.get('etag')
  assert.match(etag, /^W\/"[^"]+"$/)
  const strong = { 'if-none-match': etag.slice(2) }
  assert.equal((await repo('GET', '/pulls/1', undefined, strong)).status, 304)
}, { also: ['ETag.ComesInBothForms'] })
