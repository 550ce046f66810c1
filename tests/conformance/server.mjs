// Starts `regent fake-github` for a test, and speaks to the routes that are its own.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const program = process.env.REGENT ?? 'build/dev/bin/regent'

// Stops with the test `t`. Resolves to the server: `url`, `owner`, `repo`, and its controls.
export const startServer = async (t, ...options) => {
  const child = spawn(program, ['fake-github', '--listen', ':0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  t.after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([
    new Promise((resolve) => lines.once('line', resolve)),
    ended.then((code) => Promise.reject(new Error(`fake-github ended with ${code}`))),
  ])
  const [, url, owner, repo] = /^ready (\S+) ([^/\s]+)\/(\S+)$/.exec(line)
  const own = async (method, path, body) => {
    const response = await fetch(url + path, { method, body: body && JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response.json()
  }
  return {
    url,
    owner,
    repo,
    state: () => own('GET', '/_regent/state'),
    faults: (...rules) => own('POST', '/_regent/faults', rules),
    requests: async () => (await own('GET', '/_regent/requests')).requests,
  }
}
