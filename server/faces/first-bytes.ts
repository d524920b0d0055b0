/** First byte of the frames preface. No text, no HTTP verb and no TLS record begins with it. */
const framesByte = 0xf5;

/** First byte of a TLS record that begins a handshake (RFC 8446, 5.1). */
const tlsByte = 0x16;

/** How HTTP/2 begins (RFC 9113, 3.4). No verb of HTTP/1 does. */
const http2Begin = Buffer.from("PRI");

export type Protocol = "frames" | "http" | "http2" | "tls" | "unknown";

/**
 * Tells the protocol of a connection by its first bytes; undefined when more must come to tell. HTTP/1 may be preceded by empty lines (RFC 9112, 2.2); its verbs
 * are capitals.
 */
export function protocolOf(received: Buffer): Protocol | undefined {
  const firstByte = received[0]!;
  if (firstByte === framesByte) return "frames";
  if (firstByte === tlsByte) return "tls";
  const begin = received.subarray(0, http2Begin.length);
  if (begin.equals(http2Begin.subarray(0, begin.length))) return begin.length < http2Begin.length ? undefined : "http2";
  const isCapital = firstByte >= 0x41 && firstByte <= 0x5a;
  const isLineEnd = firstByte === 0x0d || firstByte === 0x0a;
  return isCapital || isLineEnd ? "http" : "unknown";
}
