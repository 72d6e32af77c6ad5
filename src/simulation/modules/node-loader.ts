// How plain Node reads exercises: their modules can be evaluated anew, as they can in vitest.
import { register } from "node:module";

/**
 * From now on, exercises that are imported can be evaluated anew. tsx must be there before: its JavaScript is what is read.
 * What is imported already, or statically by whoever calls this, stays as it is.
 */
export function registerFreshModules(): void {
  register(new URL("./loader-hooks.ts", import.meta.url));
}
