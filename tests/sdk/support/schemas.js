// The schemas of both SDKs, compiled from their types once and kept under node_modules/.cache.
// As a program (`npm run schemas`) it compiles them ahead, so that test files that start together need not.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const cache = path.join(root, 'node_modules', '.cache', 'calmonypay-sdk');

// What the SDK adds to an error while it reads the response; none of it is on the wire.
const addedToErrors = ['headers', 'statusCode', 'requestId', 'detail', 'exception'];

const packages = {
  stripe: { entry: 'stripe/esm/stripe.esm.node.d.ts', errors: 'stripe/esm/Types.d.ts' },
  'stripe-2022': { entry: 'stripe-2022/types/index.d.ts' },
};

/** @param {'stripe' | 'stripe-2022'} name @returns {Promise<{ definitions: object, objects: Record<string, object[]> }>} */
export async function schemasOf(name) {
  const converter = readFileSync(path.join(root, 'support', 'typesToSchemas.js'));
  const version = readFileSync(path.join(root, 'node_modules', name, 'package.json'));
  const key = createHash('sha256').update(converter).update(version).update(JSON.stringify(packages[name])).digest('hex').slice(0, 16);
  const file = path.join(cache, `${name}-${key}.json`);
  if (!existsSync(file)) {
    const schemas = await compile(packages[name]);
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(schemas));
    renameSync(`${file}.${process.pid}`, file);                          // a reader sees all of it or none
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function compile({ entry, errors }) {
  const { typesToSchemas } = await import('./typesToSchemas.js');        // loads TypeScript, so only when needed
  const modules = path.join(root, 'node_modules');
  const schemas = typesToSchemas(path.join(modules, entry), errors && path.join(modules, errors));
  for (const key of addedToErrors) delete schemas.definitions.StripeRawError?.properties[key];
  return schemas;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(packages)) {
    const { definitions, objects } = await schemasOf(name);
    console.log(`${name}: ${Object.keys(objects).length} objects, ${Object.keys(definitions).length} types`);
  }
}
