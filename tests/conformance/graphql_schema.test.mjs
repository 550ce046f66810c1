// What is served by GraphQL beside GitHub's public schema, and what is sent to it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { buildClientSchema, getIntrospectionQuery } from 'graphql'
import { contradictions, problemsOfDocument, problemsOfGraphql } from './graphql_schema.mjs'
import { begin } from './facts/world.mjs'
import { startServer } from './server.mjs'

// Where the schema differs from GitHub's on purpose, and why: {place: reason}.
const exceptions = {}

const schemaOf = async (t) => {
  const { url } = await startServer(t)
  const response = await fetch(`${url}/graphql`, {
    method: 'POST', headers: { authorization: 'token x' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  })
  const { data, errors } = await response.json()
  assert.equal(errors, undefined)
  return buildClientSchema(data)
}

test('every type, field, argument and value that is served is GitHub\'s, of the same type', async (t) => {
  const ours = await schemaOf(t)
  const fields = Object.values(ours.getTypeMap()).filter((type) => !type.name.startsWith('__') && type.getFields)
    .flatMap((type) => Object.keys(type.getFields()))
  assert.ok(fields.length > 600, `${fields.length} fields were found`)
  const found = contradictions(ours)
  assert.deepEqual(found.filter(({ place }) => !(place in exceptions)), [])
  assert.deepEqual(Object.keys(exceptions).filter((place) => !found.some((one) => one.place === place)), [],
    'exceptions that are none')
})

test('what the bot sends in the life of a release is valid by the public schema, and so are its answers', async (t) => {
  const { land, watch, reconcile, openPulls, ok } = await begin(t)
  const { url, recorder } = await watch()
  const run = async () => assert.equal((await reconcile({ url })).code, 0)
  await land('feat: one')
  await run()
  await run()
  await land('fix: two', 'two.txt')
  await run()
  const [{ number }] = await openPulls()
  await ok('PUT', `/pulls/${number}/merge`, {})
  await run()
  const queries = recorder.answers.filter(({ path }) => path.endsWith('/graphql')).map(({ request }) => JSON.parse(request).query)
  const names = new Set(queries.map((query) => /\w+ (\w+)/.exec(query)[1]))
  for (const name of ['Observe', 'ObservePull', 'UpdateRefs']) assert.ok(names.has(name), [...names].join())
  t.diagnostic([...names].sort().join(', '))
  assert.deepEqual([...new Set(queries)].flatMap(problemsOfDocument), [])
  recorder.assertValid()
})

test('what gh sends is valid by the public schema', () => {
  const recorded = readFileSync(new URL('../data/graphql/gh-2.23.0.ndjson', import.meta.url), 'utf8')
  const requests = recorded.trim().split('\n').map((line) => JSON.parse(line))
  assert.ok(requests.length > 30)
  assert.deepEqual(requests.flatMap(({ query }) => problemsOfDocument(query)), [])
})

test('an answer that the schema does not allow is noticed', () => {
  const query = `query($all: Boolean = false) { repository(owner: "o", name: "n") { id name isPrivate
    pullRequest(number: 1) { ...P mergeable author { login ... on User { name } } }
    object(expression: "main") { __typename oid ... on Commit { message } ... on Blob { isBinary } } }
    viewer @include(if: $all) { login } }
    fragment P on PullRequest { createdAt labels(first: 1) { nodes { name } } }`
  const pullRequest = { createdAt: '2026-11-26T01:02:03Z', labels: { nodes: [{ name: 'bug' }, null] },
    mergeable: 'MERGEABLE', author: { login: 'mona', name: null } }
  const right = { id: 'R_1', name: 'n', isPrivate: false, pullRequest,
    object: { __typename: 'Commit', oid: 'a'.repeat(40), message: 'm' } }
  const judged = (repository, more = {}) => problemsOfGraphql({ status: 200, contentType: 'application/json',
    request: JSON.stringify({ query }), text: JSON.stringify({ data: { repository, ...more } }) })
  assert.deepEqual(judged(right), [])
  assert.deepEqual(judged(null), [])
  const pull = (change) => judged({ ...right, pullRequest: { ...pullRequest, ...change } })
  for (const [problems, pattern] of [
    [judged({ ...right, name: null }), /repository\/name is null/],
    [judged({ ...right, isPrivate: 'no' }), /which is no Boolean/],
    [judged({ ...right, stars: 1 }), /stars was not asked for/],
    [judged({ ...right, id: undefined }), /id is missing/],
    [judged(right, { viewer: { login: 'x' } }), /viewer was not asked for/],
    [pull({ mergeable: 'MAYBE' }), /which is no MergeableState/],
    [pull({ createdAt: 'yesterday' }), /which is no DateTime/],
    [pull({ labels: { nodes: { name: 'bug' } } }), /should be a list/],
    [pull({ author: {} }), /login is missing/],
    [judged({ ...right, object: { ...right.object, oid: 'abc' } }), /which is no GitObjectID/],
    [judged({ ...right, object: { ...right.object, isBinary: false } }), /isBinary was not asked for/],
    [judged({ ...right, object: { ...right.object, __typename: 'User' } }), /which is no GitObject/],
  ]) {
    assert.equal(problems.length, 1, String(pattern))
    assert.match(problems[0], pattern)
  }
})
