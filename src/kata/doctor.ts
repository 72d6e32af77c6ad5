// What the kata needs of a machine, looked at one by one.
import { accessSync, constants, existsSync, mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { textOf, writeWhole } from "./whole-file.ts";

export interface Finding {
  /** "Node" */
  readonly what: string;
  /** "20.19.5" */
  readonly found: string;
  /** What to do; undefined when all is well. */
  readonly mend?: string;
  /** Whether the lessons cannot do without it. */
  readonly matters: boolean;
}

export interface Patient {
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly terminal: {
    readonly isTerminal: boolean;
    readonly columns: number;
    readonly rows: number | undefined;
    readonly isDumb: boolean;
  };
  /** Default: that of this process. */
  readonly nodeVersion?: string;
}

/** Milliseconds within which a save has to be noticed, where saves are noticed at all. */
const PATIENCE_MS = 1_000;

/** Everything that can go wrong with an installation, in the order in which it is mended. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { root, environment, terminal, nodeVersion = process.versions.node } = patient;
  return [
    node(nodeVersion, root),
    install(root),
    place(root),
    access(root),
    await watching(root),
    screen(terminal),
    await redis(environment),
  ];
}

/** @param version "20.19.5" */
export function node(version: string, root: string): Finding {
  const { engines } = JSON.parse(textOf(join(root, "package.json")) ?? "{}") as { engines?: { node?: string } };
  const least = /\d+(?:\.\d+)*/.exec(engines?.node ?? "")?.[0] ?? "20.19.0";
  const what = { what: "Node", found: version, matters: true };
  return isAtLeast(version, least)
    ? what
    : { ...what, mend: `Install Node ${least} or newer from https://nodejs.org, then npm ci.` };
}

export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((one) => one.split(".").map(Number)) as [number[], number[]];
  const at = need.findIndex((part, index) => part !== (have[index] ?? 0));
  return at === -1 || (have[at] ?? 0) > (need[at] as number);
}

/** What is installed is what the lock file names. */
function install(root: string): Finding {
  const what = { what: "Packages", matters: true };
  const lock = JSON.parse(textOf(join(root, "package-lock.json")) ?? "{}") as Lock;
  const installed = JSON.parse(textOf(join(root, "node_modules", ".package-lock.json")) ?? "{}") as Lock;
  if (!installed.packages) return { ...what, found: "not installed", mend: "Type: npm ci" };
  const differs = Object.entries(installed.packages).filter(
    ([name, { version }]) => lock.packages?.[name]?.version !== version,
  );
  const missing = Object.entries(lock.packages ?? {}).filter(
    ([name, { optional }]) => name !== "" && !optional && !installed.packages?.[name],
  );
  const [first] = [...differs, ...missing];
  if (!first) return { ...what, found: `${Object.keys(installed.packages).length} installed` };
  return {
    ...what,
    found: `${first[0].replace(/^node_modules\//, "")} is not as package-lock.json says`,
    mend: "Type: npm ci",
  };
}

interface Lock {
  readonly packages?: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
}

function place(root: string): Finding {
  const odd = /[#?]/.exec(root)?.[0];
  const what = { what: "Folder", found: root, matters: true };
  return odd === undefined
    ? what
    : { ...what, mend: `Specs cannot be run in a folder whose path has a "${odd}" in it: move it.` };
}

function access(root: string): Finding {
  const what = { what: "Writing", matters: true };
  const folders = ["", "lessons", "node_modules"].map((name) => join(root, name)).filter(existsSync);
  const closed = folders.find((folder) => !isWritable(folder));
  if (closed === undefined && !canKeep(root)) {
    const mend =
      "What you have done is kept there: give yourself the right to write, or move what stands in its place.";
    return { ...what, found: "not allowed in .kata", mend };
  }
  return closed === undefined
    ? { ...what, found: "allowed" }
    : {
        ...what,
        found: `not allowed in ${closed}`,
        mend: "Give yourself the right to write there, or clone into a folder of your own.",
      };
}

/** Whether progress can be kept: tried for real, since a folder may refuse what its rights allow. */
function canKeep(root: string): boolean {
  const probe = join(root, ".kata", "probe");
  try {
    writeWhole(probe, "");
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Saves are noticed by events of the file system; some mounts and network drives have none. */
async function watching(root: string): Promise<Finding> {
  const what = { what: "Saves", matters: false };
  const isNoticed = await noticesSaves(root);
  return isNoticed
    ? { ...what, found: "are noticed at once" }
    : {
        ...what,
        found: "cause no events here",
        mend: "The loop looks at the files itself, once a second; r runs the specs at once.",
      };
}

/** Whether a save in this folder causes an event. */
export async function noticesSaves(root: string): Promise<boolean> {
  let folder: string;
  try {
    folder = mkdtempSync(join(root, ".kata-probe-"));
  } catch {
    return false;
  }
  return new Promise<boolean>((resolve) => {
    const end = (isNoticed: boolean): void => {
      clearTimeout(timer);
      watcher.close();
      rmSync(folder, { recursive: true, force: true });
      resolve(isNoticed);
    };
    const watcher = watch(folder, () => end(true));
    watcher.on("error", () => end(false));
    const timer = setTimeout(end, PATIENCE_MS, false);
    writeFileSync(join(folder, "probe.ts"), "");
  });
}

function screen({ isTerminal, columns, rows, isDumb }: Patient["terminal"]): Finding {
  const what = { what: "Terminal", matters: false };
  if (!isTerminal)
    return { ...what, found: "none: a pipe", mend: "npm start, in a terminal, gives a verdict after each save." };
  const size = `${columns} columns${rows === undefined ? "" : `, ${rows} rows`}`;
  if (isDumb)
    return {
      ...what,
      found: `${size}, without codes`,
      mend: "Each page comes below the last one. Another terminal paints them over.",
    };
  if (columns < 80 || (rows ?? 24) < 24)
    return { ...what, found: size, mend: "80 × 24 shows most pages whole; smaller ones are scrolled." };
  return { ...what, found: size };
}

/** No lesson of Part 1 wants one. */
async function redis({ REDIS_URL }: NodeJS.ProcessEnv): Promise<Finding> {
  const what = { what: "Redis", matters: false };
  const port = Number(/:(\d+)/.exec(REDIS_URL ?? "")?.[1] ?? 6379);
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: PATIENCE_MS });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
  return { ...what, found: answers ? `answers on port ${port}` : "none, and none is needed" };
}
