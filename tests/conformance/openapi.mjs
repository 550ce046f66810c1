// Judges answers by GitHub's published description of its REST interface (@octokit/openapi).
import { createRequire } from 'node:module'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'

const description = createRequire(import.meta.url)('@octokit/openapi/generated/api.github.com.json')

const withNull = (schema) => {
  if (schema.enum && !schema.enum.includes(null)) schema = { ...schema, enum: [...schema.enum, null] }
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] }
  return { anyOf: [schema, { type: 'null' }] }
}

const titles = (schemas) => schemas.map((one) => one.title ?? one.$ref?.split('/').at(-1)).join()

// Where the description contradicts itself, or the recorded answers of github.com.
const corrected = (node) => {
  // Alternatives overlap: an error of any kind is a basic-error, which requires nothing.
  if (node.oneOf) {
    const { oneOf, ...rest } = node
    return { ...rest, anyOf: oneOf }
  }
  // An account that has to be a user and an enterprise at once, in lists of installations.
  if (node.allOf && titles(node.allOf) === 'Simple User,Enterprise') {
    const { allOf, ...rest } = node
    return { ...rest, anyOf: allOf }
  }
  // A label without a description has null, also within a pull request (FIX, labels).
  const { color, default: isDefault, description: told } = node.properties ?? {}
  if (color && isDefault && told)
    return { ...node, properties: { ...node.properties, description: { ...told, nullable: true } } }
  return node
}

// OpenAPI 3.0's dialect as JSON Schema has it: `nullable` becomes a type. Examples go, since they
// hold whole documents.
const converted = (node) => {
  if (Array.isArray(node)) return node.map(converted)
  if (node === null || typeof node !== 'object') return node
  const out = {}
  for (const [key, value] of Object.entries(corrected(node))) {
    // Properties may have the names of keywords.
    if (key === 'properties')
      out[key] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, converted(one)]))
    else if (key === 'enum') out[key] = value
    else if (!['nullable', 'example', 'examples', 'default', 'externalDocs'].includes(key))
      out[key] = converted(value)
  }
  return node.nullable === true ? withNull(out) : out
}

const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false })
addFormats(ajv)
ajv.addSchema({ components: { schemas: converted(description.components.schemas) } }, 'github')

const absolute = (schema) =>
  JSON.parse(JSON.stringify(schema), (key, value) => (key === '$ref' ? `github${value}` : value))
const validators = new Map()
const validatorOf = (name, schema) => {
  if (!validators.has(name)) validators.set(name, ajv.compile(absolute(converted(schema))))
  return validators.get(name)
}

const resolved = (node) =>
  node?.$ref ? node.$ref.slice(2).split('/').reduce((at, key) => at[key], description) : node

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const takesSlashes = (item, operation, name) =>
  [...(item.parameters ?? []), ...(operation.parameters ?? [])]
    .map(resolved)
    .some((one) => one.name === name && one.in === 'path' && one['x-multi-segment'])

const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => ['get', 'put', 'post', 'patch', 'delete'].includes(method))
    .map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      responses: operation.responses,
      literals: path.split('/').filter((part) => !part.includes('{')).length,
      pattern: new RegExp(
        '^' +
          path
            .split(/(\{[^}]+\})/)
            .map((part) =>
              !part.startsWith('{') ? escaped(part)
              : takesSlashes(item, operation, part.slice(1, -1)) ? '.+'
              : '[^/]+')
            .join('') +
          '$',
      ),
    })),
)

// The operation that a method and a path (without query) are; the most literal one of several.
export const operationOf = (method, path) => {
  const wanted = method === 'HEAD' ? 'GET' : method
  // The root of a repository's files has an empty path.
  if (/^\/repos\/[^/]+\/[^/]+\/(contents|git\/matching-refs)\/?$/.test(path))
    path = path.replace(/\/?$/, '/.')
  // No longer published, but recorded in 2022 and still sent by clients.
  if (wanted === 'GET')
    path = path
      .replace(/^(\/repos\/[^/]+\/[^/]+\/git\/)refs\/?$/, '$1matching-refs/.')
      .replace(/^(\/repos\/[^/]+\/[^/]+\/git\/)refs(?=\/)/, '$1ref')
  const found = operations.filter((one) => one.method === wanted && one.pattern.test(path))
  return found.sort((a, b) => b.literals - a.literals)[0]
}

// The operation that a route of the server, such as `/repos/{owner}/{repo}/git/ref/{ref...}`, is.
export const operationOfRoute = (method, route) => {
  const shape = (path) => path.replace(/\{[^}]*\}/g, '{}')
  if (method === 'GET')
    route = route.replace(/\/git\/refs$/, '/git/matching-refs').replace('/git/refs/', '/git/ref/')
  if (/\/(contents|git\/matching-refs)$/.test(route)) route += '/{path}'
  return operations.find((one) => one.method === method && shape(one.path) === shape(route))
}

const basicError = { $ref: '#/components/schemas/basic-error' }
// Statuses that any operation may answer and few list: conditions, credentials, versions, limits,
// breakdowns.
const isCommon = (status) => [304, 400, 401, 403, 404, 409, 422, 429].includes(status) || status >= 500

const schemaOf = (operation, status) => {
  const response = resolved(operation.responses[status])
  if (!response) return isCommon(status) ? { name: 'basic-error', schema: basicError } : undefined
  const schema = response.content?.['application/json']?.schema
  return { name: `${operation.id} ${status}`, schema: schema ?? null }
}

const told = (error) =>
  `${error.instancePath || '/'} ${error.message}` +
  (error.params.allowedValues ? ` (${error.params.allowedValues.join(', ')})` : '')

// What every refusal says besides (facts, error envelope): the description requires none of it. A
// refused condition (400) names no page.
const problemsOfEnvelope = (status, body) => [
  ...(typeof body.message === 'string' && body.message ? [] : ['/message must be a text']),
  ...(body.status === String(status) ? [] : [`/status must be "${status}"`]),
  ...(status === 400 || /^https:\/\/docs\.github\.com\//.test(body.documentation_url)
    ? [] : ['/documentation_url must be a page']),
]

// What is wrong with an answer, one line each. `text` is its body.
export const problemsOf = ({ method, path, status, contentType, text }) => {
  const operation = operationOf(method, path)
  const place = `${method} ${path} -> ${status}`
  if (!operation) return [`${place}: no such operation is published`]
  const expected = schemaOf(operation, status)
  if (!expected) return [`${place}: ${operation.id} has no such answer`]
  if (method === 'HEAD') return []
  if (expected.schema === null && status >= 400 && text !== '') {
    // The description leaves out what some refusals say.
    expected.schema = basicError
  }
  if (expected.schema === null || status === 304)
    return text === '' ? [] : [`${place}: the answer should have no body`]
  if (!/^application\/json/.test(contentType ?? '')) return [`${place}: not JSON but ${contentType}`]
  const validate = validatorOf(expected.name, expected.schema)
  const body = JSON.parse(text)
  const problems = validate(body) ? [] : validate.errors.map(told)
  if (status >= 400) problems.push(...problemsOfEnvelope(status, body))
  return problems.map((problem) => `${place} (${expected.name}): ${problem}`)
}
