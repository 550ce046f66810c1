// Writing files, and merging.
import assert from 'node:assert/strict'
import { fact, section } from './catalogue.mjs'
import { assertRefused, base64, begin, nobody } from './world.mjs'

section('Contents and merge')

const file = (words, more) => ({ message: words, content: base64(`${words}\n`), ...more })
const page = '/repos/contents#create-or-update-file-contents'

fact('writing a file that exists without its sha is 422 (MEAS, pome-sh/digital-twins#400)', async (t) => {
  const { repo, ok, tip } = await begin(t)
  await ok('PUT', '/contents/a.txt', file('one'))
  const before = await tip()
  assertRefused(await repo('PUT', '/contents/a.txt', file('two')), 422,
    'Invalid request.\n\n"sha" wasn\'t supplied.', { page })
  assert.equal(await tip(), before)
})

fact('writing a file with the sha of something else is 409 "<path> does not match <sha>" (MEAS, pome-sh/digital-twins#400)',
  async (t) => {
    const { repo, ok } = await begin(t)
    await ok('PUT', '/contents/a.txt', file('one'))
    for (const sha of [nobody, 'deadbeef'])
      assertRefused(await repo('PUT', '/contents/a.txt', file('two', { sha })), 409,
        `a.txt does not match ${sha}`, { page })
  })

fact('the sha is not looked at where no file is (MEAS, pome-sh/digital-twins#400)', async (t) => {
  const { repo } = await begin(t)
  assert.equal((await repo('PUT', '/contents/new.txt', file('one', { sha: nobody }))).status, 201)
})

fact('writing a file on a branch that is absent is 404 (MEAS, pome-sh/digital-twins#400)', async (t) => {
  const { repo } = await begin(t)
  assertRefused(await repo('PUT', '/contents/a.txt', file('one', { branch: 'none', sha: nobody })), 404,
    'Branch none not found', { page })
})

// A server that takes one request after the other has no such race: it is a fault.
fact('writing a file while the branch moves is 409 "is at <A> but expected <B>" (PyGithub#1787)', async (t) => {
  const { repo, land, tip, server } = await begin(t)
  const before = await tip()
  const now = await land('fix: theirs')
  await server.faults({ route: 'PUT /repos/{owner}/{repo}/contents/{path}', nth: 1, failure: 'conflict_409' })
  assertRefused(await repo('PUT', '/contents/a.txt', file('one')), 409, `is at ${now} but expected ${before}`, { page })
  assert.equal(await tip(), now)
})

const mergePage = { page: '/pulls/pulls#merge-a-pull-request' }
const withPull = async (t) => {
  const world = await begin(t)
  const head = await world.branch('topic')
  await world.pull('topic')
  return { ...world, head, merge: (body = {}) => world.repo('PUT', '/pulls/1/merge', body) }
}

fact('merging another head than the sha is 409 "Head branch was modified. Review and try the merge again." (MEAS, SPEC)',
  async (t) => {
    const { merge, head } = await withPull(t)
    assertRefused(await merge({ sha: nobody }), 409, 'Head branch was modified. Review and try the merge again.',
      mergePage)
    assert.equal((await merge({ sha: head })).status, 200)
  })

fact('merging what conflicts, is closed or was merged is 405 "Pull Request is not mergeable" (MEAS, SPEC)', async (t) => {
  const { merge, land, ok } = await withPull(t)
  await land('fix: the same file')
  assertRefused(await merge(), 405, 'Pull Request is not mergeable', mergePage)
  await ok('PATCH', '/pulls/1', { state: 'closed' })
  assertRefused(await merge(), 405, 'Pull Request is not mergeable', mergePage)
})

fact('merging is now and then 405 "Base branch was modified. Review and try the merge again.", and works the next time (MEAS)',
  async (t) => {
    const { merge, server } = await withPull(t)
    await server.faults({ route: 'PUT /repos/{owner}/{repo}/pulls/{number}/merge', nth: 1,
      failure: 'base_branch_modified_405' })
    assertRefused(await merge(), 405, 'Base branch was modified. Review and try the merge again.', mergePage)
    const { status, body } = await merge()
    assert.deepEqual([status, body.merged], [200, true])
    assertRefused(await merge(), 405, 'Pull Request is not mergeable', mergePage)
  })
