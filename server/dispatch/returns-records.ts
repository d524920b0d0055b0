import { type AnyMethod, methods } from "@flowmesh/contract";

/** Whether the answer holds records, as many bytes of them as the request asks for; every other answer is small. */
export function returnsRecords(method: AnyMethod): boolean {
  return method.response.payloadField !== undefined || method.number === methods.read.number;
}
