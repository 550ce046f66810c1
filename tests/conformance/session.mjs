// A server, a client of it and what they told each other: what most tests begin with.
import assert from 'node:assert/strict'
import { Octokit } from '@octokit/rest'
import { makeRecorder } from './recorder.mjs'
import { startServer } from './server.mjs'

export const silent = { debug() {}, info() {}, warn() {}, error() {} }

// `github` is the client, `at` the repository as its calls name it.
export const connectWith = (Client, server, recorder, settings = {}) => ({
  github: new Client({
    baseUrl: server.url, auth: 'token', log: silent, ...settings, request: { fetch: recorder.fetch },
  }),
  recorder,
  server,
  at: { owner: server.owner, repo: server.repo },
})

export const connect = async (t, ...options) =>
  connectWith(Octokit, await startServer(t, ...options), makeRecorder())

// For `assert.rejects`: an error answer with GitHub's envelope.
export const refusal = (status, message) => (error) => {
  assert.equal(error.status, status, error.stack)
  assert.match(error.response.data.message, message)
  assert.equal(error.response.data.status, String(status))
  return true
}

export const shaOf = async ({ github, at }, branch) =>
  (await github.rest.git.getRef({ ...at, ref: `heads/${branch}` })).data.object.sha

// Commits one file through the git database, on a new branch; the commit's id.
export const branchWithFile = async (session, branch, path, content, message = `feat: ${path}`) => {
  const { git } = session.github.rest
  const parent = await shaOf(session, 'main')
  const base = await git.getCommit({ ...session.at, commit_sha: parent })
  const blob = await git.createBlob({ ...session.at, content, encoding: 'utf-8' })
  const tree = await git.createTree({
    ...session.at,
    base_tree: base.data.tree.sha,
    tree: [{ path, mode: '100644', type: 'blob', sha: blob.data.sha }],
  })
  const commit = await git.createCommit({
    ...session.at, message, tree: tree.data.sha, parents: [parent],
    author: { name: 'Mona', email: 'mona@example.com', date: '2024-01-02T03:04:05Z' },
  })
  await git.createRef({ ...session.at, ref: `refs/heads/${branch}`, sha: commit.data.sha })
  return commit.data.sha
}

export const openPull = async ({ github, at }, head, title = head) =>
  (await github.rest.pulls.create({ ...at, title, head, base: 'main', body: 'words' })).data
