import type { ErrorReason } from "./generated/errors.ts";
import type { Codec } from "./wire/codec.ts";

/** A method of the API, as every face needs to know it. */
export interface Method<Request, RequestInit, Response, ResponseInit> {
  /** `AppendRecords` */
  readonly name: string;
  /** Name in the table and in TypeScript's services: `appendRecords`. */
  readonly property: string;
  /** `StreamsService` */
  readonly service: string;
  /** `flowmesh.v1.StreamsService/Append` */
  readonly fullName: string;
  /** Number in frames: never changed, never used again. */
  readonly number: number;
  /** HTTP verb, in capitals. */
  readonly verb: string;
  /** Path with `{field}` for fields of the request, by their name in the proto file. */
  readonly path: string;
  /** Whether the last field in the path takes the rest of the path, slashes included. It may then be empty. */
  readonly takesRest: boolean;
  /** Field that is the HTTP body, by its name in the proto file; `*` for all that the path does not carry, empty for no body. */
  readonly body: string;
  /** `<kind>:<verb>`; empty where each of the request's `operations` needs its own. */
  readonly permission: string;
  /** Property of the request that holds the resource's name; empty when the permission is on the kind as a whole, `*` when it may be on any resource. */
  readonly resource: string;
  /** Whether a client may send a call again when it does not know if the first one took effect. */
  readonly retry: "safe" | "identified" | "never";
  /** Whether the answer is a sequence of responses. */
  readonly serverStreaming: boolean;
  readonly request: Codec<Request, RequestInit>;
  readonly response: Codec<Response, ResponseInit>;
  readonly docs: string;
  /** Reasons that are this method's own; those of every call come on top. */
  readonly errors: readonly ErrorReason[];
}

/** A stream of gRPC on which each request is a call of a method, and each response the answer to one, in the order of the requests. */
export interface CallStream<Request, RequestInit, Response, ResponseInit> {
  /** `AppendStream` */
  readonly name: string;
  /** `flowmesh.v1.StreamsService/AppendStream` */
  readonly fullName: string;
  readonly carries: AnyMethod;
  /** Has the method's request as `request`, and `timeoutMs`. */
  readonly request: Codec<Request, RequestInit>;
  /** Has the method's response as `response`, or `error`. */
  readonly response: Codec<Response, ResponseInit>;
  readonly docs: string;
}

/** A stream of calls of which the caller does not know the messages. */
export type AnyCallStream = CallStream<object, object, object, object>;

/** A method of which the caller does not know the messages: the dispatcher, a face, a proxy. */
export type AnyMethod = Method<object, object, object, object>;
