// Judges GraphQL requests and answers by GitHub's public schema (@octokit/graphql-schema).
import { isDeepStrictEqual } from 'node:util'
import { schema } from '@octokit/graphql-schema'
import {
  buildSchema, getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, isAbstractType,
  isCompositeType, isEnumType, isListType, isNonNullType, isObjectType, Kind, parse, typeFromAST, validate,
} from 'graphql'

export const publicSchema = buildSchema(schema.idl, { assumeValid: true })

// What values of GitHub's scalars look like; of the others, which hold anything, nothing is known.
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
const scalars = {
  Int: (value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  Float: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string' && value !== '',
  DateTime: (value) => date.test(value),
  GitTimestamp: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(value),
  GitObjectID: (value) => /^[0-9a-f]{40}$/.test(value),
  URI: (value) => typeof value === 'string' && URL.canParse(value),
  HTML: (value) => typeof value === 'string',
}

const isLeft = (selection, variables) =>
  getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true ||
  getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false

// The fields that are asked of an object of `type`, by their keys in the answer. What stands under
// a condition that only some objects of an interface or a union meet is `optional`.
const fieldsOf = (context, type, sets, optional = false, found = new Map()) => {
  for (const selection of sets.flatMap(({ selections }) => selections)) {
    if (isLeft(selection, context.variables)) continue
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value
      const one = found.get(key) ?? { nodes: [], parents: new Set(), optional: true }
      found.set(key, { nodes: [...one.nodes, selection], parents: one.parents.add(type), optional: one.optional && optional })
    } else {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : context.fragments.get(selection.name.value)
      const condition = fragment.typeCondition ? typeFromAST(publicSchema, fragment.typeCondition) : type
      const isSure = condition === type || (isAbstractType(condition) && publicSchema.isSubType(condition, type))
      // An object of this type is never of that one.
      if (isObjectType(type) && !isSure) continue
      fieldsOf(context, condition, [fragment.selectionSet], optional || !isSure, found)
    }
  }
  return found
}

const problemsOfObject = (context, type, sets, value, place) => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [`${place} should be an object`]
  const named = value.__typename && publicSchema.getType(value.__typename)
  if (value.__typename && (!isObjectType(named) || (named !== type && !publicSchema.isSubType(type, named))))
    return [`${place}/__typename is ${value.__typename}, which is no ${type.name}`]
  const concrete = named || type
  const fields = fieldsOf(context, concrete, sets)
  return [
    ...Object.keys(value).filter((key) => !fields.has(key)).map((key) => `${place}/${key} was not asked for`),
    ...[...fields].flatMap(([key, { nodes, parents, optional }]) => {
      if (!(key in value)) return optional ? [] : [`${place}/${key} is missing`]
      if (nodes[0].name.value === '__typename') return []
      // Of several conditions that may have been met, one is enough.
      const problems = [...parents].map((parent) => problemsOfValue(context,
        parent.getFields()[nodes[0].name.value].type, nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
        value[key], `${place}/${key}`))
      return problems.find((one) => one.length === 0) ?? problems[0]
    }),
  ]
}

const problemsOfValue = (context, type, sets, value, place) => {
  if (isNonNullType(type))
    return value === null ? [`${place} is null, and ${type} cannot be`]
      : problemsOfValue(context, type.ofType, sets, value, place)
  if (value === null) return []
  if (isListType(type)) {
    if (!Array.isArray(value)) return [`${place} should be a list`]
    return value.flatMap((one, index) => problemsOfValue(context, type.ofType, sets, one, `${place}/${index}`))
  }
  if (isCompositeType(type)) return problemsOfObject(context, type, sets, value, place)
  const fits = isEnumType(type) ? type.getValue(value) !== undefined && type.getValue(value) !== null
    : (scalars[type.name] ?? (() => true))(value)
  return fits ? [] : [`${place} is ${JSON.stringify(value)}, which is no ${type}`]
}

const problemsOfErrors = (errors) => {
  if (errors === undefined) return []
  if (!Array.isArray(errors) || errors.length === 0) return ['/errors must be a list with an error']
  return errors.flatMap(({ message, path, locations, type }, index) => [
    ...(typeof message === 'string' && message ? [] : [`/errors/${index}/message must be a text`]),
    ...(path === undefined || Array.isArray(path) ? [] : [`/errors/${index}/path must be a list`]),
    ...(locations === undefined || Array.isArray(locations) ? [] : [`/errors/${index}/locations must be a list`]),
    ...(type === undefined || typeof type === 'string' ? [] : [`/errors/${index}/type must be a text`]),
  ])
}

// What is wrong with a document by the public schema, one line each.
export const problemsOfDocument = (query) => {
  try {
    return validate(publicSchema, parse(query)).map(({ message }) => message)
  } catch (error) {
    return [error.message]
  }
}

// What is wrong with an answer to POST /graphql, one line each; `request` is the body that was sent.
export const problemsOfGraphql = ({ status, contentType, text, request }) => {
  if (status !== 200) return []  // refused before GraphQL: REST's envelope, judged elsewhere
  if (!/^application\/json/.test(contentType ?? '')) return [`graphql: not JSON but ${contentType}`]
  const { query, variables = {}, operationName } = JSON.parse(request)
  const answer = JSON.parse(text)
  const problems = problemsOfErrors(answer.errors)
  for (const key of Object.keys(answer))
    if (!['data', 'errors', 'extensions'].includes(key)) problems.push(`/${key} is no member of an answer`)
  if (!('data' in answer) || answer.data === null)
    return answer.errors ? problems : [...problems, 'graphql: neither data nor errors']
  const invalid = problemsOfDocument(query)
  if (invalid.length > 0) return invalid.map((problem) => `graphql, answered with data: ${problem}`)
  const { definitions } = parse(query)
  const fragments = new Map(definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
    .map((fragment) => [fragment.name.value, fragment]))
  const operation = definitions.find(({ kind, name }) =>
    kind === Kind.OPERATION_DEFINITION && (!operationName || name?.value === operationName))
  const defaults = Object.fromEntries((operation.variableDefinitions ?? [])
    .filter(({ defaultValue }) => defaultValue?.kind === Kind.BOOLEAN)
    .map(({ variable, defaultValue }) => [variable.name.value, defaultValue.value]))
  const context = { fragments, variables: { ...defaults, ...variables } }
  const root = publicSchema.getRootType(operation.operation)
  return [...problems, ...problemsOfObject(context, root, [operation.selectionSet], answer.data, '')]
    .map((problem) => `graphql ${operation.name?.value ?? operation.operation}: ${problem}`)
}

const kindOf = (type) => type.constructor.name.replace(/^GraphQL/, '')
// How the schema `ours` contradicts GitHub's: [{place, problem}]. Less than GitHub has is allowed.
export const contradictions = (ours) => {
  const found = []
  const say = (place, problem) => found.push({ place, problem })
  const compareInputs = (place, mine, theirs) => {
    for (const input of mine) {
      const match = theirs.find(({ name }) => name === input.name)
      if (!match) say(`${place}(${input.name})`, 'GitHub has no such input')
      else if (String(input.type) !== String(match.type))
        say(`${place}(${input.name})`, `is ${input.type}, of GitHub ${match.type}`)
      else if (!isDeepStrictEqual(input.defaultValue, match.defaultValue))
        say(`${place}(${input.name})`, `defaults to ${JSON.stringify(input.defaultValue)}, of GitHub to ${JSON.stringify(match.defaultValue)}`)
    }
    for (const { name, type, defaultValue } of theirs)
      if (isNonNullType(type) && defaultValue === undefined && !mine.some((input) => input.name === name))
        say(`${place}(${name})`, 'GitHub requires it')
  }
  const compareFields = (type, match) => {
    const theirs = match.getFields()
    for (const field of Object.values(type.getFields())) {
      const place = `${type.name}.${field.name}`
      const other = theirs[field.name]
      if (!other) { say(place, 'GitHub has no such field'); continue }
      if (String(field.type) !== String(other.type)) say(place, `is ${field.type}, of GitHub ${other.type}`)
      compareInputs(place, field.args, other.args)
    }
    for (const { name } of type.getInterfaces())
      if (!match.getInterfaces().some((one) => one.name === name)) say(type.name, `GitHub's is no ${name}`)
  }
  for (const type of Object.values(ours.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    const match = publicSchema.getType(type.name)
    if (!match) say(type.name, 'GitHub has no such type')
    else if (kindOf(type) !== kindOf(match)) say(type.name, `is ${kindOf(type)}, of GitHub ${kindOf(match)}`)
    else if (isEnumType(type)) {
      for (const { name } of type.getValues()) if (!match.getValue(name)) say(`${type.name}.${name}`, 'GitHub has no such value')
    } else if (kindOf(type) === 'UnionType') {
      for (const { name } of type.getTypes())
        if (!match.getTypes().some((one) => one.name === name)) say(type.name, `GitHub's does not hold ${name}`)
    } else if (kindOf(type) === 'InputObjectType') {
      compareInputs(type.name, Object.values(type.getFields()), Object.values(match.getFields()))
    } else if (isCompositeType(type)) compareFields(type, match)
  }
  return found
}

