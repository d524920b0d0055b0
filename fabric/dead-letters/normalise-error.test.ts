import assert from "node:assert/strict";
import { test } from "node:test";
import { normaliseError } from "./normalise-error.ts";

/** Texts as programs and servers write them; those of one row are one error. */
const same: readonly (readonly string[])[] = [
  ["connect ECONNREFUSED 10.0.3.7:5432", "connect ECONNREFUSED 127.0.0.1:6379"],
  ["Order 8412 not found", "Order 7 not found"],
  [
    "user 0b3f1c52-6a0e-4f6e-9d0c-3c1f3f1f9a10 has no address",
    "user 7C9E6679-7425-40DE-944B-E07FC1F90AE7 has no address",
  ],
  [
    `duplicate key value violates unique constraint "orders_pkey": Key (id)=(991) already exists.`,
    `duplicate key value violates unique constraint "orders_pkey": Key (id)=(17) already exists.`,
  ],
  [
    "Request failed with status code 503: https://api.example.com/v1/mails?id=9",
    "Request failed with status code 502: https://api.example.com/v1/mails?id=10",
  ],
  [
    "ENOENT: no such file or directory, open '/var/lib/app/in/2026-01-31/a.csv'",
    "ENOENT: no such file or directory, open '/var/lib/app/in/2026-02-01/b.csv'",
  ],
  ["timeout of 30000ms exceeded at 2026-01-31T12:00:00.123Z", "timeout of 5000ms exceeded at 2026-02-01T08:30:00Z"],
  ["Unexpected token 'x', \"xyz\" is not valid JSON", "Unexpected token '<', \"<html>\" is not valid JSON"],
  [
    'java.lang.NullPointerException: Cannot invoke "Order.getTotal()" because "o" is null',
    'java.lang.NullPointerException: Cannot invoke "Cart.size()" because "c" is null',
  ],
  [
    "panic: runtime error: invalid memory address or nil pointer dereference [signal SIGSEGV code=0x1 addr=0x0 pc=0x4a5e21]",
    "panic: runtime error: invalid memory address or nil pointer dereference [signal SIGSEGV code=0x1 addr=0x8 pc=0x77aa10]",
  ],
  [
    "mail to alice@example.com was refused: 550 mailbox full",
    "mail to bob.b@mail.example.org was refused: 550 mailbox full",
  ],
  [
    "The AWS Access Key Id AKIAIOSFODNN7EXAMPLE does not exist",
    "The AWS Access Key Id AKIAI44QH8DHBEXAMPLE does not exist",
  ],
];

test("errors that differ in numbers, ids, times, addresses, paths or quoted text are one group", () => {
  for (const row of same) {
    const ids = new Set(row.map((error) => normaliseError(error).id));
    assert.equal(ids.size, 1, row.map((error) => normaliseError(error).error).join(" | "));
  }
});

test("errors of another kind are another group, and can still be read", () => {
  const normal = same.map(([error]) => normaliseError(error as string));
  assert.equal(new Set(normal.map(({ id }) => id)).size, same.length);
  for (const { error } of normal) assert.match(error, /[a-z]{4}/i);
  assert.equal(normaliseError("connect ECONNREFUSED 10.0.3.7:5432").error, "connect ECONNREFUSED *");
});

test("the same error in another place of the code is another group; another line of it is not", () => {
  const stack = (place: string): string => `Error: no route\n    at ${place}\n    at run (node:internal/x:1:2)`;
  const one = normaliseError("no route", stack("send (file:///srv/a/mail.ts:10:3)"));
  assert.equal(one.id, normaliseError("no route", stack("send (/home/b/mail.ts:44:9)")).id);
  assert.notEqual(one.id, normaliseError("no route", stack("charge (/srv/a/bill.ts:10:3)")).id);
  assert.equal(one.frame, "at send (mail.ts)");
});

test("a stack of Python and one of Go have a place too", () => {
  const python = 'Traceback (most recent call last):\n  File "/srv/app/mail.py", line 31, in send\n    raise X';
  assert.equal(normaliseError("x", python).frame, 'File "mail.py", in send');
  assert.equal(
    normaliseError("x", "goroutine 1 [running]:\nmain.send()\n\t/srv/app/mail.go:31 +0x1d").frame,
    "mail.go",
  );
});

test("hostile texts take no time: long ones are cut, and no pattern runs away", () => {
  const began = process.cpuUsage();
  for (const part of ["a", "/a", "1.", '"', "a@a.", "-", "'a", "a-1", "0x", "http://"])
    normaliseError(part.repeat(100_000), part.repeat(100_000));
  const { user, system } = process.cpuUsage(began);
  assert.ok(user + system < 1_000_000, `${user + system} us`);
});
