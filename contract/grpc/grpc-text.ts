// Texts in gRPC's headers.

/** A status message as its header carries it: UTF-8, percent-encoded where it is not plain ASCII. */
export function encodeGrpcText(text: string): string {
  return text.toWellFormed().replace(/[^ -$&-~]+/g, (part) => {
    let encoded = "";
    for (const byte of Buffer.from(part)) encoded += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    return encoded;
  });
}

/** The text that was encoded; what is not encoded rightly stays as it is. */
export function decodeGrpcText(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Milliseconds as header `grpc-timeout`. */
export function formatGrpcTimeout(timeoutMs: number): string {
  return `${Math.max(1, Math.ceil(timeoutMs))}m`;
}

/** What `grpc-timeout` says in milliseconds, at least 1; undefined when it says nothing that is allowed. */
export function parseGrpcTimeout(header: string): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(header);
  if (match === null) return undefined;
  return Math.max(1, Math.ceil(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]));
}

const unitMs = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };
