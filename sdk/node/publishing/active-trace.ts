import type { BatchRecordHeader } from "@flowmesh/fabric";

/** What `@opentelemetry/api` keeps for all its copies in a process: `context` once a context manager is registered, `propagation` once a propagator is. */
interface OpenTelemetryGlobals {
  readonly context?: { active(): unknown };
  readonly propagation?: { inject(context: unknown, carrier: object, setter: CarrierSetter): void };
}

interface CarrierSetter {
  set(carrier: object, name: string, value: string): void;
}

/** Where every copy of major version 1 finds the others; it is how two copies work together, so it stays. */
const globalKey = Symbol.for("opentelemetry.js.api.1");
const traceNames: readonly string[] = ["traceparent", "tracestate"];

const setter: CarrierSetter = {
  set: (carrier, name, value) => {
    Object.assign(carrier, { [name]: value });
  },
};

/** Headers that carry the trace in which the program is at this moment, if OpenTelemetry is set up in it; nothing otherwise. It costs a look at a global then. */
export function activeTraceHeaders(): readonly BatchRecordHeader[] | undefined {
  const globals = (globalThis as { readonly [globalKey]?: OpenTelemetryGlobals })[globalKey];
  if (globals?.context === undefined || globals.propagation === undefined) return undefined;
  const carrier: Record<string, string> = {};
  globals.propagation.inject(globals.context.active(), carrier, setter);
  if (carrier.traceparent === undefined) return undefined;
  return traceNames
    .filter((name) => carrier[name] !== undefined && carrier[name] !== "")
    .map((name) => ({ name, value: Buffer.from(carrier[name]!) }));
}
