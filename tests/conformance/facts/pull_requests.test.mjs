// Pull requests: opening, changing, listing, comparing.
import assert from 'node:assert/strict'
import { fact, section, survived } from './catalogue.mjs'
import { assertPullRefused, assertRefused, begin, invalid, sleep } from './world.mjs'

section('Pull requests')

fact('opening a second one for a head and base is "A pull request already exists for owner:branch." (FIX, MEAS)',
  async (t) => {
    const { branch, pull, server } = await begin(t)
    await branch('topic')
    await pull('topic')
    assertPullRefused(await pull('topic'), `A pull request already exists for ${server.owner}:topic.`)
    assertPullRefused(await pull(`${server.owner}:topic`), `A pull request already exists for ${server.owner}:topic.`)
  })

fact('opening one without commits of its own is "No commits between main and X", also where head is base (MEAS)',
  async (t) => {
    const { ok, pull, tip } = await begin(t)
    await ok('POST', '/git/refs', { ref: 'refs/heads/equal', sha: await tip() })
    assertPullRefused(await pull('equal'), 'No commits between main and equal')
    assertPullRefused(await pull('main'), 'No commits between main and main')
  })

fact('opening one with a head or base that is absent is invalid, the base named first (MEAS)', async (t) => {
  const { branch, pull } = await begin(t)
  await branch('topic')
  assertPullRefused(await pull('none'), invalid('head'))
  assertPullRefused(await pull('topic', { base: 'none' }), invalid('base'))
  assertPullRefused(await pull('none', { base: 'none' }), invalid('base'), invalid('head'))
})

fact('a branch that was just created can be an invalid head at the first attempt (gitbutler#4904)', async (t) => {
  const { branch, pull, server } = await begin(t)
  await branch('topic')
  await server.faults({ route: 'POST /repos/{owner}/{repo}/pulls', nth: 1, failure: 'head_invalid_422' })
  assertPullRefused(await pull('topic'), invalid('head'))
  assert.equal((await pull('topic')).status, 201)
})

survived('a head that is invalid at the first attempt is tried again after another look (gitbutler#4904)', async (t) => {
  const { land, reconcile, openPulls, journal, server } = await begin(t)
  await land('feat: one')
  await server.faults({ route: 'POST /repos/{owner}/{repo}/pulls', nth: 1, failure: 'head_invalid_422' })
  assert.equal((await reconcile()).code, 0)
  assert.equal((await openPulls()).length, 1)
  const creates = (await journal()).filter(({ method, target }) => method === 'POST' && target.endsWith('/pulls'))
  assert.deepEqual(creates.map(({ status }) => status), [422, 201])
})

fact('PATCH takes title, body, state, base and maintainer_can_modify, and nothing else (SPEC)', async (t) => {
  const { branch, pull, ok } = await begin(t)
  await branch('topic')
  await branch('trunk', 'other.txt')
  await pull('topic')
  const changed = await ok('PATCH', '/pulls/1', { title: 'new', body: 'more', base: 'trunk', state: 'closed',
    maintainer_can_modify: true, head: 'trunk', labels: ['bug'], draft: true, number: 9 })
  const { title, body, state, number, draft, labels, head, base } = changed
  assert.deepEqual({ title, body, state, number, draft, labels, head: head.ref, base: base.ref }, {
    title: 'new', body: 'more', state: 'closed', number: 1, draft: false, labels: [], head: 'topic', base: 'trunk' })
})

fact('the base of a closed one cannot change: "Cannot change the base branch of a closed pull request." (MEAS)',
  async (t) => {
    const { branch, pull, repo, ok } = await begin(t)
    await branch('topic')
    await branch('trunk', 'other.txt')
    await pull('topic')
    await ok('PATCH', '/pulls/1', { state: 'closed' })
    assertPullRefused(await repo('PATCH', '/pulls/1', { base: 'trunk' }),
      'Cannot change the base branch of a closed pull request.')
  })

const assertNotReopened = async ({ repo, ok }, message, number = 1) => {
  const answer = await repo('PATCH', `/pulls/${number}`, { state: 'open' })
  assert.equal(answer.body.errors.length, 1)
  const [{ resource, field, message: said }] = answer.body.errors
  assert.deepEqual({ status: answer.status, message: answer.body.message, resource, field, said },
    { status: 422, message: 'Validation Failed', resource: 'PullRequest', field: 'state', said: message })
  assert.equal((await ok('GET', `/pulls/${number}`)).state, 'closed')
}
const withClosed = async (t) => {
  const world = await begin(t)
  await world.branch('topic')
  await world.pull('topic')
  await world.ok('PATCH', '/pulls/1', { state: 'closed' })
  return world
}

fact('reopening is refused while another is open: "There is already an open pull request from X to main." (MEAS)',
  async (t) => {
    const world = await withClosed(t)
    await world.pull('topic')
    await assertNotReopened(world, 'There is already an open pull request from topic to main.')
  })

fact('reopening is refused after "The X branch was force-pushed or recreated." (MEAS)', async (t) => {
  const world = await withClosed(t)
  const other = await world.commit('fix: another', await world.tip())
  await world.ok('PATCH', '/git/refs/heads/topic', { sha: other, force: true })
  await assertNotReopened(world, 'The topic branch was force-pushed or recreated.')
})

fact('reopening is refused after "The X branch has been deleted." (MEAS)', async (t) => {
  const world = await withClosed(t)
  await world.repo('DELETE', '/git/refs/heads/topic')
  await assertNotReopened(world, 'The topic branch has been deleted.')
})

fact('reopening a merged one is refused: "The pull request cannot be reopened." (MEAS)', async (t) => {
  const world = await begin(t)
  await world.branch('topic')
  await world.pull('topic')
  await world.ok('PUT', '/pulls/1/merge', {})
  await assertNotReopened(world, 'The pull request cannot be reopened.')
})

fact('the head of a list is owner:branch: a bare name is ignored without a word (SPEC, MEAS)', async (t) => {
  const { branch, pull, ok, server } = await begin(t)
  for (const name of ['one', 'two']) {
    await branch(name, `${name}.txt`)
    await pull(name)
  }
  const heads = async (head) => (await ok('GET', `/pulls?head=${head}`)).map(({ head }) => head.ref)
  assert.deepEqual(await heads(`${server.owner}:one`), ['one'])
  assert.deepEqual(await heads('one'), ['two', 'one'])
  assert.deepEqual(await heads('somebody-else:one'), [])
})

// After a create that was refused the bot looks for what it may have opened, by GraphQL, which takes
// a branch and filters by it.
survived('the bot finds its pull request without a list that may not be filtered, beside another one (MEAS)', async (t) => {
  const { land, branch, pull, reconcile, openPulls, journal, server } = await begin(t)
  await land('feat: one')
  await branch('topic', 'other.txt')
  await pull('topic')
  await server.faults({ route: 'POST /repos/{owner}/{repo}/pulls', nth: 1, failure: 'head_invalid_422' })
  const { code, report } = await reconcile()
  assert.equal(code, 0)
  const seen = await journal()
  assert.ok(seen.some(({ operation }) => operation === 'ObservePulls'))
  assert.deepEqual(seen.filter(({ method, target }) => method === 'GET' && target.includes('/pulls?')), [])
  assert.deepEqual((await openPulls()).map(({ number, head, title }) => [number, head, title]),
    [[1, 'topic', 'topic'], [2, 'release/v1.0.0', 'chore(release): 1.0.0']])
  assert.equal(report.pull.number, 2)
}, { also: ['ListPulls.MayIgnoreTheHeadFilter'] })

fact('a list has open ones, the newest first, unless it is asked otherwise (SPEC)', async (t) => {
  const { branch, pull, ok } = await begin(t)
  for (const name of ['one', 'two', 'three']) {
    await branch(name, `${name}.txt`)
    await pull(name)
  }
  await ok('PATCH', '/pulls/2', { state: 'closed' })
  const numbers = async (query) => (await ok('GET', `/pulls${query}`)).map(({ number }) => number)
  assert.deepEqual(await numbers(''), [3, 1])
  assert.deepEqual(await numbers('?state=closed'), [2])
  assert.deepEqual(await numbers('?state=all&direction=asc'), [1, 2, 3])
})

fact('pages are linked, and a list of one page has no Link (DOC, FIX paginate-issues)', async (t) => {
  const { branch, pull, repo } = await begin(t)
  for (const name of ['one', 'two', 'three']) {
    await branch(name, `${name}.txt`)
    await pull(name)
  }
  assert.equal((await repo('GET', '/pulls')).headers.get('link'), null)
  assert.equal((await repo('GET', '/pulls?per_page=3')).headers.get('link'), null)
  const relations = async (page) =>
    [...(await repo('GET', `/pulls?per_page=1&page=${page}`)).headers.get('link')
      .matchAll(/<[^>]*[?&]page=(\d+)[^>]*>; rel="(\w+)"/g)].map(([, number, name]) => `${name} ${number}`).sort()
  assert.deepEqual(await relations(1), ['last 3', 'next 2'])
  assert.deepEqual(await relations(2), ['first 1', 'last 3', 'next 3', 'prev 1'])
  assert.deepEqual(await relations(3), ['first 1', 'prev 2'])
})

fact('a list misses a new pull request for up to 25 s (libtelio#1881)', async (t) => {
  const { branch, pull, ok, server } = await begin(t)
  await branch('topic')
  await server.faults({ route: 'GET /repos/{owner}/{repo}/pulls', times: 1, stale_ms: 25_000 })
  await pull('topic')
  assert.deepEqual(await ok('GET', `/pulls?head=${server.owner}:topic`), [])
  assert.equal((await ok('GET', `/pulls?head=${server.owner}:topic`)).length, 1)
}, { also: ['Staleness.NothingIsOlderThanTheLongestLag'] })

fact('a list shows a merged pull request as open a second later (compose-ai-tools#4657)', async (t) => {
  const { branch, pull, ok, server } = await begin(t)
  await branch('topic')
  await pull('topic')
  await sleep(2100)
  await ok('PUT', '/pulls/1/merge', {})
  await server.faults({ route: 'GET /repos/{owner}/{repo}/pulls', times: 1, stale_ms: 2000 })
  assert.deepEqual((await ok('GET', '/pulls')).map(({ number, state }) => [number, state]), [[1, 'open']])
  assert.deepEqual(await ok('GET', '/pulls'), [])
})

fact('a head that is force-pushed to its base closes the pull request (release-plz#1487)', async (t) => {
  const { branch, pull, ok, tip, settled } = await begin(t)
  await branch('topic')
  await pull('topic')
  await ok('PATCH', '/git/refs/heads/topic', { sha: await tip(), force: true })
  await settled()
  const { state, merged } = await ok('GET', '/pulls/1')
  assert.deepEqual({ state, merged }, { state: 'closed', merged: false })
})

fact('a label right after the create can be 422 "Could not resolve to a node with the global id of \'PR_…\'." (MEAS)',
  async (t) => {
    const { branch, pull, repo, server } = await begin(t)
    await branch('topic')
    await server.faults({ route: 'POST /repos/{owner}/{repo}/issues/{number}/labels', nth: 1,
      failure: 'label_node_unresolved_422' })
    await pull('topic')
    const label = () => repo('POST', '/issues/1/labels', { labels: ['bug'] })
    const refused = await label()
    assertRefused(refused, 422, refused.body.message)
    assert.match(refused.body.message, /^Could not resolve to a node with the global id of 'PR_\w+'\.$/)
    assert.equal((await label()).status, 200)
  })

// The description at hand is that of 2022-11-28.
fact('API version 2026-03-10 has no merge_commit_sha (release-please#2898)', async (t) => {
  const { branch, pull, repo, ok } = await begin(t, { madeUp: [200] })
  await branch('topic')
  await pull('topic')
  const { sha } = await ok('PUT', '/pulls/1/merge', {})
  for (const [version, shown] of [['2022-11-28', sha], [undefined, sha], ['2026-03-10', undefined]]) {
    const headers = version && { 'x-github-api-version': version }
    const one = await repo('GET', '/pulls/1', undefined, headers)
    assert.equal(one.body.merge_commit_sha, shown)
    assert.equal(one.headers.get('x-github-api-version-selected'), version ?? '2022-11-28')
    const [listed] = (await repo('GET', '/pulls?state=all', undefined, headers)).body
    assert.equal(listed.merge_commit_sha, shown)
  }
})

fact('an API version that nobody knows is 400 (DOC API versions)', async (t) => {
  const { repo } = await begin(t)
  const answer = await repo('GET', '', undefined, { 'x-github-api-version': '1999-01-01' })
  assert.deepEqual([answer.status, answer.body.status], [400, '400'])
  assert.match(answer.body.message, /1999-01-01/)
})

survived('the bot asks for X-GitHub-Api-Version 2022-11-28 in every request (DOC API versions, release-please#2898)',
  async (t) => {
    const { land, watch, reconcile } = await begin(t)
    await land('feat: one')
    const { url, seen } = await watch()
    assert.equal((await reconcile({ url })).code, 0)
    assert.ok(seen.length > 5, `${seen.length} requests`)
    assert.deepEqual([...new Set(seen.map(({ headers }) => headers['x-github-api-version']))], ['2022-11-28'])
  })

fact('search does not show what is new (Homebrew/brew#15398)', async (t) => {
  const { branch, pull, ask, server } = await begin(t)
  await branch('topic')
  await server.faults({ route: 'GET /search/issues', times: 1, stale_ms: 25_000 })
  await pull('topic')
  const found = async () =>
    (await ask('GET', `/search/issues?q=repo:${server.owner}/${server.repo}+is:pr+is:open`)).body.total_count
  assert.deepEqual([await found(), await found()], [0, 1])
}, { also: ['SearchPulls.LagsMoreThanAnyList'] })

survived('the bot never searches (Homebrew/brew#15398)', async (t) => {
  const { land, reconcile, journal, server } = await begin(t)
  await land('feat: one')
  // It looks for what it may have opened.
  await server.faults({ route: 'POST /repos/{owner}/{repo}/pulls', nth: 1, failure: 'head_invalid_422' })
  await reconcile()
  await land('fix: two')
  await reconcile()
  const seen = await journal()
  assert.ok(seen.some(({ operation }) => operation === 'Observe'))
  assert.deepEqual(seen.filter(({ target }) => target.includes('/search')), [])
  assert.deepEqual(seen.filter(({ operation }) => /search/i.test(operation ?? '')), [])
})

fact('compare says ahead, behind, diverged or identical (SPEC)', async (t) => {
  const { ok, tip, commit } = await begin(t)
  const base = await tip()
  const [one, two] = [await commit('one', base), await commit('two', base)]
  const statusOf = async (pair) => (await ok('GET', `/compare/${pair}`)).status
  assert.equal(await statusOf(`${base}...${one}`), 'ahead')
  assert.equal(await statusOf(`${one}...${base}`), 'behind')
  assert.equal(await statusOf(`${one}...${two}`), 'diverged')
  assert.equal(await statusOf(`${one}...${one}`), 'identical')
})

fact('compare gives 250 commits a page (SPEC)', async (t) => {
  const { ok, tip } = await begin(t, { options: ['--rate-limit', '0'] })
  const base = await tip()
  const { tree } = await ok('GET', `/git/commits/${base}`)
  let last = base
  for (let i = 0; i < 251; ++i)
    last = (await ok('POST', '/git/commits', { message: `fix: ${i}`, tree: tree.sha, parents: [last] })).sha
  const page = async (query) => ok('GET', `/compare/${base}...${last}${query}`)
  const first = await page('')
  assert.deepEqual([first.total_commits, first.commits.length, first.commits[0].commit.message], [251, 250, 'fix: 0'])
  assert.deepEqual((await page('?page=2&per_page=250')).commits.map(({ commit }) => commit.message), ['fix: 250'])
}, { also: ['Compare.GivesTwoHundredAndFiftyAPageTheOldestFirst'] })
