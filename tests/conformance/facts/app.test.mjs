// A GitHub App: its own JWT, the tokens of its installation.
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appId, appJwt, makeApp, temporaryDirectory } from '../app.mjs'
import { elsewhere, fact, section, survived } from './catalogue.mjs'
import { assertRefused, begin } from './world.mjs'

section('App authentication')

const seconds = () => Math.floor(Date.now() / 1000)
const withApp = async (t, more = {}) => {
  const app = makeApp(t)
  const world = await begin(t, { ...more, options: [...app.options, '--token', 'person', ...(more.options ?? [])] })
  const as = (jwt) => (method, path) => world.ask(method, path, undefined, { authorization: `Bearer ${jwt}` })
  const keyFile = join(temporaryDirectory(t), 'key.pem')
  writeFileSync(keyFile, app.privateKey)
  const words = ['--app-id', String(appId), '--app-key', keyFile, '--installation', '1']
  return { ...world, app, as, words }
}
const page = { page: '' }

fact('a JWT of RS256 with iat, exp and iss is the app (DOC generating a JWT)', async (t) => {
  const { app, as } = await withApp(t)
  const { status, body } = await as(appJwt(app))('GET', '/app')
  assert.deepEqual([status, body.id], [200, appId])
})

survived("the bot's JWT is RS256, issued a minute ago, ends within 540 s, and names the app (DOC generating a JWT)", async (t) => {
  const { app, land, watch, reconcile, words } = await withApp(t)
  await land('feat: one')
  const { url, seen } = await watch()
  assert.equal((await reconcile({ url, words })).code, 0)
  const tokens = seen.filter(({ path }) => path.endsWith('/access_tokens'))
  assert.equal(tokens.length, 1)
  const [head, claims, signature] = tokens[0].headers.authorization.replace(/^Bearer /, '').split('.')
  const read = (part) => JSON.parse(Buffer.from(part, 'base64url'))
  assert.equal(read(head).alg, 'RS256')
  const { iat, exp, iss } = read(claims)
  const now = seconds()
  assert.equal(String(iss), String(appId))
  assert.ok(iat <= now - 59 && iat >= now - 70, `iat is ${now - iat} s ago`)
  assert.ok(exp > now + 60 && exp <= now + 540, `exp is in ${exp - now} s`)
  assert.ok(verify('sha256', `${head}.${claims}`, createPublicKey(app.privateKey), Buffer.from(signature, 'base64url')))
}, { also: ['AppKey.SignsATokenThatThePublicKeyVerifies'] })

fact('an exp beyond ten minutes is 401 "\'Expiration time\' claim (\'exp\') is too far in the future" (MEAS, DOC)', async (t) => {
  const { app, as } = await withApp(t)
  for (const ahead of [660, 3600])
    assertRefused(await as(appJwt(app, { exp: seconds() + ahead }))('GET', '/app'), 401,
      "'Expiration time' claim ('exp') is too far in the future", page)
  assert.equal((await as(appJwt(app, { exp: seconds() + 540 }))('GET', '/app')).status, 200)
})

fact('exactly ten minutes fails for a clock that is fast (MEAS)', async (t) => {
  const { app, as } = await withApp(t)
  const fast = seconds() + 20
  assertRefused(await as(appJwt(app, { exp: fast + 600 }))('GET', '/app'), 401,
    "'Expiration time' claim ('exp') is too far in the future", page)
  assert.equal((await as(appJwt(app, { iat: fast - 60, exp: fast + 540 }))('GET', '/app')).status, 200)
})

for (const [what, change] of [
  ['another algorithm', { alg: 'HS256' }], ['another key', { key: 'other' }], ['no JSON', { garbage: true }],
]) {
  fact(`a JWT with ${what} is 401 "A JSON web token could not be decoded" (MEAS)`, async (t) => {
    const { app, as } = await withApp(t)
    const jwt = change.garbage ? 'a.b.c'
      : appJwt(change.key ? makeApp(t) : app, {}, change.alg && { alg: change.alg, typ: 'JWT' })
    assertRefused(await as(jwt)('GET', '/app'), 401, 'A JSON web token could not be decoded', page)
  })
}

fact('POST /app/installations/{id}/access_tokens is 201 with a token for one hour (SPEC, DOC)', async (t) => {
  const { app, as, ask, at } = await withApp(t)
  const { status, body } = await as(appJwt(app))('POST', '/app/installations/1/access_tokens')
  assert.equal(status, 201)
  const lifetime = Date.parse(body.expires_at) / 1000 - seconds()
  assert.ok(lifetime > 3590 && lifetime <= 3601, `${lifetime} s`)
  const repository = await ask('GET', at, undefined, { authorization: `token ${body.token}` })
  assert.equal(repository.status, 200)
})

survived('a token of any length is used as it is (DOC token formats)', async (t) => {
  const long = `ghs_${'x'.repeat(520)}`
  const { land, reconcile, words, openPulls, server } = await withApp(t, { options: ['--token', long] })
  await land('feat: one')
  await server.faults({ route: 'POST /app/installations/{id}/access_tokens', status: 201,
    body: { token: long, expires_at: new Date(Date.now() + 3_600_000).toISOString() } })
  assert.equal((await reconcile({ words })).code, 0)
  assert.equal((await openPulls()).length, 1)
})

survived('a fresh token that is 401 at first is used again within 5 s, and no other is asked for (MEAS)', async (t) => {
  const { land, reconcile, journal, words, server } = await withApp(t)
  await land('feat: one')
  await server.faults({ route: 'graphql Observe', nth: 1, failure: 'bad_credentials_401' })
  assert.equal((await reconcile({ words })).code, 0)
  const seen = await journal()
  assert.equal(seen.filter(({ target }) => target.endsWith('/access_tokens')).length, 1)
  const [refused, again] = seen.filter(({ operation }) => operation === 'Observe')
  assert.deepEqual([refused.status, again.status], [401, 200])
  assert.ok(again.at - refused.at > 500 && again.at - refused.at <= 10_000, `${again.at - refused.at} ms`)
}, { also: ['App.LeavesAFreshTokenThatIsRefusedToTheReducersPatience'] })

fact('a token that is none is 401 "Bad credentials" (MEAS, FIX errors)', async (t) => {
  const { repo } = await withApp(t)
  assertRefused(await repo('GET', '', undefined, { authorization: 'token wrong' }), 401, 'Bad credentials', page)
})

fact('a write without credentials, and the app where an installation is wanted, are 401 "Requires authentication" (MEAS)',
  async (t) => {
    const { repo, as, app, at } = await withApp(t)
    assertRefused(await repo('POST', '/labels', { name: 'x' }, { authorization: '' }), 401, 'Requires authentication', page)
    assertRefused(await as(appJwt(app))('GET', at), 401, 'Requires authentication', page)
  })

elsewhere('a clock that is wrong is corrected by the Date of an answer (DOC, MEAS)',
  'App.CorrectsAWrongClockByTheDateOfTheRefusal')
elsewhere('a token is renewed before its hour is over (DOC)', 'App.RenewsATokenFiveMinutesBeforeItsEnd')
