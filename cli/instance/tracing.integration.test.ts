import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { test } from "node:test";
import { flowmesh, ServerProcess, temporaryFolder } from "../testing/flowmesh-process.ts";

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string }[] }[];
  }[];
}

test("with OpenTelemetry's own variables a FlowMesh sends its spans, the last ones when it stops", async (t) => {
  const received: Export[] = [];
  const receiver = createServer(async (request, response) => {
    received.push((await json(request)) as Export);
    response.end("{}");
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  const cwd = temporaryFolder(t);
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    OTEL_SERVICE_NAME: "orders-log",
  };
  const server = await ServerProcess.start(t, cwd, ["dev", "--mem"], env);
  const { code } = await flowmesh(["stream", "create", "orders", "--url", server.ready.url], { cwd });
  assert.equal(code, 0);
  assert.equal((await server.end("SIGTERM")).code, 0);

  const spans = received.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans));
  const names = spans.flatMap((scope) => scope.spans.map(({ name }) => name));
  assert.ok(names.includes("flowmesh.v1.StreamsService/CreateStream"), names.join(", "));
  assert.equal(received[0]!.resourceSpans[0]!.resource.attributes[0]!.value.stringValue, "orders-log");
});

test("an address for spans that is none keeps it from starting, and says so", async (t) => {
  const env = { FLOWMESH_OTLP_ENDPOINT: "collector:4318" };
  const { code, stderr } = await flowmesh(["dev", "--port", "0", "--mem"], { cwd: temporaryFolder(t), env });
  assert.equal(code, 2);
  assert.match(stderr, /no http or https address/);
});
