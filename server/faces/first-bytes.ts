/** First byte of the frames preface. No text, no HTTP verb and no TLS record begins with it. */
const framesByte = 0xf5;

export type Protocol = "frames" | "http" | "unknown";

/** Tells the protocol of a connection by its first byte. HTTP may be preceded by empty lines (RFC 9112, 2.2); its verbs are capitals. */
export function protocolOf(firstByte: number): Protocol {
  if (firstByte === framesByte) return "frames";
  const isCapital = firstByte >= 0x41 && firstByte <= 0x5a;
  const isLineEnd = firstByte === 0x0d || firstByte === 0x0a;
  return isCapital || isLineEnd ? "http" : "unknown";
}
