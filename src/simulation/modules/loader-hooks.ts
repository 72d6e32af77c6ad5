// Runs in the thread in which Node loads modules, after tsx has taken the types away.
import type { LoadHook } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exercisePath } from "./exercise-files.ts";
import type { PlainMap } from "./edits.ts";
import { makeRenewable } from "./transform.ts";

const root = join(import.meta.dirname, "../../..");
const mapComment = /\n?\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([\w+/=]+)\s*$/;

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (loaded.format !== "module" || !url.startsWith("file:")) return loaded;
  const path = exercisePath(root, fileURLToPath(url));
  if (path === undefined) return loaded;
  const text = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
  const [comment, encoded] = mapComment.exec(text) ?? [];
  const map = encoded === undefined ? undefined : (JSON.parse(Buffer.from(encoded, "base64").toString()) as PlainMap);
  const code = comment === undefined ? text : text.slice(0, -comment.length);
  const renewable = await makeRenewable(code, { path, map, throughout: true });
  if (!renewable) return loaded;
  const joined = Buffer.from(JSON.stringify(renewable.map)).toString("base64");
  return { ...loaded, source: `${renewable.code}//# sourceMappingURL=data:application/json;base64,${joined}\n` };
};
