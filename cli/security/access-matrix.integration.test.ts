import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { TransportName } from "@flowmesh/client";
import { findAddress, RemoteFabric } from "@flowmesh/client/internal";
import { type AnyMethod, type ErrorReason, methods } from "@flowmesh/contract";
import { openapi } from "@flowmesh/contract/internal";
import { isFlowMeshError } from "@flowmesh/fabric";
import { type RunningServer, startServer } from "@flowmesh/server";
import { formatTokens, hashOfToken, knownPermissions, newToken, type TokenEntry } from "@flowmesh/server/internal";
import { temporaryFolder } from "../testing/flowmesh-process.ts";

/** Every face with the transport that speaks it. The server's metrics say which faces there are; one that is missing here fails. */
const faces: Readonly<Record<TransportName, true>> = { frames: true, http: true, grpc: true };

/** A call, and what it needs. */
interface Row {
  readonly name: string;
  readonly method: AnyMethod;
  readonly request: object;
  readonly permission: string;
  /** What it needs too, for something else that it names. */
  readonly beside?: string;
  readonly needs: "one" | "all" | "any";
}

const all = Object.values(methods) as AnyMethod[];
const resource = "orders-1";
const rows: readonly Row[] = all.flatMap((method) =>
  method.permission === "" ? rowsOfOperations(method) : [rowOf(method)],
);
/** Somebody who may do everything but this. Whoever may do anything with a resource may look at it, so that takes more away. */
const without = (permission: string): readonly string[] =>
  knownPermissions.filter((other) => other !== permission && !isLookingBeside(permission, other));

function isLookingBeside(permission: string, other: string): boolean {
  const [kind, verb] = permission.split(":");
  return verb === "get" && other.startsWith(`${kind}:`);
}

function rowOf(method: AnyMethod): Row {
  const needs = method.resource === "" ? "all" : method.resource === "*" ? "any" : "one";
  return { name: method.name, method, request: requestOf(method), permission: method.permission, needs };
}

function rowsOfOperations(method: AnyMethod): Row[] {
  const operation = (name: string, content: object, permission: string): Row => {
    return {
      name: `${method.name} of ${name}`,
      method,
      request: { operations: [{ [name]: content }] },
      permission,
      needs: "one",
    };
  };
  const cursor = { group: resource, memberId: "m", stream: resource, cursor: { offset: 0 } };
  return [
    operation("append", { stream: resource, batch: Buffer.from("no batch") }, "streams:publish"),
    operation("publish", { stream: resource, records: [{}] }, "streams:publish"),
    { ...operation("cursor", cursor, "groups:join"), beside: "streams:get" },
    { ...operation("deadLetter", { group: resource, stream: resource }, "groups:join"), beside: "streams:get" },
    operation("put", { bucket: resource, key: "k", value: Buffer.from("1") }, "kv:write"),
    operation("delete", { bucket: resource, key: "k" }, "kv:write"),
    operation("increment", { bucket: resource, key: "k" }, "kv:write"),
    operation("enqueue", { queue: resource, jobs: [{}] }, "queues:enqueue"),
    operation("settle", { queue: resource, outcome: { job: "0", lease: "1", done: {} } }, "queues:work"),
    operation("check", { bucket: resource, key: "k" }, "kv:read"),
    operation("checkOffset", { stream: resource }, "streams:get"),
    operation("checkLease", { queue: resource, job: "0", lease: "1" }, "queues:work"),
  ];
}

/** What each face can carry; whether it is right is asked only of those who may call. */
function requestOf(method: AnyMethod): object {
  const inPath = [...method.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const fields = method.request.fields.filter(
    ({ protoName, property }) => property === method.resource || inPath.includes(protoName),
  );
  return Object.fromEntries(fields.map(({ property, kind }) => [property, kind === "string" ? resource : 0]));
}

/** A request over HTTP that is no method of its own, and the permission that it needs. */
interface Route {
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly permission: string;
}

const event = { specversion: "1.0", id: "1", source: "/shop", type: "order.placed" };
/** A request that only access can refuse, for each form that a body may have. */
const forms: Readonly<Record<string, Pick<Route, "headers" | "body">>> = {
  "application/cloudevents+json": { headers: {}, body: JSON.stringify(event) },
  "application/cloudevents-batch+json": { headers: {}, body: JSON.stringify([event]) },
  "*/*": {
    headers: Object.fromEntries(Object.entries(event).map(([name, value]) => [`ce-${name}`, value])),
    body: "placed",
  },
};

interface DescribedOperation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly "x-flowmesh": { readonly permission: string };
}

const described = Object.entries(
  (JSON.parse(openapi) as { paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>> }).paths,
).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })));
const ofMethods = new Set(all.map(({ property }) => property));
/** Every operation that the OpenAPI document has beside the methods, in each form that its body may have; and the metrics, which it does not describe. */
const routes: readonly Route[] = [
  ...described.flatMap((one) => (ofMethods.has(one.operation.operationId) ? [] : routesOf(one))),
  { name: "metrics", verb: "get", path: "/metrics", headers: {}, body: undefined, permission: "system:read" },
];

function routesOf({ path, verb, operation }: (typeof described)[number]): Route[] {
  const { operationId, requestBody } = operation;
  const { permission } = operation["x-flowmesh"];
  const target = path.replace("{stream}", resource).replaceAll(/\{\w+\}/g, "0");
  const route = { name: operationId, verb, path: target, headers: {}, body: undefined, permission };
  if (requestBody === undefined) return [route];
  return Object.keys(requestBody.content).map((type) => {
    const { headers, body } = forms[type]!;
    const contentType = type === "*/*" ? "text/plain" : type;
    return { ...route, name: `${operationId} as ${type}`, headers: { ...headers, "content-type": contentType }, body };
  });
}

const tokens = new Map<string, string>();
const entries: TokenEntry[] = [];

function add(name: string, allow: readonly string[], on: readonly string[] = ["*"]): void {
  const token = newToken();
  const hash = `sha256:${hashOfToken(token).toString("hex")}`;
  tokens.set(name, token);
  entries.push({ name, hash, subject: undefined, createdAt: undefined, grants: [{ allow, on }] });
}

const used = [...new Set(rows.map(({ permission }) => permission))];
for (const permission of used) {
  const name = permission.replace(":", "-");
  add(`without-${name}`, without(permission));
  add(`only-${name}`, [permission]);
}
for (const [name, [row]] of Map.groupBy(rows, onlyOf)) {
  const { permission, beside } = row!;
  if (beside !== undefined) add(name, [permission, beside]);
}
add("elsewhere", ["*"], ["elsewhere-*"]);

/** The one who may make this call and nothing else. */
function onlyOf({ permission, beside }: Row): string {
  return (beside === undefined ? `only-${permission}` : `only-${permission}-and-${beside}`).replaceAll(":", "-");
}

/** How the call ended: `allowed` when it failed for another reason than access, or did not fail. */
async function outcomeOf(fabric: RemoteFabric, { method, request }: Row): Promise<ErrorReason | "allowed"> {
  const services: Readonly<Record<string, unknown>> = {
    StreamsService: fabric.streams,
    GroupsService: fabric.groups,
    KvService: fabric.kv,
    QueuesService: fabric.queues,
    SchedulesService: fabric.schedules,
    LineageService: fabric.lineage,
    OperationsService: fabric.operations,
    DeadLettersService: fabric.deadLetters,
    SystemService: fabric.system,
    CommitsService: fabric,
  };
  const service = services[method.service] as Record<string, (request: object, options: object) => unknown>;
  try {
    const result = service[method.property]!(request, { timeoutMs: 20_000 });
    if (!method.serverStreaming) await result;
    else for await (const _ of result as AsyncIterable<object>) break;
    return "allowed";
  } catch (error) {
    assert.ok(isFlowMeshError(error), String(error));
    return error.code === "unauthenticated" || error.code === "permission_denied" ? error.reason : "allowed";
  }
}

describe("every method through every face", () => {
  let server: RunningServer;
  const scope = { after };
  const folder = temporaryFolder(scope);
  const seen = new Set<string>();

  before(async () => {
    const tokensFile = join(folder, "tokens.json");
    writeFileSync(tokensFile, formatTokens(entries));
    const access = { tokensFile, token: "the-one-token-that-may-do-all" };
    server = await startServer({ port: 0, segmentBytes: 1_048_576, processMetrics: false, access });
  });
  after(() => server.stop());

  async function withFabric(
    transport: TransportName,
    token: string | undefined,
    use: (fabric: RemoteFabric) => Promise<void>,
  ): Promise<void> {
    const fabric = new RemoteFabric(findAddress(server.url, {}), { transport, token });
    try {
      await use(fabric);
    } finally {
      await fabric.close();
    }
  }

  for (const transport of Object.keys(faces) as TransportName[]) {
    test(`${transport}: refuses who brings no token, and who brings a wrong one`, async () => {
      for (const [token, reason] of [
        [undefined, "token_missing"],
        [newToken(), "token_invalid"],
      ] as const) {
        await withFabric(transport, token, async (fabric) => {
          for (const row of rows) assert.equal(await outcomeOf(fabric, row), reason, row.name);
        });
      }
    });

    test(`${transport}: refuses who may do everything but what the method needs`, async () => {
      for (const permission of used) {
        await withFabric(transport, tokens.get(`without-${permission.replace(":", "-")}`), async (fabric) => {
          for (const row of rows.filter((candidate) => candidate.permission === permission)) {
            assert.equal(await outcomeOf(fabric, row), "permission_missing", row.name);
            seen.add(`${row.method.name} ${transport}`);
          }
        });
      }
    });

    test(`${transport}: refuses who may do it with other resources only`, async () => {
      await withFabric(transport, tokens.get("elsewhere"), async (fabric) => {
        for (const row of rows) {
          const expected = row.needs === "any" ? "allowed" : "permission_missing";
          assert.equal(await outcomeOf(fabric, row), expected, row.name);
        }
      });
    });

    test(`${transport}: lets in who may do this and nothing else`, async () => {
      for (const [name, group] of Map.groupBy(rows, onlyOf)) {
        await withFabric(transport, tokens.get(name), async (fabric) => {
          for (const row of group) assert.equal(await outcomeOf(fabric, row), "allowed", row.name);
        });
      }
    });
  }

  /** What keeps the caller away, or `allowed`, as of a method. */
  async function outcomeOfRoute({ verb, path, headers, body }: Route, token: string | undefined): Promise<string> {
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.httpUrl}${path}`, {
      method: verb.toUpperCase(),
      headers: { ...headers, ...authorization },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    if (answer.status !== 401 && answer.status !== 403) return "allowed";
    return (JSON.parse(text) as { reason: string }).reason;
  }

  for (const route of routes) {
    test(`http: ${route.name}, which is no method, is guarded as one`, async () => {
      const name = route.permission.replace(":", "-");
      const outcomes = [
        undefined,
        newToken(),
        tokens.get(`without-${name}`),
        tokens.get("elsewhere"),
        tokens.get(`only-${name}`),
      ];
      const found = await Promise.all(outcomes.map((token) => outcomeOfRoute(route, token)));
      assert.deepEqual(found, [
        "token_missing",
        "token_invalid",
        "permission_missing",
        "permission_missing",
        "allowed",
      ]);
    });
  }

  test("no method and no face is missing here", async () => {
    const headers = { authorization: "Bearer the-one-token-that-may-do-all" };
    const text = await (await fetch(`${server.httpUrl}/metrics`, { headers })).text();
    const measured = text.matchAll(/flowmesh_rpc_server_calls_total\{[^}]*face="(\w+)"/g);
    const served = new Set([...measured].map(([, face]) => face!));
    assert.deepEqual([...served].sort(), Object.keys(faces).sort());
    const expected = all.flatMap(({ name }) => Object.keys(faces).map((face) => `${name} ${face}`));
    assert.deepEqual([...seen].sort(), expected.sort());
    const operations = new Set(routes.map(({ name }) => name.split(" ")[0]));
    assert.deepEqual([...operations].sort(), ["metrics", "publishEvents", "readEvent", "readEvents"]);
  });
});
