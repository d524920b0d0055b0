import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { TlsOptions } from "@flowmesh/server";
import { readCertificates } from "@flowmesh/server/internal";
import type { Configuration } from "../configuration/configuration.ts";
import { securityOf } from "../instance/security-of.ts";
import { counted } from "../values/counted.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";
import { opennessOf } from "./openness.ts";

const check = "tls";
const dayMs = 24 * 60 * 60 * 1000;
const soonMs = 30 * dayMs;
const unreadableFix = "run doctor as the user whose FlowMesh it is, or correct owner and mode";
const renewFix = "put a renewed certificate and its key in their place; a server that runs takes them within seconds";

/** Whether `start` could offer TLS with the files that it is told, and for how long clients would believe it. */
export function checkTls(configuration: Configuration, nowMs: number = Date.now()): Finding[] {
  try {
    const { tls } = securityOf(configuration, undefined);
    if (tls === undefined)
      return [
        ok(
          check,
          "not configured: start then speaks without, which suits this machine alone, or a network that is believed",
        ),
      ];
    readCertificates(tls);
    const findings = [...checkTimes(tls, nowMs), ...checkKey(tls.keyFile)];
    return findings.length > 0 ? findings : [ok(check, describe(tls, nowMs))];
  } catch (error) {
    if (!isFlowMeshError(error)) throw error;
    const isDenied = (error.cause as NodeJS.ErrnoException | undefined)?.code === "EACCES";
    return [fail(check, error.message, isDenied ? unreadableFix : error.fix)];
  }
}

function checkTimes({ certFile, clientCaFile }: TlsOptions, nowMs: number): Finding[] {
  const files = clientCaFile === undefined ? [certFile] : [certFile, clientCaFile];
  return files.flatMap((file) => certificatesIn(file).flatMap((certificate) => checkTime(certificate, file, nowMs)));
}

function checkTime(certificate: X509Certificate, file: string, nowMs: number): Finding[] {
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  const which = `the certificate of ${nameOf(certificate)} in ${file}`;
  if (until <= nowMs) return [fail(check, `${which} has expired, ${timeOf(until)}: it is believed no more`, renewFix)];
  if (from > nowMs) {
    const fix = "look at this machine's clock, and wait or take another certificate";
    return [fail(check, `${which} counts only from ${timeOf(from)} on: it is not believed yet`, fix)];
  }
  // Certificates that live shortly are renewed in their last third.
  if (until - nowMs >= Math.min(soonMs, (until - from) / 3)) return [];
  return [warn(check, `${which} expires soon, ${timeOf(until)}`, renewFix)];
}

function checkKey(path: string): Finding[] {
  const openness = opennessOf(path);
  if (openness === undefined) return [];
  const { canWrite, fix } = openness;
  if (canWrite)
    return [
      fail(check, `${path} can be written by other users of this machine, who can so put their own key there`, fix),
    ];
  return [
    warn(
      check,
      `${path} can be read by other users of this machine, who can so pass for this server: it is a private key`,
      fix,
    ),
  ];
}

function describe({ certFile, clientCaFile }: TlsOptions, nowMs: number): string {
  const certificate = certificatesIn(certFile)[0]!;
  const until = Date.parse(certificate.validTo);
  const days = counted(Math.floor((until - nowMs) / dayMs), "day");
  const clients = clientCaFile === undefined ? "" : `; client certificates of ${clientCaFile} are taken`;
  return `${certFile} is for ${certificate.subjectAltName ?? nameOf(certificate)}, until ${timeOf(until)}, in ${days}${clients}`;
}

/** All of a file: that of the server, and those between it and its authority. */
function certificatesIn(file: string): X509Certificate[] {
  const pem = readFileSync(file, "latin1");
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return texts.map((text) => new X509Certificate(text));
}

function nameOf({ subject, subjectAltName }: X509Certificate): string {
  return subject?.replaceAll("\n", ",") ?? subjectAltName ?? "nobody";
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
