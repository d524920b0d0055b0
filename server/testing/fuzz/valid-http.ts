import type { SeededRandom } from "@flowmesh/engine";
import { mutate } from "./mutate.ts";
import { mutatedBatch, randomBatch } from "./random-batch.ts";

/** One request, before it is put into bytes. */
interface Request {
  readonly verb: string;
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

const json = "application/json";
const none = Buffer.alloc(0);
const base = "/v1/streams/target";
const record = {
  key: "k",
  value: { total: 12.5, long: 1 },
  headers: [{ name: "a", value: "b" }],
  timestamp: "2026-01-31T12:00:00Z",
};

function get(path: string): Request {
  return { verb: "GET", path, type: "", body: none };
}

function post(path: string, body: object): Request {
  return { verb: "POST", path, type: json, body: Buffer.from(JSON.stringify(body)) };
}

/** The requests of a client at its usual work. */
function usualRequest(random: SeededRandom): Request {
  return random.pick([
    get("/v1/status"),
    get("/v1/streams?pageSize=10&prefix=t"),
    get(base),
    get(`${base}/records?limit=5&fromTime=2020-01-01T00:00:00Z`),
    get(`${base}/partitions/0/batches?offset=0&maxBytes=10000&waitMs=${random.integer(20)}`),
    get("/health/ready"),
    { ...get("/v1/status"), verb: random.pick(["HEAD", "OPTIONS", "PUT"]) },
    post("/v1/streams", { stream: "scratch", partitions: 2, settings: { retentionMs: 3_600_000 } }),
    post(`${base}/records`, { records: [record, { valueBase64: "/w==" }], durability: "interval" }),
    post("/v1/streams/scratch/records", { records: [record], idempotencyKey: `key ${random.integer(20)}` }),
    post(`${base}/subscription`, { cursors: [{ partition: 0 }, { partition: 1 }], maxBytes: 10_000 }),
    post("/v1/commits", {
      operations: [{ append: { stream: "target", batch: randomBatch(random).toString("base64") } }],
    }),
    { verb: "PATCH", path: "/v1/streams/scratch", type: json, body: Buffer.from('{"partitions":3}') },
    { verb: "DELETE", path: "/v1/streams/scratch", type: "", body: none },
    { verb: "POST", path: `${base}/records?key=caf%C3%A9`, type: "text/plain", body: Buffer.from("hello") },
    { verb: "POST", path: `${base}/partitions/1/batches`, type: "application/octet-stream", body: randomBatch(random) },
  ]);
}

function bytesOf({ verb, path, type, body }: Request, random: SeededRandom): Buffer {
  const version = random.chance(0.1) ? "1.0" : "1.1";
  const lines = [`${verb} ${path} HTTP/${version}`, "Host: localhost", "flowmesh-timeout-ms: 300"];
  if (type !== "") lines.push(`Content-Type: ${type}`);
  if (random.chance(0.1)) lines.push("Connection: keep-alive");
  if (random.chance(0.1)) lines.push("Accept: application/json");
  if (body.length > 0 && random.chance(0.1)) lines.push("Expect: 100-continue");
  const isChunked = body.length > 0 && version === "1.1" && random.chance(0.3);
  if (isChunked) lines.push("Transfer-Encoding: chunked");
  else if (body.length > 0 || verb === "POST") lines.push(`Content-Length: ${body.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), isChunked ? chunked(body, random) : body]);
}

function chunked(body: Buffer, random: SeededRandom): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const size = Math.min(1 + random.integer(60), body.length - at);
    parts.push(Buffer.from(`${size.toString(16)}\r\n`), body.subarray(at, at + size), Buffer.from("\r\n"));
    at += size;
  }
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}

/** One to four requests, one behind the other on one connection. */
export function validHttp(random: SeededRandom): Buffer {
  const requests = Array.from({ length: 1 + random.integer(4) }, () => bytesOf(usualRequest(random), random));
  return Buffer.concat(requests);
}

/** Good HTTP, of which the bodies or paths are wrong. */
export function httpOfWrongRequests(random: SeededRandom): Buffer {
  const requests = Array.from({ length: 1 + random.integer(4) }, () => bytesOf(wrongRequest(random), random));
  return Buffer.concat(requests);
}

function wrongRequest(random: SeededRandom): Request {
  const request = usualRequest(random);
  if (request.type === "application/octet-stream") return { ...request, body: mutatedBatch(random) };
  if (request.body.length > 0) return { ...request, body: mutate(request.body, random) };
  return {
    ...request,
    path: mutate(Buffer.from(request.path), random)
      .toString("latin1")
      .replaceAll(/[\s\0]/g, ""),
  };
}
