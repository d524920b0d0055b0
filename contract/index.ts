/** The whole API of FlowMesh: messages with their codecs, methods, errors and limits. */
export type { CallOptions } from "./call-options.ts";
export * from "./generated/errors.ts";
export * from "./generated/limits.ts";
export * from "./generated/messages.ts";
export * from "./generated/methods.ts";
export type { AnyCallStream, AnyMethod, CallStream, Method } from "./method.ts";
export type { AnyCodec, Codec, PayloadCodec } from "./wire/codec.ts";
