// Proxies between a client and the server, which record what the server answers.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'

const hopByHop = /^(host|connection|content-length|transfer-encoding|accept-encoding|expect|upgrade|keep-alive)$/
const endToEnd = (headers) => [...headers].filter(([name]) => !hopByHop.test(name))

// Links lead through the proxy, too: `urlOf()` is its own. A request goes on when `gate` (of it
// and its body) lets it, and
// `change` may give a status that is answered instead of what the server said. An answer that is
// lost on its way from the server is lost here, too.
const forward = (server, recorder, urlOf, gate = () => {}, change = () => {}) => async (request, response) => {
  const relinked = (text) => text.replaceAll(server.url, urlOf())
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  await gate(request, Buffer.concat(chunks).toString())
  const answer = await fetch(server.url + request.url, {
    method: request.method,
    headers: endToEnd(Object.entries(request.headers)),
    redirect: 'manual',
    body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
  }).catch(() => null)
  if (!answer) {
    recorder.lose(request.method, request.url, Buffer.concat(chunks).toString())
    return request.socket.destroy()
  }
  const text = relinked(await answer.text())
  const instead = change(request)
  if (instead) return response.writeHead(instead).end()
  recorder.note(request.method, request.url, answer.status, answer.headers.get('content-type'), text,
    Buffer.concat(chunks).toString())
  response.writeHead(answer.status, 
    Object.fromEntries(endToEnd(answer.headers).map(([name, value]) => [name, relinked(value)])))
  response.end(text)
}

// Resolves to the port.
const listening = async (t, server) => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  }))
  return server.address().port
}

export const startProxy = async (t, server, recorder, gate, change) => {
  let url
  const port = await listening(t, createHttpServer(forward(server, recorder, () => url, gate, change)))
  url = `http://127.0.0.1:${port}`
  return url
}

// The server as `https://HOST`, with a certificate that is made here, for clients that insist on
// TLS and on its usual port: they get there through the HTTP proxy `tunnel` (RFC 9110 §9.3.6).
export const startTlsHost = async (t, host, server, recorder, directory) => {
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(directory, name))
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
    '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', certificate,
  ], { stdio: 'ignore' })
  const keys = { key: readFileSync(key), cert: readFileSync(certificate) }
  const port = await listening(t, createHttpsServer(keys, forward(server, recorder, () => `https://${host}`)))
  const tunnel = createHttpServer()
  tunnel.on('connect', ({ url }, socket, head) => {
    if (url !== `${host}:443`) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const inside = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      inside.write(head)
      inside.pipe(socket).pipe(inside)
    })
    for (const end of [socket, inside]) end.on('error', () => { socket.destroy(); inside.destroy() })
    t.after(() => socket.destroy())
  })
  return { certificate, tunnel: `http://127.0.0.1:${await listening(t, tunnel)}` }
}
