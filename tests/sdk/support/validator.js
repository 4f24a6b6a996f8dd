// Checks a response against the schemas of the SDK's types, and says in one line each what is wrong.
import { extraKeys, extraValues, mayBeMissing, partial } from './allowed.js';

// Keys that are not there at all until somebody expands them.
const onlyWhenExpanded = {
  charge: ['refunds'], customer: ['cash_balance', 'invoice_credit_balance', 'sources', 'subscriptions', 'tax', 'tax_ids'],
};

/**
 * @typedef {{ path: string, expected: string, got: string }} Problem
 * @typedef {{ lenient?: boolean, missing?: Record<string, string[]> }} Options `lenient` lets unknown keys and enum values pass,
 * for an SDK that is older than the API; `missing` has the required keys that may be absent, by the wire's `object` value
 */
export class Validator {
  /** Paths (without indices) of what only an expansion brings: objects where an id could stand, and some lists. Filled by `check`. */
  expanded = new Set();
  #problems = [];

  /** @param {{ definitions: object, objects: Record<string, object[]> }} schemas @param {Options} options */
  constructor(schemas, options = {}) {
    this.schemas = schemas;
    this.options = options;
  }

  /** @returns {Problem[]} what is wrong with a whole response body, a list's envelope and its elements included */
  check(body) {
    this.#problems = [];
    this.expanded = new Set();
    if (isObject(body) && 'error' in body) this.#error(body);
    else this.#byObject(body, '');
    return this.#problems;
  }

  #error(body) {
    this.#keys(body, 'error body', ['error'], ['error'], '');
    // An old SDK has no type for its errors: the shape has not changed since.
    if (this.schemas.objects.error) this.#value(this.schemas.objects.error[0], body.error, 'error');
    if (!isObject(body.error) || typeof body.error.type !== 'string') this.#problem('error.type', 'a string', body.error?.type);
    if (!isObject(body.error) || typeof body.error.message !== 'string') this.#problem('error.message', 'a string', body.error?.message);
  }

  #byObject(value, path) {
    const object = isObject(value) ? value.object : undefined;
    if (object === 'list' || object === 'search_result') return this.#list(value, path);
    const known = typeof object === 'string' ? this.schemas.objects[object] : undefined;
    if (!known) return this.#problem(join(path, 'object'), 'an object of the API', object);
    this.#anyOf(known, value, path);
  }

  #list(list, path) {
    const search = list.object === 'search_result';
    const required = ['object', 'url', 'has_more', 'data', ...(search ? ['next_page'] : [])];
    this.#keys(list, list.object, required, search ? [...required, 'total_count'] : required, path);
    if (typeof list.url !== 'string' || !list.url.startsWith('/v1/')) this.#problem(join(path, 'url'), 'a path under /v1/', list.url);
    if (typeof list.has_more !== 'boolean') this.#problem(join(path, 'has_more'), 'boolean', list.has_more);
    if (search && list.next_page !== null && typeof list.next_page !== 'string') this.#problem(join(path, 'next_page'), 'string or null', list.next_page);
    if (!Array.isArray(list.data)) return this.#problem(join(path, 'data'), 'array', list.data);
    list.data.forEach((each, n) => this.#byObject(each, `${join(path, 'data')}[${n}]`));
  }

  #value(schema, value, path, owner = '') {
    if (schema.$ref) return this.#object(schema.$ref, value, path);
    if (schema.anyOf) return this.#anyOf(schema.anyOf, value, path, owner);
    if ('const' in schema) return value === schema.const || this.#problem(path, JSON.stringify(schema.const), value);
    if (schema.enum) return this.#literal(schema, value, path, owner);
    if (schema.type === 'array') {
      if (!Array.isArray(value)) return this.#problem(path, 'array', value);
      return value.forEach((each, n) => this.#value(schema.items, each, `${path}[${n}]`, owner));
    }
    if (schema.type && kind(value) !== schema.type) this.#problem(path, schema.type, value);
  }

  #literal(schema, value, path, owner) {
    if (typeof value !== 'string') return this.#problem(path, describe(schema), value);
    const opened = schema['x-open'] && (this.options.lenient || extraValues[owner]?.includes(value));
    if (!schema.enum.includes(value) && !opened && !this.options.lenient) this.#problem(path, describe(schema), value);
  }

  #object(name, value, path) {
    const schema = this.schemas.definitions[name];
    if (!isObject(value)) return this.#problem(path, name, value);
    const required = schema.required.filter((key) => !mayBeMissing.includes(`${name}.${key}`)
      && !this.options.missing?.[value.object]?.includes(key) && !this.options.missing?.[name]?.includes(key));
    const open = isObject(schema.additionalProperties) ? schema.additionalProperties : null;
    const declared = [...Object.keys(schema.properties), ...(extraKeys[value.object] ?? extraKeys[name] ?? [])];
    this.#keys(value, name, required, open ? null : declared, path);
    for (const key of onlyWhenExpanded[value.object] ?? []) if (key in value) this.#noteExpanded(join(path, key));
    for (const [key, each] of Object.entries(value)) {
      const property = schema.properties[key] ?? open;
      if (!property || each === undefined) continue;
      if (partial.includes(key)) this.#names(property, each, join(path, key));
      else this.#value(property, each, join(path, key), `${name}.${key}`);
    }
  }

  #names(schema, value, path) {
    const definition = this.schemas.definitions[schema.$ref];
    if (!isObject(value)) this.#problem(path, 'object', value);
    else if (definition) this.#keys(value, schema.$ref, [], Object.keys(definition.properties), path);
  }

  #keys(value, name, required, declared, path) {
    for (const key of required) if (!(key in value)) this.#problem(join(path, key), `a key of ${name}`, undefined);
    if (!declared || this.options.lenient) return;
    for (const key of Object.keys(value)) {
      if (!declared.includes(key)) this.#problem(join(path, key), `no such key in ${name}`, value[key]);
    }
  }

  #anyOf(branches, value, path, owner = '') {
    const fitting = branches.filter((branch) => this.#couldBe(branch, value));
    if (fitting.length === 0) return this.#problem(path, describe({ anyOf: branches }), value);
    if (isObject(value) && branches.some((branch) => branch.type === 'string') && typeof value.id === 'string') {
      this.#noteExpanded(path);
    }
    // Of several objects that it may be, the one with the fewest complaints is the one that was meant.
    const before = this.#problems;
    let best = null;
    for (const branch of fitting) {
      this.#problems = [];
      this.#value(branch, value, path, owner);
      if (!best || this.#problems.length < best.length) best = this.#problems;
      if (best.length === 0) break;
    }
    this.#problems = before.concat(best);
  }

  #noteExpanded(path) {
    this.expanded.add(path.replaceAll(/\[\d+\]/g, ''));
  }

  #couldBe(branch, value) {
    if (branch.anyOf) return branch.anyOf.some((each) => this.#couldBe(each, value));
    if (!branch.$ref) return 'const' in branch ? branch.const === value : !branch.type || branch.type === kind(value);
    if (!isObject(value)) return false;
    const { properties, required } = this.schemas.definitions[branch.$ref];
    return ['object', 'type', 'deleted'].every((key) =>
      !properties[key] || !('const' in properties[key]) || (key in value ? properties[key].const === value[key] : !required.includes(key)))
      && !('deleted' in value && value.deleted === true && !('deleted' in properties));
  }

  #problem(path, expected, got) {
    this.#problems.push({ path, expected, got: got === undefined ? 'nothing' : shorten(JSON.stringify(got)) });
  }
}

/** @param {Problem} problem */
export function sayProblem({ path, expected, got }) {
  return `${path || '(body)'}: expected ${expected}, got ${got}`;
}

function describe(schema) {
  if (schema.$ref) return schema.$ref;
  if (schema.enum) return schema.enum.length > 12 ? `one of ${schema.enum.length} literals` : schema.enum.map((each) => `'${each}'`).join(' | ');
  if (schema.anyOf) return schema.anyOf.length > 12 ? `one of ${schema.anyOf.length} types` : schema.anyOf.map(describe).join(' or ');
  return 'const' in schema ? JSON.stringify(schema.const) : schema.type ?? 'anything';
}

function kind(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value) {
  return kind(value) === 'object';
}

function join(path, key) {
  return path ? `${path}.${key}` : key;
}

function shorten(text) {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
