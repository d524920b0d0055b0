import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { after, test } from "node:test";
import {
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type TextMapPropagator,
  trace,
} from "@opentelemetry/api";
import { Mesh } from "../mesh.ts";
import type { Message } from "../reading/message.ts";
import { UnreliableFabric } from "../testing/unreliable-fabric.ts";

// What the SDK of OpenTelemetry registers when a program sets it up, as small as it can be.

const storage = new AsyncLocalStorage<Context>();
const contexts: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, run, self, ...given) => storage.run(active, () => run.call(self as never, ...given)),
  bind: (_active, target) => target,
  enable: () => contexts,
  disable: () => contexts,
};
const propagator: TextMapPropagator = {
  inject(active, carrier, setter) {
    const span = trace.getSpanContext(active);
    if (span === undefined) return;
    setter.set(carrier, "traceparent", `00-${span.traceId}-${span.spanId}-0${span.traceFlags}`);
    setter.set(carrier, "baggage", "not=ours");
    if (span.traceState !== undefined) setter.set(carrier, "tracestate", span.traceState.serialize());
  },
  extract: (active) => active,
  fields: () => ["traceparent", "tracestate"],
};
after(() => {
  context.disable();
  propagation.disable();
});

const span = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", traceFlags: 1 };
const traceparent = `00-${span.traceId}-${span.spanId}-01`;
const inSpan = <Result>(run: () => Result): Result =>
  context.with(trace.setSpanContext(ROOT_CONTEXT, span), () => run());

test("what is published in a span carries its trace, and a program without OpenTelemetry notices nothing", async () => {
  const fabric = new UnreliableFabric(() => "written");
  await fabric.streams.createStream({ stream: "s" });
  const mesh = new Mesh(fabric, {});
  await mesh.publish("s", "nothing is set up");
  assert.ok(context.setGlobalContextManager(contexts));
  assert.ok(propagation.setGlobalPropagator(propagator));
  await mesh.publish("s", "no span");
  await inSpan(() => mesh.publish("s", "in a span", { headers: { h: "v" } }));
  await inSpan(() => mesh.publishMany("s", [{ value: "one of many" }]));
  await inSpan(() => mesh.commit((tx) => tx.publish("s", "in a commit")));
  await inSpan(() => mesh.publish("s", "its own", { headers: { traceparent: "own" } }));

  const messages: Message[] = [];
  for await (const message of mesh.read("s")) messages.push(message);
  assert.deepEqual(
    messages.map((message) => [message.text(), message.header("traceparent"), message.headers.length]),
    [
      ["nothing is set up", undefined, 0],
      ["no span", undefined, 0],
      ["in a span", traceparent, 2],
      ["one of many", traceparent, 1],
      ["in a commit", traceparent, 1],
      ["its own", "own", 1],
    ],
  );

  const handled = Promise.withResolvers<string | undefined>();
  const consumer = mesh.consume("s", { group: "g" }, (message, { traceparent: parent }) => {
    if (message.text() === "in a span") handled.resolve(parent);
  });
  assert.equal(await handled.promise, traceparent);
  await consumer.stop();
  await mesh.close();
});
