/** Node's `node:http`. An `import` of it would look at each of its exports, of which some load the whole of Node's `fetch`: 40 ms of every start. */
export const nodeHttp: typeof import("node:http") = process.getBuiltinModule("node:http");
