import { type AnyMethod, type KvService, methods } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";

/** The KV of a fabric that has none: every call is refused with `capability_missing`. */
export const noKv: KvService = Object.fromEntries(
  (Object.values(methods) as AnyMethod[])
    .filter(({ service }) => service === "KvService")
    .map(({ property, serverStreaming }) => [property, serverStreaming ? refuseAll : refuse]),
) as unknown as KvService;

async function refuse(): Promise<never> {
  throw new FlowMeshError("capability_missing", { what: "KV" });
}

// biome-ignore lint/correctness/useYield: it fails before it gives anything
async function* refuseAll(): AsyncGenerator<never> {
  throw new FlowMeshError("capability_missing", { what: "KV" });
}
