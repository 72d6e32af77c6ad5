// Paths of one file in several spellings: Windows writes "c:\\kata", Vite "C:/kata", a stack "file:///C:/kata".
import { fileURLToPath } from "node:url";

/** Whether a file is somewhere below a folder. */
export const isBelow = (folder: string, file: string): boolean =>
  plain(file).startsWith(`${plain(folder).replace(/\/$/, "")}/`);

/** A path out of a stack or an error: of a file URL, the path that it stands for. */
export const pathFrom = (place: string): string => (place.startsWith("file:") ? fileURLToPath(place) : place);

const plain = (path: string): string => path.replaceAll("\\", "/").replace(/^[a-z]:/i, (drive) => drive.toUpperCase());
