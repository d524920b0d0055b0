import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { CertificateSubject } from "../../access/credential.ts";

/** The subject of the client certificate of a connection, where there is one and it was verified. */
export function peerCertificateOf(socket: Socket): CertificateSubject | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const subject = socket.getPeerCertificate().subject as unknown as
    | Readonly<Record<string, string | string[]>>
    | undefined;
  if (subject === undefined) return undefined;
  return new Map(Object.entries(subject).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));
}
