import { gzipSync } from "node:zlib";
import type { ErrorReason } from "@flowmesh/contract";

/** A REST request that is wrong in what HTTP and JSON say. */
export interface BadRest {
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly status: number;
  readonly reason: ErrorReason;
}

/** Bytes that are no HTTP request, or one that must not be taken. */
export interface BadHttp {
  readonly name: string;
  readonly bytes: string;
  readonly status: number;
  readonly reason: ErrorReason;
}

const json = { "content-type": "application/json" };

function get(
  name: string,
  path: string,
  status: number,
  reason: ErrorReason,
  headers: Record<string, string> = {},
): BadRest {
  return { name, verb: "GET", path, headers, body: "", status, reason };
}

function send(
  name: string,
  path: string,
  body: string | Buffer,
  status: number,
  reason: ErrorReason,
  headers: Record<string, string> = json,
): BadRest {
  return { name, verb: "POST", path, headers, body, status, reason };
}

function use(verb: string, path: string, status: number, reason: ErrorReason): BadRest {
  return { name: `${verb} of ${path}`, verb, path, headers: {}, body: "", status, reason };
}

const streams = "/v1/streams";
const records = "/v1/streams/kept/records";
const batches = "/v1/streams/kept/partitions/0/batches";
const bytes = { "content-type": "application/octet-stream" };
const malformed = "message_malformed" as const;
const badField = "field_invalid" as const;

function record(value: string): string {
  return `{"records":[${value}]}`;
}

const ofPaths: BadRest[] = [
  get("a path that nobody knows", "/v2/streams", 404, "route_not_found"),
  get("an unknown path", "/nowhere", 404, "route_not_found"),
  get("a slash too much at the end", "/v1/streams/", 400, "name_invalid"),
  get("two slashes", "/v1//streams", 404, "route_not_found"),
  get("capitals in the path", "/V1/Streams", 404, "route_not_found"),
  get("dots that climb", "/v1/streams/../../etc/passwd", 404, "route_not_found"),
  get("encoded dots that climb", "/v1/streams/%2e%2e", 400, "name_invalid"),
  get("an encoded slash", "/v1/streams/a%2Fb", 400, "name_invalid"),
  get("an encoded NUL", "/v1/streams/a%00b", 400, "name_invalid"),
  get("a percent sign alone", "/v1/streams/100%", 400, malformed),
  get("a percent sign with letters", "/v1/streams/%zz", 400, malformed),
  get("an overlong encoding", "/v1/streams/%c0%af", 400, malformed),
  get("an encoded half of a surrogate", "/v1/streams/%ed%a0%80", 400, malformed),
  get("a name of 5000 characters", `/v1/streams/${"x".repeat(5000)}`, 400, "name_invalid"),
  get("a partition that is no number", "/v1/streams/kept/partitions/one/batches", 400, badField),
  get("a partition with a fraction", "/v1/streams/kept/partitions/0.5/batches", 400, badField),
  get("a partition beyond 32 bits", "/v1/streams/kept/partitions/4294967296/batches", 400, badField),
  use("PUT", "/v1/streams", 405, "verb_not_allowed"),
  use("DELETE", "/v1/streams", 405, "verb_not_allowed"),
  use("POST", "/v1/streams/kept", 405, "verb_not_allowed"),
  use("PATCH", "/v1/status", 405, "verb_not_allowed"),
  use("TRACE", "/v1/status", 405, "verb_not_allowed"),
  use("PROPFIND", "/v1/status", 405, "verb_not_allowed"),
  use("POST", "/metrics", 405, "verb_not_allowed"),
  use("POST", "/nowhere", 404, "route_not_found"),
];

const ofQueries: BadRest[] = [
  get("a parameter that nobody knows", "/v1/streams?page=1", 400, "field_unknown"),
  get("a parameter that is misspelt", `${records}?limmit=1`, 400, "field_unknown"),
  get("a parameter given twice", `${records}?limit=1&limit=2`, 400, badField),
  get("a parameter without a value", `${records}?limit`, 400, badField),
  get("a number that is none", `${records}?limit=many`, 400, badField),
  get("a number in hexadecimal", `${records}?limit=0x10`, 400, badField),
  get("a number with a fraction", `${records}?limit=1.5`, 400, badField),
  get("a number beyond 2^53", `${batches}?offset=9007199254740993`, 400, badField),
  get("a number of 1000 digits", `${batches}?offset=${"9".repeat(1000)}`, 400, badField),
  get("a time that is none", `${records}?fromTime=yesterday`, 400, badField),
  get("a day that does not exist", `${records}?fromTime=2026-02-30T00:00:00Z`, 400, badField),
  get("an anchor that nobody knows", `${records}?anchor=middle`, 400, badField),
  get("two ways to begin", `${records}?anchor=earliest&fromTime=2026-01-01T00:00:00Z`, 400, badField),
  get("a query that is not percent-encoded", `${records}?limit=%`, 400, malformed),
  get("a query that is not UTF-8", `${streams}?prefix=%ff`, 400, malformed),
  get("a parameter named __proto__", `${streams}?__proto__=1`, 400, "field_unknown"),
  get("a parameter named constructor.prototype.x", `${streams}?constructor.prototype.x=1`, 400, "field_unknown"),
  get("a time-out that is none", "/v1/status", 400, badField, { "flowmesh-timeout-ms": "soon" }),
  get("a time-out of 0", "/v1/status", 400, badField, { "flowmesh-timeout-ms": "0" }),
  get("a time-out above 5 minutes", "/v1/status", 400, badField, { "flowmesh-timeout-ms": "300001" }),
  send("parameters beside a body", `${streams}?stream=a`, "{}", 400, "field_unknown"),
  send("a batch as a parameter", `${batches}?batch=AAAA`, "x", 400, badField, bytes),
];

const ofJson: BadRest[] = [
  send("a body that is cut off", streams, '{"stream":"a"', 400, malformed),
  send("a body of text", streams, "hello", 400, malformed),
  send("a body with a comma too much", streams, '{"stream":"a",}', 400, malformed),
  send("single quotes", streams, "{'stream':'a'}", 400, malformed),
  send("NaN", streams, '{"stream":"a","partitions":NaN}', 400, malformed),
  send("a byte order mark", streams, '\ufeff{"stream":"a"}', 400, malformed),
  send("a body that is not UTF-8", streams, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, malformed),
  send("half a surrogate as bytes", streams, Buffer.from('{"stream":"\xed\xa0\x80"}', "latin1"), 400, malformed),
  send("an overlong encoding in a text", streams, Buffer.from('{"stream":"\xc0\xaf"}', "latin1"), 400, malformed),
  send("UTF-16", streams, Buffer.from('{"stream":"a"}', "utf16le"), 400, malformed, {
    "content-type": "application/json; charset=utf-16",
  }),
  send("NUL behind the value", streams, '{"stream":"a"}\0', 400, malformed),
  send("text behind the value", streams, '{"stream":"a"} and more', 400, malformed),
  send("a comment", streams, '{"stream":"a"/* the name */}', 400, malformed),
  send("Infinity", streams, '{"stream":"a","partitions":Infinity}', 400, malformed),
  send("a number with a zero before it", streams, '{"stream":"a","partitions":01}', 400, malformed),
  send("a control character in a text", streams, '{"stream":"a\n"}', 400, malformed),
  send("two values", streams, "{}{}", 400, malformed),
  send("a number as body", streams, "5", 400, malformed),
  send("null as body", streams, "null", 400, malformed),
  send("a list as body", streams, "[]", 400, malformed),
  send("100000 brackets", streams, "[".repeat(100_000), 400, malformed),
  send("2 million brackets", streams, "[".repeat(2_000_000), 400, malformed),
  send(
    "a value nested 100000 times",
    records,
    record(`{"value":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
    400,
    malformed,
  ),
  send("a value nested 70 times", records, record(`{"value":${"[".repeat(70)}${"]".repeat(70)}}`), 400, malformed),
  send("objects nested 100000 times", streams, `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`, 400, malformed),
  send(
    "150000 keys",
    streams,
    `{${Array.from({ length: 150_000 }, (_, index) => `"k${index}":1`).join()}}`,
    400,
    "field_unknown",
  ),
  send("a body above 2 MiB", streams, `"${"x".repeat(2_097_152)}"`, 413, "message_too_large"),
  send("a field that nobody knows", streams, '{"stream":"a","partition":2}', 400, "field_unknown"),
  send("a field named __proto__", streams, '{"__proto__":{"stream":"a"}}', 400, "field_unknown"),
  send(
    "a field named __proto__ inside settings",
    streams,
    '{"stream":"a","settings":{"__proto__":1}}',
    400,
    "field_unknown",
  ),
  send("half a surrogate as a field", streams, '{"\\ud800":1}', 400, "field_unknown"),
  send("a field named toString", streams, '{"toString":1}', 400, "field_unknown"),
  send("a field named constructor", streams, '{"constructor":1}', 400, "field_unknown"),
  send("a field inside a record that nobody knows", records, record('{"vlaue":1}'), 400, "field_unknown"),
  send("a field of the path in the body", records, '{"stream":"kept","records":[{}]}', 400, badField),
  send(
    "a field under both its names",
    streams,
    '{"stream":"a","settings":{"retentionMs":1,"retention_ms":2}}',
    400,
    badField,
  ),
  send("a number for a text", streams, '{"stream":5}', 400, badField),
  send("a text for a number", streams, '{"stream":"a","partitions":"two"}', 400, badField),
  send("a huge number", streams, '{"stream":"a","partitions":1e400}', 400, badField),
  send("a number beyond 2^31", streams, '{"stream":"a","partitions":2147483648}', 400, badField),
  send("a number of 400 digits", streams, `{"stream":"a","partitions":${"9".repeat(400)}}`, 400, badField),
  send("a number beyond 2^53", records, '{"records":[{}],"expectedOffset":9007199254740993}', 400, badField),
  send("a number of exactly 2^53", records, '{"records":[{}],"expectedOffset":9007199254740992}', 400, badField),
  send("a number beyond 2^53 as text", records, '{"records":[{}],"expectedOffset":"9007199254740993"}', 400, badField),
  send(
    "the highest number of 64 bits as text",
    records,
    '{"records":[{}],"expectedOffset":"18446744073709551615"}',
    400,
    badField,
  ),
  send("a number as text with a blank", records, '{"records":[{}],"expectedOffset":" 1"}', 400, badField),
  send("a number as text in hexadecimal", records, '{"records":[{}],"expectedOffset":"0x1"}', 400, badField),
  send("a fraction", streams, '{"stream":"a","partitions":1.5}', 400, badField),
  send("an object for a list", records, '{"records":{}}', 400, badField),
  send("a list for a record", records, record("[]"), 400, badField),
  send("null for a record", records, record("null"), 400, badField),
  send("half a surrogate in a key of text", records, record('{"dedupeId":"\\udfff"}'), 400, badField),
  send("half a surrogate in a text", records, record('{"key":"\\ud800"}'), 400, badField),
  send("base64 that is none", records, record('{"valueBase64":"a*b"}'), 400, badField),
  send("a value in two ways", records, record('{"value":1,"valueBase64":"YQ=="}'), 400, badField),
  send("a time that is none", records, record('{"timestamp":"now"}'), 400, badField),
  send("a durability that nobody knows", records, '{"records":[{}],"durability":"twice"}', 400, badField),
];

const ofBodies: BadRest[] = [
  send("XML for JSON", streams, "<stream/>", 415, "media_type_unknown", { "content-type": "application/xml" }),
  send("a form for JSON", streams, "stream=a", 415, "media_type_unknown", {
    "content-type": "application/x-www-form-urlencoded",
  }),
  send("a content type that is none", streams, "{}", 415, "media_type_unknown", { "content-type": "json" }),
  ...["gzip", "br", "deflate", "identity, gzip"].map((encoding) =>
    send(`a body packed with ${encoding}`, records, gzipSync("hello"), 415, "media_type_unknown", {
      "content-type": "text/plain",
      "content-encoding": encoding,
    }),
  ),
  send("packed JSON", streams, gzipSync("{}"), 415, "media_type_unknown", { ...json, "content-encoding": "gzip" }),
  send("several parts", streams, "--a--", 415, "media_type_unknown", {
    "content-type": "multipart/form-data; boundary=a",
  }),
  send("a key twice", `${records}?key=a`, "x", 400, badField, { "content-type": "text/plain", "flowmesh-key": "b" }),
  send("JSON for a batch", batches, "{}", 415, "media_type_unknown"),
  send("an empty batch", batches, "", 400, "batch_malformed", bytes),
  send("a body above the limit", batches, Buffer.alloc(17_825_793), 413, "message_too_large", bytes),
  send("a record above the limit as a body", records, Buffer.alloc(1_048_577), 413, "record_too_large", bytes),
  send("a record of a body to partition -1", `${records}?partition=-1`, "x", 404, "partition_not_found", {
    "content-type": "text/plain",
  }),
  send("a record of a body with a parameter too much", `${records}?colour=red`, "x", 400, "field_unknown", {
    "content-type": "text/plain",
  }),
  send("a record of a body with a key too long", `${records}?key=${"k".repeat(4097)}`, "x", 413, "record_too_large", {
    "content-type": "text/plain",
  }),
  { ...use("DELETE", "/v1/streams/kept", 400, malformed), headers: json, body: '{"really":true}' },
];

export const badRest: readonly BadRest[] = [...ofPaths, ...ofQueries, ...ofJson, ...ofBodies];

const line = "GET /v1/status HTTP/1.1\r\n";
const host = "Host: localhost\r\n";
const last = "Connection: close\r\n\r\n";

function http(name: string, text: string, status = 400, reason: ErrorReason = malformed): BadHttp {
  return { name, bytes: text, status, reason };
}

const postLine = `POST /v1/streams HTTP/1.1\r\n${host}Content-Type: application/json\r\n`;

export const badHttp: readonly BadHttp[] = [
  http("no version", "GET /v1/status\r\n\r\n"),
  http("HTTP/3.0", `GET /v1/status HTTP/3.0\r\n${host}${last}`),
  http("a verb that nobody knows", `FLY /v1/status HTTP/1.1\r\n${host}${last}`),
  http("a verb in small letters behind an empty line", `\r\nget /v1/status HTTP/1.1\r\n${host}${last}`),
  http("CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n", 405, "verb_not_allowed"),
  http("HTTP/0.9", `GET /v1/status HTTP/0.9\r\n${host}${last}`),
  http("HTTP/1.2", `GET /v1/status HTTP/1.2\r\n${host}${last}`),
  http("a version in small letters", `GET /v1/status http/1.1\r\n${host}${last}`),
  http("tabs for blanks", `GET\t/v1/status\tHTTP/1.1\r\n${host}${last}`),
  http("a blank in the path", `GET /v1/ status HTTP/1.1\r\n${host}${last}`),
  http("bytes outside of ASCII in the path", `GET /v1/streams/größe HTTP/1.1\r\n${host}${last}`),
  http("line ends of CR alone", `GET /v1/status HTTP/1.1\rHost: localhost\r\r\n\r\n`),
  http("the path *", `OPTIONS * HTTP/1.1\r\n${host}${last}`, 404, "route_not_found"),
  http(
    "a path of two slashes and a host",
    `GET //evil.example/v1/status HTTP/1.1\r\n${host}${last}`,
    404,
    "route_not_found",
  ),
  http(
    "a foreign host as target",
    `GET http://rebound.example/v1/status HTTP/1.1\r\n${host}${last}`,
    403,
    "host_not_allowed",
  ),
  http(
    "a target with a name before the host",
    `GET http://localhost@rebound.example/ HTTP/1.1\r\n${host}${last}`,
    403,
    "host_not_allowed",
  ),
  http("no Host", `${line}${last}`),
  http("two Hosts", `${line}${host}${host}${last}`),
  http("a foreign Host", `${line}Host: rebound.example\r\n${last}`, 403, "host_not_allowed"),
  http("an empty Host", `${line}Host: \r\n${last}`, 403, "host_not_allowed"),
  http("a Host with a name before it", `${line}Host: me@localhost\r\n${last}`, 403, "host_not_allowed"),
  http("a foreign Origin", `${line}${host}Origin: https://evil.example\r\n${last}`, 403, "origin_not_allowed"),
  http("the null Origin", `${line}${host}Origin: null\r\n${last}`, 403, "origin_not_allowed"),
  http("a header without a colon", `${line}${host}Nothing\r\n${last}`),
  http("a blank before the colon", `${line}Host : localhost\r\n${last}`),
  http("a header without a name", `${line}${host}: a\r\n${last}`),
  http("CR within a header", `${line}${host}A: b\rC: d\r\n${last}`),
  http("a header with NUL", `${line}${host}A: b\0c\r\n${last}`),
  http("a folded header", `${line}${host}A: b\r\n c\r\n${last}`),
  http("a line that ends in LF alone", `${line}${host}A: b\nC: d\r\n${last}`),
  http("a head above 16 KiB", `${line}${host}A: ${"x".repeat(17_000)}\r\n${last}`, 431),
  http("101 headers", `${line}${host}${"A: b\r\n".repeat(99)}${last}`, 431),
  http("a path above 16 KiB", `GET /${"x".repeat(17_000)} HTTP/1.1\r\n${host}${last}`, 431),
  http("a length and chunks", `${postLine}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
  http("two lengths", `${postLine}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`),
  http("a length that is no number", `${postLine}Content-Length: two\r\n\r\n{}`),
  http("a negative length", `${postLine}Content-Length: -2\r\n\r\n{}`),
  http("a length beyond 64 bits", `${postLine}Content-Length: 99999999999999999999\r\n\r\n{}`),
  ...["+2", "0x2", "2 2", "2, 2", "2;", "", "-0", "2\r\nContent-Length: 2"].map((length) =>
    http(`the length ${JSON.stringify(length)}`, `${postLine}Content-Length: ${length}\r\n${last}{}`),
  ),
  http("a length above the limit", `${postLine}Content-Length: 99999999\r\n${last}`, 413, "message_too_large"),
  http("an encoding that is not chunked", `${postLine}Transfer-Encoding: gzip\r\n\r\n{}`),
  ...[
    "identity",
    "xchunked",
    "chunked, identity",
    "chunked, chunked",
    "gzip, chunked",
    "chunked;q=1",
    "chunked\r\nTransfer-Encoding: identity",
  ].map((coding) =>
    http(
      `the transfer encoding ${JSON.stringify(coding)}`,
      `${postLine}Transfer-Encoding: ${coding}\r\n${last}2\r\n{}\r\n0\r\n\r\n`,
    ),
  ),
  http("chunks in HTTP/1.0", `${postLine.replace("1.1", "1.0")}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
  ...["2 ", "0x2", "+2", "-2", "", "ffffffffffffffffff", "2\n{}\n0\n"].map((size) =>
    http(
      `the chunk size ${JSON.stringify(size)}`,
      `${postLine}Transfer-Encoding: chunked\r\n${last}${size}\r\n{}\r\n0\r\n\r\n`,
    ),
  ),
  http(
    "a chunk with an extension of 20 kB",
    `${postLine}Transfer-Encoding: chunked\r\n${last}2;${"x".repeat(20_000)}\r\n`,
    413,
  ),
  http(
    "trailers above 16 KiB",
    `${postLine}Transfer-Encoding: chunked\r\n${last}2\r\n{}\r\n0\r\n${"A: b\r\n".repeat(3000)}\r\n`,
    431,
  ),
  http("a chunk whose length is no number", `${postLine}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
  http("a chunk that is longer than it says", `${postLine}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`),
  http("an expectation that nobody can meet", `${line}${host}Expect: a miracle\r\n${last}`, 417),
];
