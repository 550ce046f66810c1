// A GitHub App for a server: its key in a file, a place for its webhooks.
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const appId = 4711

// A directory that goes with the test.
export const temporaryDirectory = (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'regent-conformance-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

// `privateKey` is PEM; `options` are those of `regent fake-github`.
export const makeApp = (t) => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const file = join(temporaryDirectory(t), 'app.pem')
  writeFileSync(file, privateKey)
  return { privateKey, options: ['--app-id', String(appId), '--app-key', file] }
}

// A receiver of webhooks: `deliveries` are `{headers, body}`; `arrived(n)` waits for so many.
export const receiveWebhooks = async (t) => {
  const deliveries = []
  const waiting = new Set()
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      deliveries.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.end('ok')
      for (const tell of waiting) tell()
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  }))
  const arrived = (count) => new Promise((resolve) => {
    const tell = () => {
      if (deliveries.length < count) return
      waiting.delete(tell)
      resolve()
    }
    waiting.add(tell)
    tell()
  })
  return { url: `http://127.0.0.1:${server.address().port}/hook`, deliveries, arrived }
}

// What such an app signs in with; `claims` and `header` are put over the usual ones.
export const appJwt = ({ privateKey }, claims = {}, header = { alg: 'RS256', typ: 'JWT' }) => {
  const now = Math.floor(Date.now() / 1000)
  const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url')
  const signed = `${part(header)}.${part({ iat: now - 60, exp: now + 540, iss: String(appId), ...claims })}`
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
}
