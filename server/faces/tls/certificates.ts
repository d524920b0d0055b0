import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { FlowMeshError } from "@flowmesh/fabric";
import { fileProblem } from "@flowmesh/fabric/internal";
import { readSettingsFile } from "../../read-settings-file.ts";

/** How connections are encrypted. The files are read again when they change; connections that are open stay. */
export interface TlsOptions {
  /** PEM: the server's certificate, and behind it those between it and its authority. */
  readonly certFile: string;
  /** PEM: the private key of the certificate, not encrypted. */
  readonly keyFile: string;
  /** PEM: authorities whose client certificates are taken in the place of a token. Default: none is asked for. */
  readonly clientCaFile?: string | undefined;
  /** Whether connections from this machine may come without TLS. Default false. */
  readonly plainOnLoopback?: boolean | undefined;
}

/** What a server shows of itself, and whom it believes. */
export interface Certificates {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer | undefined;
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly countsFromMs: number;
  readonly expiresAtMs: number;
}

/** Reads the files, and checks that a server can work with them. @throws FlowMeshError `tls_invalid`, naming the file */
export function readCertificates({ certFile, keyFile, clientCaFile }: TlsOptions): Certificates {
  const cert = readPem(certFile);
  const key = readPem(keyFile);
  const ca = clientCaFile === undefined ? undefined : readPem(clientCaFile);
  const certificate = parseCertificate(cert, certFile);
  if (!certificate.checkPrivateKey(parseKey(key, keyFile)))
    throw invalid(keyFile, `it is not the private key of the certificate in ${certFile}`);
  if (ca !== undefined) parseCertificate(ca, clientCaFile!);
  try {
    createSecureContext({ cert, key, ca });
  } catch (cause) {
    throw invalid(certFile, `OpenSSL does not take it: ${(cause as Error).message}`, cause);
  }
  const subject = certificate.subject?.replaceAll("\n", ",") ?? certificate.subjectAltName ?? "";
  const [countsFromMs, expiresAtMs] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  return { cert, key, ca, subject, countsFromMs, expiresAtMs };
}

function readPem(path: string): Buffer {
  let content: Buffer;
  try {
    content = readSettingsFile(path);
  } catch (cause) {
    throw invalid(path, `it cannot be read: ${fileProblem(cause)}`, cause);
  }
  if (content.includes("-----BEGIN ")) return content;
  throw invalid(
    path,
    content.length === 0 ? "it is empty" : "it is not PEM, which has lines such as -----BEGIN CERTIFICATE-----",
  );
}

function parseCertificate(pem: Buffer, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw invalid(path, "it holds no certificate that can be read", cause);
  }
}

function parseKey(pem: Buffer, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    const isEncrypted = pem.includes("ENCRYPTED");
    throw invalid(path, isEncrypted ? "the key is encrypted" : "it holds no private key that can be read", cause);
  }
}

function invalid(path: string, problem: string, cause?: unknown): FlowMeshError {
  return new FlowMeshError("tls_invalid", { path, problem }, cause === undefined ? {} : { cause });
}
