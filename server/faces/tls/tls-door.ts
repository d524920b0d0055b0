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

interface Handshake {
  readonly socket: Socket;
  readonly startedMs: number;
}

/** A ClientHello has more bytes than this, and they come together. */
const HELLO_BYTES_MIN = 64;
const HELLO_MS = 100;
/** A handshake goes on for so long also where many come at once. */
const HANDSHAKE_MS = 1000;

/**
 * Takes connections whose first byte is that of TLS through their handshake. Certificates are read again when their files change: handshakes from then on use the
 * new ones, connections that are open do not notice. Files that cannot be used change nothing.
 */
export class TlsDoor {
  readonly #options: TlsDoorOptions;
  readonly #server: Server;
  readonly #files: WatchedFiles;
  #certificates: Certificates;
  /** Connections whose handshake is under way, oldest first, by where they come from. */
  readonly #handshakes = new Map<string, Handshake>();

  /** @throws FlowMeshError `tls_invalid` */
  constructor(options: TlsDoorOptions, onSecure: (socket: TLSSocket) => void) {
    const { clock, limits, metrics, log, certFile, keyFile, clientCaFile } = options;
    this.#options = options;
    this.#files = new WatchedFiles([certFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])]);
    this.#certificates = readCertificates(options);
    if (this.#certificates.expiresAtMs < clock.wallMs()) log.error({ certFile }, "the certificate has expired");
    if (this.#certificates.countsFromMs > clock.wallMs()) log.error({ certFile }, "the certificate does not count yet");
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

  /** Begins the handshake; what was received so far was put back. False when too many are under way, and none of them lags behind. */
  accept(socket: Socket): boolean {
    if (this.#handshakes.size >= this.#options.limits.tlsHandshakes && !this.#dropSlowest()) return false;
    const key = placeOf(socket);
    this.#handshakes.set(key, { socket, startedMs: this.#options.clock.monotonicMs() });
    socket.once("close", () => {
      if (this.#handshakes.get(key)?.socket === socket) this.#handshakes.delete(key);
    });
    // Who closes its side within a handshake is gone; behind it, it may still want an answer.
    socket.allowHalfOpen = false;
    this.#server.emit("connection", socket);
    return true;
  }

  close(): void {
    this.#files.stop();
  }

  /**
   * Who only opens connections must not keep others out: of the handshakes under way the oldest gives its place that lasts longer than any that goes on.
   */
  #dropSlowest(): boolean {
    const { clock, log } = this.#options;
    const nowMs = clock.monotonicMs();
    const mayGo = ({ socket, startedMs }: Handshake): boolean =>
      nowMs - startedMs > (socket.bytesRead < HELLO_BYTES_MIN ? HELLO_MS : HANDSHAKE_MS);
    const slowest = [...this.#handshakes.values()].find(mayGo);
    if (slowest === undefined) return false;
    log.debug({ problem: "others wait for its place" }, "a TLS handshake is given up");
    slowest.socket.destroy();
    this.#handshakes.delete(placeOf(slowest.socket));
    return true;
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
      this.#handshakes.delete(placeOf(socket));
      socket.disableRenegotiation();
      socket.allowHalfOpen = true;
      if (this.#isCertificateRefused(socket)) socket.destroy();
      else onSecure(socket);
    });
    server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => {
      metrics.connectionsRefused += 1;
      log.debug({ problem: error.code ?? error.message }, "a TLS handshake failed");
      socket.destroy();
    });
    return server;
  }

  /** No certificate is fine, a token may come; one of an authority that is not believed, or out of its time, is not. */
  #isCertificateRefused(socket: TLSSocket): boolean {
    const { clientCaFile, clock, metrics, log } = this.#options;
    const certificate = clientCaFile === undefined ? undefined : socket.getPeerX509Certificate();
    if (certificate === undefined) return false;
    // A session that is resumed was authorized when it began.
    const hasExpired = Date.parse(certificate.validTo) < clock.wallMs();
    if (socket.authorized && !hasExpired) return false;
    metrics.connectionsRefused += 1;
    const problem = hasExpired ? "CERT_HAS_EXPIRED" : String(socket.authorizationError);
    log.debug({ problem }, "a client certificate is not taken");
    return true;
  }

  #reload(): void {
    const { log, clock, certFile } = this.#options;
    try {
      const certificates = readCertificates(this.#options);
      const { cert, key, ca, subject, countsFromMs, expiresAtMs } = certificates;
      // Of files that change one after the other, the first look may already have seen all.
      if (isSame(certificates, this.#certificates)) return;
      const expires = new Date(expiresAtMs).toISOString();
      if (expiresAtMs < clock.wallMs()) {
        log.error({ certFile, expires }, "the new certificate has expired, the one from before stays");
        return;
      }
      if (countsFromMs > clock.wallMs()) {
        const countsFrom = new Date(countsFromMs).toISOString();
        log.error({ certFile, countsFrom }, "the new certificate does not count yet, the one from before stays");
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

/** Where a connection comes from: the same for a socket and the TLS on it. */
function placeOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress}:${remotePort}`;
}
