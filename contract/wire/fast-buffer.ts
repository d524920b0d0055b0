/** Buffer's encoders for a fixed encoding, which skip the look-up of an encoding's name. Node has them on every Buffer. */
export interface FastBuffer extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
  latin1Write(text: string, offset: number, bytes: number): number;
  utf8Write(text: string, offset: number, bytes?: number): number;
}

/** The same bytes as a Buffer, without a copy. */
export function asFastBuffer(bytes: Uint8Array): FastBuffer {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer as FastBuffer;
}
