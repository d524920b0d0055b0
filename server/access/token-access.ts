import { timingSafeEqual } from "node:crypto";
import type { AnyMethod } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Access, Peer } from "./access.ts";
import { type CertificateSubject, Credential } from "./credential.ts";
import { Grants, type Need } from "./grants.ts";
import type { Identity } from "./identity.ts";
import { needsOf } from "./needs-of.ts";
import { hashOfToken, problemOfToken } from "./token.ts";
import type { TokenEntry } from "./tokens-file.ts";

interface TokenHolder {
  readonly hash: Buffer;
  readonly identity: Identity;
}

interface CertificateHolder {
  readonly subject: readonly (readonly [name: string, value: string])[];
  readonly identity: Identity;
}

/** So much of a hash chooses those that are compared. It says nothing of the token. */
const keyBytes = 4;
const namespace = "default";

/** Lets in who brings a token, or a client certificate, that stands in the list; the list can be replaced at any time. */
export class TokenAccess implements Access {
  readonly isOpen = false;
  #byToken: ReadonlyMap<number, readonly TokenHolder[]> = new Map();
  #byCertificate: readonly CertificateHolder[] = [];
  /** Counts the lists, so that a credential knows whether it was looked up in this one. */
  #generation = 0;

  constructor(entries: readonly TokenEntry[]) {
    this.replace(entries);
  }

  /** From now on these count, and no others: also for connections that are open. */
  replace(entries: readonly TokenEntry[]): void {
    const byToken = new Map<number, TokenHolder[]>();
    const byCertificate: CertificateHolder[] = [];
    for (const { name, hash, subject, grants } of entries) {
      const identity: Identity = { name, namespace, grants: new Grants(grants) };
      if (hash !== undefined) {
        const holder = { hash: Buffer.from(hash.slice("sha256:".length), "hex"), identity };
        const key = keyOf(holder.hash);
        byToken.set(key, [...(byToken.get(key) ?? []), holder]);
      }
      if (subject !== undefined) byCertificate.push({ subject: partsOf(subject), identity });
    }
    // Who names more of a subject is meant more closely.
    this.#byCertificate = byCertificate.sort((a, b) => b.subject.length - a.subject.length);
    this.#byToken = byToken;
    this.#generation += 1;
  }

  authenticate(authorization: string | undefined, peer: Peer): Credential {
    if (authorization === undefined) return this.authenticateToken("", peer);
    const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (token === undefined) throw invalidToken("authorization must be Bearer, a space and the token");
    return this.authenticateToken(token, peer);
  }

  authenticateToken(token: string, { certificate }: Peer): Credential {
    if (token === "" && certificate === undefined) throw new FlowMeshError("token_missing", {});
    const problem = token === "" ? undefined : problemOfToken(token);
    if (problem !== undefined) throw invalidToken(problem);
    const credential = new Credential(token === "" ? undefined : hashOfToken(token), certificate);
    this.#identityOf(credential);
    return credential;
  }

  authorize(method: AnyMethod, request: object, credential: Credential | undefined): void {
    if (credential === undefined) throw new FlowMeshError("token_missing", {});
    const identity = this.#identityOf(credential);
    for (const need of needsOf(method, request)) {
      if (!identity.grants.permit(need)) throw missingPermission(identity, need);
    }
  }

  permits(need: Need, credential: Credential | undefined): boolean {
    return credential !== undefined && this.#identityOf(credential).grants.permit(need);
  }

  /** @throws FlowMeshError `token_invalid`, `certificate_unknown` */
  #identityOf(credential: Credential): Identity {
    if (credential.generation !== this.#generation) {
      credential.generation = this.#generation;
      credential.identity = this.#find(credential);
    }
    if (credential.identity !== undefined) return credential.identity;
    if (credential.tokenHash !== undefined) throw invalidToken("it is not known, or was removed");
    const subject = [...credential.certificate!].map(([name, values]) => `${name}=${values.join("+")}`).join(",");
    throw new FlowMeshError("certificate_unknown", { subject });
  }

  /** A token counts for more than a certificate: it was brought for this very call. */
  #find({ tokenHash, certificate }: Credential): Identity | undefined {
    if (tokenHash === undefined)
      return this.#byCertificate.find(({ subject }) => subject.every((part) => hasPart(certificate!, part)))?.identity;
    const holders = this.#byToken.get(keyOf(tokenHash)) ?? [];
    return holders.find(({ hash }) => timingSafeEqual(hash, tokenHash))?.identity;
  }
}

function keyOf(hash: Buffer): number {
  return hash.readUIntBE(0, keyBytes);
}

function partsOf(subject: string): (readonly [string, string])[] {
  return subject.split(",").map((part) => {
    const [name, value] = part.split("=") as [string, string];
    return [name, value];
  });
}

function hasPart(certificate: CertificateSubject, [name, value]: readonly [string, string]): boolean {
  return certificate.get(name)?.includes(value) === true;
}

function invalidToken(problem: string): FlowMeshError {
  return new FlowMeshError("token_invalid", { problem });
}

function missingPermission(identity: Identity, { permission, on, name }: Need): FlowMeshError {
  const resource = on === "prefix" ? `${name}*` : on === "any" ? "*" : name;
  return new FlowMeshError("permission_missing", { identity: identity.name, permission, resource });
}
