// GraphQL's mutations.
import assert from 'node:assert/strict'
import { fact, section, survived, untested } from './catalogue.mjs'
import { base64, begin } from './world.mjs'

section('GraphQL')

const none = '0'.repeat(40)
const withSwing = async (t, settings) => {
  const world = await begin(t, settings)
  const { node_id: repositoryId } = await world.ok('GET', '')
  const swing = (...refUpdates) =>
    world.graphql('mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }',
      { input: { repositoryId, refUpdates } })
  const refs = async () => (await world.server.state()).repositories[0].refs
  return { ...world, repositoryId, swing, refs }
}

fact('updateRefs moves all refs or none: one that is refused keeps the others where they are (GQL)', async (t) => {
  const { swing, refs, tip, commit } = await withSwing(t)
  const first = await tip()
  const next = await commit('next', first)
  const before = await refs()
  const one = { name: 'refs/heads/main', beforeOid: first, afterOid: next }
  const two = { name: 'refs/claims/one', beforeOid: none, afterOid: next }
  const wrong = { name: 'refs/claims/two', beforeOid: next, afterOid: next }
  const refused = await swing(one, two, wrong)
  assert.equal(refused.data.updateRefs, null)
  assert.equal(refused.errors.length, 1)
  assert.deepEqual(await refs(), before)
  assert.equal((await swing(one, two)).errors, undefined)
  assert.deepEqual((await refs()).map(({ ref, sha }) => [ref, sha]),
    [['refs/claims/one', next], ['refs/heads/main', next]])
})

fact('a zero beforeOid says that the ref must be absent (GQL)', async (t) => {
  const { swing, tip, ok } = await withSwing(t)
  const create = { name: 'refs/claims/one', beforeOid: none, afterOid: await tip() }
  assert.equal((await swing(create)).errors, undefined)
  assert.equal((await swing(create)).errors.length, 1)
  assert.equal((await ok('GET', '/git/ref/claims/one')).object.sha, create.afterOid)
})

fact('a zero afterOid deletes the ref (GQL)', async (t) => {
  const { swing, tip, refs, branch } = await withSwing(t)
  const sha = await branch('topic')
  assert.equal((await swing({ name: 'refs/heads/topic', beforeOid: sha, afterOid: none })).errors, undefined)
  assert.deepEqual((await refs()).map(({ ref }) => ref), ['refs/heads/main'])
  assert.ok(await tip())
})

fact('without force updateRefs takes only a fast-forward (GQL)', async (t) => {
  const { swing, tip, branch } = await withSwing(t)
  const sha = await branch('topic')
  const back = { name: 'refs/heads/topic', beforeOid: sha, afterOid: await tip() }
  assert.equal((await swing(back)).errors.length, 1)
  assert.equal((await swing({ ...back, force: true })).errors, undefined)
})

untested('the words of an updateRefs that finds another beforeOid (no source)',
  'nobody has published them: the simulation has three wordings, and the bot believes none of them')

const swingsOf = (journal) => journal.filter(({ operation }) => operation === 'UpdateRefs').length
const observesOf = (journal) => journal.filter(({ operation }) => operation === 'Observe').length
for (const [what, fault] of [
  ["GitHub's own refusal", { failure: 'update_refs_rejected' }],
  ['an error of any words', { status: 200, body: {
    data: { updateRefs: null }, errors: [{ type: 'NEVER_SEEN', path: ['updateRefs'], message: 'Never heard.' }] } }],
]) {
  survived(`after ${what} of updateRefs the bot takes nothing for changed and observes again (no source)`, async (t) => {
    const { land, reconcile, journal, openPulls, server } = await begin(t)
    await land('feat: one')
    await server.faults({ route: 'graphql updateRefs', nth: 1, ...fault })
    assert.equal((await reconcile()).code, 0)
    const seen = await journal()
    assert.deepEqual([swingsOf(seen), observesOf(seen)], [2, 2])
    assert.equal((await openPulls()).length, 1)
  }, { also: ['Errors.AnyUnknownErrorOfUpdateRefsIsALostCompareAndSwap',
    'UpdateRefs.TheTextOfAMismatchIsAnOptionOfTheSimulation'] })
}

const commitOn = `mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`
fact('createCommitOnBranch on another head is HTTP 200 with STALE_DATA, its words with two spaces (MEAS)', async (t) => {
  const { ask, server, tip, land } = await begin(t)
  const old = await tip()
  const now = await land('fix: theirs')
  const input = {
    branch: { repositoryNameWithOwner: `${server.owner}/${server.repo}`, branchName: 'main' },
    message: { headline: 'fix: ours' }, expectedHeadOid: old,
    fileChanges: { additions: [{ path: 'a.txt', contents: base64('a\n') }] },
  }
  const { status, body } = await ask('POST', '/graphql', { query: commitOn, variables: { input } })
  assert.equal(status, 200)
  const [{ type, message, path }, ...others] = body.errors
  assert.deepEqual({ type, message, path, others }, {
    type: 'STALE_DATA', path: ['createCommitOnBranch'], others: [],
    message: `Expected branch to point to "${old}" but it did not.  Pull and try again.`,
  })
  assert.equal(await tip(), now)
  const again = await ask('POST', '/graphql',
    { query: commitOn, variables: { input: { ...input, expectedHeadOid: now } } })
  assert.equal(again.body.data.createCommitOnBranch.commit.oid, await tip())
})

fact('a clientMutationId that comes twice is done twice (GQL)', async (t) => {
  const { graphql, branch, pull, ok } = await begin(t)
  await branch('topic')
  const { node_id: subjectId } = (await pull('topic')).body
  const comment = () => graphql(
    'mutation($input: AddCommentInput!) { addComment(input: $input) { clientMutationId } }',
    { input: { subjectId, body: 'words', clientMutationId: 'the same' } })
  for (let i = 0; i < 2; ++i)
    assert.deepEqual(await comment(), { data: { addComment: { clientMutationId: 'the same' } } })
  assert.equal((await ok('GET', '/issues/1/comments')).length, 2)
})
