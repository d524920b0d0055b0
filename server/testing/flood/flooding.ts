import { type FloodConnection, type FloodKind, floodSocket } from "./flood-connection.ts";
import { slowSenders } from "./slow-senders.ts";
import { stalledReaders } from "./stalled-readers.ts";

// A flood in a process of its own, forked by a test. Whoever the server drops comes back, so that there are always as many.

/** What the flood is told to do. */
export type FloodWish = "begin" | "end";

/** What it says: all are connected; or, when it has ended, how often each kind was told what, such as `{ "a head": { "408 deadline_exceeded": 12 } }`. */
export type FloodNews = "standing" | Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How often each of them sends a byte. */
const dripMs = 2500;
const tickMs = 20;
/** So many are opened in one tick, at most. */
const openedTogether = 15;

const port = Number(process.argv[2]);
const kinds = mixed(Number(process.argv[3]), Number(process.argv[4]));
/** In the order of `kinds`. */
let connections: (FloodConnection | undefined)[] = [];
/** Which of them are to be opened, in this order. */
let closed: number[] = [];
let told: Record<string, Record<string, number>> = {};
let timer: NodeJS.Timeout | undefined;
let ticks = 0;
let opened = 0;
/** What was opened before it began. */
let openedBefore = 0;

let isEnding = false;

process.on("message", (wish: FloodWish) => {
  isEnding = wish === "end";
  if (wish === "begin") begin();
  else endWhenTold();
});
process.on("disconnect", () => process.exit());
process.send!("ready");

/** So many of both, each reader between its part of the senders. */
function mixed(senders: number, readers: number): FloodKind[] {
  return Array.from({ length: senders + readers }, (_, index) => {
    const reader = Math.floor((index * readers) / (senders + readers));
    const isReader = reader !== Math.floor(((index + 1) * readers) / (senders + readers));
    return isReader
      ? stalledReaders[reader % stalledReaders.length]!
      : slowSenders[(index - reader) % slowSenders.length]!;
  });
}

function begin(): void {
  told = {};
  connections = [];
  closed = [...kinds.keys()];
  openedBefore = opened;
  timer = setInterval(tick, tickMs);
}

/** Ends when each kind of sender was told something. */
function endWhenTold(): void {
  if (!isEnding || slowSenders.some(({ name }) => told[name] === undefined)) return;
  isEnding = false;
  clearInterval(timer);
  timer = undefined;
  for (const connection of connections) connection?.socket.destroy();
  process.send!(told);
}

/** Each connection drips once in `dripMs`, a part of them in each tick. */
function tick(): void {
  const ticksPerDrip = dripMs / tickMs;
  ticks++;
  for (let index = ticks % ticksPerDrip; index < kinds.length; index += ticksPerDrip) connections[index]?.drip();
  for (const index of closed.splice(0, openedTogether)) open(index);
}

function open(index: number): void {
  const kind = kinds[index]!;
  const connection = kind.open(floodSocket(port, opened++));
  connections[index] = connection;
  if (opened - openedBefore === kinds.length) process.send!("standing");
  void connection.told.then((what) => {
    connection.socket.destroy();
    if (timer === undefined || connections[index] !== connection) return;
    connections[index] = undefined;
    closed.push(index);
    const counts = told[kind.name] ?? {};
    told[kind.name] = { ...counts, [what]: (counts[what] ?? 0) + 1 };
    endWhenTold();
  });
}
