// The life of a release through @octokit/rest.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { branchWithFile, connect, openPull, refusal, shaOf } from './session.mjs'

test('a release lives from its branch to its tag', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  const head = await branchWithFile(session, 'release/v1.0.0', 'CHANGELOG.md', '# 1.0.0\n')

  const pull = await openPull(session, 'release/v1.0.0', 'chore: release 1.0.0')
  assert.equal(pull.number, 1)
  assert.equal(pull.head.sha, head)
  assert.equal(pull.changed_files, 1)
  assert.equal((await rest.pulls.get({ ...at, pull_number: 1 })).data.mergeable, true)
  const listed = await rest.pulls.list({ ...at, head: `${at.owner}:release/v1.0.0` })
  assert.deepEqual(listed.data.map((one) => one.number), [1])
  await rest.pulls.update({ ...at, pull_number: 1, title: 'chore: release v1.0.0' })
  await rest.issues.addLabels({ ...at, issue_number: 1, labels: ['autorelease: pending'] })
  await rest.issues.createComment({ ...at, issue_number: 1, body: 'soon' })

  const merged = await rest.pulls.merge({ ...at, pull_number: 1, sha: head, merge_method: 'squash' })
  assert.equal(merged.data.merged, true)
  const tagged = await rest.repos.createRelease({
    ...at, tag_name: 'v1.0.0', target_commitish: merged.data.sha, name: '1.0.0', generate_release_notes: true,
  })
  assert.match(tagged.data.body, /chore: release v1\.0\.0 by @/)
  const tag = await rest.git.getRef({ ...at, ref: 'tags/v1.0.0' })
  assert.equal(tag.data.object.sha, merged.data.sha)
  const latest = await rest.repos.getLatestRelease(at)
  assert.equal(latest.data.id, tagged.data.id)
  await rest.git.deleteRef({ ...at, ref: 'heads/release/v1.0.0' })
  recorder.assertValid()
})

test('a pull request that conflicts is refused until its branch is updated', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  await branchWithFile(session, 'one', 'VERSION', '1\n')
  await branchWithFile(session, 'two', 'VERSION', '2\n')
  await branchWithFile(session, 'three', 'other', '3\n')
  await openPull(session, 'one', 'one')
  await openPull(session, 'two', 'two')
  const third = await openPull(session, 'three', 'three')
  await rest.pulls.merge({ ...at, pull_number: 1 })

  const second = await rest.pulls.get({ ...at, pull_number: 2 })
  assert.equal(second.data.mergeable, false)
  assert.equal(second.data.mergeable_state, 'dirty')
  await assert.rejects(rest.pulls.merge({ ...at, pull_number: 2 }),
    refusal(405, /^Pull Request is not mergeable$/))
  await assert.rejects(rest.pulls.updateBranch({ ...at, pull_number: 2 }), refusal(422, /merge conflict/))

  await assert.rejects(
    rest.pulls.updateBranch({ ...at, pull_number: 3, expected_head_sha: '1'.repeat(40) }),
    refusal(422, /expected head sha/i))
  await rest.pulls.updateBranch({ ...at, pull_number: 3, expected_head_sha: third.head.sha })
  assert.notEqual(await shaOf(session, 'three'), third.head.sha)
  await assert.rejects(rest.pulls.merge({ ...at, pull_number: 3, sha: third.head.sha }),
    refusal(409, /^Head branch was modified\. Review and try the merge again\.$/))
  await rest.pulls.merge({ ...at, pull_number: 3, sha: await shaOf(session, 'three') })
  recorder.assertValid()
})
