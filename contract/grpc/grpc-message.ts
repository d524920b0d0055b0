import type { AnyCodec, PayloadCodec } from "../wire/codec.ts";

/**
 * A message on a gRPC stream: one byte that is 1 when it is compressed, its length as 32 bits, high byte first, and the message. Messages and the DATA frames that
 * carry them have nothing to do with each other: several may come in one, and one in many.
 */
export const grpcHeadBytes = 5;

/** A message with its head; its payload, if it has one, follows as it is, as a chunk of its own. @throws EncodeError */
export function encodeGrpcMessage(codec: AnyCodec, message: object): Buffer[] {
  const payload = payloadOf(codec, message);
  if (payload === undefined) {
    const bytes = Buffer.allocUnsafe(grpcHeadBytes + codec.bound(message));
    const end = codec.put(message, bytes, grpcHeadBytes);
    return [withHead(bytes.subarray(0, end), end - grpcHeadBytes)];
  }
  const { length } = payload;
  const head = (codec as PayloadCodec<object>).encodeHead(message, length);
  const bytes = Buffer.allocUnsafe(grpcHeadBytes + head.length);
  head.copy(bytes, grpcHeadBytes);
  return [withHead(bytes, head.length + length), payload as Buffer];
}

/** The head of a message whose bytes follow. */
export function grpcHead(length: number, isCompressed: boolean): Buffer {
  const head = withHead(Buffer.allocUnsafe(grpcHeadBytes), length);
  head[0] = isCompressed ? 1 : 0;
  return head;
}

function withHead(bytes: Buffer, length: number): Buffer {
  bytes[0] = 0;
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

/** Small payloads are cheaper to copy than to carry apart. */
const payloadBytesMin = 4096;

function payloadOf(codec: AnyCodec, message: object): Uint8Array | undefined {
  if (codec.payloadField === undefined) return undefined;
  const payload = (message as Record<string, Uint8Array | undefined>)[codec.payloadField];
  return payload instanceof Uint8Array && payload.length >= payloadBytesMin ? payload : undefined;
}
