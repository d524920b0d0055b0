import assert from "node:assert/strict";
import { test } from "node:test";
import { Grants, type Need } from "./grants.ts";
import { NamePattern } from "./name-pattern.ts";

test("in a pattern * stands for any characters, and everything else for itself", () => {
  const cases: readonly [pattern: string, names: readonly string[], others: readonly string[]][] = [
    ["*", ["", "a", "a.b-c_d"], []],
    ["orders", ["orders"], ["", "order", "orders-eu", "Orders"]],
    ["orders-*", ["orders-", "orders-eu"], ["orders", "my-orders-eu", "ordersXeu"]],
    ["*.dead", [".dead", "a.dead"], ["a.deader", "adead"]],
    ["a*b*c", ["abc", "a1b2c", "abbcc"], ["ab", "acb", "abcd", "xabc"]],
    ["a*a", ["aa", "aba"], ["a"]],
    ["a.c", ["a.c"], ["abc"]],
    ["a**b", ["ab", "axxb"], ["a"]],
  ];
  for (const [text, names, others] of cases) {
    const pattern = new NamePattern(text);
    for (const name of names) assert.ok(pattern.matches(name), `${text} ${name}`);
    for (const name of others) assert.ok(!pattern.matches(name), `${text} ${name}`);
  }
});

test("a pattern of many stars takes no longer than the name is long", () => {
  const pattern = new NamePattern(`${"a*".repeat(120)}b`);
  const startedMs = performance.now();
  assert.ok(!pattern.matches("a".repeat(100_000)));
  assert.ok(performance.now() - startedMs < 1000);
});

test("who lists names with a prefix needs the permission for all names that begin so", () => {
  const grants = new Grants([{ allow: ["streams:list"], on: ["orders-*", "x*y"] }]);
  const mayList = (name: string): boolean => grants.permit({ permission: "streams:list", on: "prefix", name });
  assert.deepEqual(["orders-", "orders-eu", "", "orders", "x", "xy"].map(mayList), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  assert.ok(new Grants([{ allow: ["*"], on: ["*"] }]).permit({ permission: "streams:list", on: "prefix", name: "" }));
});

test("permissions are granted by kind, by verb, or all, each on its own resources", () => {
  const grants = new Grants([
    { allow: ["streams:publish", "groups:*"], on: ["orders-*"] },
    { allow: ["*:read"], on: ["*"] },
  ]);
  const cases: readonly [permission: string, on: Need["on"], name: string, isPermitted: boolean][] = [
    ["streams:publish", "one", "orders-1", true],
    ["streams:publish", "one", "invoices", false],
    ["streams:publish", "any", "", true],
    ["streams:delete", "one", "orders-1", false],
    ["streams:delete", "any", "", false],
    ["groups:delete", "one", "orders-1", true],
    ["groups:delete", "one", "other", false],
    ["streams:read", "one", "anything", true],
    ["system:read", "prefix", "", true],
  ];
  for (const [permission, on, name, isPermitted] of cases) {
    assert.equal(grants.permit({ permission, on, name }), isPermitted, `${permission} ${on} ${name}`);
  }
});

test("who may do anything with a resource may look at what it is like, and at no other", () => {
  const grants = new Grants([{ allow: ["streams:publish"], on: ["orders-*"] }]);
  assert.ok(grants.permit({ permission: "streams:get", on: "one", name: "orders-1" }));
  assert.ok(!grants.permit({ permission: "streams:get", on: "one", name: "other" }));
  assert.ok(!grants.permit({ permission: "groups:get", on: "one", name: "orders-1" }));
});
