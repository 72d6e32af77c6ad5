// The plugin with which vitest reads exercises: their modules can be evaluated anew.
import type { Plugin } from "vite";
import { exercisePath } from "./exercise-files.ts";
import type { PlainMap } from "./edits.ts";
import { makeRenewable } from "./transform.ts";

/** Modules under the root of the configuration that are exercises; all others are left alone. */
export function freshModules(): Plugin {
  let root = "";
  return {
    name: "fresh-modules",
    // TypeScript is gone by then.
    enforce: "post",
    configResolved: (config) => void (root = config.root),
    async transform(code, id) {
      const path = exercisePath(root, id);
      if (path === undefined) return undefined;
      const map = this.getCombinedSourcemap() as unknown as PlainMap;
      return (await makeRenewable(code, { path, map })) as { code: string; map: never } | undefined;
    },
  };
}
