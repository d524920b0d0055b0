import { reconnectOver } from "./testing/reconnect-over.ts";

// Restarts of the server are in the contract suite, which runs over HTTP too.
reconnectOver("http", { restarts: false, unreadBytesMax: 12_000_000 });
