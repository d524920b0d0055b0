/** For FlowMesh's own packages: what faces and clients need beside the API itself. */
export { type AnyCodec, type Codec, MessageCodec, type PayloadCodec } from "./wire/codec.ts";
export { DecodeError } from "./wire/decode-error.ts";
export { EncodeError } from "./wire/encode-error.ts";
export type { Field } from "./wire/field.ts";
