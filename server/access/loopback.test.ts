import assert from "node:assert/strict";
import { test } from "node:test";
import { isLoopback, isLoopbackAuthority, isLoopbackOrigin } from "./loopback.ts";

test("knows the addresses and names of this machine, and no others", () => {
  for (const host of ["127.0.0.1", "127.8.9.10", "::1", "localhost", "LOCALHOST", "shop.localhost"]) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of ["0.0.0.0", "::", "10.0.0.1", "example.com", "localhost.example.com", "", "127.0.0.1.nip.io"]) {
    assert.equal(isLoopback(host), false, host);
  }
});

test("reads the Host header with and without port and brackets", () => {
  for (const authority of ["127.0.0.1:7070", "localhost", "localhost:7071", "[::1]:7070", "[::1]"]) {
    assert.equal(isLoopbackAuthority(authority), true, authority);
  }
  for (const authority of [
    "evil.example:7070",
    "localhost:7070.evil.example",
    "[::2]",
    "",
    "user@localhost",
    "localhost:x",
  ]) {
    assert.equal(isLoopbackAuthority(authority), false, authority);
  }
});

test("takes pages of this machine by their Origin, never the null origin of sandboxed pages", () => {
  for (const origin of ["http://localhost:5173", "https://127.0.0.1", "http://[::1]:7070"]) {
    assert.equal(isLoopbackOrigin(origin), true, origin);
  }
  for (const origin of [
    "null",
    "http://evil.example",
    "http://localhost.evil.example",
    "http://localhost@evil.example",
    "file://",
  ]) {
    assert.equal(isLoopbackOrigin(origin), false, origin);
  }
});
