// PyGithub (python3-github).
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startProxy } from './proxy.mjs'
import { makeRecorder } from './recorder.mjs'
import { startServer } from './server.mjs'

// Debian's interpreter, for which Debian's package is.
const python = '/usr/bin/python3'
const script = fileURLToPath(new URL('pygithub_life.py', import.meta.url))

test('PyGithub lives a release', async (t) => {
  const server = await startServer(t)
  const recorder = makeRecorder()
  const url = await startProxy(t, server, recorder)
  const { error, stdout, stderr } = await new Promise((resolve) =>
    execFile(python, [script, url, server.owner, server.repo], { timeout: 120_000 },
      (error, stdout, stderr) => resolve({ error, stdout, stderr })))
  assert.equal(error, null, stderr)
  assert.equal(stdout, 'done\n')
  recorder.assertValid()
})
