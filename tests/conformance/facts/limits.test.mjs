// Rate limits, and requests that break down.
import assert from 'node:assert/strict'
import { elsewhere, fact, section, survived, untested } from './catalogue.mjs'
import { assertRefused, begin } from './world.mjs'

section('Limits, failures')

const limitsOf = ({ headers }) => Object.fromEntries(
  ['limit', 'remaining', 'used', 'reset', 'resource'].map((name) => [name, headers.get(`x-ratelimit-${name}`)]))
const epoch = () => Math.floor(Date.now() / 1000)

fact('every answer has x-ratelimit-limit, -remaining, -used, -reset and -resource; an installation has 5,000 an hour (DOC)',
  async (t) => {
    const { repo } = await begin(t)
    const [first, second] = [limitsOf(await repo('GET', '')), limitsOf(await repo('GET', '/pulls/9'))]
    assert.deepEqual([first.limit, first.remaining, first.used, first.resource], ['5000', '4999', '1', 'core'])
    assert.deepEqual([second.remaining, second.used, second.reset], ['4998', '2', first.reset])
    const left = Number(first.reset) - epoch()
    assert.ok(left > 3500 && left <= 3601, `${left} s`)
  })

fact('with repositories and users an installation has up to 12,500 an hour (DOC)', async (t) => {
  const { repo } = await begin(t, { options: ['--rate-limit', '12500'] })
  assert.equal(limitsOf(await repo('GET', '')).limit, '12500')
})
untested('how the limit grows with repositories and users (DOC)',
  'an option says what it is: the simulated installation has no users to count')

fact('an exhausted limit is 403 "API rate limit exceeded for installation ID N." with 0 remaining, and does nothing (DOC, MEAS)',
  async (t) => {
    const { repo, server } = await begin(t, { options: ['--rate-limit', '2'] })
    await repo('GET', '')
    await repo('GET', '')
    const refused = await repo('POST', '/labels', { name: 'new', color: 'ff0000' })
    assertRefused(refused, 403, 'API rate limit exceeded for installation ID 1.')
    assert.deepEqual([limitsOf(refused).remaining, limitsOf(refused).used], ['0', '2'])
    assert.ok(Number(limitsOf(refused).reset) > epoch())
    assert.equal((await server.requests()).at(-1).status, 403)
  }, { also: ['PrimaryLimit.CountsDownAndIsRefilledByTheHour'] })

fact('an exhausted limit can be 429 as well (DOC)', async (t) => {
  const { repo, server } = await begin(t)
  await server.faults({ route: 'GET /repos/{owner}/{repo}', times: 1, failure: 'primary_limit_429' })
  const refused = await repo('GET', '')
  assertRefused(refused, 429, 'API rate limit exceeded for installation ID 1.')
  assert.equal(limitsOf(refused).remaining, '0')
  assert.equal((await repo('GET', '')).status, 200)
}, { also: ['PrimaryLimit.AnExhaustedOneHasNoEffectAndMayBe429'] })

const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
for (const [status, failure, retryAfter] of [
  [403, 'secondary_limit_403', '60'], [429, 'secondary_limit_429', '60'],
  [403, 'secondary_limit_blank_retry_after', ''],
]) {
  fact(`a secondary limit is ${status} "You have exceeded a secondary rate limit. …" with ${
    retryAfter === '' ? 'a blank retry-after' : 'retry-after'} (DOC, MEAS)`, async (t) => {
    const { repo, server, branch, pull, openPulls } = await begin(t)
    await branch('topic')
    await server.faults({ route: 'POST /repos/{owner}/{repo}/pulls', times: 1, failure })
    const refused = await pull('topic')
    assertRefused(refused, status, secondary)
    assert.equal(refused.headers.get('retry-after'), retryAfter)
    assert.notEqual(limitsOf(refused).remaining, '0')
    assert.deepEqual(await openPulls(), [])
    assert.equal((await repo('GET', '')).status, 200)
  })
}

elsewhere('900 points a minute, 1 for a read and 5 for a write (DOC)',
  'SecondaryLimit.NineHundredPointsAMinuteAWriteCostsFive')
elsewhere('80 creations of content a minute (DOC)', 'SecondaryLimit.EightyCreationsAMinute')
elsewhere('500 creations of content an hour (DOC)', 'SecondaryLimit.FiveHundredCreationsAnHour')
untested('100 requests at once (DOC)', 'the simulated GitHub handles one request after the other; the bot sends one at a time')

survived('retry-after is what the bot waits for, whatever else the answer says (DOC)', async (t) => {
  const { land, reconcile, journal, server } = await begin(t)
  await land('feat: one')
  await server.faults({
    route: 'GET /repos/{owner}/{repo}/commits', nth: 1, status: 403, body: { message: secondary, status: '403' },
    headers: { 'retry-after': '2', 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': String(epoch() + 3600) } })
  assert.equal((await reconcile()).code, 0)
  const seen = await journal()
  const refused = seen.findIndex(({ status }) => status === 403)
  const waited = seen[refused + 1].at - seen[refused].at
  assert.ok(waited >= 2000 && waited < 60_000, `${waited} ms`)
}, { also: ['Retry.HonoursRetryAfterBeforeAnythingElse'] })

survived('without retry-after and with nothing remaining the bot does not come back before x-ratelimit-reset (DOC)',
  async (t) => {
    const { land, reconcile, journal, server } = await begin(t)
    await land('feat: one')
    const reset = epoch() + 3
    await server.faults({
      route: 'graphql Observe', nth: 1, status: 403,
      body: { message: 'API rate limit exceeded for installation ID 1.', status: '403' },
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) } })
    const { code, report } = await reconcile()
    const again = (await journal()).filter(({ operation }) => operation === 'Observe').slice(1)
    for (const { at } of again) assert.ok(at >= reset * 1000, `${at - reset * 1000} ms after the reset`)
    // Whoever has nothing left may also leave it to the next run, and say when.
    assert.ok(code === 0 ? again.length > 0 : code === 1 && report.end === 'failed', JSON.stringify(report))
  }, { also: ['Retry.WaitsForTheResetByGitHubsClockWhenNothingRemains'] })

elsewhere('without either a minute at least, growing and bounded (DOC)',
  'Retry.WaitsAGrowingMinuteForASecondaryLimitThatNamesNoTime', 'Retry.NeverComesBackBeforeGitHubAllowsIt')

survived('told to, the bot leaves a second between two writes (DOC best practices)', async (t) => {
  const { land, reconcile, journal } = await begin(t)
  await land('feat: one')
  const before = (await journal()).length
  assert.equal((await reconcile({ words: ['--write-interval', '1000'] })).code, 0)
  const writes = (await journal(before)).filter(({ method, operation }) => method !== 'GET' && !/^Observe/.test(operation))
  assert.ok(writes.length >= 5, `${writes.length} writes`)
  // The bot counts from when it sends, the journal from when something arrives, which a busy machine
  // puts off; to the millisecond it is the Pacer's own test.
  const slack = 700
  for (let i = 1; i < writes.length; ++i) {
    const between = writes[i].at - writes[i - 1].at
    assert.ok(between >= 1000 - slack, `${between} ms before ${writes[i].method} ${writes[i].target}`)
  }
  const all = writes.at(-1).at - writes[0].at
  assert.ok(all >= (writes.length - 1) * 1000 - slack, `${writes.length} writes in ${all} ms`)
}, { also: ['Pacer.KeepsWritesApartAndReadsNot'] })

untested('a request that takes longer than 10 s is cut off (DOC)',
  'the simulated GitHub takes no time; its faults hold, lose and answer with 5xx, which is what a client sees of it')

const creates = (journal) => journal.filter(({ method, target }) => method === 'POST' && target.endsWith('/pulls'))
survived('a write that was answered with a 5xx may stand: the bot looks before it writes again (DOC)', async (t) => {
  const { land, reconcile, journal, openPulls, watch } = await begin(t)
  await land('feat: one')
  let spoiled = 0
  const { url } = await watch(({ method, url }) =>
    method === 'POST' && url.endsWith('/pulls') && spoiled++ === 0 ? 502 : undefined)
  assert.equal((await reconcile({ url })).code, 0)
  assert.equal(spoiled, 1)
  assert.equal(creates(await journal()).length, 1)
  assert.equal((await openPulls()).length, 1)
}, { also: ['Errors.AServerErrorLeavesAWriteInTheAirAndAReadHarmless',
  'Retry.NeverRepeatsBlindlyWhatMayHaveTakenEffect'] })

survived('a write that was not answered may stand: the bot looks before it writes again (DOC)', async (t) => {
  const { land, reconcile, journal, server } = await begin(t)
  await land('feat: one')
  await server.faults({ route: 'graphql updateRefs', nth: 1, lost_answer: { effect: true } })
  assert.equal((await reconcile()).code, 0)
  const seen = await journal()
  const lost = seen.findIndex(({ fate }) => fate === 'answer lost')
  assert.equal(seen[lost + 1].operation, 'Observe')
  assert.equal(seen.filter(({ operation }) => operation === 'UpdateRefs').length, 1)
})

survived('a write that was answered with a 5xx may not stand: it is made again in the end (DOC)', async (t) => {
  const { land, reconcile, openPulls, server } = await begin(t)
  await land('feat: one')
  await server.faults({ route: 'graphql updateRefs', nth: 1, failure: 'bad_gateway_502' })
  assert.equal((await reconcile()).code, 0)
  assert.equal((await openPulls()).length, 1)
})
