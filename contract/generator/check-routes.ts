import type { MethodModel } from "./model.ts";

/** Refuses two methods that the same request could mean. */
export function checkRoutes(methods: readonly MethodModel[]): void {
  methods.forEach((method, index) => {
    const other = methods.slice(0, index).find((earlier) => collide(method, earlier));
    if (other) {
      throw new Error(
        `${method.origin}: the route of ${method.name} (${method.rule!.verb} ${method.rule!.path}) collides with that of ${other.name} (${other.rule!.path})`,
      );
    }
  });
}

function collide(a: MethodModel, b: MethodModel): boolean {
  if (a.rule!.verb !== b.rule!.verb) return false;
  const left = a.rule!.path.split("/");
  const right = b.rule!.path.split("/");
  const shorter = Math.min(left.length, right.length);
  const reach = left.length === right.length || (left.length < right.length ? a : b).rule!.takesRest;
  return reach && left.slice(0, shorter).every((segment, i) => segmentsMeet(segment, right[i]!));
}

function segmentsMeet(left: string, right: string): boolean {
  return left === right || left.startsWith("{") || right.startsWith("{");
}
