import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "@flowmesh/engine";
import { ResponseRoom } from "./response-room.ts";
import { type AnsweredClient, StalledClients } from "./stalled-clients.ts";

const megabyte = 1_048_576;

function setUp() {
  const clock = new VirtualClock();
  const responseBytes = new ResponseRoom(16 * megabyte, 8 * megabyte);
  const clients = new StalledClients({ clock, responseBytes, stallMs: 1000 });
  const givenUp: string[] = [];
  /** One that has so many bytes unsent, and takes so many of more in each tenth of a second. */
  const client = (name: string, unsentBytes: number, takes = 0): void => {
    responseBytes.take(unsentBytes);
    const one: AnsweredClient = {
      unsentBytes,
      get takenBytes() {
        return (clock.monotonicMs() / 100) * takes;
      },
      giveUp: () => {
        givenUp.push(name);
        responseBytes.give(unsentBytes);
        clients.remove(one);
      },
    };
    clients.add(one);
  };
  return { clock, clients, givenUp, client };
}

test("while others wait, who takes nothing is given up, longest first, until there is room for many; who takes something is not", async () => {
  const { clock, clients, givenUp, client } = setUp();
  client("slow but steady", megabyte / 10, 50_000);
  client("deaf", 6 * megabyte);
  client("at rest", 60_000);
  clients.makeRoom(() => true);
  await clock.advance(500);
  client("deaf, later", 4 * megabyte);
  client("deaf, last", 3.8 * megabyte);
  await clock.advance(900);
  assert.deepEqual(givenUp, ["deaf"]);
  await clock.advance(400);
  assert.deepEqual(givenUp, ["deaf", "deaf, later"]);
  await clock.advance(60_000);
  assert.deepEqual(givenUp, ["deaf", "deaf, later"], "there is room");
});

test("nobody is given up while nobody waits, and what was before counts for nothing", async () => {
  const { clock, clients, givenUp, client } = setUp();
  let isWaiting = true;
  client("deaf", 14 * megabyte);
  await clock.advance(60_000);
  clients.makeRoom(() => isWaiting);
  await clock.advance(900);
  isWaiting = false;
  await clock.advance(60_000);
  isWaiting = true;
  clients.makeRoom(() => isWaiting);
  await clock.advance(900);
  assert.deepEqual(givenUp, []);
  await clock.advance(600);
  assert.deepEqual(givenUp, ["deaf"]);
});
