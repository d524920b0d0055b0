/** For FlowMesh's own packages: what faces and clients need beside the API itself. */

export { Frame, frameHeadBytes, framesPreface, framesVersion, frameTypes, pingBytesMax } from "./frames/frame.ts";
export { FrameError } from "./frames/frame-error.ts";
export { FrameParser, type FrameParserOptions } from "./frames/frame-parser.ts";
export { FrameWriter } from "./frames/frame-writer.ts";
export { openapi } from "./generated/openapi.ts";
export { protoFiles } from "./generated/proto-files.ts";
export { encodeGrpcMessage, grpcHead, grpcHeadBytes } from "./grpc/grpc-message.ts";
export { type GrpcMessage, GrpcMessageError, GrpcMessageParser } from "./grpc/grpc-message-parser.ts";
export {
  codeOfGrpcStatus,
  decodeGrpcStatus,
  encodeGrpcStatus,
  grpcMessageOf,
  grpcStatusOf,
} from "./grpc/grpc-status.ts";
export { decodeGrpcText, encodeGrpcText, formatGrpcTimeout, parseGrpcTimeout } from "./grpc/grpc-text.ts";
export type { ProtoFile } from "./grpc/proto-file.ts";
export { ProtoWriter } from "./grpc/proto-writer.ts";
export { bytesField, numberField, readFields, textField } from "./grpc/read-fields.ts";
export { fromJson, responseFromJson } from "./json/from-json.ts";
export { fromQuery } from "./json/from-query.ts";
export { JsonMappingError } from "./json/json-mapping-error.ts";
export { parseJson } from "./json/json-text.ts";
export { formatTime, parseTime } from "./json/json-time.ts";
export { type JsonBytes, toJson, toJsonText } from "./json/to-json.ts";
export { nodeHttp } from "./node-http.ts";
export { SocketBytes } from "./socket-bytes.ts";
export { type AnyCodec, type Codec, MessageCodec, type PayloadCodec } from "./wire/codec.ts";
export { DecodeError } from "./wire/decode-error.ts";
export { EncodeError } from "./wire/encode-error.ts";
export type { Field } from "./wire/field.ts";
