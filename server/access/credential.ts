import type { Identity } from "./identity.ts";

/** The subject of a client certificate that was verified: `CN`, `O` and so on, each with its values. */
export type CertificateSubject = ReadonlyMap<string, readonly string[]>;

/**
 * What a client has shown. It is kept with its connection or call, and whom it stands for is looked up again when tokens were added or removed: a removed token
 * ends with the next call, not with the connection.
 */
export class Credential {
  /** SHA-256; the token itself is not kept. */
  readonly tokenHash: Buffer | undefined;
  readonly certificate: CertificateSubject | undefined;

  // Of whoever looks the identity up.
  identity: Identity | undefined;
  generation = 0;

  constructor(tokenHash: Buffer | undefined, certificate: CertificateSubject | undefined) {
    this.tokenHash = tokenHash;
    this.certificate = certificate;
  }
}
