// What the system refuses: a sentence for whoever reads it, in the place of a stack.

/** The sentence about an error of the file system or of a process that could not be started; undefined for other errors. */
export function sentenceOfSystem(error: unknown): string | undefined {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (typeof code !== "string" || syscall === undefined) return undefined;
  const where = path === undefined ? "" : ` at ${path}`;
  return `The system refused it (${code}${where}). Nothing is lost. Type npm run kata -- doctor.`;
}
