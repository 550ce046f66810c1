// Every operation that the server has a route for is asked, with its refusals, and every answer is
// judged by GitHub's description of that operation.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { appId, makeApp, receiveWebhooks } from './app.mjs'
import { operationOf, operationOfRoute } from './openapi.mjs'
import { makeRecorder } from './recorder.mjs'
import { startServer } from './server.mjs'
import { branchWithFile, connect, connectWith, openPull, refusal, shaOf } from './session.mjs'

const source = new URL('../../fakes/github/site/routes.cc', import.meta.url)
const routes = [...readFileSync(source, 'utf8').matchAll(/\{"([A-Z]+)", "(\/[^"]*)"/g)]
  .map(([, method, path]) => ({ method, path }))
  .filter(({ path }) => path !== '/graphql')

const asked = new Set()
const judge = (recorder) => {
  for (const { method, path, status } of recorder.answers)
    if (status < 400) asked.add(operationOf(method, path)?.id)
  recorder.assertValid()
}
const base64 = (text) => Buffer.from(text).toString('base64')

test('what belongs to no repository', async (t) => {
  const { github: { rest }, at, recorder } = await connect(t)
  await rest.meta.root()
  await rest.meta.get()
  await rest.rateLimit.get()
  const viewer = await rest.users.getAuthenticated()
  await rest.users.getByUsername({ username: viewer.data.login })
  await rest.repos.listForAuthenticatedUser()
  await rest.repos.createForAuthenticatedUser({ name: 'fresh', auto_init: true })
  await rest.repos.createForAuthenticatedUser({ name: 'empty' })
  await rest.repos.createInOrg({ org: 'some-org', name: 'fresh', private: true })
  await assert.rejects(rest.repos.createForAuthenticatedUser({ name: 'fresh' }),
    refusal(422, /^Repository creation failed\.$/))
  const empty = { owner: viewer.data.login, repo: 'empty' }
  await assert.rejects(rest.repos.listCommits(empty), refusal(409, /^Git Repository is empty\.$/))
  await assert.rejects(
    rest.git.createRef({ ...empty, ref: 'refs/heads/x', sha: '1'.repeat(40) }),
    refusal(409, /^Git Repository is empty\.$/))
  await rest.search.issuesAndPullRequests({ q: `repo:${at.owner}/${at.repo} is:pr` })
  await assert.rejects(rest.search.issuesAndPullRequests({ q: '' }), refusal(422, /Validation Failed/))
  await assert.rejects(rest.repos.get({ owner: 'nobody', repo: 'nothing' }), refusal(404, /^Not Found$/))
  judge(recorder)
})

test('a repository, its branches and tags', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  await rest.repos.get(at)
  await rest.repos.update({ ...at, description: 'words', delete_branch_on_merge: true })
  await branchWithFile(session, 'topic/one', 'a.txt', 'a\n')
  await rest.repos.listBranches(at)
  await rest.repos.getBranch({ ...at, branch: 'topic/one' })
  await assert.rejects(rest.repos.getBranch({ ...at, branch: 'none' }), refusal(404, /^Branch not found$/))
  await assert.rejects(rest.repos.getBranchProtection({ ...at, branch: 'main' }),
    refusal(404, /^Branch not protected$/))
  await rest.repos.renameBranch({ ...at, branch: 'topic/one', new_name: 'topic/two' })
  await assert.rejects(rest.repos.renameBranch({ ...at, branch: 'topic/two', new_name: 'main' }),
    refusal(422, /./))
  await rest.git.createRef({ ...at, ref: 'refs/tags/v1', sha: await shaOf(session, 'main') })
  await rest.repos.listTags(at)
  judge(recorder)
})

test('refs', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  const main = await shaOf(session, 'main')
  const ahead = await branchWithFile(session, 'ahead', 'a.txt', 'a\n')
  await rest.git.createRef({ ...at, ref: 'refs/claims/one', sha: main })
  await rest.git.listMatchingRefs({ ...at, ref: 'heads/a' })
  await rest.git.updateRef({ ...at, ref: 'claims/one', sha: ahead })
  await rest.git.updateRef({ ...at, ref: 'claims/one', sha: main, force: true })
  await assert.rejects(rest.git.updateRef({ ...at, ref: 'heads/ahead', sha: main }),
    refusal(422, /^Update is not a fast forward$/))
  await assert.rejects(rest.git.createRef({ ...at, ref: 'refs/heads/ahead', sha: main }),
    refusal(422, /^Reference already exists$/))
  await assert.rejects(rest.git.createRef({ ...at, ref: 'refs/heads/new', sha: '1'.repeat(40) }),
    refusal(422, /^Object does not exist$/))
  await assert.rejects(rest.git.createRef({ ...at, ref: 'new', sha: main }), refusal(422, /./))
  await assert.rejects(rest.git.updateRef({ ...at, ref: 'heads/none', sha: main }),
    refusal(422, /^Reference does not exist$/))
  await assert.rejects(rest.git.getRef({ ...at, ref: 'heads/none' }), refusal(404, /^Not Found$/))
  await rest.git.deleteRef({ ...at, ref: 'claims/one' })
  await assert.rejects(rest.git.deleteRef({ ...at, ref: 'claims/one' }),
    refusal(422, /^Reference does not exist$/))
  judge(recorder)
})

test('objects', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  const sha = await branchWithFile(session, 'topic', 'dir/a.txt', 'a\n')
  const { data: commit } = await rest.git.getCommit({ ...at, commit_sha: sha })
  await rest.git.getTree({ ...at, tree_sha: commit.tree.sha })
  const { data: all } = await rest.git.getTree({ ...at, tree_sha: 'topic', recursive: 'true' })
  const file = all.tree.find((entry) => entry.path === 'dir/a.txt')
  const { data: blob } = await rest.git.getBlob({ ...at, file_sha: file.sha })
  assert.equal(Buffer.from(blob.content, 'base64').toString(), 'a\n')
  await rest.git.createBlob({ ...at, content: base64('b\n'), encoding: 'base64' })
  await assert.rejects(rest.git.getCommit({ ...at, commit_sha: '1'.repeat(40) }), refusal(404, /./))
  await assert.rejects(rest.git.getBlob({ ...at, file_sha: '1'.repeat(40) }), refusal(404, /./))
  await assert.rejects(rest.git.getTree({ ...at, tree_sha: 'none' }), refusal(404, /./))
  await assert.rejects(rest.git.createTree({ ...at, tree: [{ path: 'a' }] }), refusal(422, /./))
  await assert.rejects(rest.git.createCommit({ ...at, message: 'x', tree: '1'.repeat(40) }),
    refusal(422, /./))
  judge(recorder)
})

test('files of every mode', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  const entry = (path, mode, type, more) => ({ path, mode, type, ...more })
  const { data: tree } = await rest.git.createTree({ ...at, tree: [
    entry('run.sh', '100755', 'blob', { content: 'exit\n' }),
    entry('link', '120000', 'blob', { content: 'nowhere' }),
    entry('sub', '160000', 'commit', { sha: '1'.repeat(40) }),
    entry('dir', '040000', 'tree', { sha: (await rest.git.getTree({ ...at, tree_sha: 'main' })).data.sha }),
    entry('.gitmodules', '100644', 'blob',
      { content: '[submodule "sub"]\n\tpath = sub\n\turl = https://example.com/octo/sub.git\n' }),
  ] })
  const parent = await shaOf(session, 'main')
  const { data: commit } = await rest.git.createCommit({ ...at, message: 'm', tree: tree.sha, parents: [parent] })
  await rest.git.updateRef({ ...at, ref: 'heads/main', sha: commit.sha })
  const { data: all } = await rest.git.getTree({ ...at, tree_sha: 'main', recursive: 'true' })
  assert.deepEqual(all.tree.map((one) => `${one.mode} ${one.path}`), [
    '100644 .gitmodules', '040000 dir', '100644 dir/README.md', '120000 link', '100755 run.sh', '160000 sub'])
  const typeOf = async (path) => (await rest.repos.getContent({ ...at, path })).data.type
  assert.equal(await typeOf('link'), 'symlink')
  assert.equal(await typeOf('sub'), 'submodule')
  await rest.repos.getContent({ ...at, path: '' })
  await rest.repos.getCommit({ ...at, ref: 'main' })
  judge(recorder)
})

test('annotated tags', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  const object = await shaOf(session, 'main')
  const create = (more) => rest.git.createTag({ ...at, tag: 'v1', message: 'm', object, type: 'commit', ...more })
  const { data: tag } = await create({ tagger: { name: 'Mona', email: 'mona@example.com' } })
  await rest.git.getTag({ ...at, tag_sha: tag.sha })
  const { data: ref } = await rest.git.createRef({ ...at, ref: 'refs/tags/v1', sha: tag.sha })
  assert.equal(ref.object.type, 'tag')
  assert.deepEqual((await rest.repos.listTags(at)).data.map((one) => one.commit.sha), [object])
  assert.equal((await rest.repos.getCommit({ ...at, ref: 'v1' })).data.sha, object)
  await assert.rejects(create({ object: '1'.repeat(40) }), refusal(422, /./))
  await assert.rejects(create({ type: 'tag' }), refusal(422, /is not a member of/))
  await assert.rejects(rest.git.getTag({ ...at, tag_sha: object }), refusal(404, /./))
  judge(recorder)
})

test('commits and comparisons', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  const sha = await branchWithFile(session, 'topic', 'a.txt', 'a\n')
  await openPull(session, 'topic')
  await rest.repos.listCommits({ ...at, sha: 'topic', path: 'a.txt' })
  await rest.repos.getCommit({ ...at, ref: sha })
  const { data: pulls } = await rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: sha })
  assert.deepEqual(pulls.map((pull) => pull.number), [1])
  const status = { ...at, sha, state: 'success', context: 'ci', description: 'd', target_url: 'https://example.com' }
  await rest.repos.createCommitStatus(status)
  await assert.rejects(rest.repos.createCommitStatus({ ...status, state: 'good' }), refusal(422, /^Validation Failed$/))
  await rest.repos.listCommitStatusesForRef({ ...at, ref: 'topic' })
  const { data: combined } = await rest.repos.getCombinedStatusForRef({ ...at, ref: 'topic' })
  assert.equal(combined.state, 'success')
  const compare = async (basehead) =>
    (await rest.repos.compareCommitsWithBasehead({ ...at, basehead })).data.status
  assert.equal(await compare('main...topic'), 'ahead')
  assert.equal(await compare('topic...main'), 'behind')
  assert.equal(await compare('main...main'), 'identical')
  await assert.rejects(compare('main...none'), refusal(404, /^Not Found$/))
  await assert.rejects(rest.repos.getCommit({ ...at, ref: 'none' }), refusal(422, /^No commit found for SHA: none$/))
  judge(recorder)
})

test('contents', async (t) => {
  const { github: { rest }, at, recorder } = await connect(t)
  const put = (more) =>
    rest.repos.createOrUpdateFileContents({ ...at, path: 'dir/a.txt', message: 'm', content: base64('a\n'), ...more })
  const { data: made } = await put({})
  const { data: again } = await put({ content: base64('b\n'), sha: made.content.sha })
  await assert.rejects(put({}), refusal(422, /^Invalid request\.\n\n"sha" wasn't supplied\.$/))
  await assert.rejects(put({ sha: '1'.repeat(40) }), refusal(409, /^dir\/a\.txt does not match 1{40}$/))
  await assert.rejects(put({ branch: 'none' }), refusal(404, /./))
  await rest.repos.getContent({ ...at, path: '' })
  await rest.repos.getContent({ ...at, path: 'dir' })
  const { data: file } = await rest.repos.getContent({ ...at, path: 'dir/a.txt' })
  assert.equal(file.sha, again.content.sha)
  await assert.rejects(rest.repos.getContent({ ...at, path: 'none' }), refusal(404, /^Not Found$/))
  await rest.repos.deleteFile({ ...at, path: 'dir/a.txt', message: 'm', sha: again.content.sha })
  judge(recorder)
})

test('pull requests', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  const head = await branchWithFile(session, 'topic', 'a.txt', 'a\n')
  const create = (more) => rest.pulls.create({ ...at, title: 't', head: 'topic', base: 'main', ...more })
  await create({})
  const errors = (...expected) => (error) => {
    assert.ok(refusal(422, /^Validation Failed$/)(error))
    assert.deepEqual(error.response.data.errors, expected)
    return true
  }
  const resource = 'PullRequest'
  await assert.rejects(create({}), errors({
    resource, code: 'custom', message: `A pull request already exists for ${at.owner}:topic.` }))
  await assert.rejects(create({ head: 'none' }), errors({ resource, field: 'head', code: 'invalid' }))
  await assert.rejects(create({ base: 'none' }), errors({ resource, field: 'base', code: 'invalid' }))
  await assert.rejects(create({ head: 'main' }), errors({
    resource, code: 'custom', message: 'No commits between main and main' }))
  const pull = { ...at, pull_number: 1 }
  await rest.pulls.get(pull)
  await rest.pulls.list({ ...at, state: 'all' })
  await rest.pulls.update({ ...pull, body: 'more', state: 'closed' })
  await assert.rejects(rest.pulls.update({ ...pull, base: 'topic' }), refusal(422, /./))
  await rest.pulls.update({ ...pull, state: 'open' })
  await rest.pulls.listCommits(pull)
  await rest.pulls.listFiles(pull)
  await rest.pulls.listReviews(pull)
  await rest.pulls.listReviewComments(pull)
  await assert.rejects(rest.pulls.checkIfMerged(pull), refusal(404, /./))
  await rest.repos.createOrUpdateFileContents({ ...at, path: 'b.txt', message: 'm', content: base64('b\n') })
  await rest.pulls.updateBranch({ ...pull, expected_head_sha: head })
  await rest.pulls.merge(pull)
  await rest.pulls.checkIfMerged(pull)
  await rest.pulls.get(pull)
  await assert.rejects(rest.pulls.merge(pull), refusal(405, /^Pull Request is not mergeable$/))
  await assert.rejects(rest.pulls.get({ ...at, pull_number: 9 }), refusal(404, /^Not Found$/))
  judge(recorder)
})

test('issues, labels and comments', async (t) => {
  const session = await connect(t)
  const { github: { rest }, at, recorder } = session
  await branchWithFile(session, 'topic', 'a.txt', 'a\n')
  await openPull(session, 'topic')
  const issue = { ...at, issue_number: 1 }
  await rest.issues.createLabel({ ...at, name: 'flaw', color: 'ff0000', description: 'broken' })
  await assert.rejects(rest.issues.createLabel({ ...at, name: 'FLAW', color: 'ff0000' }), refusal(422, /./))
  await rest.issues.getLabel({ ...at, name: 'flaw' })
  await rest.issues.updateLabel({ ...at, name: 'flaw', new_name: 'defect' })
  await rest.issues.listLabelsForRepo(at)
  await rest.issues.addLabels({ ...issue, labels: ['defect', 'autorelease: pending'] })
  await rest.issues.listLabelsOnIssue(issue)
  await rest.issues.removeLabel({ ...issue, name: 'autorelease: pending' })
  await assert.rejects(rest.issues.removeLabel({ ...issue, name: 'none' }),
    refusal(404, /^Label does not exist$/))
  await rest.issues.setLabels({ ...issue, labels: ['other'] })
  await rest.issues.listForRepo({ ...at, labels: 'other' })
  await rest.issues.get(issue)
  await rest.issues.update({ ...issue, title: 'new', labels: ['third'] })
  await rest.issues.removeAllLabels(issue)
  await rest.issues.deleteLabel({ ...at, name: 'defect' })
  await assert.rejects(rest.issues.getLabel({ ...at, name: 'defect' }), refusal(404, /^Not Found$/))
  const { data: comment } = await rest.issues.createComment({ ...issue, body: 'hello' })
  await rest.issues.listComments(issue)
  await rest.issues.getComment({ ...at, comment_id: comment.id })
  await rest.issues.updateComment({ ...at, comment_id: comment.id, body: 'bye' })
  await rest.issues.deleteComment({ ...at, comment_id: comment.id })
  await assert.rejects(rest.issues.getComment({ ...at, comment_id: comment.id }), refusal(404, /^Not Found$/))
  judge(recorder)
})

test('plain issues', async (t) => {
  const { github: { rest }, at, recorder } = await connect(t)
  const { data: made } = await rest.issues.create({ ...at, title: 'It fails', body: 'Always.', labels: ['bug'] })
  const issue = { ...at, issue_number: made.number }
  await assert.rejects(rest.issues.create({ ...at, title: '' }), refusal(422, /./))
  await rest.issues.get(issue)
  await rest.issues.addLabels({ ...issue, labels: ['more'] })
  await rest.issues.removeLabel({ ...issue, name: 'bug' })
  await rest.issues.createComment({ ...issue, body: 'hello' })
  await rest.issues.listComments(issue)
  await rest.issues.update({ ...issue, state: 'closed', state_reason: 'not_planned' })
  await rest.issues.listForRepo({ ...at, state: 'all' })
  await rest.search.issuesAndPullRequests({ q: `repo:${at.owner}/${at.repo} is:issue` })
  await assert.rejects(rest.pulls.get({ ...at, pull_number: made.number }), refusal(404, /^Not Found$/))
  judge(recorder)
})

test('hooks of a repository and their deliveries', async (t) => {
  const hook = await receiveWebhooks(t)
  const { github: { rest }, at, recorder } = await connect(t)
  const create = (more) => rest.repos.createWebhook({
    ...at, config: { url: hook.url, content_type: 'json', secret: 's' }, events: ['push'], ...more })
  const { data: made } = await create()
  const one = { ...at, hook_id: made.id }
  await assert.rejects(create(), refusal(422, /^Validation Failed$/))
  await assert.rejects(create({ config: {} }), refusal(422, /^Validation Failed$/))
  await rest.repos.listWebhooks(at)
  await rest.repos.getWebhook(one)
  await rest.repos.updateWebhook({ ...one, add_events: ['create'] })
  await rest.repos.getWebhookConfigForRepo(one)
  await rest.repos.updateWebhookConfigForRepo({ ...one, secret: 't' })
  await rest.repos.pingWebhook(one)
  await rest.repos.testPushWebhook(one)
  await hook.arrived(3)
  const hmac = (secret, body) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  assert.deepEqual(hook.deliveries.map(({ headers }) => headers['x-github-event']), ['ping', 'ping', 'push'])
  hook.deliveries.forEach(({ headers, body }, index) =>
    assert.equal(headers['x-hub-signature-256'], hmac(index === 0 ? 's' : 't', body)))
  const { data: [delivery] } = await rest.repos.listWebhookDeliveries(one)
  const that = { ...one, delivery_id: delivery.id }
  await rest.repos.getWebhookDelivery(that)
  await rest.repos.redeliverWebhookDelivery(that)
  await hook.arrived(4)
  assert.equal(hook.deliveries.at(-1).headers['x-github-delivery'], delivery.guid)
  await rest.repos.deleteWebhook(one)
  await assert.rejects(rest.repos.getWebhook(one), refusal(404, /^Not Found$/))
  judge(recorder)
})

test('files of releases', async (t) => {
  const { github: { rest }, at, recorder } = await connect(t)
  const { data: release } = await rest.repos.createRelease({ ...at, tag_name: 'v1.0.0' })
  const of = { ...at, release_id: release.id }
  // The client follows the release's `upload_url`, whose host is the server.
  const upload = (name) => rest.repos.uploadReleaseAsset({
    ...of, url: release.upload_url, name, label: 'notes', data: 'text', headers: { 'content-type': 'text/plain' } })
  const { data: made } = await upload('a.txt')
  const one = { ...at, asset_id: made.id }
  const { data: refused } = await upload('a.txt').catch((error) => error.response)
  assert.deepEqual(refused.errors, [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }])
  await rest.repos.listReleaseAssets(of)
  await rest.repos.getReleaseAsset(one)
  await rest.repos.updateReleaseAsset({ ...one, name: 'b.txt' })
  await rest.repos.getRelease(of)
  const bytes = await fetch(made.url, { headers: { accept: 'application/octet-stream', authorization: 'token x' } })
  assert.equal(await bytes.text(), 'text')
  await rest.repos.deleteReleaseAsset(one)
  await assert.rejects(rest.repos.getReleaseAsset(one), refusal(404, /^Not Found$/))
  judge(recorder)
})

test('releases', async (t) => {
  const { github: { rest }, at, recorder } = await connect(t)
  await assert.rejects(rest.repos.getLatestRelease(at), refusal(404, /^Not Found$/))
  const { data: draft } = await rest.repos.createRelease({ ...at, tag_name: 'v1.0.0', draft: true })
  await rest.repos.getRelease({ ...at, release_id: draft.id })
  await rest.repos.updateRelease({ ...at, release_id: draft.id, draft: false, name: 'One' })
  await rest.repos.getReleaseByTag({ ...at, tag: 'v1.0.0' })
  await rest.repos.getLatestRelease(at)
  await assert.rejects(rest.repos.createRelease({ ...at, tag_name: 'v1.0.0' }),
    refusal(422, /^Validation Failed$/))
  await rest.repos.generateReleaseNotes({ ...at, tag_name: 'v2.0.0', previous_tag_name: 'v1.0.0' })
  await rest.repos.createRelease({ ...at, tag_name: 'v2.0.0-beta', prerelease: true })
  await rest.repos.listReleases(at)
  await rest.repos.deleteRelease({ ...at, release_id: draft.id })
  await assert.rejects(rest.repos.getRelease({ ...at, release_id: draft.id }), refusal(404, /^Not Found$/))
  await assert.rejects(rest.repos.getReleaseByTag({ ...at, tag: 'none' }), refusal(404, /^Not Found$/))
  judge(recorder)
})

test('an app, its installation and its deliveries', async (t) => {
  const app = makeApp(t)
  const hook = await receiveWebhooks(t)
  const server = await startServer(t, ...app.options, '--webhook', hook.url, '--webhook-secret', 's')
  const recorder = makeRecorder()
  const asApp = connectWith(Octokit, server, recorder,
    { authStrategy: createAppAuth, auth: { appId, privateKey: app.privateKey } })
  const { github: { rest }, at } = asApp
  await rest.apps.getAuthenticated()
  const { data: [installation] } = await rest.apps.listInstallations()
  const installation_id = installation.id
  await rest.apps.getInstallation({ installation_id })
  await rest.apps.getRepoInstallation(at)
  await rest.apps.createInstallationAccessToken({ installation_id })
  await rest.apps.getWebhookConfigForApp()
  const installed = connectWith(Octokit, server, recorder,
    { authStrategy: createAppAuth, auth: { appId, privateKey: app.privateKey, installationId: installation_id } })
  await installed.github.rest.apps.listReposAccessibleToInstallation()
  await branchWithFile(installed, 'topic', 'a.txt', 'a\n')
  await hook.arrived(1)
  const { data: [delivery] } = await rest.apps.listWebhookDeliveries()
  await rest.apps.getWebhookDelivery({ delivery_id: delivery.id })
  await rest.apps.redeliverWebhookDelivery({ delivery_id: delivery.id })
  await hook.arrived(2)
  assert.equal(hook.deliveries.at(-1).headers['x-github-delivery'], delivery.guid)
  await assert.rejects(rest.apps.getInstallation({ installation_id: 99 }), refusal(404, /^Not Found$/))
  judge(recorder)
})

test('the refusals that any operation has', async (t) => {
  const server = await startServer(t, '--token', 'right')
  const recorder = makeRecorder()
  const as = (auth) => connectWith(Octokit, server, recorder, { auth }).github
  const at = { owner: server.owner, repo: server.repo }
  await assert.rejects(as('wrong').rest.repos.get(at), refusal(401, /^Bad credentials$/))
  await assert.rejects(as(undefined).rest.issues.createLabel({ ...at, name: 'a' }),
    refusal(401, /^Requires authentication$/))
  const old = { 'x-github-api-version': '1999-01-01' }
  await assert.rejects(as('right').rest.repos.get({ ...at, headers: old }), refusal(400, /not supported/))
  await assert.rejects(
    as('right').rest.repos.update({ ...at, description: 'x', headers: { 'if-match': '"x"' } }),
    refusal(400, /^Bad Request$/))
  recorder.assertValid()
})

test('every route of the server is an operation of GitHub, and was asked here', () => {
  assert.ok(routes.length > 80, `only ${routes.length} routes were found`)
  const nameOf = ({ method, path }) => operationOfRoute(method, path)?.id ?? `${method} ${path}`
  // Nothing is protected, so this one only refuses.
  const refuses = 'repos/get-branch-protection'
  assert.deepEqual(routes.map(nameOf).filter((id) => id !== refuses && !asked.has(id)), [])
})
