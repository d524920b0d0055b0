import type { Socket } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { Clock } from "@flowmesh/engine";
import { isFlowMeshError } from "@flowmesh/fabric";
import { isLoopback } from "../../access/loopback.ts";
import { WatchedFiles } from "../../access/watched-files.ts";
import type { ServerLimits } from "../../server-limits.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import { type Certificates, readCertificates, type TlsOptions } from "./certificates.ts";

export interface TlsDoorOptions extends TlsOptions {
  readonly clock: Clock;
  readonly limits: ServerLimits;
  readonly metrics: Metrics;
  readonly log: Log;
}

/**
 * What may be spoken inside TLS, by its name there (ALPN), in the order in which it is chosen: a client that speaks HTTP/1.1 beside HTTP/2, such as curl or a
 * browser, wants REST, one that speaks HTTP/2 alone wants gRPC. Whoever names none is told by its first bytes, as without TLS.
 */
const protocols = ["flowmesh", "http/1.1", "h2"];

/** Ciphers of TLS 1.2 that have forward secrecy and authenticate what they encrypt; TLS 1.3 has no others. */
const ciphers = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/**
 * Takes connections whose first byte is that of TLS through their handshake. Certificates are read again when their files change: handshakes from then on use the
 * new ones, connections that are open do not notice. Files that cannot be used change nothing.
 */
export class TlsDoor {
  readonly #options: TlsDoorOptions;
  readonly #server: Server;
  readonly #files: WatchedFiles;
  #certificates: Certificates;
  #handshakes = 0;

  /** @throws FlowMeshError `tls_invalid` */
  constructor(options: TlsDoorOptions, onSecure: (socket: TLSSocket) => void) {
    const { clock, limits, metrics, log, certFile, keyFile, clientCaFile } = options;
    this.#options = options;
    this.#files = new WatchedFiles([certFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])]);
    this.#certificates = readCertificates(options);
    if (this.#certificates.expiresAtMs < clock.wallMs()) log.error({ certFile }, "the certificate has expired");
    this.#server = this.#createServer(onSecure);
    this.#files.watch({ clock, everyMs: limits.reloadCheckMs, onChange: () => this.#reload() });
    metrics.register(
      "flowmesh_tls_certificate_expiry_timestamp_seconds",
      "gauge",
      "When the server's certificate expires.",
      () => [{ value: Math.floor(this.#certificates.expiresAtMs / 1000) }],
    );
  }

  /** Whether this connection may go on without TLS. */
  mayBePlain(socket: Socket): boolean {
    const { remoteAddress = "" } = socket;
    return this.#options.plainOnLoopback === true && isLoopback(remoteAddress.replace(/^::ffff:/, ""));
  }

  /** Begins the handshake; what was received so far was put back. False when too many are under way. */
  accept(socket: Socket): boolean {
    if (this.#handshakes >= this.#options.limits.tlsHandshakes) return false;
    this.#handshakes += 1;
    // Who closes its side within a handshake is gone; behind it, it may still want an answer.
    socket.allowHalfOpen = false;
    this.#server.emit("connection", socket);
    return true;
  }

  close(): void {
    this.#files.stop();
  }

  #createServer(onSecure: (socket: TLSSocket) => void): Server {
    const { limits, log, metrics, clientCaFile } = this.#options;
    const { cert, key, ca } = this.#certificates;
    const server = createServer({
      cert,
      key,
      ca,
      minVersion: "TLSv1.2",
      ciphers,
      ALPNProtocols: protocols,
      handshakeTimeout: limits.tlsHandshakeMs,
      requestCert: clientCaFile !== undefined,
      rejectUnauthorized: false,
      allowHalfOpen: true,
    });
    server.on("secureConnection", (socket) => {
      this.#handshakes -= 1;
      socket.disableRenegotiation();
      socket.allowHalfOpen = true;
      if (this.#isCertificateRefused(socket)) socket.destroy();
      else onSecure(socket);
    });
    server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => {
      this.#handshakes -= 1;
      metrics.connectionsRefused += 1;
      log.debug({ problem: error.code ?? error.message }, "a TLS handshake failed");
      socket.destroy();
    });
    return server;
  }

  /** No certificate is fine, a token may come; one of an authority that is not believed is not. */
  #isCertificateRefused(socket: TLSSocket): boolean {
    if (this.#options.clientCaFile === undefined || socket.authorized) return false;
    if (socket.getPeerX509Certificate() === undefined) return false;
    this.#options.metrics.connectionsRefused += 1;
    this.#options.log.debug({ problem: String(socket.authorizationError) }, "a client certificate is not taken");
    return true;
  }

  #reload(): void {
    const { log, clock, certFile } = this.#options;
    try {
      const certificates = readCertificates(this.#options);
      const { cert, key, ca, subject, expiresAtMs } = certificates;
      // Of files that change one after the other, the first look may already have seen all.
      if (isSame(certificates, this.#certificates)) return;
      const expires = new Date(expiresAtMs).toISOString();
      if (expiresAtMs < clock.wallMs()) {
        log.error({ certFile, expires }, "the new certificate has expired, the one from before stays");
        return;
      }
      this.#server.setSecureContext({ cert, key, ca: ca as Buffer, minVersion: "TLSv1.2", ciphers });
      this.#certificates = certificates;
      log.info({ certFile, subject, expires }, "the certificate was read again");
    } catch (error) {
      if (!isFlowMeshError(error)) throw error;
      log.error({ problem: error.message }, "the new certificate is not taken, the one from before stays");
    }
  }
}

function isSame(one: Certificates, other: Certificates): boolean {
  const bytes = ({ cert, key, ca }: Certificates): Buffer => Buffer.concat([cert, key, ca ?? Buffer.alloc(0)]);
  return bytes(one).equals(bytes(other));
}
