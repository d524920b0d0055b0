import assert from "node:assert/strict";
import type { CallOptions } from "@flowmesh/contract";
import type { Fabric } from "../../fabric.ts";
import { acrossReopen, type ConformanceCase } from "../conformance-case.ts";
import { expectRefusal, expectRejection } from "../expect.ts";

/** A call of one method; what it needs hangs on the name of a stream that is there. */
export type Call = (fabric: Fabric, stream: string, options?: CallOptions) => Promise<unknown>;

/** A method with a call of it. */
export type MethodCall = readonly [method: string, call: Call];

/** Each method called in every state of a fabric's life, where the fabric has what it needs. */
export function everyState(
  calls: readonly MethodCall[],
  capability: NonNullable<ConformanceCase["capability"]> = {},
): ConformanceCase[] {
  const cases = [...calls.flatMap(([method, call]) => statesOf(method, call)), ...calls.flatMap(outOfTime)];
  return cases.map((each) => ({ ...each, capability }));
}

function statesOf(method: string, call: Call): ConformanceCase[] {
  return [
    {
      name: `${method} works on an open fabric`,
      run: async ({ fabric, stream }) => {
        assert.notEqual(await call(fabric, await stream()), undefined);
      },
    },
    {
      name: `${method} that is called before the fabric is open waits for that`,
      hooks: ["opening"],
      run: async (context) => {
        const stream = await context.stream();
        await context.openLater();
        assert.notEqual(await call(context.fabric, stream), undefined);
      },
    },
    {
      name: `${method} is refused from the moment that close is called`,
      run: async ({ fabric, stream: create }) => {
        const stream = await create();
        const closing = fabric.close();
        await expectRefusal(call(fabric, stream), "closed");
        await closing;
        await expectRefusal(call(fabric, stream), "closed");
      },
    },
    acrossReopen({
      name: `${method} works on what was opened again`,
      aroundReopen: async (context) => {
        const stream = await context.stream();
        return async () => assert.notEqual(await call(context.fabric, stream), undefined);
      },
    }),
    {
      name: `${method} with a signal that is spent does nothing but reject with its reason`,
      run: async ({ fabric, streams, stream: create }) => {
        const stream = await create();
        const reason = new Error("never mind");
        const before = await streams.getStream({ stream });
        await expectRejection(call(fabric, stream, { signal: AbortSignal.abort(reason) }), reason);
        assert.deepEqual(await streams.getStream({ stream }), before);
        await expectRefusal(streams.getStream({ stream: `${stream}-new` }), "stream_not_found");
      },
    },
  ];
}

function outOfTime([method, call]: MethodCall): ConformanceCase[] {
  // What goes on and on has no time to end in.
  if (method === "subscribe" || method === "watch") return [];
  return [
    {
      name: `${method} refuses a time for the call that is out of bounds`,
      async run({ fabric, stream: create }) {
        const stream = await create();
        for (const timeoutMs of [-1, 300_001])
          await expectRefusal(call(fabric, stream, { timeoutMs }), "field_invalid", { field: "timeoutMs" });
      },
    },
  ];
}

/** What a sequence begins with. */
export async function firstOf<Item>(items: AsyncIterable<Item>): Promise<Item | undefined> {
  for await (const item of items) return item;
  return undefined;
}
