// Remembers every answer of a session, and judges it by GitHub's descriptions: REST's, GraphQL's.
import assert from 'node:assert/strict'
import { problemsOfGraphql } from './graphql_schema.mjs'
import { problemsOf } from './openapi.mjs'

const isGraphql = ({ path }) => /^(\/api)?\/graphql$/.test(path)

export const makeRecorder = () => {
  const answers = []
  const lost = []
  const pathOf = (url) => new URL(url, 'http://localhost').pathname.replace(/^\/api\/v3(?=\/)/, '')
  // `request` is the body that was sent.
  const note = (method, url, status, contentType, text, request) => {
    answers.push({ method, path: pathOf(url), status, contentType, text, request })
  }
  return {
    answers,
    // Requests that were not answered.
    lost,
    lose: (method, url, request) => lost.push({ method, path: pathOf(url), status: 0, text: '', request }),
    note,
    // A `fetch` that remembers.
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      const text = await response.clone().text()
      note(init?.method ?? 'GET', url, response.status, response.headers.get('content-type'), text, init?.body)
      return response
    },
    // Fails unless there were answers, and each is as the descriptions have it. Answers that a test
    // made up itself are not GitHub's: `exceptStatus`.
    assertValid: ({ exceptStatus = [] } = {}) => {
      const judged = answers.filter(({ status }) => !exceptStatus.includes(status))
      assert.ok(judged.length > 0, 'no answer was recorded')
      const problems = judged.flatMap((one) => (isGraphql(one) ? problemsOfGraphql(one) : problemsOf(one)))
      assert.deepEqual([...new Set(problems)], [])
    },
  }
}
