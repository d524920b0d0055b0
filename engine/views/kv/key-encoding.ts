/**
 * Keys as the index store takes them: printable ASCII in the order of the keys' bytes in UTF-8. What is not printable becomes a blank (below all others) or a
 * tilde (above all others) and two hexadecimal digits; a key that begins with another is encoded so that it begins with the other's encoding.
 */
const PLAIN = /^[!-}]*$/;
const FIRST_PLAIN = 0x21;
const LAST_PLAIN = 0x7d;

/** Above every encoded key. */
export const BEYOND_KEYS = "\x7f";

export function encodeKey(key: string): string {
  if (PLAIN.test(key)) return key;
  let encoded = "";
  for (const byte of Buffer.from(key)) {
    if (byte >= FIRST_PLAIN && byte <= LAST_PLAIN) encoded += String.fromCharCode(byte);
    else encoded += (byte < FIRST_PLAIN ? " " : "~") + byte.toString(16).padStart(2, "0");
  }
  return encoded;
}

export function decodeKey(encoded: string): string {
  if (PLAIN.test(encoded)) return encoded;
  const bytes: number[] = [];
  for (let at = 0; at < encoded.length; at++) {
    const char = encoded[at] as string;
    if (char !== " " && char !== "~") bytes.push(char.charCodeAt(0));
    else {
      bytes.push(Number.parseInt(encoded.slice(at + 1, at + 3), 16));
      at += 2;
    }
  }
  return Buffer.from(bytes).toString();
}
