import type { CallError, CallErrorInit } from "@flowmesh/contract";
import { FlowMeshError } from "./errors.ts";

/** An error as the contract's message. Details that JSON cannot write are left out. */
export function errorToWire(error: FlowMeshError): CallErrorInit {
  const { reason, code, message, fix, retryable } = error;
  const details = Object.entries(error.details).flatMap(([name, value]) => {
    const json = toJsonText(value);
    return json === undefined ? [] : [{ name, json }];
  });
  return { reason, code, message, fix, retryable, details };
}

/** The error that a peer sent, with its texts; see `FlowMeshError.fromWire`. */
export function errorFromWire({ reason, code, message, fix, retryable, details }: CallError): FlowMeshError {
  const facts = Object.fromEntries(details.map(({ name, json }) => [name, fromJsonText(json)]));
  return FlowMeshError.fromWire({ reason, code, message, fix, retryable, details: facts });
}

function toJsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function fromJsonText(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
