import type { OperationUnderTest } from "./answer-check.ts";

/** A request as it goes on the wire. */
export interface RawRequest {
  /** What is odd about it. */
  readonly name: string;
  readonly verb: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | undefined;
}

/** Values that a field is given instead of its own: of another type, too long, out of range, badly encoded. */
const oddValues: readonly unknown[] = [
  "",
  "x".repeat(300),
  "a b/../\u0000",
  "\u00fc\u{1f600}",
  "NaN",
  -1,
  1.5,
  2 ** 31,
  1e30,
  2 ** 53,
  true,
  [],
  [null],
  ["x", 1],
  {},
  { unknown: 1 },
  "2026-13-45T99:00:00Z",
  "!!!not base64!!!",
];
const oddParameters = [
  "",
  "-1",
  "1e3",
  "0x10",
  "99999999999999999999",
  "abc",
  "true",
  "%00",
  "%ff",
  "%zz",
  "a%2Fb",
  "%2e%2e",
  "x".repeat(300),
];
const oddPathParts = [
  "",
  ".",
  "..",
  "%2e%2e",
  "%00",
  "%ff",
  "%zz",
  "a%20b",
  "%F0%9F%98%80",
  "x".repeat(250),
  "x".repeat(5000),
  "-1",
  "1.5",
  "99999999999999999999",
  "a/b",
  ";a=b",
  "*",
];
const oddHeaders: readonly Readonly<Record<string, string | string[]>>[] = [
  { "flowmesh-timeout-ms": "0" },
  { "flowmesh-timeout-ms": "-5" },
  { "flowmesh-timeout-ms": "1e3" },
  { "flowmesh-timeout-ms": "99999999999" },
  { "idempotency-key": "k".repeat(300) },
  { "idempotency-key": '""' },
  { "if-match": "garbage" },
  { "if-match": '"1", "2"' },
  { "if-match": '"999999"' },
  { "if-none-match": '"\\"' },
  { accept: "text/html;q=x, */*;q=0" },
  { accept: "application/x-protobuf" },
  { accept: "application/octet-stream, application/json;q=0.1" },
  { "content-encoding": "gzip" },
  { "content-type": "text/plain; charset=utf-16" },
  { "content-type": ";;;" },
  { "content-type": "application/x-protobuf" },
  { "content-type": "multipart/form-data; boundary=x" },
  { range: "bytes=0-1" },
  { expect: "200-ok" },
  { origin: "http://evil.example" },
  { host: "evil.example" },
  { "flowmesh-key": "\u00ff\u00fe" },
  { "x-long": "x".repeat(20_000) },
  Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`x-${index}`, "1"])),
];
const oddBodies: readonly (readonly [name: string, body: Buffer])[] = [
  ["no JSON", Buffer.from("{")],
  ["bytes", Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ["a byte order mark", Buffer.from("\ufeff{}")],
  ["null", Buffer.from("null")],
  ["a list", Buffer.from("[]")],
  ["a number", Buffer.from("1e400")],
  ["a deep list", Buffer.from(`{"a":${"[".repeat(2000)}${"]".repeat(2000)}}`)],
  ["a name twice", Buffer.from('{"stream":"a","stream":"b"}')],
  ["a prototype", Buffer.from('{"__proto__":{"stream":"a"}}')],
  ["too much", Buffer.alloc(2_200_000, 0x20)],
  [
    "many names",
    Buffer.from(JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, index])))),
  ],
];

/** The request of the operation's own examples; `changes` replaces parameters. */
export function exampleRequest(
  operation: OperationUnderTest,
  changes: Readonly<Record<string, unknown>> = {},
): RawRequest {
  const values = {
    ...Object.fromEntries(operation.parameters.map(({ name, example }) => [name, example])),
    ...changes,
  };
  const inPath = (name: string): string => encodeURIComponent(String(values[name]));
  const query = operation.parameters
    .filter(({ name, in: place }) => place === "query" && values[name] !== undefined)
    .map(({ name }) => `${name}=${encodeURIComponent(String(values[name]))}`);
  const path = operation.path.replace(/\{(\w+)\}/g, (_place, name: string) => inPath(name));
  const isJson = operation.example !== undefined;
  return {
    name: "the example",
    verb: operation.verb.toUpperCase(),
    target: query.length === 0 ? path : `${path}?${query.join("&")}`,
    headers: operation.bodyTypes.length > 0 ? { "content-type": operation.bodyTypes[0]! } : {},
    body: isJson
      ? Buffer.from(JSON.stringify(operation.example))
      : operation.bodyTypes.length > 0
        ? Buffer.from("no batch")
        : undefined,
  };
}

/** Requests for an operation that are wrong, or odd, in one thing each. */
export function badRequests(operation: OperationUnderTest): RawRequest[] {
  const example = exampleRequest(operation);
  return [
    ...ofPath(operation, example),
    ...ofQuery(operation, example),
    ...ofHeaders(example),
    ...(operation.bodyTypes.length === 0
      ? [{ ...example, name: "a body", body: Buffer.from("{}") }]
      : ofBody(operation, example)),
  ];
}

function ofPath({ path }: OperationUnderTest, example: RawRequest): RawRequest[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const replaced = names.flatMap((name) =>
    oddPathParts.map((part) => {
      const rest = path.replace(`{${name}}`, part).replace(/\{\w+\}/g, "0");
      return { ...example, name: `path ${name}=${part.slice(0, 20)}`, target: rest };
    }),
  );
  const shapes = [`${path}/`, `/${path}`, `${path}/more`, path.toUpperCase(), `${path}#x`, `${path}%`].map(
    (target) => ({
      ...example,
      name: `target ${target}`,
      target: target.replace(/\{\w+\}/gi, "a"),
    }),
  );
  const others = ["GET", "PUT", "TRACE", "PROPFIND", "OPTIONS", "HEAD"].filter((verb) => verb !== example.verb);
  return [
    ...replaced,
    ...shapes,
    ...others.map((verb) => ({ ...example, name: `verb ${verb}`, verb, body: undefined, headers: {} })),
  ];
}

function ofQuery({ parameters }: OperationUnderTest, example: RawRequest): RawRequest[] {
  const names = [
    ...parameters.filter((one) => one.in === "query").map(({ name }) => name),
    "unknown",
    "__proto__",
    "a.b.c",
  ];
  const path = example.target.split("?", 1)[0]!;
  const single = names.flatMap((name) =>
    oddParameters.map((value) => ({
      ...example,
      name: `query ${name}=${value.slice(0, 20)}`,
      target: `${path}?${name}=${value}`,
    })),
  );
  const twice = names.map((name) => ({
    ...example,
    name: `query ${name} twice`,
    target: `${path}?${name}=1&${name}=2`,
  }));
  const shapes = ["?", "?&&&", "?=", "?%", `?${"a=b&".repeat(2000)}`].map((query) => ({
    ...example,
    name: `query ${query.slice(0, 10)}`,
    target: path + query,
  }));
  return [...single, ...twice, ...shapes];
}

function ofHeaders(example: RawRequest): RawRequest[] {
  return oddHeaders.map((headers) => ({
    ...example,
    name: `header ${Object.keys(headers)[0]}: ${String(Object.values(headers)[0]).slice(0, 20)}`,
    headers: { ...example.headers, ...headers },
  }));
}

function ofBody({ example: body }: OperationUnderTest, example: RawRequest): RawRequest[] {
  const whole = oddBodies.map(([name, bytes]) => ({ ...example, name: `body of ${name}`, body: bytes }));
  if (typeof body !== "object" || body === null) return whole;
  const changed = placesIn(body).flatMap((place) =>
    [...oddValues, undefined].map((value) => ({
      ...example,
      name: `body ${place.join(".")} = ${String(JSON.stringify(value)).slice(0, 20)}`,
      body: Buffer.from(JSON.stringify(withValue(body, place, value))),
    })),
  );
  const added = placesIn(body).map((place) => ({
    ...example,
    name: `body with an unknown field beside ${place.join(".")}`,
    body: Buffer.from(JSON.stringify(withValue(body, [...place.slice(0, -1), "no_such_field"], 1))),
  }));
  return [...whole, ...changed, ...added];
}

/** Where values stand in JSON, from the outside inwards. */
function placesIn(value: unknown, place: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[...place, name], ...placesIn(inner, [...place, name])]);
}

function withValue(value: unknown, [name, ...rest]: readonly string[], replacement: unknown): unknown {
  if (name === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === name ? withValue(inner, rest, replacement) : inner));
  const object = value as Record<string, unknown>;
  return { ...object, [name]: withValue(object[name], rest, replacement) };
}
