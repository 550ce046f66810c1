// What GitHub does not promise, and what stands in its place.
import assert from 'node:assert/strict'
import { receiveWebhooks } from '../app.mjs'
import { fact, section, survived } from './catalogue.mjs'
import { assertPullRefused, assertRefused, begin, sleep } from './world.mjs'

section('What this means for safety')

const conditional = 'Conditional request headers are not allowed in unsafe requests unless supported by the endpoint'
const withPull = async (t, options) => {
  const world = await begin(t, { options, madeUp: [412] })
  await world.branch('topic')
  const { headers } = await world.pull('topic')
  return { ...world, etag: headers.get('etag') }
}

fact('a pull request cannot be changed under If-Match, even when it would match (MEAS)', async (t) => {
  const { repo, ok, etag } = await withPull(t)
  const answer = await repo('PATCH', '/pulls/1', { title: 'new' }, { 'if-match': etag })
  assert.equal(answer.status, 400)
  assert.deepEqual(answer.body, { message: 'Bad Request', errors: [conditional], status: '400' })
  assert.equal((await ok('GET', '/pulls/1')).title, 'topic')
})

fact('in 2023 a write under a wrong If-Match was answered 412 and applied all the same (cli/cli#7167)', async (t) => {
  const { repo, ok } = await withPull(t, ['--github', 'conditional-2023'])
  assertRefused(await repo('PATCH', '/pulls/1', { title: 'new' }, { 'if-match': '"stale"' }), 412,
    'Precondition Failed')
  assert.equal((await ok('GET', '/pulls/1')).title, 'new')
})

fact('where If-Match is honoured as the published design assumes, a mismatch is 412 without effect (the published design)',
  async (t) => {
    const { repo, ok, etag } = await withPull(t, ['--github', 'conditional'])
    assertRefused(await repo('PATCH', '/pulls/1', { title: 'new' }, { 'if-match': '"stale"' }), 412,
      'Precondition Failed')
    assert.equal((await ok('GET', '/pulls/1')).title, 'topic')
    assert.equal((await ok('PATCH', '/pulls/1', { title: 'new' }, { 'if-match': etag })).title, 'new')
  })

survived('the bot sends no conditional write (MEAS)', async (t) => {
  const { land, watch, reconcile } = await begin(t)
  await land('feat: one')
  const { url, seen } = await watch()
  assert.equal((await reconcile({ url })).code, 0)
  const writes = seen.filter(({ method }) => method !== 'GET')
  assert.ok(writes.length >= 4, `${writes.length} writes`)
  for (const { headers } of writes)
    assert.deepEqual(Object.keys(headers).filter((name) => name.startsWith('if-')), [])
})

fact('of ten creates of one ref at once one is 201 and nine are 422, in each of five trials (MEAS)', async (t) => {
  const { repo, tip } = await begin(t)
  const sha = await tip()
  for (let trial = 0; trial < 5; ++trial) {
    const body = { ref: `refs/heads/claim-${trial}`, sha }
    const answers = await Promise.all(Array.from({ length: 10 }, () => repo('POST', '/git/refs', body)))
    const lost = answers.filter(({ status }) => status !== 201)
    assert.equal(lost.length, 9)
    for (const answer of lost)
      assertRefused(answer, 422, 'Reference already exists', { page: '/git/refs#create-a-reference' })
  }
})

fact('PATCH of a ref without force tests ancestry, not equality: after a rewind it overwrites what came between (MEAS)',
  async (t) => {
    const { ok, tip, commit } = await begin(t)
    const first = await tip()
    const theirs = await commit('theirs', first)
    const ours = await commit('ours', first)
    await ok('PATCH', '/git/refs/heads/main', { sha: theirs })
    await ok('PATCH', '/git/refs/heads/main', { sha: first, force: true })
    await ok('PATCH', '/git/refs/heads/main', { sha: ours })
    assert.equal(await tip(), ours)
  })

fact('PATCH of a ref without force is a compare-and-swap while nobody rewinds it (MEAS)', async (t) => {
  const { repo, ok, tip, commit } = await begin(t)
  const first = await tip()
  const [theirs, ours] = [await commit('theirs', first), await commit('ours', first)]
  await ok('PATCH', '/git/refs/heads/main', { sha: theirs })
  assertRefused(await repo('PATCH', '/git/refs/heads/main', { sha: ours }), 422, 'Update is not a fast forward')
  assert.equal(await tip(), theirs)
})

fact('updateRefs with beforeOid compares and swaps several refs at once, also after a rewind (GQL)', async (t) => {
  const { ok, tip, commit, branch, graphql } = await begin(t)
  const { node_id: repositoryId } = await ok('GET', '')
  const first = await tip()
  const topic = await branch('topic')
  const next = await commit('next', first)
  const swap = (...refUpdates) =>
    graphql('mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }',
      { input: { repositoryId, refUpdates } })
  const main = { name: 'refs/heads/main', beforeOid: first, afterOid: next }
  const stale = await swap(main, { name: 'refs/heads/topic', beforeOid: first, afterOid: next, force: true })
  assert.equal(stale.errors.length, 1)
  assert.deepEqual([await tip(), await tip('topic')], [first, topic])
  const made = await swap(main, { name: 'refs/heads/topic', beforeOid: topic, afterOid: next, force: true })
  assert.equal(made.errors, undefined)
  assert.deepEqual([await tip(), await tip('topic')], [next, next])
})

fact('one head and base has one open pull request when creates follow each other (MEAS)', async (t) => {
  const { branch, pull, openPulls, server } = await begin(t)
  await branch('topic')
  assert.equal((await pull('topic')).status, 201)
  assertPullRefused(await pull('topic'), `A pull request already exists for ${server.owner}:topic.`)
  assert.equal((await openPulls()).length, 1)
})

fact('creates of the same instant can both be 201 for one head and base (imgbot#21, dependabot-core#3342)', async (t) => {
  const { branch, pull, openPulls, server } = await begin(t)
  await branch('topic')
  await server.faults({ route: 'POST /repos/{owner}/{repo}/pulls', twin: true })
  const both = await Promise.all([pull('topic'), pull('topic')])
  assert.deepEqual(both.map(({ status }) => status), [201, 201])
  assert.deepEqual((await openPulls()).map(({ head }) => head), ['topic', 'topic'])
})

fact('a list lags behind what was created, also after the webhook of it came (MEAS, libtelio#1881)', async (t) => {
  const hook = await receiveWebhooks(t)
  const { branch, pull, ok, server } = await begin(t, { options: ['--webhook', hook.url, '--webhook-secret', 's'] })
  await branch('topic')
  await server.faults({ route: 'GET /repos/{owner}/{repo}/pulls', times: 1, stale_ms: 25_000 })
  await pull('topic')
  while (!hook.deliveries.some(({ headers }) => headers['x-github-event'] === 'pull_request'))
    await hook.arrived(hook.deliveries.length + 1)
  assert.deepEqual(await ok('GET', '/pulls'), [])
  assert.equal((await ok('GET', '/pulls')).length, 1)
})

fact('a list shows as open what was closed before (MEAS, compose-ai-tools#4657)', async (t) => {
  const { branch, pull, ok, server } = await begin(t)
  await branch('topic')
  await pull('topic')
  await sleep(2100)
  await ok('PATCH', '/pulls/1', { state: 'closed' })
  await server.faults({ route: 'GET /repos/{owner}/{repo}/pulls', times: 1, stale_ms: 2000 })
  assert.deepEqual((await ok('GET', '/pulls')).map(({ state }) => state), ['open'])
  assert.deepEqual(await ok('GET', '/pulls'), [])
})

// The answer to the create is lost, and every list is from the time before it.
survived('an empty list proves nothing: the bot does not create again what a list does not show (MEAS)', async (t) => {
  const { land, reconcile, journal, openPulls, server } = await begin(t)
  await land('feat: one')
  await server.faults(
    { route: 'POST /repos/{owner}/{repo}/pulls', nth: 1, lost_answer: { effect: true } },
    { route: 'graphql pullRequests', stale_ms: 25_000 }, { route: 'GET /repos/{owner}/{repo}/pulls', stale_ms: 25_000 })
  assert.equal((await reconcile()).code, 0)
  assert.equal((await journal()).filter(({ method, target }) => method === 'POST' && target.endsWith('/pulls')).length, 1)
  assert.equal((await openPulls()).length, 1)
})

fact("a pull request's head never changes: PATCH ignores it (SPEC)", async (t) => {
  const { branch, pull, ok } = await begin(t)
  await branch('topic')
  await branch('other', 'other.txt')
  await pull('topic')
  assert.equal((await ok('PATCH', '/pulls/1', { head: 'other' })).head.ref, 'topic')
})

fact('renaming the head branch of an open pull request closes it (DOC renaming-a-branch)', async (t) => {
  const { branch, pull, ok, settled } = await begin(t)
  await branch('topic')
  await pull('topic')
  await ok('POST', '/branches/topic/rename', { new_name: 'renamed' })
  await settled()
  const { state, merged, head } = await ok('GET', '/pulls/1')
  assert.deepEqual({ state, merged, ref: head.ref }, { state: 'closed', merged: false, ref: 'topic' })
})

fact('renaming the base of an open pull request keeps it open, on the new name (DOC renaming-a-branch)', async (t) => {
  const { branch, pull, ok, settled } = await begin(t)
  await branch('topic')
  await pull('topic')
  await ok('POST', '/branches/main/rename', { new_name: 'trunk' })
  await settled()
  const { state, base } = await ok('GET', '/pulls/1')
  assert.deepEqual({ state, ref: base.ref }, { state: 'open', ref: 'trunk' })
})

fact('deleting the head branch closes the pull request in the background, after the answer (DOC)', async (t) => {
  const { branch, pull, repo, ok, settled, server } = await begin(t)
  await branch('topic')
  await pull('topic')
  await server.faults({ background: '*', delay_ms: 300 })
  assert.equal((await repo('DELETE', '/git/refs/heads/topic')).status, 204)
  assert.equal((await ok('GET', '/pulls/1')).state, 'open')
  await settled()
  assert.equal((await ok('GET', '/pulls/1')).state, 'closed')
})
