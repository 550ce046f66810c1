// Git references over REST.
import assert from 'node:assert/strict'
import { fact, section, survived } from './catalogue.mjs'
import { assertRefused, begin, nobody } from './world.mjs'

section('Refs')

fact('creating a ref that exists is 422 "Reference already exists" (MEAS, DOC git/refs)', async (t) => {
  const { repo, tip } = await begin(t)
  assertRefused(await repo('POST', '/git/refs', { ref: 'refs/heads/main', sha: await tip() }), 422,
    'Reference already exists', { page: '/git/refs#create-a-reference' })
})

fact('creating a ref for an unknown sha is 422 "Object does not exist" (MEAS)', async (t) => {
  const { repo } = await begin(t)
  assertRefused(await repo('POST', '/git/refs', { ref: 'refs/heads/new', sha: nobody }), 422,
    'Object does not exist', { page: '/git/refs#create-a-reference' })
  assertRefused(await repo('GET', '/git/ref/heads/new'), 404, 'Not Found')
})

fact('creating a ref is now and then 422 "Reference update failed", and made at the next attempt (MEAS)', async (t) => {
  const { repo, server, tip } = await begin(t)
  await server.faults({ route: 'POST /repos/{owner}/{repo}/git/refs', nth: 1, failure: 'reference_update_failed_422' })
  const create = { ref: 'refs/heads/new', sha: await tip() }
  assertRefused(await repo('POST', '/git/refs', create), 422, 'Reference update failed',
    { page: '/git/refs#create-a-reference' })
  assert.equal((await repo('POST', '/git/refs', create)).status, 201)
})

fact('moving a ref to what does not descend from it is 422 "Update is not a fast forward" (MEAS)', async (t) => {
  const { repo, ok, branch, tip } = await begin(t)
  const ahead = await branch('ahead')
  const move = { sha: await tip() }
  assertRefused(await repo('PATCH', '/git/refs/heads/ahead', move), 422, 'Update is not a fast forward',
    { page: '/git/refs#update-a-reference' })
  assert.equal(await tip('ahead'), ahead)
  await ok('PATCH', '/git/refs/heads/ahead', { ...move, force: true })
  assert.equal(await tip('ahead'), move.sha)
})

fact('moving or deleting an absent ref is 422 "Reference does not exist" (MEAS)', async (t) => {
  const { repo, tip } = await begin(t)
  assertRefused(await repo('PATCH', '/git/refs/heads/none', { sha: await tip() }), 422, 'Reference does not exist')
  assertRefused(await repo('DELETE', '/git/refs/heads/none'), 422, 'Reference does not exist')
})

fact('deleting the default branch is 422 (MEAS)', async (t) => {
  const { repo, tip } = await begin(t)
  const before = await tip()
  assert.equal((await repo('DELETE', '/git/refs/heads/main')).status, 422)
  assert.equal(await tip(), before)
})

fact('reading an absent ref is 404 "Not Found" (SPEC, FIX git-refs)', async (t) => {
  const { repo } = await begin(t)
  assertRefused(await repo('GET', '/git/ref/heads/none'), 404, 'Not Found', { page: '/git/refs#get-a-reference' })
})

fact('a name must begin with refs/ and have two slashes at least (SPEC git/create-ref)', async (t) => {
  const { repo, tip } = await begin(t)
  const sha = await tip()
  for (const ref of ['heads/new', 'new', 'refs/new', 'refs/', 'refs//new'])
    assert.equal((await repo('POST', '/git/refs', { ref, sha })).status, 422, ref)
  assert.equal((await repo('POST', '/git/refs', { ref: 'refs/heads/new', sha })).status, 201)
})

fact('an empty repository takes no ref (SPEC git/create-ref)', async (t) => {
  const { ask } = await begin(t)
  const { body } = await ask('POST', '/user/repos', { name: 'empty' })
  assertRefused(await ask('POST', `/repos/${body.full_name}/git/refs`, { ref: 'refs/heads/new', sha: nobody }), 409,
    'Git Repository is empty.')
})

fact('refs of namespaces of one\'s own can be created and deleted (MEAS refs/claims, semaphore#1042, rest-api-description#3358)',
  async (t) => {
    const { repo, ok, tip } = await begin(t)
    const sha = await tip()
    for (const ref of ['claims/1.2.3', 'semaphoreci/run', 'release-regent/main']) {
      assert.equal((await repo('POST', '/git/refs', { ref: `refs/${ref}`, sha })).status, 201)
      assert.equal((await ok('GET', `/git/ref/${ref}`)).object.sha, sha)
      assert.equal((await repo('DELETE', `/git/refs/${ref}`)).status, 204)
      assertRefused(await repo('GET', `/git/ref/${ref}`), 404, 'Not Found')
    }
  })

fact('refs/pull belongs to GitHub (MEAS)', async (t) => {
  const { repo, tip } = await begin(t)
  assert.equal((await repo('POST', '/git/refs', { ref: 'refs/pull/1/head', sha: await tip() })).status, 422)
})

fact('a ref and a directory of the same name exclude each other, whichever was first (release-please#1024)', async (t) => {
  const { repo, tip } = await begin(t)
  const sha = await tip()
  const create = (name) => repo('POST', '/git/refs', { ref: `refs/heads/${name}`, sha })
  assert.equal((await create('release')).status, 201)
  assertRefused(await create('release/v1'), 422, 'Reference update failed')
  assert.equal((await create('topic/v1')).status, 201)
  assertRefused(await create('topic'), 422, 'Reference update failed')
})

fact('a ref that was just created may not be there yet for a reader, though nobody else can create it (PyGithub#2759)',
  async (t) => {
    const { repo, server, tip } = await begin(t)
    await server.faults({ route: 'GET /repos/{owner}/{repo}/git/ref/{ref}', nth: 2, stale_ms: 25_000 })
    const create = { ref: 'refs/heads/new', sha: await tip() }
    await repo('POST', '/git/refs', create)
    assertRefused(await repo('GET', '/git/ref/heads/new'), 404, 'Not Found')
    assertRefused(await repo('POST', '/git/refs', create), 422, 'Reference already exists')
    assert.equal((await repo('GET', '/git/ref/heads/new')).status, 200)
  })

survived('a read that does not show the ledger yet does not make the bot begin anew (PyGithub#2759)', async (t) => {
  const { land, reconcile, openPulls, server } = await begin(t)
  await land('feat: one')
  await reconcile()
  const before = await openPulls()
  await server.faults({ route: 'graphql Observe', nth: 1, stale_ms: 25_000 })
  assert.equal((await reconcile()).code, 0)
  assert.deepEqual(await openPulls(), before)
})
