/** For FlowMesh's own packages: what faces and clients need beside the API itself. */

export { Frame, frameHeadBytes, framesPreface, framesVersion, frameTypes, pingBytesMax } from "./frames/frame.ts";
export { FrameError } from "./frames/frame-error.ts";
export { FrameParser, type FrameParserOptions } from "./frames/frame-parser.ts";
export { FrameWriter } from "./frames/frame-writer.ts";
export { fromJson } from "./json/from-json.ts";
export { fromQuery } from "./json/from-query.ts";
export { JsonMappingError } from "./json/json-mapping-error.ts";
export { parseJson } from "./json/json-text.ts";
export { formatTime, parseTime } from "./json/json-time.ts";
export { toJson, toJsonText } from "./json/to-json.ts";
export { type AnyCodec, type Codec, MessageCodec, type PayloadCodec } from "./wire/codec.ts";
export { DecodeError } from "./wire/decode-error.ts";
export { EncodeError } from "./wire/encode-error.ts";
export type { Field } from "./wire/field.ts";
