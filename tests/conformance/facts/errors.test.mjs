// What every refusal looks like.
import assert from 'node:assert/strict'
import { fact, section } from './catalogue.mjs'
import { assertPullRefused, assertRefused, begin, invalid, nobody } from './world.mjs'

section('Error envelope')

fact('a refusal has message, documentation_url and the status as a text, and errors only where it lists them (FIX, errors)',
  async (t) => {
    const { repo } = await begin(t)
    const absent = await repo('GET', '/pulls/9')
    assert.deepEqual(Object.keys(absent.body).sort(), ['documentation_url', 'message', 'status'])
    assertRefused(absent, 404, 'Not Found')
    const listed = await repo('POST', '/pulls', { title: 't', head: 'none', base: 'main' })
    assert.deepEqual(Object.keys(listed.body).sort(), ['documentation_url', 'errors', 'message', 'status'])
  })

fact("documentation_url is the operation's own page (FIX, errors)", async (t) => {
  const { repo, tip } = await begin(t)
  const sha = await tip()
  for (const [method, path, body, status, message, page] of [
    ['GET', '/pulls/9', undefined, 404, 'Not Found', '/pulls/pulls#get-a-pull-request'],
    ['GET', '/git/ref/heads/none', undefined, 404, 'Not Found', '/git/refs#get-a-reference'],
    ['POST', '/git/refs', { ref: 'refs/heads/main', sha }, 422, 'Reference already exists',
      '/git/refs#create-a-reference'],
    ['PATCH', '/git/refs/heads/none', { sha }, 422, 'Reference does not exist', '/git/refs#update-a-reference'],
    ['DELETE', '/git/refs/heads/none', undefined, 422, 'Reference does not exist',
      '/git/refs#delete-a-reference'],
    ['GET', '/releases/latest', undefined, 404, 'Not Found', '/releases/releases#get-the-latest-release'],
  ]) assertRefused(await repo(method, path, body), status, message, { page })
})

fact('documentation_url is the generic page on a 401 and where nothing is routed (FIX, MEAS)', async (t) => {
  const { repo, ask } = await begin(t, { options: ['--token', 'right'], madeUp: [404] })
  assertRefused(await repo('GET', '', undefined, { authorization: 'token wrong' }), 401, 'Bad credentials',
    { page: '' })
  const { status, body } = await ask('GET', '/no/such/route', undefined, { authorization: 'token right' })
  assert.deepEqual([status, body],
    [404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' }])
})

fact('a member that the body lacks is 422 with the words of the request, and no errors (FIX, MEAS)', async (t) => {
  const { repo, branch } = await begin(t)
  await branch('topic')
  const lacking = (name) => `Invalid request.\n\n"${name}" wasn't supplied.`
  assertRefused(await repo('POST', '/pulls', { title: 't', base: 'main' }), 422, lacking('head'))
  assertRefused(await repo('POST', '/pulls', { title: 't', head: 'topic' }), 422, lacking('base'))
  assertRefused(await repo('POST', '/git/refs', { ref: 'refs/heads/x' }), 422, lacking('sha'))
  assertRefused(await repo('POST', '/git/refs', { sha: nobody }), 422, lacking('ref'))
})

fact('a rule that is broken is 422 Validation Failed with errors (FIX, errors)', async (t) => {
  const { repo } = await begin(t)
  const { status, body } = await repo('POST', '/labels', { name: 'bug', color: 'd73a4a' })
  assert.deepEqual([status, body.message, body.errors],
    [422, 'Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }]])
  assertPullRefused(await repo('POST', '/pulls', { title: 't', head: 'none', base: 'main' }), invalid('head'))
})

fact('unknown members of query and body are ignored (MEAS)', async (t) => {
  const { repo, ok, branch } = await begin(t)
  await branch('topic')
  const made = await repo('POST', '/pulls', { title: 't', head: 'topic', base: 'main', colour: 'red' })
  assert.equal(made.status, 201)
  assert.equal((await ok('GET', '/pulls?colour=red')).length, 1)
  assert.equal((await ok('PATCH', '/pulls/1', { title: 'new', merged: true })).title, 'new')
  assert.equal((await ok('GET', '/pulls/1')).merged, false)
})
