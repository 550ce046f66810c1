// What GitHub sends of itself.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { appJwt, makeApp, receiveWebhooks } from '../app.mjs'
import { elsewhere, fact, section, untested } from './catalogue.mjs'
import { begin, sleep } from './world.mjs'

section('Webhooks')

const secret = "It's a Secret to Everybody"
const withHook = async (t, app) => {
  const hook = await receiveWebhooks(t)
  const world = await begin(t, { options: [...(app?.options ?? []), ...(app ? ['--token', 'person'] : []),
    '--webhook', hook.url, '--webhook-secret', secret] })
  const asApp = (method, path) => world.ask(method, path, undefined, { authorization: `Bearer ${appJwt(app)}` })
  return { ...world, hook, asApp }
}

fact('a webhook has GitHub\'s headers: event, GUID, hook, target and agent (DOC webhook events and payloads)', async (t) => {
  const { hook, branch, pull } = await withHook(t, makeApp(t))
  await branch('topic')
  await pull('topic')
  await hook.arrived(3)
  const { headers, body } = hook.deliveries.find(({ headers }) => headers['x-github-event'] === 'pull_request')
  assert.match(headers['x-github-delivery'], /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  assert.match(headers['x-github-hook-id'], /^\d+$/)
  assert.match(headers['x-github-hook-installation-target-id'], /^\d+$/)
  assert.equal(headers['x-github-hook-installation-target-type'], 'integration')
  assert.match(headers['user-agent'], /^GitHub-Hookshot\//)
  assert.match(headers['content-type'], /^application\/json/)
  assert.deepEqual([JSON.parse(body).action, JSON.parse(body).number], ['opened', 1])
  const guids = hook.deliveries.map(({ headers }) => headers['x-github-delivery'])
  assert.equal(new Set(guids).size, guids.length)
}, { also: ['HookHeaders.NameTheHookItsTargetAndTheDelivery'] })

fact('X-Hub-Signature-256 is sha256= and the HMAC-SHA256 of the raw body in hex (DOC validating webhook deliveries)',
  async (t) => {
    const { hook, branch } = await withHook(t)
    await branch('topic')
    await hook.arrived(1)
    for (const { headers, body } of hook.deliveries)
      assert.equal(headers['x-hub-signature-256'], `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  })
elsewhere('the signature of "Hello, World!" is that of the test vector (DOC validating webhook deliveries)',
  'HubSignature.IsThatOfGitHubsTestVector')

fact('a receiver that has not answered after 10 s has failed (DOC best practices for webhooks)', async (t) => {
  const app = makeApp(t)
  const silent = createServer(() => {})
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve))
  t.after(() => { silent.close(); silent.closeAllConnections() })
  const { branch, ask } = await begin(t, { options: [...app.options, '--token', 'person',
    '--webhook', `http://127.0.0.1:${silent.address().port}/`] })
  const deliveries = async () =>
    (await ask('GET', '/app/hook/deliveries', undefined, { authorization: `Bearer ${appJwt(app)}` })).body
  await branch('topic')
  const begun = Date.now()
  let last
  do {
    await sleep(100)
    last = (await deliveries()).at(-1)
  } while (last.duration === 0 && Date.now() - begun < 60_000)
  assert.ok(last.duration >= 10 && last.duration < 30, `${last.duration} s`)
  assert.ok(last.status_code < 200 || last.status_code >= 300)
})

fact('a webhook that failed is not sent again by itself (DOC handling failed webhook deliveries)', async (t) => {
  const app = makeApp(t)
  const failing = []
  const receiver = createServer((request, response) => {
    failing.push(request.headers['x-github-delivery'])
    request.resume()
    response.writeHead(500).end()
  })
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  t.after(() => { receiver.close(); receiver.closeAllConnections() })
  const { branch, ask } = await begin(t, { options: [...app.options, '--token', 'person',
    '--webhook', `http://127.0.0.1:${receiver.address().port}/`] })
  await branch('topic')
  while (failing.length === 0) await sleep(10)
  await sleep(1500)
  assert.equal(new Set(failing).size, failing.length)
  const { body } = await ask('GET', '/app/hook/deliveries', undefined, { authorization: `Bearer ${appJwt(app)}` })
  assert.deepEqual(body.map(({ status_code, status, redelivery }) => [status_code, status, redelivery]),
    body.map(() => [500, 'Invalid HTTP Response', false]))
})

fact('missed deliveries are found in GET /app/hook/deliveries and sent again by POST …/attempts, with their GUID (SPEC, DOC)',
  async (t) => {
    const app = makeApp(t)
    const { hook, branch, server, asApp } = await withHook(t, app)
    await server.faults({ webhook: '*', drop: true, times: 10 })
    await branch('topic')
    await sleep(300)
    assert.deepEqual(hook.deliveries, [])
    const { body } = await asApp('GET', '/app/hook/deliveries')
    assert.ok(body.length > 0)
    await fetch(`${server.url}/_regent/faults`, { method: 'DELETE' })
    assert.equal((await asApp('POST', `/app/hook/deliveries/${body[0].id}/attempts`)).status, 202)
    await hook.arrived(1)
    assert.equal(hook.deliveries[0].headers['x-github-delivery'], body[0].guid)
    const [again] = (await asApp('GET', '/app/hook/deliveries')).body
    assert.deepEqual([again.guid, again.redelivery], [body[0].guid, true])
  }, { also: ['SiteTest.ARedeliveryKeepsItsGuid'] })

fact('webhooks come in any order (DOC best practices for webhooks)', async (t) => {
  const { hook, branch, pull, ok, server } = await withHook(t)
  await branch('topic')
  await hook.arrived(1)
  const before = hook.deliveries.length
  await server.faults({ webhook: 'pull_request', nth: 1, reorder: true })
  await pull('topic')
  await ok('PATCH', '/pulls/1', { title: 'new' })
  while (hook.deliveries.filter(({ headers }) => headers['x-github-event'] === 'pull_request').length < 2)
    await hook.arrived(hook.deliveries.length + 1)
  const actions = hook.deliveries.slice(before).filter(({ headers }) => headers['x-github-event'] === 'pull_request')
    .map(({ body }) => JSON.parse(body).action)
  assert.deepEqual(actions, ['edited', 'opened'])
}, { also: ['HookSender.LetsTheNextOneOvertakeWhenTold'] })

fact('a webhook may come twice, with one GUID (DOC)', async (t) => {
  const { hook, branch, server } = await withHook(t)
  await server.faults({ webhook: '*', nth: 1, twice: true })
  await branch('topic')
  await hook.arrived(2)
  const [one, two] = hook.deliveries
  assert.equal(one.headers['x-github-delivery'], two.headers['x-github-delivery'])
  assert.equal(one.body, two.body)
}, { also: ['HookSender.SendsTwiceWhenToldAndNotesItOnce'] })

elsewhere('merge_commit_sha can be stale in the payload of the merge itself (rocq-prover/bot#1)',
  'Webhook.TheMergeCommitInItCanBeStale')

fact('the payload of a pull request has the members that real ones have, of their kinds (@octokit/webhooks-examples)',
  async (t) => {
    const { default: examples } = await import('@octokit/webhooks-examples', { with: { type: 'json' } })
    const real = examples.find(({ name }) => name === 'pull_request').examples
      .find(({ action, organization }) => action === 'opened' && !organization)
    const { hook, branch, pull } = await withHook(t)
    await branch('topic')
    await pull('topic')
    while (!hook.deliveries.some(({ headers }) => headers['x-github-event'] === 'pull_request'))
      await hook.arrived(hook.deliveries.length + 1)
    const { body } = hook.deliveries.find(({ headers }) => headers['x-github-event'] === 'pull_request')
    const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)
    const lacking = (then, now, place) => {
      if (kind(then) === 'null' || kind(now) === 'null') return []
      if (kind(then) !== kind(now)) return [`${place}: ${kind(then)} then, ${kind(now)} now`]
      if (kind(then) !== 'object') return []
      return Object.keys(then).flatMap((key) =>
        key in now ? lacking(then[key], now[key], `${place}/${key}`) : [`${place}/${key}: missing`])
    }
    assert.deepEqual(lacking(real, JSON.parse(body), ''), [])
  })

untested('payloads have at most 25 MB (DOC)', 'nothing that is served makes one that large')
untested('deliveries take less than 60 s at the 95th percentile, and 40 minutes in incidents (MEAS)',
  'how late a webhook is, is said by faults (`delay_ms`)')
