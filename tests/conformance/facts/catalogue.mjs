// The facts about GitHub, one test each. A test's name is a sentence that ends with its source in
// brackets; docs/facts.md is the table of them all.
//
// Sources: DOC, GitHub's documentation; SPEC, its OpenAPI description; GQL, its public GraphQL
// schema; FIX, recorded answers (@octokit/fixtures); MEAS, measured on the live service by others in
// 2026; `owner/repository#number`, an issue in which it was seen.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'

// Every row in the order of the files: {section, sentence, source, proof, body?, tests?, reason?}.
export const rows = []
// The table's test only reads the rows.
const isReading = process.env.REGENT_FACTS === 'read'
let current = ''

export const section = (name) => { current = name }

const add = (sentence, row) => {
  const [, words, source] = /^(.+) \(([^()]+)\)$/.exec(sentence) ?? []
  assert.ok(source, `"${sentence}" does not end with its source`)
  rows.push({ section: current, sentence: words, source, ...row })
}

let tests
// The names of all tests that CTest knows in the build directory.
const knownTests = () => {
  const directory = process.env.REGENT_BUILD
  assert.ok(directory, 'REGENT_BUILD is the build directory')
  tests ??= new Set(JSON.parse(execFileSync('ctest', ['--show-only=json-v1'],
    { cwd: directory, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] })).tests.map(({ name }) => name))
  return tests
}
const assertKnown = (names) =>
  assert.deepEqual(names.filter((name) => !knownTests().has(name)), [], 'tests that CTest does not have')

// A fact that is asked for over HTTP; `also` names C++ tests that prove it, too.
export const fact = (sentence, body, { also = [] } = {}) => {
  add(sentence, { proof: 'http', tests: also })
  if (isReading) return
  test(sentence, async (t) => {
    assertKnown(also)
    await body(t)
  })
}

// A fact that `regent reconcile` has to live with: the program runs.
export const survived = (sentence, body, { also = [] } = {}) => {
  add(sentence, { proof: 'reconcile', tests: also })
  if (isReading) return
  test(sentence, async (t) => {
    assertKnown(also)
    await body(t)
  })
}

// A fact that C++ tests prove, since no request can bring it about, or not in a test's time.
export const elsewhere = (sentence, ...names) => {
  add(sentence, { proof: 'C++', tests: names })
  if (!isReading) test(sentence, () => assertKnown(names))
}

// A fact that no test here can prove, and why.
export const untested = (sentence, reason) => add(sentence, { proof: 'none', tests: [], reason })
