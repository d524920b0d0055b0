import { type FloodConnection, type FloodKind, floodSocket } from "./flood-connection.ts";
import { slowSenders } from "./slow-senders.ts";
import { stalledReaders } from "./stalled-readers.ts";

// A flood in a process of its own, forked by a test. Whoever the server drops comes back, so that there are always as many.

/** What the flood is told to do. */
export type FloodWish = "begin" | "end";

/** What it says: all are connected; or, when it has ended, how often each kind was told what, such as `{ "a head": { "408 deadline_exceeded": 12 } }`. */
export type FloodNews = "standing" | Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How often each of them sends a byte. */
const dripMs = 1000;
const tickMs = 20;
/** So many are opened in one tick. */
const openedTogether = 25;

const port = Number(process.argv[2]);
const kinds = mixed(Number(process.argv[3]), Number(process.argv[4]));
/** In the order of `kinds`; undefined is not open. */
let connections: (FloodConnection | undefined)[] = [];
let told: Record<string, Record<string, number>> = {};
let timer: NodeJS.Timeout | undefined;
let ticks = 0;
let opened = 0;
let hasStood = false;

process.on("message", (wish: FloodWish) => (wish === "begin" ? begin() : end()));
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
  connections = kinds.map(() => undefined);
  hasStood = false;
  timer = setInterval(tick, tickMs);
}

function end(): void {
  clearInterval(timer);
  timer = undefined;
  for (const connection of connections) connection?.socket.destroy();
  process.send!(told);
}

/** Each connection drips once in `dripMs`, a part of them in each tick. */
function tick(): void {
  const ticksPerDrip = dripMs / tickMs;
  ticks++;
  let left = openedTogether;
  for (const [index, connection] of connections.entries()) {
    if (connection === undefined && left > 0) {
      left--;
      open(index);
    } else if (index % ticksPerDrip === ticks % ticksPerDrip) {
      connection?.drip();
    }
  }
  if (left === openedTogether && !hasStood) {
    hasStood = true;
    process.send!("standing");
  }
}

function open(index: number): void {
  const kind = kinds[index]!;
  const connection = kind.open(floodSocket(port, opened++));
  connections[index] = connection;
  void connection.told.then((what) => {
    connection.socket.destroy();
    if (timer === undefined || connections[index] !== connection) return;
    connections[index] = undefined;
    const counts = told[kind.name] ?? {};
    told[kind.name] = { ...counts, [what]: (counts[what] ?? 0) + 1 };
  });
}
