import { type AnyMethod, limits, methods } from "@flowmesh/contract";

/** Whether the answer holds records, as many bytes of them as the request asks for; every other answer is small. */
export function returnsRecords(method: AnyMethod): boolean {
  return method.response.payloadField !== undefined || method.number === methods.read.number;
}

/** How much a request asks for of an answer, or of each, that holds records. */
export function responseBytesOf(request: object): number {
  const maxBytes = (request as { maxBytes?: number }).maxBytes ?? 0;
  return maxBytes > 0 ? Math.min(maxBytes, limits.readBytes.max) : limits.readBytes.value;
}

/** Whether it looks into batches, of which it may take many to find what is asked for. */
export function decodesRecords(method: AnyMethod): boolean {
  return [methods.read.number, methods.findOffsets.number].includes(method.number);
}
