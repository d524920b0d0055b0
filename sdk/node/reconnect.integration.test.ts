import { reconnectOver } from "./testing/reconnect-over.ts";

reconnectOver("frames", { restarts: true, unreadBytesMax: 8_000_000 });
