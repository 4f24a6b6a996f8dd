// Turns the response types of a stripe package's own .d.ts files into JSON schemas, by asking the TypeScript checker.
import ts from 'typescript';

const { TypeFlags, SymbolFlags } = ts;

/**
 * @param {string} entry the package's main .d.ts file
 * @param {string | null} errors a .d.ts file that exports StripeRawError, if the package has one
 * @returns {{ definitions: object, objects: Record<string, object[]> }} `definitions` by the SDK's type name, and by the
 * wire's `object` value the schemas that a response with it may have (a deleted customer is a `customer`, too)
 */
export function typesToSchemas(entry, errors = null) {
  const program = ts.createProgram([entry, ...(errors ? [errors] : [])], {
    strict: true, skipLibCheck: true, types: [], noEmit: true,
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  const checker = program.getTypeChecker();
  const converter = new Converter(checker);
  const objects = {};
  const note = (schema, object) => (objects[object] ??= []).push(schema);

  for (const { symbol, type } of interfacesIn(stripeNamespace(program, checker, entry), checker)) {
    const object = literalOf(checker.getPropertyOfType(type, 'object'), checker);
    // Events come as one union, which tells by `type` what `data.object` is.
    if (object && (object !== 'event' || symbol.name === 'EventBase')) note(converter.convert(type), object);
  }
  const event = stripeNamespace(program, checker, entry).find((symbol) => symbol.name === 'Event');
  if (event) objects.event = [converter.convert(checker.getDeclaredTypeOfSymbol(resolved(event, checker)))];
  if (errors) {
    const file = checker.getSymbolAtLocation(program.getSourceFile(errors));
    const raw = checker.getExportsOfModule(file).find((symbol) => symbol.name === 'StripeRawError');
    objects.error = [converter.convert(checker.getDeclaredTypeOfSymbol(raw))];
  }
  return { definitions: converter.definitions, objects };
}

function stripeNamespace(program, checker, entry) {
  const file = checker.getSymbolAtLocation(program.getSourceFile(entry))
    ?? checker.getAmbientModules().find((module) => module.name === '"stripe"');   // stripe 11 declares a module
  const exported = checker.getExportsOfModule(file);
  const stripe = exported.find((symbol) => symbol.name === 'Stripe') ?? exported.find((symbol) => symbol.name === 'default');
  return checker.getExportsOfModule(resolved(stripe, checker));
}

function* interfacesIn(symbols, checker, seen = new Set()) {
  for (const each of symbols) {
    const symbol = resolved(each, checker);
    if (seen.has(symbol)) continue;
    seen.add(symbol);
    if (symbol.flags & SymbolFlags.Interface) yield { symbol, type: checker.getDeclaredTypeOfSymbol(symbol) };
    // Checkout.Session and its like; a namespace beside an interface holds only that interface's parts.
    else if (symbol.flags & SymbolFlags.Module && symbol.name !== 'V2') yield* interfacesIn(checker.getExportsOfModule(symbol), checker, seen);
  }
}

function resolved(symbol, checker) {
  return symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function literalOf(symbol, checker) {
  const type = symbol && checker.getTypeOfSymbol(symbol);
  return type?.isStringLiteral() ? type.value : null;
}

class Converter {
  definitions = {};
  #names = new Map();

  constructor(checker) {
    this.checker = checker;
  }

  convert(type) {
    if (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) return {};
    if (type.flags & TypeFlags.Null) return { type: 'null' };
    if (type.flags & TypeFlags.StringLiteral || type.flags & TypeFlags.NumberLiteral) return { const: type.value };
    if (type.flags & TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    if (type.flags & TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & TypeFlags.NumberLike) return { type: 'number' };
    if (type.flags & TypeFlags.Boolean) return { type: 'boolean' };
    if (isOpenString(type)) return { type: 'string' };
    if (type.isUnion()) return this.#union(type.types);
    if (this.checker.isArrayType(type)) return { type: 'array', items: this.convert(this.checker.getTypeArguments(type)[0]) };
    if (type.aliasSymbol?.name === 'Decimal') return { type: 'string' };   // a class of the SDK's, a string on the wire
    return this.#object(type);
  }

  #union(all) {
    const types = all.filter((type) => !(type.flags & (TypeFlags.Undefined | TypeFlags.Void)));
    const literals = types.filter((type) => type.isStringLiteral());
    const rest = types.filter((type) => !literals.includes(type));
    const open = rest.some(isOpenString);
    const branches = [];
    if (literals.length > 0) branches.push({ type: 'string', enum: literals.map((type) => type.value).sort(), ...(open && { 'x-open': true }) });
    if (rest.filter((type) => type.flags & TypeFlags.BooleanLiteral).length === 2) branches.push({ type: 'boolean' });
    for (const type of rest) {
      if (type.flags & TypeFlags.BooleanLiteral && branches.some((branch) => branch.type === 'boolean')) continue;
      if (isOpenString(type) && literals.length > 0) continue;
      branches.push(this.convert(type));
    }
    return branches.length === 1 ? branches[0] : { anyOf: branches };
  }

  #object(type) {
    const known = this.#names.get(type);
    if (known) return { $ref: known };
    const name = this.#nameFor(type);
    this.#names.set(type, name);
    const definition = this.definitions[name] = { type: 'object', properties: {}, required: [], additionalProperties: false };
    for (const property of this.checker.getPropertiesOfType(type)) {
      const value = this.checker.getTypeOfSymbol(property);
      if (value.getCallSignatures().length > 0) continue;
      const present = value.isUnion() ? value.types.filter((part) => !isNothing(part)) : isNothing(value) ? [] : [value];
      if (present.length === 0) continue;                             // `deleted?: void` says that the key is never there
      definition.properties[property.name] = this.convert(value);
      if (!(property.flags & SymbolFlags.Optional)) definition.required.push(property.name);
    }
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    if (index) definition.additionalProperties = this.convert(index.type);
    return { $ref: name };
  }

  #nameFor(type) {
    const full = type.symbol && !(type.symbol.flags & SymbolFlags.TypeLiteral)
      ? this.checker.getFullyQualifiedName(type.symbol).replace(/^".*?"\.?/, '').replace(/^Stripe\./, '') : '';
    const shown = this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    const base = type.aliasSymbol || shown.includes('<') || !full ? shown.slice(0, 80) : full;
    let name = base;
    for (let n = 2; name in this.definitions; n++) name = `${base}#${n}`;
    return name;
  }
}

function isOpenString(type) {
  return type.isIntersection() && type.types.some((part) => part.flags & TypeFlags.String);
}

function isNothing(type) {
  return (type.flags & (TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Never)) !== 0;
}
