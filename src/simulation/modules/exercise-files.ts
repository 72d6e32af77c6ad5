// Which files are exercises, whose modules a simulated process evaluates anew: nothing of src/, no package and no spec.

const FOLDERS = /^(?:lessons|solutions|test\/wrong|test\/diagnosis|\.kata)\//;
const CODE = /\.m?[jt]sx?$/;
const NO_EXERCISE = /\.(?:spec|test|d)\.m?[jt]sx?$|\/node_modules\//;

/**
 * The path of an exercise from the root of the repository, with slashes.
 *
 * @param root absolute path of the repository
 * @param file absolute path; Vite's query behind it ("?t=1") does not count
 * @returns undefined when the file is no exercise
 */
export function exercisePath(root: string, file: string): string | undefined {
  const [folder, whole] = [`${plain(root).replace(/\/$/, "")}/`, plain(file)];
  // The root may hold any character, "?" and "#" included: only what follows it is looked at.
  if (!whole.startsWith(folder)) return undefined;
  const path = whole.slice(folder.length).replace(/(\.m?[jt]sx?)\?.*$/, "$1");
  return FOLDERS.test(path) && CODE.test(path) && !NO_EXERCISE.test(path) ? path : undefined;
}

/** Windows writes "c:\kata", Vite "C:/kata". */
const plain = (path: string): string => path.replaceAll("\\", "/").replace(/^[a-z]:/i, (drive) => drive.toUpperCase());
