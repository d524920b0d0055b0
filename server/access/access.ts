import type { AnyMethod } from "@flowmesh/contract";
import { type CertificateSubject, Credential } from "./credential.ts";
import type { Need } from "./grants.ts";

/** What a face knows of a connection without being told: the client certificate, where there is one. */
export interface Peer {
  readonly certificate: CertificateSubject | undefined;
}

/**
 * The door: who calls, and may it. A face calls `authenticate` with what its protocol carries, as early as it can, and puts the credential into the call; the
 * dispatcher calls `authorize` for every call, so that a face that forgets lets nobody in.
 */
export interface Access {
  /** Whether everybody may do everything, so that no web page and no other machine must be able to call. */
  readonly isOpen: boolean;
  /**
   * Who calls, by the value of the HTTP header or gRPC metadata `authorization`, else by the connection's client certificate.
   * @throws FlowMeshError `token_missing`, `token_invalid`, `certificate_unknown`
   */
  authenticate(authorization: string | undefined, peer: Peer): Credential;
  /** The same for protocols that carry the bare token; empty for none. @throws FlowMeshError as `authenticate` */
  authenticateToken(token: string, peer: Peer): Credential;
  /**
   * Whether the call may be made: the method names the permission, the request the resource.
   * @throws FlowMeshError `permission_missing`; `token_missing` without a credential, `token_invalid` for one that counts no more
   */
  authorize(method: AnyMethod, request: object, credential: Credential | undefined): void;
  /** Whether a caller that was let in has a permission beside those of its call. */
  permits(need: Need, credential: Credential | undefined): boolean;
}

const nobody = new Credential(undefined, undefined);

/** Everybody may do everything: right only while nothing but this machine can connect. */
export const allowAll: Access = {
  isOpen: true,
  authenticate: () => nobody,
  authenticateToken: () => nobody,
  authorize: () => undefined,
  permits: () => true,
};
