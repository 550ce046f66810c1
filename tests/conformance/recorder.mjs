// Remembers every answer of a session, and judges it by GitHub's description.
import assert from 'node:assert/strict'
import { problemsOf } from './openapi.mjs'

const isRest = (path) => !/^(\/api)?\/graphql$/.test(path)

export const makeRecorder = () => {
  const answers = []
  const note = (method, url, status, contentType, text) => {
    const path = new URL(url, 'http://localhost').pathname.replace(/^\/api\/v3(?=\/)/, '')
    answers.push({ method, path, status, contentType, text })
  }
  return {
    answers,
    note,
    // A `fetch` that remembers.
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      const text = await response.clone().text()
      note(init?.method ?? 'GET', url, response.status, response.headers.get('content-type'), text)
      return response
    },
    // Fails unless there were answers, and each of REST's is as the description has it. Answers that
    // a test made up itself are not GitHub's: `exceptStatus`.
    assertValid: ({ exceptStatus = [] } = {}) => {
      const judged = answers.filter(({ path, status }) => isRest(path) && !exceptStatus.includes(status))
      assert.ok(judged.length > 0, 'no answer was recorded')
      const problems = [...new Set(judged.flatMap(problemsOf))]
      assert.deepEqual(problems, [])
    },
  }
}
