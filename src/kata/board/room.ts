// Who is in the room: finds the checkouts and the files of learners, and says which could not be read.
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { printable, readStatus, type Status } from "./status-file.ts";

export interface Learner extends Status {
  /** What they call themselves, or the name of their folder or file; nobody else in the room has the same. */
  readonly name: string;
}

export interface Room {
  readonly learners: readonly Learner[];
  /** A sentence about each place that could not be read. */
  readonly unread: readonly string[];
}

/**
 * Reads a room.
 *
 * @param root where relative places begin
 * @param places checkouts, folders of checkouts or of NAME.json, or such files
 */
export function readRoom(root: string, places: readonly string[]): Room {
  const unread: string[] = [];
  const read: (Status & { readonly place: string })[] = [];
  const seen = new Set<string>();
  for (const source of places.flatMap((place) => sourcesIn(root, place))) {
    const { file, place } = source;
    const whole = resolve(root, file);
    const real = existsSync(whole) ? realpathSync(whole) : whole;
    // The same checkout may be named twice, by itself and by the folder around it.
    if (seen.has(real)) continue;
    seen.add(real);
    const status = source.unread ?? readStatus(whole);
    if (typeof status === "string") unread.push(`${printable(source.unread === undefined ? file : place)} ${status}`);
    else read.push({ ...status, place });
  }
  return { learners: named(root, read), unread };
}

interface Source {
  /** Where the status is, or would be. */
  readonly file: string;
  /** What to name the learner after: a folder, or a file. */
  readonly place: string;
  /** Why it is not even tried. */
  readonly unread?: string;
}

const statusFile = join(".kata", "status.json");

function sourcesIn(root: string, place: string): readonly Source[] {
  const whole = resolve(root, place);
  if (!existsSync(whole)) return [{ file: place, place, unread: "is not there: check the name." }];
  if (!isFolder(whole)) return [{ file: place, place: learnersPlace(place) }];
  const own = checkoutAt(root, place);
  if (own) return [own];
  let names: readonly string[];
  try {
    names = readdirSync(whole).toSorted();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [{ file: place, place, unread: `cannot be read (${code}): check who may read it.` }];
  }
  const found = names.flatMap((name) => {
    const inside = join(place, name);
    if (isFolder(join(whole, name))) return checkoutAt(root, inside) ?? [];
    return extname(name).toLowerCase() === ".json" ? { file: inside, place: learnersPlace(inside) } : [];
  });
  if (found.length > 0) return found;
  return [{ file: place, place, unread: "holds neither checkouts nor files NAME.json: name a folder that does." }];
}

/** A folder that holds a status, or the kata without one. */
function checkoutAt(root: string, folder: string): Source | undefined {
  const file = join(folder, statusFile);
  if (existsSync(resolve(root, file))) return { file, place: folder };
  const isKata = ["lessons", "package.json"].every((name) => existsSync(resolve(root, folder, name)));
  return isKata ? { file, place: folder, unread: "has no status yet: run npm start there." } : undefined;
}

/** The checkout, when somebody names the file in it. */
const learnersPlace = (file: string): string =>
  basename(file) === "status.json" && basename(dirname(resolve(file))) === ".kata" ? dirname(dirname(file)) : file;

/** What cannot be asked, such as a link that leads to itself, is no folder; reading it says why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function named(root: string, read: readonly (Status & { readonly place: string })[]): readonly Learner[] {
  const folders = read.map(({ place }) => nameOf(resolve(root, place)));
  const names = read.map(({ learner }, index) => learner || (folders[index] as string));
  // Two of one name are told apart by their folders, and by the way there when these have one name as well.
  const short = names.map((name, index) => (isAlone(names, name) ? name : `${name} (${folders[index]})`));
  return read
    .map(({ place, ...status }, index) => {
      const name = short[index] as string;
      return { ...status, name: isAlone(short, name) ? name : `${names[index]} (${printable(place)})` };
    })
    .toSorted((a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()) || compare(a.name, b.name));
}

const isAlone = (names: readonly string[], name: string): boolean => names.indexOf(name) === names.lastIndexOf(name);

const nameOf = (place: string): string => printable(basename(place).replace(/\.json$/i, "")) || "nameless";

/** Not as a language sorts: the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
