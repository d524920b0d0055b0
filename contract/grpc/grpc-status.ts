import { type ErrorCode, errorCodes } from "../generated/errors.ts";
import { CallError, type CallErrorInit } from "../generated/messages.ts";
import { ProtoWriter } from "./proto-writer.ts";
import { bytesField, readFields, textField } from "./read-fields.ts";

/** The number of an error in header `grpc-status`: that of its code, but for what gRPC's own libraries call by another one. */
export function grpcStatusOf({ reason, code = "" }: Pick<CallErrorInit, "reason" | "code">): number {
  if (reason === "message_too_large") return errorCodes.resource_exhausted.grpc;
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].grpc : unknownStatus;
}

/** The text of an error: in header `grpc-message`, and in the status of `grpc-status-details-bin`, where libraries want the same. */
export function grpcMessageOf({ message = "", fix = "" }: Pick<CallErrorInit, "message" | "fix">): string {
  return fix === "" ? message : `${message}; ${fix}`;
}

/** The code of a number; one that is not in our list means that something went wrong inside the peer. */
export function codeOfGrpcStatus(status: number): ErrorCode {
  return codes.get(status) ?? "internal";
}

/**
 * Header `grpc-status-details-bin`: a `google.rpc.Status` with an `ErrorInfo`, which every gRPC library can read (reason, domain, details as texts), and a
 * `flowmesh.v1.CallError`, which keeps the kinds of the details and says what to do. What would make the header too long for common libraries is left out.
 */
export function encodeGrpcStatus(error: CallErrorInit): Buffer {
  const whole = statusOf(error, error.details ?? []);
  return whole.length <= statusBytesMax ? whole : statusOf({ ...error, details: [] }, []);
}

/** The error in a `google.rpc.Status`; undefined when there is none of ours. @throws DecodeError */
export function decodeGrpcStatus(bytes: Uint8Array): CallError | undefined {
  let error: CallError | undefined;
  const takeAny = (any: Uint8Array): void => {
    let type = "";
    let value: Uint8Array = any.subarray(0, 0);
    readFields(any, { 1: textField((text) => (type = text)), 2: bytesField((content) => (value = content)) });
    if (type === callErrorType) error = CallError.decode(value);
  };
  readFields(bytes, { 3: bytesField(takeAny) });
  return error;
}

/** Reasons are unique within it. */
export const errorDomain = "flowmesh.dev";

function statusOf(error: CallErrorInit, details: NonNullable<CallErrorInit["details"]>): Buffer {
  const info = new ProtoWriter().string(1, error.reason ?? "").string(2, errorDomain);
  const facts = details.map(({ name = "", json = "" }) => [name, plainText(json)] as const);
  for (const [name, value] of [...facts, ["fix", error.fix ?? ""] as const]) {
    info.message(3, new ProtoWriter().string(1, name).string(2, value).finish());
  }
  return new ProtoWriter()
    .varint(1, grpcStatusOf(error))
    .string(2, grpcMessageOf(error))
    .message(3, anyOf(errorInfoType, info.finish()))
    .message(3, anyOf(callErrorType, CallError.encode(error)))
    .finish();
}

function anyOf(type: string, value: Uint8Array): Buffer {
  return new ProtoWriter().string(1, type).message(2, value).finish();
}

/** A text without its quotes; anything else as JSON. */
function plainText(json: string): string {
  return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}

const unknownStatus = 2;
const callErrorType = "type.googleapis.com/flowmesh.v1.CallError";
const errorInfoType = "type.googleapis.com/google.rpc.ErrorInfo";
/** In base64 a third more; grpcio takes 8 KiB of metadata. */
const statusBytesMax = 4096;
const codes: ReadonlyMap<number, ErrorCode> = new Map(
  Object.entries(errorCodes).map(([code, { grpc }]) => [grpc, code as ErrorCode]),
);
