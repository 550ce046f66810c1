// docs/facts.md is the table of the tests in facts/: no row without a test, no test without a row.
//
// REGENT_FACTS_WRITE=1 makes the table anew, for a person who looks at the difference.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'

process.env.REGENT_FACTS = 'read'
const { rows } = await import('./facts/catalogue.mjs')
const files = ['safety', 'conditional', 'errors', 'refs', 'graphql', 'contents_and_merge', 'pull_requests', 'limits',
  'webhooks', 'app']
const ends = []
for (const file of files) {
  await import(`./facts/${file}.test.mjs`)
  ends.push(rows.length)
}
const fileOf = (row) => files[ends.findIndex((end) => rows.indexOf(row) < end)]

const cell = (text) => text.replaceAll('|', '\\|').replace(/(?<![\w`])(refs\/\*|PR_…)/g, '`$1`')
const proofOf = ({ proof, tests, reason }) => {
  if (proof === 'none') return `none: ${reason}`
  const named = tests.map((name) => `\`${name}\``)
  const own = { http: ['HTTP'], reconcile: ['`regent reconcile`'], 'C++': [] }[proof]
  return [...own, ...named].join(', ')
}
const tableOf = (file) => {
  const own = rows.filter((row) => fileOf(row) === file)
  return [`## ${own[0].section}`, '', `\`tests/conformance/facts/${file}.test.mjs\``, '', '| fact | source | test |',
    '| --- | --- | --- |',
    ...own.map((row) => `| ${cell(row.sentence)} | ${cell(row.source)} | ${cell(proofOf(row))} |`), ''].join('\n')
}

const place = new URL('../../docs/facts.md', import.meta.url)
const beginning = '<!-- what follows is checked by tests/conformance/facts_table.test.mjs -->\n'

test('docs/facts.md has the rows that the tests have, and no others', () => {
  const text = readFileSync(place, 'utf8')
  const [head] = text.split(beginning)
  const wanted = `${head}${beginning}\n${files.map(tableOf).join('\n')}`
  if (process.env.REGENT_FACTS_WRITE) writeFileSync(place, wanted)
  else assert.equal(text, wanted)
})

test('no fact is told twice', () => {
  const sentences = rows.map(({ sentence }) => sentence)
  assert.deepEqual(sentences.filter((one, index) => sentences.indexOf(one) !== index), [])
})

test('docs/facts.md counts what is tested and what is not', () => {
  const count = (proof) => rows.filter((row) => row.proof === proof).length
  const told = readFileSync(place, 'utf8').replace(/\s+/g, ' ')
  const wanted = `${rows.length} facts: ${count('http')} are asked for over HTTP, ${count('reconcile')} are survived ` +
    `by the bot, ${count('C++')} are proved by C++ tests alone, ${count('none')} cannot be tested`
  assert.ok(told.includes(wanted), wanted)
})
