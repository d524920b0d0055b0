import assert from "node:assert/strict";
import { test } from "node:test";
import { type SecuritySettings, securityOf } from "./security-of.ts";

const plain: SecuritySettings = {
  tokensFile: "/data/tokens.json",
  insecure: false,
  tlsCert: undefined,
  tlsKey: undefined,
  tlsClientCa: undefined,
  plainOnLoopback: false,
};
const pair = { tlsCert: "/cert.pem", tlsKey: "/key.pem" };

test("a service asks for tokens unless it is told not to, and has TLS when it has a certificate", () => {
  const access = { tokensFile: "/data/tokens.json", token: undefined };
  assert.deepEqual(securityOf(plain, ""), { access, tls: undefined });
  assert.deepEqual(securityOf(plain, "secret").access, { ...access, token: "secret" });
  assert.deepEqual(securityOf({ ...plain, insecure: true }, "secret"), { access: undefined, tls: undefined });
  assert.deepEqual(securityOf({ ...plain, ...pair, tlsClientCa: "/ca.pem", plainOnLoopback: true }, "").tls, {
    certFile: "/cert.pem",
    keyFile: "/key.pem",
    clientCaFile: "/ca.pem",
    plainOnLoopback: true,
  });
});

test("settings that do not fit together are refused, naming what is missing", () => {
  const cases: readonly [settings: Partial<SecuritySettings>, says: RegExp][] = [
    [{ tlsCert: "/cert.pem" }, /tlsCert from the configuration needs tlsKey/],
    [{ tlsKey: "/key.pem" }, /tlsKey from the configuration needs tlsCert/],
    [{ tlsClientCa: "/ca.pem" }, /tlsClientCa from the configuration needs tlsCert and tlsKey/],
    [{ plainOnLoopback: true }, /plainOnLoopback from the configuration needs tlsCert and tlsKey/],
    [{ ...pair, tlsClientCa: "/ca.pem", insecure: true }, /tlsClientCa .* insecure/],
  ];
  for (const [settings, message] of cases) {
    assert.throws(() => securityOf({ ...plain, ...settings }, undefined), { reason: "configuration_invalid", message });
  }
});
