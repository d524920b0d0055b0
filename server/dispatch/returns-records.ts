import { type AnyMethod, limits, methods } from "@flowmesh/contract";

const withRecords: ReadonlySet<number> = new Set([
  methods.read.number,
  methods.get.number,
  methods.getMany.number,
  methods.listEntries.number,
  methods.getHistory.number,
  methods.reserve.number,
  methods.getJob.number,
  methods.listJobs.number,
]);

/** Whether the answer holds records, entries or jobs, as many bytes of them as the request asks for; every other answer is small. */
export function returnsRecords(method: AnyMethod): boolean {
  return method.response.payloadField !== undefined || withRecords.has(method.number);
}

/** How much a request asks for of an answer, or of each, that holds records or entries. */
export function responseBytesOf(method: AnyMethod, request: object): number {
  if (method.number === methods.getMany.number) return limits.kvGetBytes.value;
  const maxBytes = (request as { maxBytes?: number }).maxBytes ?? 0;
  return maxBytes > 0 ? Math.min(maxBytes, limits.readBytes.max) : limits.readBytes.value;
}

/** Whether it looks into batches, of which it may take many to find what is asked for. */
export function decodesRecords(method: AnyMethod): boolean {
  return [methods.read.number, methods.findOffsets.number].includes(method.number);
}
