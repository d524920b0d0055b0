import { reconnectOver } from "./testing/reconnect-over.ts";

reconnectOver("grpc", { restarts: true, unreadBytesMax: 8_000_000 });
