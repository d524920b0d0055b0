import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestName } from "./near-name.ts";

test("the name that was probably meant differs by one edit, in longer words by two", () => {
  const names = ["orders", "orders-eu", "pay", "visits"];
  assert.equal(nearestName("ordres", names), "orders");
  assert.equal(nearestName("order", names), "orders");
  assert.equal(nearestName("Orders", names), "orders");
  assert.equal(nearestName("pya", names), undefined);
  assert.equal(nearestName("pa", names), "pay");
  assert.equal(nearestName("mails", names), undefined);
  assert.equal(nearestName("x".repeat(249), ["x".repeat(248)]), "x".repeat(248));
  assert.equal(nearestName("a", []), undefined);
});
